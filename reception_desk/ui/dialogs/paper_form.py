"""出具文书: the data of a paper; what is known is filled in, the rest is the person's to write."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from PySide6.QtCore import Signal, SignalInstance
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QCheckBox, QLineEdit, QWidget

from reception_desk.documents.fields import Field
from reception_desk.records.document import DocumentKind
from reception_desk.ui import text_size
from reception_desk.ui.dialogs.dialog_form import DialogForm
from reception_desk.ui.widgets.buttons import Button
from reception_desk.ui.widgets.form_grid import Row
from reception_desk.ui.widgets.paper_fields import PaperField, paper_field

NUMBER = "number"
_WIDTH = 720


@dataclass(frozen=True, slots=True)
class ReceiptKnown:
    """What is known of the 送达回证 that goes with a paper; `is_on` where it is asked for."""

    recipient: str
    address: str
    is_on: bool


@dataclass(frozen=True, slots=True)
class PaperTerms:
    """How a paper is asked for.

    `replaces` names an issued paper that is voided. `place` is its place among several
    ("第 1 份，共 2 份") and `verb` what the button says. `set_aside` is the button by which the
    step goes on without the paper, "" where the paper stands alone: then it can be looked at
    before it is printed. `receipt` is None for a paper that is not served.
    """

    is_numbered: bool
    verb: str
    place: str = ""
    replaces: str = ""
    set_aside: str = ""
    receipt: ReceiptKnown | None = None


class PaperForm(DialogForm):
    """Signals: `asked(data, reason)`, `look_asked(data, reason)`, `set_aside()`.

    The reason is empty unless another paper is replaced.
    """

    asked = Signal(object, str)
    look_asked = Signal(object, str)
    set_aside = Signal()

    def __init__(
        self,
        parent: QWidget,
        kind: DocumentKind,
        fields: Mapping[str, Field],
        known: Mapping[str, Any],
        terms: PaperTerms,
    ) -> None:
        self.fields: dict[str, PaperField] = {
            name: paper_field(_told(field, is_numbered=terms.is_numbered), known.get(name))
            for name, field in fields.items()
        }
        self.reason = QLineEdit()
        self.with_receipt = QCheckBox("同时出具，随文书打印")
        self.recipient, self.delivered_to = QLineEdit(), QLineEdit()
        rows = [each.row for each in _required_first(self.fields.values())]
        if terms.receipt is not None:  # before what may be left empty, where it is seen
            asked = sum(row.is_required for row in rows)
            rows[asked:asked] = self._receipt_rows(terms.receipt)
        if terms.replaces:
            hint = f"作废原来的{terms.replaces}"
            rows.insert(0, Row("作废重出的理由", self.reason, hint, is_required=True))
        self._room = parent.window()
        self._terms = terms
        super().__init__(parent, kind.label, rows, terms.verb, columns=2, scrolls=True)
        self.other = Button(terms.set_aside or "出具，先不打印", self._do_other)
        self.add_button(self.other)
        if terms.place:
            self.say_place(terms.place)
        self.press.clicked.connect(lambda: self._ask(self.asked))
        if terms.receipt is not None:
            self.with_receipt.toggled.connect(self._show_receipt)
            self._show_receipt()
        first = next((row for row in rows if row.is_required and not self._has_value(row)), rows[0])
        first.field.setFocus()

    def receipt(self) -> dict[str, str] | None:
        """Return who the paper is handed to and where, None where no receipt goes with it."""
        if self._terms.receipt is None or not self.with_receipt.isChecked():
            return None
        address = self.delivered_to.text().strip()
        return {"recipient": self.recipient.text().strip(), "recipient_address": address}

    def reject(self) -> None:
        """Nothing is taken back once it is on its way into the record."""
        if self.press.isEnabled():
            super().reject()

    def _receipt_rows(self, known: ReceiptKnown) -> list[Row]:
        self.with_receipt.setChecked(known.is_on)
        self.recipient.setText(known.recipient)
        self.delivered_to.setText(known.address)
        for edit in (self.recipient, self.delivered_to):
            edit.setCursorPosition(0)
        return [
            Row("送达回证", self.with_receipt, is_wide=True),
            Row("受送达人", self.recipient, is_required=True),
            Row("送达地址", self.delivered_to, is_required=True, is_wide=True),
        ]

    def _show_receipt(self) -> None:
        for field in (self.recipient, self.delivered_to):
            self.form.show_row(field, is_shown=self.with_receipt.isChecked())

    def _do_other(self) -> None:
        if self._terms.set_aside:
            self.set_aside.emit()
        else:
            self._ask(self.look_asked)

    def _has_value(self, row: Row) -> bool:
        if row.field in (self.recipient, self.delivered_to):
            is_asked = self.with_receipt.isChecked()
            return not is_asked or bool(row.field.property("text"))
        return any(each.row is row and bool(each.value()) for each in self.fields.values())

    def showEvent(self, event: QShowEvent) -> None:
        """As high as its fields ask for, or as the window behind it allows."""
        window = self._room
        width = min(text_size.scaled(_WIDTH), window.width() - 40)
        height = self.form.heightForWidth(width - 80)
        height = height if height > 0 else self.form.sizeHint().height()
        self.resize(width, min(height + text_size.scaled(190), window.height() - 40))
        super().showEvent(event)

    def _ask(self, answer: SignalInstance) -> None:
        self.form.clear_problems()
        self.bar.clear()
        wrong = self._wrong()
        for widget, problem in wrong:
            self.form.show_problem(widget, problem)
        if wrong:
            wrong[0][0].setFocus()
            return
        self.set_busy(is_busy=True)
        data = {name: field.value() for name, field in self.fields.items()}
        given = {name: value for name, value in data.items() if value not in ("", [], None)}
        answer.emit(given, self.reason.text().strip())

    def _wrong(self) -> list[tuple[QWidget, str]]:
        wrong = [
            (field.row.field, problem)
            for field in self.fields.values()
            if (problem := _problem_of(field))
        ]
        if self._terms.replaces and not self.reason.text().strip():
            wrong.insert(0, (self.reason, "请写明理由，例如：单位名称有误。"))
        if self.receipt() is not None:
            asked = (self.recipient, self.delivered_to)
            wrong += [(edit, "请填写。") for edit in asked if not edit.text().strip()]
        return wrong


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
