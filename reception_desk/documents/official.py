"""文件格式: the page of official papers with a red head (GB/T 9704-2012, chapters 5 to 7)."""

from functools import partial

from reception_desk.documents.fonts import FontPaths, Role
from reception_desk.documents.imprint import Imprint
from reception_desk.documents.sheet import A4, MM, Ink, Properties, Sheet
from reception_desk.documents.text_block import TextBlock
from reception_desk.documents.text_pages import Frame, draw_text
from reception_desk.documents.text_paper import TextPaper
from reception_desk.documents.title import plain, title_lines
from reception_desk.documents.typesetting import Align, Style, set_title, text_width

# 5.2.1: 天头 37 mm, 订口 28 mm, 版心 156 mm × 225 mm.
LEFT, TOP, WIDTH, HEIGHT = 28 * MM, 37 * MM, 156 * MM, 225 * MM
# 5.2.3: 22 rows of 28 characters of 3号, which fill the text block.
ROWS, CHARACTERS = 22, 28
SIZE = 15.75
PITCH = (HEIGHT - SIZE) / (ROWS - 1)
TEXT = Style(SIZE, PITCH, spacing=WIDTH / CHARACTERS - SIZE)
BLOCK = TextBlock(LEFT, TOP, WIDTH, HEIGHT, TEXT, ROWS)

TITLE = Style(22, 33, Align.CENTRE)  # 7.3.1: 2号
# 7.2.5: the head begins 35 mm below the upper edge of the text block.
MASTHEAD_TOP, MASTHEAD_LARGEST, MASTHEAD_SMALLEST = TOP + 35 * MM, 46.0, 26.0
RED_RULE, RED_GAP = 1.5, 4 * MM  # 7.2.8
FOLIO_SIZE, FOLIO_GAP = 14, 7 * MM  # 7.5: 4号, 7 mm below the text block


def official_page(paper: TextPaper, fonts: FontPaths) -> bytes:
    """Return the paper as A4 pages; raises `DocumentError` for a character no font draws."""
    sheet = Sheet(A4, Properties(plain(paper.title), paper.organ, paper.number), fonts)
    imprint = Imprint(sheet, BLOCK, paper, is_letter=False)
    frame = Frame(BLOCK, _head(sheet, paper), imprint)
    draw_text(sheet, paper, frame, partial(folio, sheet))
    return sheet.pdf()


def _head(sheet: Sheet, paper: TextPaper) -> float:
    """Draw the red head, number, red rule and title; return where the text may begin."""
    y = draw_masthead(sheet, paper.masthead or paper.organ, MASTHEAD_TOP, MASTHEAD_LARGEST)
    if paper.number:
        middle = y + 2 * PITCH + SIZE / 2
        sheet.text(
            LEFT + WIDTH / 2,
            middle,
            paper.number,
            Role.BODY,
            SIZE,
            align=Align.CENTRE,
            within=WIDTH,
        )
        y = middle + SIZE / 2
    y += RED_GAP
    sheet.rule((LEFT, y), (LEFT + WIDTH, y), RED_RULE, Ink.RED)
    return draw_title(sheet, paper.title, y + 2 * PITCH)


def draw_masthead(sheet: Sheet, words: str, top: float, largest: float) -> float:
    """Draw 发文机关标志 from `top` on, in red, as large as fits; return its lower edge."""
    glyph = sheet.chain(Role.TITLE).glyph
    size = max(min(largest, WIDTH / text_width(words, 1, glyph)), MASTHEAD_SMALLEST)
    style = Style(size, size * 1.15, Align.CENTRE)
    lines = set_title(words, WIDTH, style, glyph)
    lead = (style.leading - size) / 2
    sheet.lines(LEFT, top - lead, lines, style, ink=Ink.RED)
    return top + (len(lines) - 1) * style.leading + size


def draw_title(sheet: Sheet, title: str, top: float) -> float:
    """Draw the title from `top` on; return the height one blank row below it."""
    lines = title_lines(sheet, title, WIDTH, TITLE)
    sheet.lines(LEFT, top - (TITLE.leading - TITLE.size) / 2, lines, TITLE)
    return top + (len(lines) - 1) * TITLE.leading + TITLE.size + PITCH


def folio(sheet: Sheet, number: int, _count: int) -> None:
    """Write — 1 —, on odd pages at the right, on even ones at the left (7.5)."""
    middle = TOP + HEIGHT + FOLIO_GAP
    is_odd = number % 2 == 1
    x = LEFT + WIDTH - FOLIO_SIZE if is_odd else LEFT + FOLIO_SIZE
    align = Align.RIGHT if is_odd else Align.LEFT
    sheet.text(x, middle, f"— {number} —", Role.FOLIO, FOLIO_SIZE, align=align)
