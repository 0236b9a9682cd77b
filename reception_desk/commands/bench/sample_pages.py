"""Drawn pages as a scanner or a camera shows them, with what is true about each."""

from dataclasses import dataclass
from enum import StrEnum, auto
from functools import cache
from random import Random
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from reception_desk.config import resource
from reception_desk.imaging.page import Floats, Pixels, four, moved
from reception_desk.records.pages import Point

if TYPE_CHECKING:
    from PIL.ImageFont import FreeTypeFont

_A4_MM = (210, 297)
_MARK_MM = 1.5
_MARK_INSET_MM = 4
_LAST_LINE_MM = 280
_SENTENCES = (
    "我是本县居民，家中现有五口人，承包耕地八亩六分。",
    "二〇二五年四月，村委会在未召开村民代表会议的情况下，将承包地流转给某公司建设养殖场。",
    "流转合同没有我本人签字，租金每亩每年680元，至今未收到2025年度租金共计2176元。",
    "我曾于2026年3月12日到镇信访办反映，工作人员口头答复三十日内处理。",
    "现请求依法查处未经同意流转承包地的行为，责令返还土地，并赔偿青苗损失。",
    "以上反映情况属实，恳请有关部门予以关注，谢谢！",
)


class Writing(StrEnum):
    """What stands on the sheet."""

    LETTER = auto()
    FORM = auto()
    SLIP = auto()
    BLANK = auto()


class Ground(StrEnum):
    """Where the sheet lies: under a dark lid, under a camera, or in a feeder without any edge."""

    LID = auto()
    CAMERA = auto()
    FEEDER = auto()


@dataclass(frozen=True, slots=True)
class SamplePage:
    """RGB pixels; `corners` and `marks` are places in them, `lean` degrees counter-clockwise.

    `lines` is what stands on the page, from the top.
    """

    pixels: Pixels
    dpi: int
    corners: tuple[Point, Point, Point, Point] | None
    marks: tuple[Point, ...]
    lean: float
    lines: tuple[str, ...]


def sample_page(
    chance: Random,
    writing: Writing,
    ground: Ground,
    dpi: int = 300,
    *,
    lean: float = 0.0,
    is_shaded: bool = False,
    has_seal: bool = False,
    content: Random | None = None,
) -> SamplePage:
    """Draw a sheet of A4; the writing leans on it by `lean` degrees.

    Two pages with the same `content` are one sheet that was laid down twice.
    """
    sheet, marks, lines = _sheet(content or chance, writing, dpi, lean=lean, has_seal=has_seal)
    if ground is Ground.FEEDER:
        pixels = _as_scanned(chance, sheet, dpi, is_shaded=is_shaded)
        return SamplePage(pixels, dpi, None, four_or_more(marks - 0.5), lean, lines)
    matrix, size = _placing(chance, ground, sheet.size, dpi)
    picture = _laid_on_ground(chance, sheet, matrix, size)
    corners = moved(_rectangle(sheet.size), matrix)
    return SamplePage(
        pixels=_as_scanned(chance, picture, dpi, is_shaded=is_shaded),
        dpi=dpi,
        corners=four(corners - 0.5),
        marks=four_or_more(moved(marks, matrix) - 0.5),
        lean=lean,
        lines=lines,
    )


def four_or_more(points: Floats) -> tuple[Point, ...]:
    """Return n x 2 points as plain numbers."""
    return tuple((float(x), float(y)) for x, y in points)


