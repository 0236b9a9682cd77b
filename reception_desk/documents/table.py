"""Tables of official forms: labelled cells on shared columns, rows that flow over pages."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from reception_desk.documents.fonts import Role
from reception_desk.documents.sheet import MM, Sheet
from reception_desk.documents.typesetting import Align, Line, Style, set_text
from reception_desk.errors import DocumentError
from reception_desk.records.signature import Handwriting

PADDING = 2 * MM
SINGLE = 7.8 * MM
CLOSING_HEIGHT = 9 * MM
OUTER, INNER = 1.0, 0.5
LABEL = Style(10, 14, Align.CENTRE)
VALUE = Style(10.5, 17)
NOT_GIVEN_SHADE = 0.45
FEWEST_LINES = 2  # of a row cut by the page's end, on either side


@dataclass(frozen=True, slots=True)
class Cell:
    """Set lines between two columns (points from the table's left edge).

    `closing` is written at the lower right, for a signature; `at_top` keeps text that may grow
    at the upper edge. `ink` is handwriting that fills what the words leave of the cell.
    """

    left: float
    right: float
    lines: tuple[Line, ...]
    style: Style
    role: Role
    shade: float = 0.0
    closing: str = ""
    at_top: bool = False
    ink: Handwriting | None = None

    @property
    def text_height(self) -> float:
        return len(self.lines) * self.style.leading

    @property
    def height(self) -> float:
        is_label = self.style.align is Align.CENTRE
        is_short = len(self.lines) == 1 and not (self.closing or self.at_top)
        padding = 0.0 if is_short else PADDING if is_label else 2 * PADDING
        return self.text_height + padding + (CLOSING_HEIGHT if self.closing else 0.0)


@dataclass(frozen=True, slots=True)
class Row:
    """Cells side by side; `share` is the part of a page's spare height the row takes.

    A row with `continued` (the label of its next part) may be cut between lines.
    """

    cells: tuple[Cell, ...]
    height: float
    share: float = 0.0
    continued: Cell | None = None

    def cut(self, room: float) -> "tuple[Row, Row] | None":
        """Split the row so that the first part fits `room`; None where it must stay whole."""
        if self.continued is None:
            return None
        label, value = self.cells
        fitting = int((room - 2 * PADDING) / value.style.leading)
        fitting = min(fitting, len(value.lines) - FEWEST_LINES)
        if fitting < FEWEST_LINES:
            return None
        first = (label, replace(value, lines=value.lines[:fitting], closing=""))
        rest = (self.continued, replace(value, lines=value.lines[fitting:]))
        if _height(first) > room:
            return None
        return (
            Row(first, _height(first), continued=self.continued),
            Row(rest, _height(rest), continued=self.continued),
        )


class Grid:
    """Makes cells and rows for a table `width` points wide with labels of `label_width`."""

    def __init__(
        self, sheet: Sheet, width: float, label_width: float, *,
        label: Style = LABEL, value: Style = VALUE,
    ) -> None:  # fmt: skip
        self.width = width
        self._sheet = sheet
        self._label_width = label_width
        self._label, self._value = label, value

    def label(self, left: float, text: str) -> Cell:
        """Return a label cell at `left`; its text is centred and broken when long."""
        measure = self._label_width - PADDING
        lines = set_text(text, measure, self._label, self._sheet.chain(Role.PLAIN).glyph)
        right = left + self._label_width
        return Cell(left, right, tuple(lines), self._label, Role.PLAIN)

    def value(
        self, left: float, right: float, text: str, *,
        indent: float = 0.0, closing: str = "", at_top: bool = False, shade: float = 0.0,
    ) -> Cell:  # fmt: skip
        """Return a cell of running text."""
        style = replace(self._value, indent=indent)
        measure = right - left - 2 * PADDING
        lines = set_text(text, measure, style, self._sheet.chain(Role.BODY).glyph)
        return Cell(left, right, tuple(lines), style, Role.BODY, shade, closing, at_top)

    def row(self, *pairs: tuple[str, str], edges: tuple[float, ...], missing: str) -> Row:
        """Return labelled values side by side; `edges` are the left edges of the labels.

        An empty value is shown as `missing`, in grey.
        """
        cells: list[Cell] = []
        for (label, value), left, right in zip(pairs, edges, (*edges[1:], self.width), strict=True):
            shade = 0.0 if value else NOT_GIVEN_SHADE
            cells.append(self.label(left, label))
            cells.append(self.value(left + self._label_width, right, value or missing, shade=shade))
        return Row(tuple(cells), _height(cells))

    def wide(
        self, label: str, text: str, *,
        lowest: float = 0.0, share: float = 0.0, indent: float = 0.0, closing: str = "",
        flows: bool = False, missing: str = "",
    ) -> Row:  # fmt: skip
        """Return one labelled text across the table, at least `lowest` points high."""
        cells = [
            self.label(0, label),
            self.value(
                self._label_width, self.width, text or missing,
                indent=indent, closing=closing, at_top=share > 0,
                shade=0.0 if text else NOT_GIVEN_SHADE,
            ),
        ]  # fmt: skip
        continued = self.label(0, f"{label}（续）") if flows else None
        return Row(tuple(cells), max(lowest, _height(cells)), share, continued)


def listed(
    sheet: Sheet, columns: Sequence[float], words: Sequence[str], *, is_head: bool = False
) -> Row:
    """Return a line of a list between `columns`: the second cell, a name, is set flush left."""
    cells: list[Cell] = []
    for place, text in enumerate(words):
        left, right = columns[place], columns[place + 1]
        is_name = place == 1 and not is_head
        style, role = (VALUE, Role.BODY) if is_name else (LABEL, Role.PLAIN)
        measure = right - left - (2 if is_name else 1) * PADDING
        lines = set_text(text, measure, style, sheet.chain(role).glyph)
        cells.append(Cell(left, right, tuple(lines), style, role))
    return Row(tuple(cells), max(SINGLE, *(cell.height for cell in cells)))


def paginate(rows: list[Row], first_room: float, next_room: float) -> list[list[Row]]:
    """Deal rows to pages; spare height of a single page goes to the rows that ask for it.

    Raises `DocumentError` when a row that must stay whole is higher than a page.
    """
    pages: list[list[Row]] = [[]]
    waiting, room = list(rows), first_room
    while waiting:
        row = waiting.pop(0)
        if row.height <= room:
            pages[-1].append(row)
            room -= row.height
            continue
        if parts := row.cut(room):
            pages[-1].append(parts[0])
            row = parts[1]
        elif row.height > next_room and row.cut(next_room) is None:
            raise _too_long(row)
        waiting.insert(0, row)
        pages.append([])
        room = next_room
    return [_grown(pages[0], room)] if len(pages) == 1 else pages


def draw_rows(sheet: Sheet, rows: list[Row], left: float, top: float) -> float:
    """Draw rows with their rules and return the height of the lower edge."""
    right = left + max(cell.right for row in rows for cell in row.cells)
    y = top
    for row in rows:
        if y > top:
            sheet.rule((left, y), (right, y), INNER)
        for cell in row.cells:
            _draw_cell(sheet, cell, left, y, row.height)
        y += row.height
    sheet.frame(left, top, right, y, OUTER)
    return y


def _draw_cell(sheet: Sheet, cell: Cell, left: float, top: float, height: float) -> None:
    if cell.left:
        x = left + cell.left
        sheet.rule((x, top), (x, top + height), INNER)
    padding = PADDING if cell.style.align is not Align.CENTRE else PADDING / 2
    is_hung = cell.at_top or cell.closing
    start = top + (PADDING if is_hung else (height - cell.text_height) / 2)
    sheet.lines(left + cell.left + padding, start, list(cell.lines), cell.style, shade=cell.shade)
    if cell.ink is not None:
        above = cell.text_height + PADDING if cell.lines else 0.0
        below = CLOSING_HEIGHT if cell.closing else 0.0
        room = cell.right - cell.left - 2 * PADDING, height - PADDING - above - below
        sheet.strokes((left + cell.left + PADDING, top + PADDING / 2 + above, *room), cell.ink)
    if cell.closing:
        is_alone = not (cell.lines or cell.at_top)
        middle = top + (height / 2 if is_alone else height - CLOSING_HEIGHT / 2)
        sheet.text(
            left + cell.right - 2 * PADDING, middle, cell.closing, Role.BODY, VALUE.size,
            align=Align.RIGHT, within=cell.right - cell.left - 3 * PADDING,
        )  # fmt: skip


def _height(cells: Sequence[Cell]) -> float:
    return max(SINGLE, *(cell.height for cell in cells))


def _too_long(row: Row) -> DocumentError:
    labels = "、".join("".join(line.text for line in cell.lines) for cell in row.cells[::2])
    return DocumentError(
        f"“{labels}”一栏的内容超过一页，无法排版。", advice="请把详细内容移到“事实与理由”后再打印。"
    )


def _grown(rows: list[Row], spare: float) -> list[Row]:
    total = sum(row.share for row in rows)
    if not total:
        return rows
    return [replace(row, height=row.height + spare * row.share / total) for row in rows]
