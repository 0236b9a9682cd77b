"""领导包案: who takes a matter upon himself, with whom, how and until when; what became of it."""

import re
from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from reception_desk.records.undertakings import (
    UndertakingEvent,
    UndertakingEventInput,
    UndertakingInput,
)
from reception_desk.ui.dialogs.dialog_form import DialogForm
from reception_desk.ui.widgets.choices import Choice
from reception_desk.ui.widgets.code_combo import CodeCombo
from reception_desk.ui.widgets.date_field import DateField
from reception_desk.ui.widgets.form_grid import Row
from reception_desk.ui.widgets.labels import label
from reception_desk.ui.widgets.text_area import TextArea

_LONGEST = 1000
_BETWEEN_NAMES = re.compile(r"[、，,；;\s]+")
_WORDS = "保存后在事项和期限看板上显示，到期前提醒；凭佐证材料化解销案。"
_ASKED = {
    UndertakingEvent.REPORTED: "进展",
    UndertakingEvent.EXTENDED: "延长的理由",
    UndertakingEvent.HANDED_OVER: "移交的理由",
    UndertakingEvent.SETTLED: "怎样化解的",
    UndertakingEvent.LIFTED: "解除的理由",
}
_EXPLAINED = {
    UndertakingEvent.REPORTED: "写包案工作做到了哪一步。化解期限不变。",
    UndertakingEvent.EXTENDED: "原来的期限保留；已经超期的，仍然记为超期。",
    UndertakingEvent.HANDED_OVER: "由另一位领导继续包案，期限和方案不变。",
    UndertakingEvent.SETTLED: "佐证从本事项已归档的材料和已出具的文书里选。",
    UndertakingEvent.LIFTED: "事项没有化解、不再由领导包案时用，事项照常办理。",
}


class UndertakingForm(DialogForm):
    """Signal `asked(UndertakingInput)`."""

    asked = Signal(object)

    def __init__(self, parent: QWidget, leaders: Sequence[Choice], units: Sequence[Choice]) -> None:
        self.leader = CodeCombo(leaders, hint="领导姓名")
        self.unit = CodeCombo(units, hint="单位名称或者首字母")
        self.team = QLineEdit(maxLength=200)
        self.plan = TextArea(limit=_LONGEST, lines=3)
        self.due = DateField()
        rows = [
            Row("包案领导", self.leader, is_required=True),
            Row("责任单位", self.unit, is_required=True),
            Row("专班人员", self.team, "工作人员的姓名，用顿号隔开；不写来访人"),
            Row("化解方案", self.plan, is_required=True),
            Row("化解期限", self.due, is_required=True),
        ]
        super().__init__(parent, "领导包案", rows, "保存包案")
        self.add(label(_WORDS, "muted", wraps=True))
        self.press.clicked.connect(self._ask)

    def _ask(self) -> None:
        self.form.clear_problems()
        self.due.settle()
        tests = (
            (not self.leader.code(), self.leader, "请选择包案领导。"),
            (not self.unit.code(), self.unit, "请选择责任单位。"),
            (not self.plan.text().strip(), self.plan, "请写明化解方案。"),
            (self.plan.is_too_long, self.plan, "文字太长，请缩短。"),
            (self.due.day() is None, self.due, "请写明化解期限。"),
        )
        if not _is_whole(self, tests):
            return
        names = _BETWEEN_NAMES.split(self.team.text().strip())
        self.set_busy(is_busy=True)
        self.asked.emit(
            UndertakingInput(
                self.leader.code(), self.unit.code(), self.plan.text().strip(), self.due.day(),
                tuple(name for name in names if name),
            )
        )  # fmt: skip


class UndertakingEventForm(DialogForm):
    """Signal `asked(UndertakingEventInput)`. `choices` are leaders or evidence, as it needs."""

    asked = Signal(object)

    def __init__(
        self, parent: QWidget, event: UndertakingEvent, plan: str, choices: Sequence[Choice] = ()
    ) -> None:
        self._event = event
        self.text = TextArea(limit=_LONGEST, lines=4)
        self.leader = CodeCombo(choices, hint="领导姓名")
        self.evidence = CodeCombo(choices, hint="材料或者文书的名称")
        self.due = DateField()
        more = {
            UndertakingEvent.EXTENDED: Row("延长到", self.due, is_required=True),
            UndertakingEvent.HANDED_OVER: Row("移交给", self.leader, is_required=True),
            UndertakingEvent.SETTLED: Row("佐证材料", self.evidence, is_required=True),
        }
        rows = [Row(_ASKED[event], self.text, is_required=True)]
        rows += [more[event]] if event in more else []
        super().__init__(parent, f"领导包案：{event.label}", rows, event.label)
        self.add(label(f"化解方案：{plan}", wraps=True))
        self.add(label(_EXPLAINED[event], "muted", wraps=True))
        self.press.clicked.connect(self._ask)

    def _ask(self) -> None:
        self.form.clear_problems()
        kind, events = self._event, UndertakingEvent
        if kind is events.EXTENDED:
            self.due.settle()
        due = self.due.day() if kind is events.EXTENDED else None
        leader = self.leader.code() if kind is events.HANDED_OVER else ""
        proof = self.evidence.code() if kind is events.SETTLED else ""
        tests = (
            (not self.text.text().strip(), self.text, "请写明情况或者理由。"),
            (self.text.is_too_long, self.text, "文字太长，请缩短。"),
            (kind is events.EXTENDED and due is None, self.due, "请写明延长到哪一天。"),
            (kind is events.HANDED_OVER and not leader, self.leader, "请选择移交给哪位领导。"),
            (kind is events.SETTLED and not proof, self.evidence, "请选择佐证材料。"),
        )
        if not _is_whole(self, tests):
            return
        text = self.text.text().strip()
        self.set_busy(is_busy=True)
        self.asked.emit(UndertakingEventInput(kind, text, due, leader or None, proof or None))


def _is_whole(form: DialogForm, tests: Sequence[tuple[bool, QWidget, str]]) -> bool:
    """Show what is wrong, the caret in the first; say whether nothing is."""
    problems = [(field, words) for is_wrong, field, words in tests if is_wrong]
    for field, words in problems:
        form.form.show_problem(field, words)
    if problems:
        problems[0][0].setFocus()
        form.fit()
        return False
    form.bar.clear()
    return True