def _sheet(
    chance: Random, writing: Writing, dpi: int, *, lean: float, has_seal: bool
) -> tuple[Image.Image, Floats, tuple[str, ...]]:
    """Return the sheet, the middles of the marks near its edges (none on a blank one), its text."""
    width, height = (round(side / 25.4 * dpi) for side in _A4_MM)
    sheet = Image.new("RGB", (width, height), "white")
    if writing is Writing.BLANK:
        return _tinted(sheet), np.empty((0, 2)), ()
    lines = _DRAWN[writing](chance, ImageDraw.Draw(sheet), dpi)
    if has_seal:
        _draw_seal(ImageDraw.Draw(sheet), dpi)
    if lean:
        sheet = sheet.rotate(lean, Image.Resampling.BILINEAR, fillcolor="white")
    inset = _MARK_INSET_MM / 25.4 * dpi
    half = _MARK_MM / 25.4 * dpi / 2
    places = np.array(
        [(x, y) for x in (inset, width / 2, width - inset) for y in (inset, height - inset)]
        + [(inset, height / 2), (width - inset, height / 2)]
    )
    pen = ImageDraw.Draw(sheet)
    for x, y in places:
        pen.rectangle((x - half, y - half, x + half, y + half), fill=(30, 30, 30))
    return _tinted(sheet), places, tuple(lines)


def _tinted(sheet: Image.Image) -> Image.Image:
    """Return the sheet on paper that is not quite white."""
    paper = Image.new("RGB", sheet.size, (250, 247, 240))
    darker = np.minimum(np.asarray(sheet), np.asarray(paper))
    return Image.fromarray(darker)


def _draw_letter(chance: Random, pen: ImageDraw.ImageDraw, dpi: int) -> list[str]:
    unit = dpi / 25.4
    lines = ["信访材料"]
    pen.text((75 * unit, 22 * unit), lines[0], font=_font(round(8 * unit)), fill=(10, 10, 10))
    size, y = 4.6 * unit, 42.0
    while y < 265:
        text = "".join(chance.sample(_SENTENCES, len(_SENTENCES)))
        for start in range(0, 6 * 34, 34):
            if y > _LAST_LINE_MM:
                break
            ink = chance.randint(10, 40)
            font = _font(round(size))
            lines.append(text[start : start + 34])
            pen.text((26 * unit, y * unit), lines[-1], font=font, fill=(ink,) * 3)
            y += 8
        y += chance.choice((0, 4))
    return lines


def _draw_form(chance: Random, pen: ImageDraw.ImageDraw, dpi: int) -> list[str]:
    unit = dpi / 25.4
    lines = []
    line = max(1, round(0.25 * unit))
    font = _font(round(4.4 * unit))
    for row in range(18):
        y = (40 + 12 * row) * unit
        pen.rectangle((24 * unit, y, 186 * unit, y + 12 * unit), outline=(30, 30, 30), width=line)
        pen.line((70 * unit, y, 70 * unit, y + 12 * unit), fill=(30, 30, 30), width=line)
        pen.text((27 * unit, y + 3 * unit), f"第{row + 1}项内容", font=font, fill=(15, 15, 15))
        answer = f"{chance.choice(_SENTENCES)[:8]}{chance.randint(1000, 9999)}"
        pen.text((74 * unit, y + 3 * unit), answer, font=font, fill=(15, 15, 15))
        lines.append(f"第{row + 1}项内容{answer}")
    return lines


def _draw_slip(chance: Random, pen: ImageDraw.ImageDraw, dpi: int) -> list[str]:
    unit = dpi / 25.4
    lines = ["来访回执"]
    pen.text((40 * unit, 25 * unit), lines[0], font=_font(round(7 * unit)), fill=(10, 10, 10))
    for row in range(6):
        lines.append(f"登记编号 {chance.randint(10**9, 10**10 - 1)}")
        place = (34 * unit, (45 + 10 * row) * unit)
        pen.text(place, lines[-1], font=_font(round(4.4 * unit)), fill=(15, 15, 15))
    return lines


def _draw_seal(pen: ImageDraw.ImageDraw, dpi: int) -> None:
    unit = dpi / 25.4
    box = (130 * unit, 220 * unit, 170 * unit, 260 * unit)
    pen.ellipse(box, outline=(205, 40, 40), width=round(1.2 * unit))


_DRAWN = {
    Writing.LETTER: _draw_letter,
    Writing.FORM: _draw_form,
    Writing.SLIP: _draw_slip,
}


