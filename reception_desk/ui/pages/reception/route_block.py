"""What happens next: the result of the reception, the unit it goes to, how to reach the visitor."""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit

from reception_desk.ui.code_choices import choices_of
from reception_desk.ui.pages.reception.visit_draft import VisitDraft
from reception_desk.ui.widgets.card import Card
from reception_desk.ui.widgets.choices import Choice
from reception_desk.ui.widgets.code_combo import CodeCombo
from reception_desk.ui.widgets.form_grid import FormGrid, Row


class RouteBlock(Card):
    """The fourth block of a tab; signal `edited`."""

    edited = Signal()

    def __init__(self, units: list[Choice]) -> None:
        super().__init__("去向")
        self._draft = VisitDraft.begin("")
        self.outcome = CodeCombo(choices_of("reception_result"), hint="可稍后再定")
        self.target_unit_id = CodeCombo(units, hint="责任单位")
        self.delivery_way = CodeCombo(choices_of("delivery_way"))
        self.outcome_note = QLineEdit(placeholderText="当场答复或引导的内容")
        self._codes = {
            "outcome": self.outcome,
            "target_unit_id": self.target_unit_id,
            "delivery_way": self.delivery_way,
        }
        self.form = FormGrid(
            [
                Row("接访结果", self.outcome),
                Row("去向单位", self.target_unit_id),
                Row("送达方式", self.delivery_way),
                Row("说明", self.outcome_note, is_wide=True),
            ],
            columns=2,
        )
        self.add(self.form)
        for name, combo in self._codes.items():
            combo.code_changed.connect(partial(self._take, name))
        self.outcome_note.textEdited.connect(partial(self._take, "outcome_note"))

    def show_draft(self, draft: VisitDraft) -> None:
        """Show a tab's route."""
        self._draft = VisitDraft.begin("")
        for name, combo in self._codes.items():
            combo.set_code(getattr(draft, name))
        self.outcome_note.setText(draft.outcome_note)
        self._draft = draft

    def _take(self, name: str, value: str) -> None:
        setattr(self._draft, name, value)
        self.edited.emit()
