"""What happens next: the result of the reception, the unit it goes to, how to reach the visitor."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from reception_desk.rules.routes import may_receive
from reception_desk.services.office import UnitChoice
from reception_desk.ui.code_choices import choices_of
from reception_desk.ui.pages.reception.visit_draft import VisitDraft
from reception_desk.ui.widgets.buttons import Button
from reception_desk.ui.widgets.card import Card
from reception_desk.ui.widgets.choices import Choice
from reception_desk.ui.widgets.code_combo import CodeCombo
from reception_desk.ui.widgets.form_grid import FormGrid, Row
from reception_desk.ui.widgets.inline_bar import InlineBar, Level


class RouteBlock(Card):
    """The fourth block of a tab; signals `edited`, and `advice_asked` for 法定途径助手."""

    edited = Signal()
    advice_asked = Signal()

    def __init__(self, units: Sequence[UnitChoice], parent: QWidget) -> None:
        super().__init__("去向", parent=parent)
        self.units = units
        self._draft = VisitDraft.begin("")
        self._offered: tuple[str, ...] = ()
        self.bar = InlineBar()
        self.ask_button = Button(
            "法定途径助手",
            self.advice_asked.emit,
            icon="route",
            tip="Ctrl+R：几个问题得出途径和依据",
        )
        self.add_action(self.ask_button)
        self.outcome = CodeCombo(choices_of("reception_result"), hint="可稍后再定")
        self.target_unit_id = CodeCombo(hint="责任单位")
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
        self.add(self.bar)
        self.add(self.form)
        self._offer_units("")
        for name, combo in self._codes.items():
            combo.code_changed.connect(partial(self._take, name))
        self.outcome_note.textEdited.connect(partial(self._take, "outcome_note"))

    def show_draft(self, draft: VisitDraft) -> None:
        """Show a tab's route."""
        self._draft = VisitDraft.begin("")
        self.bar.clear()
        self._offer_units(draft.matter_class)
        for name, combo in self._codes.items():
            combo.set_code(getattr(draft, name))
        self.outcome_note.setText(draft.outcome_note)
        self._draft = draft

    def follow_class(self) -> None:
        """The class was changed: an accusation goes to the discipline inspection only (Art. 30)."""
        before = self._draft.target_unit_id
        self._offer_units(self._draft.matter_class)
        if before and not self.target_unit_id.code():
            self.bar.say(
                Level.WARN,
                "检举控告只能转送纪检监察机关（《信访工作条例》第三十条），原来的去向单位已清除。",
            )

    def _offer_units(self, matter_class: str) -> None:
        """Offer the units that may receive a matter of this class."""
        offered = [unit for unit in self.units if may_receive(matter_class, unit.kind)]
        ids = tuple(unit.unit_id for unit in offered)
        if ids != self._offered:
            self._offered = ids
            choices = [Choice(unit.unit_id, unit.name, keys=unit.initials) for unit in offered]
            self.target_unit_id.set_choices(choices)

    def _take(self, name: str, value: str) -> None:
        setattr(self._draft, name, value)
        self.edited.emit()
