"""A change of a leader's reception day, or a day set by hand: the form asks what it needs."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from reception_desk.errors import InvalidInputError
from reception_desk.rules.clock_spans import parse_span
from reception_desk.ui.dialogs.dialog_form import DialogForm
from reception_desk.ui.widgets.choices import Choice
from reception_desk.ui.widgets.code_combo import CodeCombo
from reception_desk.ui.widgets.date_field import DateField
from reception_desk.ui.widgets.form_grid import Row
from reception_desk.ui.widgets.labels import label
from reception_desk.ui.widgets.text_area import TextArea

_LONGEST = 500


@dataclass(frozen=True, slots=True)
class DayWanted:
    """What the form is for. `leaders` or `days` are offered where one has to be chosen.

    `when` is the day to begin with where a day is asked for, `span` and `place` stand in their
    fields already.
    """

    title: str
    verb: str
    words: str = ""
    leaders: Sequence[Choice] = ()
    days: Sequence[Choice] = ()
    asks_day: bool = False
    asks_place: bool = False
    asks_reason: bool = True
    when: date | None = None
    span: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True)
class DayAnswer:
    """What was filled in."""

    leader_id: str = ""
    other_day_id: str = ""
    day: date | None = None
    starts_at: time | None = None
    ends_at: time | None = None
    place: str = ""
    reason: str = ""


class LeaderDayForm(DialogForm):
    """Signal `asked(DayAnswer)`."""

    asked = Signal(object)

    def __init__(self, parent: QWidget, wanted: DayWanted) -> None:
        self._wanted = wanted
        self.leader = CodeCombo(wanted.leaders, hint="姓名或者职务")
        self.other = CodeCombo(wanted.days, hint="日期或者领导姓名")
        self.day, self.span, self.place = DateField(), QLineEdit(wanted.span), QLineEdit()
        self.place.setText(wanted.place)
        self.place.setMaxLength(60)
        self.span.setPlaceholderText("例如 08:30-11:30")
        if wanted.when is not None:
            self.day.set_day(wanted.when)
        self.reason = TextArea(limit=_LONGEST, lines=2)
        super().__init__(parent, wanted.title, self._rows(), wanted.verb)
        if wanted.words:
            self.add(label(wanted.words, "muted", wraps=True))
        self.press.clicked.connect(self._ask)

    def _rows(self) -> list[Row]:
        wanted = self._wanted
        offered = (
            (bool(wanted.leaders), Row("接访领导", self.leader, is_required=True)),
            (bool(wanted.days), Row("对调的一天", self.other, is_required=True)),
            (wanted.asks_day, Row("日期", self.day, is_required=True)),
            (wanted.asks_place, Row("时间", self.span, is_required=True)),
            (wanted.asks_place, Row("地点", self.place, is_required=True)),
            (wanted.asks_reason, Row("理由", self.reason, is_required=True)),
        )
        return [row for is_asked, row in offered if is_asked]

    def _ask(self) -> None:
        self.form.clear_problems()
        times: tuple[time | None, time | None] = (None, None)
        problems = self._problems()
        if self._wanted.asks_place:
            try:
                times = parse_span(self.span.text())
            except InvalidInputError as error:
                problems.append((self.span, f"{error.message}{error.advice}"))
        for field, words in problems:
            self.form.show_problem(field, words)
        if problems:
            problems[0][0].setFocus()
            self.fit()
            return
        self.bar.clear()
        self.set_busy(is_busy=True)
        self.asked.emit(
            DayAnswer(
                self.leader.code(),
                self.other.code(),
                self.day.day(),
                *times,
                self.place.text().strip(),
                self.reason.text().strip(),
            )
        )

    def _problems(self) -> list[tuple[QWidget, str]]:
        wanted = self._wanted
        self.day.settle()
        tests = (
            (wanted.leaders and not self.leader.code(), self.leader, "请选择一位领导。"),
            (wanted.days and not self.other.code(), self.other, "请选择一天。"),
            (wanted.asks_day and self.day.day() is None, self.day, "请写明日期。"),
            (wanted.asks_place and not self.place.text().strip(), self.place, "请写明地点。"),
            (wanted.asks_reason and not self.reason.text().strip(), self.reason, "请写明理由。"),
            (self.reason.is_too_long, self.reason, "文字太长，请缩短。"),
        )
        return [(field, words) for is_wrong, field, words in tests if is_wrong]
