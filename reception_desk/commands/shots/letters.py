"""A letter as visitors bring them, drawn with the shipped font; every word is invented."""

from typing import TYPE_CHECKING

from reception_desk.config import resource

if TYPE_CHECKING:
    from PIL.Image import Image

LINES = (
    "情况反映",
    "县信访局负责同志：",
    "　　我是花园镇槐荫村三组村民，现将水渠一事反映如下。",
    "　　2026年6月18日连降暴雨，村东支渠决口约35米，当天已报",
    "镇水利站，至今没有修复。下游412亩水稻无水可灌，预计减产",
    "三成。请求尽快修复，并书面答复。",
    "　　联系电话：13800001234",
    "　　住址：湖北省孝昌县花园镇槐荫村三组",
    "申请人：王建国",
    "2026年11月20日",
)
_A4_MM = (210, 297)


def drawn_letter(dpi: int) -> "Image":
    """Return the letter on an A4 sheet, 14 pt with 28 pt between lines (GB/T 9704)."""
    from PIL import Image, ImageDraw, ImageFont

    width, height = (round(side * dpi / 25.4) for side in _A4_MM)
    paper = Image.new("RGB", (width, height), (247, 245, 240))
    pen = ImageDraw.Draw(paper)
    font = ImageFont.truetype(str(resource("fonts", "NotoSerifSC-Regular.ttf")), 14 * dpi / 72)
    for number, line in enumerate(LINES):
        pen.text((dpi, (1.2 + number * 28 / 72) * dpi), line, (35, 35, 45), font)
    return paper
