"""The receipt on thermal paper: as long as its words, its code drawn on whole printer dots."""

from reception_desk.documents.fonts import FontPaths, Role
from reception_desk.documents.quick_code import quick_code
from reception_desk.documents.receipt_text import NO_DECISION, receipt_text
from reception_desk.documents.sheet import MM, Properties
from reception_desk.documents.slip import Slip
from reception_desk.documents.typesetting import Align, Style
from reception_desk.records.papers import ReceiptData

SEAL_SPACE = 22 * MM
HALL = Style(11, 16, Align.CENTRE)
TITLE = Style(17, 26, Align.CENTRE)
QUERY_CODE = Style(19, 26, Align.CENTRE)
CAPTION = Style(9, 13, Align.CENTRE)
NOTE = Style(8.5, 12.5, Align.LEFT)
FADING = "字迹会变淡，需长期保存请向窗口索取纸质回执。"


def receipt_slip(data: ReceiptData, width: float, paths: FontPaths) -> bytes:
    """Return the receipt as one page `width` points wide, the printable part of the roll."""
    text = receipt_text(data)
    slip = Slip(width, paths)
    slip.gap(2 * MM)
    slip.paragraph(data.office.hall, Role.PLAIN, HALL)
    slip.paragraph(text.title, Role.EMPHASIS, TITLE)
    slip.dashes()
    slip.fields(text.fields)
    slip.dashes()
    slip.paragraph("查询码", Role.PLAIN, CAPTION)
    slip.paragraph(text.query_code, Role.EMPHASIS, QUERY_CODE)
    slip.code(quick_code(text.code))
    slip.paragraph(text.caption, Role.PLAIN, CAPTION)
    slip.dashes()
    for note in (*text.notes, FADING):
        slip.paragraph(note, Role.EMPHASIS if note == NO_DECISION else Role.PLAIN, NOTE)
    slip.gap(2 * MM)
    slip.paragraph(f"（{data.office.seal_line}）", Role.PLAIN, CAPTION)
    slip.gap(SEAL_SPACE)
    return slip.pdf(Properties(text.title, data.office.hall, data.registration_number))
