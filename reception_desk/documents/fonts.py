"""The faces of printed papers: roles, fallback glyph by glyph, and text fit for a page."""

import struct
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from itertools import groupby
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from reception_desk.config import resource
from reception_desk.errors import DocumentError

if TYPE_CHECKING:
    from reception_desk.documents.embedding import EmbeddedFont

SANS, SANS_BOLD = "NotoSansSC-Regular.ttf", "NotoSansSC-Bold.ttf"
SERIF, SERIF_BOLD = "NotoSerifSC-Regular.ttf", "NotoSerifSC-Bold.ttf"


class Role(StrEnum):
    """What a text is on the page.

    GB/T 9704 asks 小标宋 for titles, 仿宋 for the body, 黑体 for headings of the first level
    (`EMPHASIS`), 楷体 for those of the second and 宋体 for the numbers of pages (`FOLIO`).
    """

    TITLE = "title"
    BODY = "body"
    EMPHASIS = "emphasis"
    SUBHEADING = "subheading"
    FOLIO = "folio"
    PLAIN = "plain"
    NUMBERS = "numbers"


_SHIPPED: dict[Role, tuple[str, ...]] = {
    Role.TITLE: (SERIF_BOLD, SERIF, SANS),
    Role.BODY: (SERIF, SANS),
    Role.EMPHASIS: (SANS_BOLD, SANS, SERIF),
    Role.SUBHEADING: (SERIF_BOLD, SERIF, SANS),
    Role.FOLIO: (SERIF, SANS),
    Role.PLAIN: (SANS, SERIF),
    Role.NUMBERS: (SANS, SERIF),
}


@dataclass(frozen=True, slots=True)
class FontPaths:
    """TrueType files an office puts before the shipped ones (小标宋, 仿宋_GB2312 …), by role."""

    title: Path | None = None
    body: Path | None = None
    emphasis: Path | None = None
    subheading: Path | None = None
    folio: Path | None = None
    plain: Path | None = None
    numbers: Path | None = None


SHIPPED_FONTS = FontPaths()


@dataclass(frozen=True, slots=True)
class Run:
    """Consecutive characters of one face; `width` in points."""

    font: str
    text: str
    width: float


@dataclass(frozen=True, slots=True)
class Glyph:
    """The face that draws a character, and its advance in ems."""

    font: str
    advance: float


@dataclass(frozen=True)
class Chain:
    """Faces in the order they are asked for a character."""

    faces: "tuple[EmbeddedFont, ...]"
    _known: dict[str, Glyph] = field(default_factory=dict, compare=False, repr=False)

    def glyph(self, character: str) -> Glyph:
        """Return who draws `character`; raises `DocumentError` when no face does."""
        known = self._known.get(character)
        if known is None:
            known = self._known[character] = self._find(character)
        return known

    def _find(self, character: str) -> Glyph:
        for face in self.faces:
            if face.has(character):
                return Glyph(face.fontName, face.advance(character))
        raise DocumentError(
            f"“{character}”（U+{ord(character):04X}）在现有字体中没有字形，不能打印。",
            advice="请管理员在设置文件的 [fonts] 一节加上含有此字的字体，"
            "或请信访人确认后改用通行写法再打印。",
        )


@cache
def chain(role: Role, paths: FontPaths = SHIPPED_FONTS) -> Chain:
    """Return the faces of a role, the office's own first; loaded once per process.

    Raises `DocumentError` when an office's file is missing, damaged or not TrueType.
    """
    own = getattr(paths, role.value)
    shipped = [resource("fonts", name) for name in _SHIPPED[role]]
    return Chain(tuple(_load(path) for path in ([own] if own else []) + shipped))


def warm_up(paths: FontPaths = SHIPPED_FONTS) -> None:
    """Load every face, so that the first paper of the day is as quick as the next."""
    for role in Role:
        chain(role, paths)


def runs(text: str, size: float, faces: Chain) -> list[Run]:
    """Split `text` into runs of one face each at `size` points; unprintable marks are dropped."""
    glyphs = [(character, faces.glyph(character)) for character in printable(text)]
    return [
        Run(
            font,
            "".join(char for char, _ in group),
            sum(glyph.advance for _, glyph in group) * size,
        )
        for font, group in _grouped(glyphs)
    ]


def _grouped(glyphs: list[tuple[str, Glyph]]) -> Iterator[tuple[str, list[tuple[str, Glyph]]]]:
    for font, group in groupby(glyphs, key=lambda pair: pair[1].font):
        yield font, list(group)


@cache
def _is_space(character: str) -> bool:
    return character in "\t\n\r\v\f\u2028\u2029" or (
        unicodedata.category(character) == "Zs" and character != "\u3000"
    )


@cache
def _is_invisible(character: str) -> bool:
    selector = "\ufe00" <= character <= "\ufe0f" or "\U000e0100" <= character <= "\U000e01ef"
    return selector or unicodedata.category(character) in {"Cc", "Cf", "Cs"}


def printable(text: str) -> str:
    """Return `text` on one line without controls, direction marks and variation selectors."""
    spaced = (" " if _is_space(character) else character for character in text)
    return "".join(character for character in spaced if not _is_invisible(character))


_loading = Lock()
_loaded: "dict[Path, EmbeddedFont]" = {}


def _load(path: Path) -> "EmbeddedFont":
    from reportlab.pdfbase import pdfmetrics

    with _loading:
        if path not in _loaded:
            font = _open(path)
            pdfmetrics.registerFont(font)
            _loaded[path] = font
        return _loaded[path]


def _open(path: Path) -> "EmbeddedFont":
    """Parse a file; whatever a damaged one makes of the parser is told as unusable."""
    from reportlab.pdfbase.ttfonts import TTFError

    from reception_desk.documents.embedding import EmbeddedFont

    name = path.stem if path.parent == resource("fonts") else str(path)
    try:
        return EmbeddedFont(name, _readable(path))
    except FileNotFoundError as error:
        raise _unusable(path, "找不到") from error
    except OSError as error:
        raise _unusable(path, "读不出来") from error
    except (TTFError, struct.error, ValueError, LookupError) as error:
        raise _unusable(path, _why(str(error))) from error


def _readable(path: Path) -> Path:
    """Return `path` if it can be read; reportlab would hide the system's reason."""
    with path.open("rb"):
        return path


def _why(said: str) -> str:
    if "postscript outlines" in said:
        return "是 PostScript 轮廓，不能嵌入文书"
    return "已损坏，或者不是 TrueType 字体"


def _unusable(path: Path, why: str) -> DocumentError:
    return DocumentError(
        f"文书字体 {path} {why}。",
        saved="文书照常制作，暂用自带字体。",
        advice="请管理员在设置文件的 [fonts] 一节换成 TrueType 轮廓的字体文件，或留空。",
    )
