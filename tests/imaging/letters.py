"""Letters drawn with the shipped fonts, as a scanner would bring them; every word is invented."""

from dataclasses import dataclass

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from reception_desk.config import resource
from reception_desk.imaging.page import Pixels

LETTER = (
    "关于槐荫村三组灌溉水渠损坏的情况反映",
    "县信访局负责同志：",
    "我们是槐荫镇槐荫村三组的村民，现将水渠一事反映如下。",
    "2026年6月18日连降暴雨，村东支渠决口约35米，当天已报镇水利站。",
    "7月2日至今没有修复，下游412亩水稻无水可灌，预计减产三成。",
    "村委会称维修费用128,600元需由县里拨付，请求尽快安排资金。",
    "联系电话0712-8800000，编号QSXF20260001，材料共5页。",
    "请求事项：一、查明责任；二、在9月1日前恢复通水；三、书面答复。",
    "此致敬礼",
    "槐荫村三组村民代表",
)


@dataclass(frozen=True, slots=True)
class Letter:
    """A page of grey pixels at `dpi` and what stands on it."""

    pixels: Pixels
    dpi: int
    lines: tuple[str, ...]


def drawn_letter(lines: tuple[str, ...] = LETTER, *, dpi: int = 300, size_pt: float = 14) -> Letter:
    """Draw `lines` from the top of a white A4 sheet, 28 pt apart (GB/T 9704)."""
    sheet = Image.new("L", (round(8.27 * dpi), round(11.69 * dpi)), 255)
    font = ImageFont.truetype(resource("fonts", "NotoSerifSC-Regular.ttf"), size_pt * dpi / 72)
    draw = ImageDraw.Draw(sheet)
    for number, line in enumerate(lines):
        draw.text((dpi, dpi + number * 28 * dpi / 72), line, font=font, fill=30)
    return Letter(np.asarray(sheet), dpi, lines)
