"""A slip of thermal paper: blocks one below the other, as long as they are."""

import math
from collections.abc import Callable
from dataclasses import dataclass, replace

from reception_desk.documents.fonts import FontPaths, Role, chain
from reception_desk.documents.line_breaking import find_breaks
from reception_desk.documents.quick_code import QUIET_ZONE
from reception_desk.documents.sheet import MM, Properties, Sheet
from reception_desk.documents.typesetting import Align, Style, set_text, text_width

# The printable parts of 80 and 58 mm rolls: 576 and 384 dots at 203 dpi.
SLIP_WIDTHS = {"slip80": 72 * MM, "slip58": 48 * MM}
DOT = MM / 8  # a print head of 203 dpi has 8 dots a millimetre
MARGIN = 1 * MM
LARGEST_CODE = 32 * MM
NARROW = 60 * MM
FIELD, NARROW_FIELD = Style(10, 14.5, Align.LEFT), Style(9, 13, Align.LEFT)


@dataclass(frozen=True, slots=True)
class _Block:
    """A part of the slip, `height` points high, drawn below a given height."""

    height: float
    draw: Callable[[Sheet, float], None]


class Slip:
    """What is put on it stands below what was there; `width` is in points."""

    def __init__(self, width: float, paths: FontPaths, margin: float = MARGIN) -> None:
        self._width = width
        self._margin = margin
        self._paths = paths
        self._blocks: list[_Block] = []

    def gap(self, height: float) -> None:
        """Leave room, in points."""
        self._blocks.append(_Block(height, lambda _sheet, _y: None))

    def dashes(self) -> None:
        """Part what is above from what follows."""
        left, right = self._margin, self._width - self._margin
        self._blocks.append(
            _Block(3 * MM, lambda sheet, y: sheet.dashes(left, right, y + 1.5 * MM))
        )

    def paragraph(self, text: str, role: Role, style: Style, indent: float = 0.0) -> None:
        """Add text broken into lines."""
        left = self._margin + indent
        measure = self._width - left - self._margin
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
        indent = labels + style.size
        for label, value in fields:
            is_wide = text_width(value, style.size, glyph) > self._width - 2 * self._margin - indent
            if is_wide and not find_breaks(value).good:
                self.paragraph(label, Role.PLAIN, style)
                self.paragraph(value, Role.PLAIN, replace(style, align=Align.RIGHT))
            else:
                self._blocks.append(_Block(0, _label(label, style, self._margin)))
                self.paragraph(value, Role.PLAIN, style, indent)

    def code(self, modules: list[bytes]) -> None:
        """Add a QR code in the middle, its modules a whole number of printer dots."""
        count = len(modules) + 2 * QUIET_ZONE
        side = max(1, int(min(LARGEST_CODE, self._width) / count / DOT)) * DOT
        whole = count * side
        left = round((self._width - whole) / 2 / DOT) * DOT + QUIET_ZONE * side

        def draw(sheet: Sheet, y: float) -> None:
            sheet.squares(left, _on_dots(y) + QUIET_ZONE * side, side, modules)

        self._blocks.append(_Block(whole + DOT, draw))

    def pdf(self, properties: Properties, least: float = 0.0) -> bytes:
        """Return the slip as one page, `least` points high where that is more than it takes."""
        height = max(_on_dots(sum(block.height for block in self._blocks)), least)
        sheet = Sheet((self._width, height), properties, self._paths)
        y = 0.0
        for block in self._blocks:
            block.draw(sheet, y)
            y += block.height
        return sheet.pdf()


def _on_dots(y: float) -> float:
    """Return the next whole dot of the print head at or below the height `y`."""
    return math.ceil(y / DOT) * DOT


def _label(label: str, style: Style, left: float) -> Callable[[Sheet, float], None]:
    def draw(sheet: Sheet, y: float) -> None:
        sheet.text(left, y + style.leading / 2, label, Role.PLAIN, style.size)

    return draw
