"""One event of a video session: the form asks for what the table of its life needs."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from reception_desk.records.video_sessions import SessionEventInput
from reception_desk.ui.dialogs.dialog_form import DialogForm
from reception_desk.ui.widgets.choices import Choice
from reception_desk.ui.widgets.code_combo import CodeCombo
from reception_desk.ui.widgets.form_grid import Row
from reception_desk.ui.widgets.labels import label
from reception_desk.ui.widgets.text_area import TextArea

_LONGEST = 1000


@dataclass(frozen=True, slots=True)
class EventWanted:
    """What the form is for: `event` and `result` are the table's, `words` tell what follows.

    `people` are offered where it concerns one of them (`who_label`); `who_is_needed` where it
    concerns nobody else. `asks_decider` for who decided, `asks_reason` for the reason; of
    `results` one is chosen.
    """

    event: str
    title: str
    verb: str
    words: str = ""
    result: str = ""
    participant_id: str | None = None
    people: Sequence[Choice] = ()
    who_label: str = ""
    who_is_needed: bool = False
    asks_decider: bool = False
    asks_reason: bool = True
    results: Sequence[Choice] = ()


class SessionEventForm(DialogForm):
    """Signal `asked(SessionEventInput)`."""

    asked = Signal(object)

    def __init__(self, parent: QWidget, wanted: EventWanted) -> None:
        self._wanted = wanted
        self.who = CodeCombo(wanted.people, hint="姓名")
        self.outcome = CodeCombo(wanted.results)
        self.decider = QLineEdit()
        self.reason = TextArea(limit=_LONGEST, lines=3)
        super().__init__(parent, wanted.title, self._rows(), wanted.verb)
        if wanted.words:
            self.add(label(wanted.words, "muted", wraps=True))
        self.press.clicked.connect(self._ask)

    def _rows(self) -> list[Row]:
        wanted = self._wanted
        rows = []
        if wanted.people:
            rows.append(Row(wanted.who_label, self.who, is_required=wanted.who_is_needed))
        if wanted.results:
            rows.append(Row("情况", self.outcome, is_required=True))
        if wanted.asks_decider:
            rows.append(Row("由谁决定", self.decider, "单位或者人员", is_required=True))
        if wanted.asks_reason:
            rows.append(Row("理由", self.reason, is_required=True))
        return rows

    def _ask(self) -> None:
        self.form.clear_problems()
        wanted = self._wanted
        reason, decider = self.reason.text().strip(), self.decider.text().strip()
        problems: list[tuple[QWidget, str]] = []
        if wanted.who_is_needed and not self.who.code():
            problems.append((self.who, "请选择一个人。"))
        if wanted.results and not self.outcome.code():
            problems.append((self.outcome, "请选择情况。"))
        if wanted.asks_decider and not decider:
            problems.append((self.decider, "请写明由谁决定。"))
        if wanted.asks_reason and not reason:
            problems.append((self.reason, "请写明理由。"))
        if self.reason.is_too_long:
            problems.append((self.reason, "文字太长，请缩短。"))
        for field, words in problems:
            self.form.show_problem(field, words)
        if problems:
            problems[0][0].setFocus()
            return
        self.bar.clear()
        self.set_busy(is_busy=True)
        self.asked.emit(
            SessionEventInput(
                wanted.event,
                reason=reason,
                result=wanted.result or self.outcome.code(),
                participant_id=wanted.participant_id or self.who.code() or None,
                decided_by=decider,
            )
        )
