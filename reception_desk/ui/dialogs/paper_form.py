"""出具文书: the data of a paper; what is known is filled in, the rest is the person's to write."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from reception_desk.documents.fields import Field
from reception_desk.records.document import DocumentKind
from reception_desk.ui import text_size
from reception_desk.ui.dialogs.dialog_form import DialogForm
from reception_desk.ui.widgets.form_grid import Row
from reception_desk.ui.widgets.paper_fields import PaperField, paper_field

NUMBER = "number"
_WIDTH = 720


class PaperForm(DialogForm):
    """Signal `asked(data, reason)`; the reason is empty unless another paper is replaced."""

    asked = Signal(object, str)

    def __init__(
        self,
        parent: QWidget,
        kind: DocumentKind,
        fields: Mapping[str, Field],
        known: Mapping[str, Any],
        *,
        is_numbered: bool,
        replaces: str = "",
    ) -> None:
        self.fields: dict[str, PaperField] = {
            name: paper_field(_told(field, is_numbered=is_numbered), known.get(name))
            for name, field in fields.items()
        }
        self.reason = QLineEdit()
        rows = [each.row for each in _required_first(self.fields.values())]
        if replaces:
            why = Row("作废重出的理由", self.reason, f"作废原来的{replaces}", is_required=True)
            rows.insert(0, why)
        self._room = parent.window()
        super().__init__(parent, kind.label, rows, "出具", columns=2, scrolls=True)
        self._is_replacing = bool(replaces)
        self.press.clicked.connect(self._ask)
        first = next((row for row in rows if row.is_required and not self._has_value(row)), rows[0])
        first.field.setFocus()

    def _has_value(self, row: Row) -> bool:
        return any(each.row is row and bool(each.value()) for each in self.fields.values())

    def showEvent(self, event: QShowEvent) -> None:
        """As high as its fields ask for, or as the window behind it allows."""
        window = self._room
        width = min(text_size.scaled(_WIDTH), window.width() - 40)
        height = self.form.heightForWidth(width - 80)
        height = height if height > 0 else self.form.sizeHint().height()
        self.resize(width, min(height + text_size.scaled(190), window.height() - 40))
        super().showEvent(event)

    def _ask(self) -> None:
        self.form.clear_problems()
        self.bar.clear()
        wrong = [
            (field.row.field, problem)
            for field in self.fields.values()
            if (problem := _problem_of(field))
        ]
        if self._is_replacing and not self.reason.text().strip():
            wrong.insert(0, (self.reason, "请写明理由，例如：单位名称有误。"))
        for widget, problem in wrong:
            self.form.show_problem(widget, problem)
        if wrong:
            wrong[0][0].setFocus()
            return
        self.set_busy(is_busy=True)
        data = {name: field.value() for name, field in self.fields.items()}
        given = {name: value for name, value in data.items() if value not in ("", [], None)}
        self.asked.emit(given, self.reason.text().strip())


def _told(field: Field, *, is_numbered: bool) -> Field:
    """The number of a numbered paper comes by itself."""
    if field.name != NUMBER or not is_numbered:
        return field
    return replace(field, is_optional=True, label=f"{field.label}（留空自动编）", example="")


def _required_first(fields: Iterable[PaperField]) -> list[PaperField]:
    return sorted(fields, key=lambda field: not field.row.is_required)


def _problem_of(field: PaperField) -> str:
    if problem := field.problem():
        return problem
    is_missing = field.row.is_required and field.value() in ("", [], None)
    return "请填写。" if is_missing else ""
