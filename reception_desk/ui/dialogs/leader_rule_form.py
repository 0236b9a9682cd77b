"""One line of the yearly plan: how often, who, when, where, and what a day of rest does."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from reception_desk.errors import InvalidInputError
from reception_desk.rules.clock_spans import parse_span
from reception_desk.rules.leader_days import LeaderDayRule, RestDay, Rhythm, refuse_rule
from reception_desk.ui.dialogs.dialog_form import DialogForm
from reception_desk.ui.widgets.choices import Choice
from reception_desk.ui.widgets.code_combo import CodeCombo
from reception_desk.ui.widgets.count_field import CountField
from reception_desk.ui.widgets.date_field import DateField
from reception_desk.ui.widgets.form_grid import Row
from reception_desk.ui.widgets.tag_chooser import TagChooser

_WEEKDAYS = "一二三四五六日"
_WEEKS = ("第一个", "第二个", "第三个", "第四个", "最后一个")


class LeaderRuleForm(DialogForm):
    """Signal `asked(LeaderDayRule)`. Only what the rhythm needs is shown."""

    asked = Signal(object)

    def __init__(self, parent: QWidget, leaders: Sequence[Choice], year: int) -> None:
        self.rhythm = CodeCombo([Choice(one.value, one.label) for one in Rhythm])
        self.leaders = TagChooser("接访领导", [(one.key, one.title) for one in leaders])
        self.number = CountField(1, 31)
        self.week = CodeCombo([Choice(str(at), words) for at, words in enumerate(_WEEKS, 1)])
        self.weekday = CodeCombo(
            [Choice(str(at), f"星期{sign}") for at, sign in enumerate(_WEEKDAYS)]
        )
        self.rest_day = CodeCombo([Choice(one.value, one.label) for one in RestDay])
        self.span, self.place = QLineEdit("08:30-11:30"), QLineEdit(maxLength=60)
        self.first, self.last = DateField(), DateField()
        self.first.set_day(date(year, 1, 1))
        self.last.set_day(date(year, 12, 31))
        super().__init__(parent, "加一条安排", self._rows(), "加上", columns=2)
        self.rhythm.code_changed.connect(self._show_rows)
        self.rhythm.set_code(Rhythm.MONTHLY_DAY.value)
        self.rest_day.set_code(RestDay.LATER.value)
        self._show_rows()
        self.press.clicked.connect(self._ask)

    def _rows(self) -> list[Row]:
        roster = "选几位，就按名单的先后轮流。"
        return [
            Row("多久一次", self.rhythm, is_required=True),
            Row("几日", self.number, "31 指月末", is_required=True),
            Row("第几个", self.week, is_required=True),
            Row("星期几", self.weekday, is_required=True),
            Row("接访领导", self.leaders, roster, is_required=True, is_wide=True),
            Row("时间", self.span, is_required=True),
            Row("地点", self.place, is_required=True),
            Row("从", self.first, is_required=True),
            Row("到", self.last, is_required=True),
            Row("遇休息日", self.rest_day, is_required=True),
        ]

    def _show_rows(self) -> None:
        rhythm = self.rhythm.code()
        self.form.show_row(self.number, is_shown=rhythm == Rhythm.MONTHLY_DAY)
        self.form.show_row(self.week, is_shown=rhythm == Rhythm.MONTHLY_WEEKDAY)
        by_week = rhythm in (Rhythm.MONTHLY_WEEKDAY, Rhythm.WEEKLY)
        self.form.show_row(self.weekday, is_shown=by_week)
        self.form.show_row(self.rest_day, is_shown=rhythm != Rhythm.EVERY_WORKING_DAY)

    def _ask(self) -> None:
        self.form.clear_problems()
        for field in (self.first, self.last):
            field.settle()
        try:
            rule = self._rule()
        except InvalidInputError as error:
            self.refuse(error)
            return
        self.bar.clear()
        self.asked.emit(rule)

    def _rule(self) -> LeaderDayRule:
        first, last = self.first.day(), self.last.day()
        if not self.rhythm.code() or first is None or last is None:
            raise InvalidInputError("请写明多久一次、从哪天到哪天。", saved="您填写的内容都在。")
        starts_at, ends_at = parse_span(self.span.text())
        rhythm = Rhythm(self.rhythm.code())
        number = self.number.value() if rhythm is Rhythm.MONTHLY_DAY else None
        if rhythm is Rhythm.MONTHLY_WEEKDAY and self.week.code():
            number = int(self.week.code())
        by_week = rhythm in (Rhythm.MONTHLY_WEEKDAY, Rhythm.WEEKLY)
        rule = LeaderDayRule(
            rule_id="",
            rhythm=rhythm,
            leader_ids=tuple(self.leaders.chosen()),
            starts_at=starts_at,
            ends_at=ends_at,
            place=self.place.text().strip(),
            first=first,
            last=last,
            number=number,
            weekday=int(self.weekday.code()) if by_week and self.weekday.code() else None,
            rest_day=RestDay(self.rest_day.code() or RestDay.LATER),
        )
        if why := refuse_rule(rule):
            raise InvalidInputError(why, saved="您填写的内容都在。")
        return rule
