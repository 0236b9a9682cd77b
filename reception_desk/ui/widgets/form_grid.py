"""A form built from a list of rows: label, field, hint, required mark."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from reception_desk.ui import text_size
from reception_desk.ui.theme import set_look
from reception_desk.ui.widgets.enter_moves_on import EnterMovesOn
from reception_desk.ui.widgets.labels import label

# Widths in px at standard text: below the first a second column has no room, below the second
# labels stand above their fields.
_TWO_COLUMNS_FROM = 560
_LABELS_BESIDE_FROM = 260
_TOP_OF_TEXT = 6


@dataclass(frozen=True, slots=True)
class Row:
    """One field of a form. `is_wide` takes the whole width where there are two columns."""

    label: str
    field: QWidget
    hint: str = ""
    is_required: bool = False
    is_wide: bool = False


class _Cell(QWidget):
    """A field with its hint, and its problem when there is one."""

    def __init__(self, row: Row, parent: QWidget) -> None:
        super().__init__(parent)
        self.row = row
        self.is_shown = True
        self.caption = _caption(row, parent)
        self._hint = label(row.hint, "hint", wraps=True)
        if not row.hint:
            self._hint.hide()  # setVisible(True) without a parent would open a window
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(3)
        whole.addWidget(row.field)
        whole.addWidget(self._hint)
        whole.addStretch(1)

    def show_problem(self, problem: str) -> None:
        text = problem or self.row.hint
        self._hint.setText(text)
        self._hint.setVisible(bool(text))
        set_look(self._hint, "error" if problem else "hint")
        set_look(self.row.field, "wrong" if problem else "")
        self.row.field.setAccessibleDescription(text)


class FormGrid(QWidget):
    """Fields in one or two columns; it falls back to one, then to labels above, as room shrinks.

    Every field gets its label as buddy and accessible name, and Enter moves through them in the
    order given.
    """

    def __init__(self, rows: Sequence[Row], *, columns: int = 1) -> None:
        super().__init__()
        self._columns = columns
        self._cells = [_Cell(row, self) for row in rows]
        self._shape = (0, False)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(10)
        self._grid.setVerticalSpacing(10)
        self._enter = EnterMovesOn(self)
        for cell in self._cells:
            _name(cell.row)
            self._enter.watch(cell.row.field)
        self._arrange()
        for before, after in zip(self._cells, self._cells[1:], strict=False):
            QWidget.setTabOrder(before.row.field, after.row.field)

    def show_problem(self, field: QWidget, problem: str) -> None:
        """Show a problem under a field in the place of its hint; an empty one takes it away."""
        self._cell(field).show_problem(problem)

    def clear_problems(self) -> None:
        """Take all problems away."""
        for cell in self._cells:
            cell.show_problem("")

    def show_row(self, field: QWidget, *, is_shown: bool) -> None:
        """Show or hide a field with its label; what was typed stays."""
        cell = self._cell(field)
        cell.is_shown = is_shown
        cell.setVisible(is_shown)
        cell.caption.setVisible(is_shown)
        self._arrange()

    def caption(self, field: QWidget) -> str:
        """Return the label of a field, for lists of problems."""
        return self._cell(field).row.label

    def minimumSizeHint(self) -> QSize:
        """As narrow as one field: the columns give way."""
        width = max((cell.row.field.minimumSizeHint().width() for cell in self._cells), default=0)
        return QSize(width, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._shape = (0, False)
            self._arrange()

    def _cell(self, field: QWidget) -> _Cell:
        return next(cell for cell in self._cells if cell.row.field is field)

    def _arrange(self) -> None:
        width = self.width()
        columns = self._columns if width >= text_size.scaled(_TWO_COLUMNS_FROM) else 1
        is_stacked = width < text_size.scaled(_LABELS_BESIDE_FROM)
        shown = [cell for cell in self._cells if cell.is_shown]
        if self._shape == (columns, is_stacked) and self._grid.count() == len(shown) * 2:
            return
        self._shape = (columns, is_stacked)
        while self._grid.count():
            self._grid.takeAt(0)
        self._place(shown, columns, is_stacked=is_stacked)
        for column in range(self._columns):
            is_used = column < columns
            self._grid.setColumnStretch(column * 2 + 1, 1 if is_used else 0)
        self.updateGeometry()

    def _place(self, cells: list[_Cell], columns: int, *, is_stacked: bool) -> None:
        line, column = 0, 0
        for cell in cells:
            is_wide = cell.row.is_wide or columns == 1
            if is_wide and column:
                line, column = line + 1, 0
            if is_stacked:
                self._grid.addWidget(cell.caption, line * 2, 0, 1, 2, Qt.AlignmentFlag.AlignLeft)
                self._grid.addWidget(cell, line * 2 + 1, 0, 1, 2)
            else:
                side = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop
                span = columns * 2 - 1 if is_wide else 1
                self._grid.addWidget(cell.caption, line, column * 2, side)
                self._grid.addWidget(cell, line, column * 2 + 1, 1, span)
            column = 0 if is_wide else (column + 1) % columns
            line += column == 0


def _caption(row: Row, parent: QWidget) -> QWidget:
    """Return the label of a row; the required mark is red and spoken with the name."""
    text = label(row.label)
    text.setBuddy(row.field)
    whole = QWidget(parent)
    parts = QHBoxLayout(whole)
    parts.setContentsMargins(0, _TOP_OF_TEXT, 0, 0)
    parts.setSpacing(3)
    if row.is_required:
        parts.addWidget(label("*", "required"))
    parts.addWidget(text)
    return whole


def _name(row: Row) -> None:
    if not row.field.accessibleName():
        row.field.setAccessibleName(row.label + ("（必填）" if row.is_required else ""))
    row.field.setAccessibleDescription(row.hint)


def labels_of(form: FormGrid) -> list[str]:
    """Return the visible labels of a form in reading order."""
    return [part.text() for part in form.findChildren(QLabel) if part.buddy() is not None]
