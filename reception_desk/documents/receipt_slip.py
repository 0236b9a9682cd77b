"""The receipt on thermal paper: as long as its words, its code drawn on whole printer dots."""

import math
from collections.abc import Callable
from dataclasses import dataclass, replace

from reception_desk.documents.fonts import FontPaths, Role, chain
from reception_desk.documents.line_breaking import find_breaks
from reception_desk.documents.quick_code import QUIET_ZONE, quick_code
from reception_desk.documents.receipt_text import NO_DECISION, receipt_text
from reception_desk.documents.sheet import MM, Properties, Sheet
from reception_desk.documents.typesetting import Align, Style, set_text, text_width
from reception_desk.records.papers import ReceiptData

DOT = MM / 8  # a print head of 203 dpi has 8 dots a millimetre
MARGIN = 1 * MM
LARGEST_CODE = 32 * MM
NARROW = 60 * MM
SEAL_SPACE = 22 * MM
HALL = Style(11, 16, Align.CENTRE)
TITLE = Style(17, 26, Align.CENTRE)
FIELD, NARROW_FIELD = Style(10, 14.5, Align.LEFT), Style(9, 13, Align.LEFT)
QUERY_CODE = Style(19, 26, Align.CENTRE)
CAPTION = Style(9, 13, Align.CENTRE)
NOTE = Style(8.5, 12.5, Align.LEFT)
FADING = "字迹会变淡，需长期保存请向窗口索取纸质回执。"


def receipt_slip(data: ReceiptData, width: float, paths: FontPaths) -> bytes:
    """Return the receipt as one page `width` points wide, the printable part of the roll."""
    text = receipt_text(data)
    slip = _Slip(width, paths)
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


@dataclass(frozen=True, slots=True)
class _Block:
    """A part of the slip, `height` points high, drawn below a given height."""

    height: float
    draw: Callable[[Sheet, float], None]


class _Slip:
    """Blocks one below the other."""

    def __init__(self, width: float, paths: FontPaths) -> None:
        self._width = width
        self._paths = paths
        self._blocks: list[_Block] = []

    def gap(self, height: float) -> None:
        self._blocks.append(_Block(height, lambda _sheet, _y: None))

    def dashes(self) -> None:
        right = self._width - MARGIN
        self._blocks.append(
            _Block(3 * MM, lambda sheet, y: sheet.dashes(MARGIN, right, y + 1.5 * MM))
        )

    def paragraph(self, text: str, role: Role, style: Style, left: float = MARGIN) -> None:
        measure = self._width - left - MARGIN
        lines = set_text(text, measure, style, chain(role, self._paths).glyph)
        self._blocks.append(
            _Block(len(lines) * style.leading, lambda sheet, y: sheet.lines(left, y, lines, style))
        )

    def fields(self, fields: tuple[tuple[str, str], ...]) -> None:
        """Add labels in one column and their values, set to the rest of the width, in another.

        A value that must stay whole and is too long for its column gets a line of its own.
        """
        style = NARROW_FIELD if self._width < NARROW else FIELD
        glyph = chain(Role.PLAIN, self._paths).glyph
        labels = max(text_width(label, style.size, glyph) for label, _ in fields)
        left = MARGIN + labels + style.size
        for label, value in fields:
            is_wide = text_width(value, style.size, glyph) > self._width - MARGIN - left
            if is_wide and not find_breaks(value).good:
                self.paragraph(label, Role.PLAIN, style)
                self.paragraph(value, Role.PLAIN, replace(style, align=Align.RIGHT))
            else:
                self._blocks.append(_Block(0, _label(label, style)))
                self.paragraph(value, Role.PLAIN, style, left)

    def code(self, modules: list[bytes]) -> None:
        """Add a QR code in the middle, its modules a whole number of printer dots."""
        count = len(modules) + 2 * QUIET_ZONE
        side = max(1, int(min(LARGEST_CODE, self._width) / count / DOT)) * DOT
        whole = count * side
        left = round((self._width - whole) / 2 / DOT) * DOT + QUIET_ZONE * side

        def draw(sheet: Sheet, y: float) -> None:
            sheet.squares(left, _on_dots(y) + QUIET_ZONE * side, side, modules)

        self._blocks.append(_Block(whole + DOT, draw))

    def pdf(self, properties: Properties) -> bytes:
        height = _on_dots(sum(block.height for block in self._blocks))
        sheet = Sheet((self._width, height), properties, self._paths)
        y = 0.0
        for block in self._blocks:
            block.draw(sheet, y)
            y += block.height
        return sheet.pdf()


def _on_dots(y: float) -> float:
    """Return the next whole dot of the print head at or below the height `y`."""
    return math.ceil(y / DOT) * DOT


def _label(label: str, style: Style) -> Callable[[Sheet, float], None]:
    def draw(sheet: Sheet, y: float) -> None:
        sheet.text(MARGIN, y + style.leading / 2, label, Role.PLAIN, style.size)

    return draw
