"""约定时间 and 改期 of a video session: when, in which room, over which link, and why moved."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from reception_desk.errors import DeskError, InvalidInputError
from reception_desk.records.video_sessions import SessionEventInput
from reception_desk.rules.clock_spans import parse_span
from reception_desk.ui.dialogs.dialog_form import DialogForm
from reception_desk.ui.widgets.buttons import Button
from reception_desk.ui.widgets.choices import Choice
from reception_desk.ui.widgets.code_combo import CodeCombo
from reception_desk.ui.widgets.date_field import DateField
from reception_desk.ui.widgets.form_grid import Row
from reception_desk.ui.widgets.labels import label
from reception_desk.ui.widgets.text_area import TextArea

_LONGEST = 1000
_WORDS = "时间由对方同意后约定。约好后请出具通知书。"


@dataclass(frozen=True, slots=True)
class AppointmentWanted:
    """What the form is for: the table's `event`; rooms and links are those of the settings."""

    event: str
    title: str
    verb: str
    rooms: Sequence[Choice]
    links: Sequence[Choice]
    zone: ZoneInfo
    asks_reason: bool = False


class SessionAppointmentForm(DialogForm):
    """Signal `asked(SessionEventInput, accepts_clash)`.

    A clash that the service tells may be meant: the button for it comes with the refusal.
    """

    asked = Signal(object, bool)

    def __init__(self, parent: QWidget, wanted: AppointmentWanted) -> None:
        self._wanted = wanted
        self.day, self.span = DateField(), QLineEdit()
        self.span.setPlaceholderText("例如 09:00-10:00")
        self.room, self.link = CodeCombo(wanted.rooms), CodeCombo(wanted.links, hint="没有可不选")
        self.far_place = QLineEdit(maxLength=100)
        self.reason = TextArea(limit=_LONGEST, lines=2)
        super().__init__(parent, wanted.title, self._rows(), wanted.verb)
        self.insist = Button(f"有冲突，仍然{wanted.verb}", self._insist)
        self.insist.hide()
        self.add_button(self.insist)
        self.add(label(_WORDS, "muted", wraps=True))
        self.press.clicked.connect(lambda: self._ask(accepts_clash=False))

    def refuse_clash(self, error: DeskError) -> None:
        """Say what else lies at that time, and offer to appoint it all the same."""
        self.insist.show()
        self.refuse(error)

    def _rows(self) -> list[Row]:
        rows = [
            Row("日期", self.day, is_required=True),
            Row("时段", self.span, is_required=True),
            Row("视频接访室", self.room, is_required=True),
            Row("线路", self.link),
            Row("对方地点", self.far_place, "例如 孝感市群众来访接待服务中心"),
        ]
        if self._wanted.asks_reason:
            rows.append(Row("理由", self.reason, is_required=True))
        return rows

    def _insist(self) -> None:
        self._ask(accepts_clash=True)

    def _ask(self, *, accepts_clash: bool) -> None:
        self.form.clear_problems()
        self.day.settle()
        day, reason = self.day.day(), self.reason.text().strip()
        problems: list[tuple[QWidget, str]] = []
        if day is None:
            problems.append((self.day, "请写明日期。"))
        try:
            first, last = parse_span(self.span.text())
        except InvalidInputError as error:
            problems.append((self.span, f"{error.message}{error.advice}"))
        if not self.room.code():
            problems.append((self.room, "请选择视频接访室。"))
        if self._wanted.asks_reason and not reason:
            problems.append((self.reason, "请写明理由。"))
        for field, words in problems:
            self.form.show_problem(field, words)
        if problems or day is None:
            problems[0][0].setFocus()
            self.fit()
            return
        self.bar.clear()
        self.insist.hide()
        self.set_busy(is_busy=True)
        begin, end = (datetime.combine(day, at, self._wanted.zone) for at in (first, last))  # pyright: ignore[reportPossiblyUnboundVariable]
        self.asked.emit(
            SessionEventInput(
                self._wanted.event, reason=reason, starts_at=begin, ends_at=end,
                room_id=self.room.code(), link_id=self.link.code() or None,
                far_place=self.far_place.text().strip(),
            ),
            accepts_clash,
        )  # fmt: skip