@cache
def _font(size: int) -> "FreeTypeFont":
    return ImageFont.truetype(str(resource("fonts", "NotoSansSC-Regular.ttf")), size)


def _rectangle(size: tuple[int, int]) -> Floats:
    width, height = size
    return np.array([(0, 0), (width, 0), (width, height), (0, height)], np.float64)


def _placing(
    chance: Random, ground: Ground, size: tuple[int, int], dpi: int
) -> tuple[Floats, tuple[int, int]]:
    """Return the matrix from the sheet to the picture, and the size of the picture."""
    unit = dpi / 25.4
    border = 16 * unit if ground is Ground.LID else 26 * unit
    angle = np.deg2rad(chance.uniform(-3, 3))
    turn = np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
    middle = np.array(size) / 2
    corners = (_rectangle(size) - middle) @ turn.T + middle + border
    if ground is Ground.CAMERA:
        most = 9 * unit
        corners += [[chance.uniform(-most, most) for _ in range(2)] for _ in range(4)]
    picture = round(size[0] + 2 * border), round(size[1] + 2 * border)
    return _through(_rectangle(size), corners), picture


def _through(places: Floats, targets: Floats) -> Floats:
    """Return the 3 x 3 matrix that takes four places to four targets."""
    rows, values = [], []
    for (x, y), (u, v) in zip(places, targets, strict=True):
        rows += [(x, y, 1, 0, 0, 0, -u * x, -u * y), (0, 0, 0, x, y, 1, -v * x, -v * y)]
        values += [u, v]
    return np.append(np.linalg.solve(np.array(rows), np.array(values)), 1).reshape(3, 3)


def _laid_on_ground(
    chance: Random, sheet: Image.Image, matrix: Floats, size: tuple[int, int]
) -> Image.Image:
    back = np.linalg.inv(matrix)
    numbers = (back / back[2, 2]).ravel()[:8].tolist()
    dark = chance.randint(30, 90)
    way, smooth = Image.Transform.PERSPECTIVE, Image.Resampling.BILINEAR
    laid = sheet.transform(size, way, numbers, smooth)
    cover = Image.new("L", sheet.size, 255).transform(size, way, numbers, smooth)
    picture = Image.new("RGB", size, (dark, dark - 2, dark - 5))
    picture.paste(laid, mask=cover)
    return picture


def _as_scanned(chance: Random, picture: Image.Image, dpi: int, *, is_shaded: bool) -> Pixels:
    """Return the picture with a lens, a lamp, dust and grain."""
    pen = ImageDraw.Draw(picture)
    for _ in range(20):
        x, y = chance.randrange(picture.width), chance.randrange(picture.height)
        width = max(1, round(chance.uniform(0.1, 0.35) / 25.4 * dpi))
        pen.rectangle((x, y, x + width - 1, y + width - 1), fill=(95, 95, 95))
    if dpi > 150:  # below, a pixel is wider than what the lens spreads
        picture = picture.filter(ImageFilter.GaussianBlur(dpi / 420))
    levels = np.asarray(picture).astype(np.float32)
    darkest = chance.uniform(0.55, 0.7) if is_shaded else chance.uniform(0.93, 1.0)
    lamp = np.linspace(darkest, 1.0, picture.width, dtype=np.float32)
    # As rows of all three colours: numpy is slow where its innermost step is three values.
    flat = levels.reshape(picture.height, -1)
    flat *= np.repeat(lamp if chance.random() < 0.5 else lamp[::-1], 3)
    grain = np.random.default_rng(chance.randrange(2**32)).normal(0, 3, (512, 512))
    across = np.tile(grain.astype(np.float32), (1, -(-picture.width // 512)))
    rows = np.repeat(across[:, : picture.width], 3, axis=1)
    for top in range(0, picture.height, 512):
        flat[top : top + 512] += rows[: picture.height - top]
    return np.clip(levels, 0, 255, out=levels).astype(np.uint8)
