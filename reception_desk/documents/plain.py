"""普通文书: records, applications, agreements and leaflets, without a red head."""

from functools import partial

from reception_desk.documents import official
from reception_desk.documents.fonts import FontPaths, Role
from reception_desk.documents.sheet import A4, A5, MM, Properties, Sheet
from reception_desk.documents.text_block import TextBlock
from reception_desk.documents.text_pages import Frame, draw_text
from reception_desk.documents.text_paper import TextPaper
from reception_desk.documents.title import plain, title_lines
from reception_desk.documents.typesetting import Align, Style

SIZES = {"A4": A4, "A5": A5}
# Text of other sizes than 3号 is led as openly as that (29.6 points on 15.75), or a little less.
LEADING = 1.72
A5_BLOCK = (18 * MM, 17 * MM, 114 * MM, 174 * MM)
A4_BLOCK = (official.LEFT, 30 * MM, official.WIDTH, 237 * MM)
TITLES = {"A4": Style(22, 33, Align.CENTRE), "A5": Style(18, 26, Align.CENTRE)}
ORGAN_SIZES = {"A4": 15.75, "A5": 12.0}
FOOT_GAP, COUNT_GAP, FOOT_SIZE = 6.5 * MM, 14 * MM, 10.5


def plain_page(paper: TextPaper, fonts: FontPaths) -> bytes:
    """Return the paper as pages; raises `DocumentError` for a character no font draws."""
    sheet = Sheet(
        SIZES[paper.paper], Properties(plain(paper.title), paper.organ, paper.number), fonts
    )
    block = _block(paper)
    frame = Frame(block, _head(sheet, block, paper))
    draw_text(sheet, paper, frame, partial(_foot, sheet, block, paper.foot))
    return sheet.pdf()


def _block(paper: TextPaper) -> TextBlock:
    if not paper.size and paper.paper == "A4":
        return official.BLOCK
    left, top, width, height = A5_BLOCK if paper.paper == "A5" else A4_BLOCK
    style = Style(paper.size or 10.5, round((paper.size or 10.5) * LEADING, 2))
    rows = int((height - style.size) / style.leading) + 1
    return TextBlock(left, top, width, height, style, rows)


def _head(sheet: Sheet, block: TextBlock, paper: TextPaper) -> float:
    """Draw organ, title and number; return where the text may begin."""
    y, centre = block.top, block.left + block.width / 2
    if paper.masthead:
        size = ORGAN_SIZES[paper.paper]
        sheet.text(
            centre,
            y + size / 2,
            paper.masthead,
            Role.BODY,
            size,
            align=Align.CENTRE,
            within=block.width,
        )
        y += size * 1.6
    style = TITLES[paper.paper]
    lines = title_lines(sheet, paper.title, block.width, style)
    sheet.lines(block.left, y - (style.leading - style.size) / 2, lines, style)
    y += (len(lines) - 1) * style.leading + style.size
    if paper.number:
        size = block.style.size
        y += size * 0.8
        sheet.text(
            centre,
            y + size / 2,
            paper.number,
            Role.BODY,
            size,
            align=Align.CENTRE,
            within=block.width,
        )
        y += size
    return y + block.style.leading * 0.8


def _foot(sheet: Sheet, block: TextBlock, words: str, number: int, count: int) -> None:
    """Write what everybody signs on each page, and the number where there are several."""
    if words:
        sheet.text(
            block.left, block.bottom + FOOT_GAP, words, Role.BODY, FOOT_SIZE, within=block.width
        )
    if count > 1:
        middle = block.bottom + (COUNT_GAP if words else FOOT_GAP)
        page = f"第 {number} 页　共 {count} 页"
        sheet.text(block.left + block.width / 2, middle, page, Role.NUMBERS, 9, align=Align.CENTRE)
