"""值班律师、调解员: a duty in the hall, and what was advised on a matter."""

from collections.abc import Sequence
from datetime import date, datetime, time

from PySide6.QtCore import QTime, Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from reception_desk.errors import InvalidInputError
from reception_desk.records.advisers import AdviceInput, AdviserKind, ShiftInput
from reception_desk.rules.advisers import refuse_advice, refuse_shift
from reception_desk.rules.clock_spans import parse_span
from reception_desk.ui.code_choices import choices_of
from reception_desk.ui.dialogs.dialog_form import DialogForm
from reception_desk.ui.dialogs.scrolling_form import ScrollingForm
from reception_desk.ui.widgets.choices import Choice
from reception_desk.ui.widgets.code_combo import CodeCombo
from reception_desk.ui.widgets.count_field import TimeField
from reception_desk.ui.widgets.date_field import DateField
from reception_desk.ui.widgets.form_grid import Row
from reception_desk.ui.widgets.labels import label
from reception_desk.ui.widgets.text_area import TextArea

_KEPT = "您填写的内容都在。"
_PUBLIC = "姓名、单位和时间会显示在大厅屏上。"
_CONFIDENTIAL = "意见归信访人和本厅，被反映的单位和承办单位看不到。"


class ShiftForm(ScrollingForm):
    """Signal `asked(ShiftInput)`. Somebody new is named; who is known is chosen."""

    asked = Signal(object)

    def __init__(
        self, parent: QWidget, known: Sequence[Choice], day: date, today: date, place: str = ""
    ) -> None:
        self._today = today
        self.known = CodeCombo(known, hint="新来的不选，填姓名和单位")
        self.name, self.firm = QLineEdit(maxLength=60), QLineEdit(maxLength=100)
        self.kind = CodeCombo([Choice(one.value, one.label) for one in AdviserKind])
        self.kind.set_code(AdviserKind.LAWYER.value)
        self.day, self.until = DateField(), DateField()
        self.day.set_day(day)
        self.span, self.place = QLineEdit("08:30-11:30"), QLineEdit(place, maxLength=60)
        rows = [
            Row("值班人员", self.known),
            Row("姓名", self.name),
            Row("类别", self.kind),
            Row("单位", self.firm, "律师事务所、调解委员会"),
            Row("日期", self.day, is_required=True),
            Row("时间", self.span, is_required=True),
            Row("地点", self.place, "例如 3号窗口", is_required=True),
            Row("每周重复到", self.until, "只排这一天的不填"),
        ]
        super().__init__(parent, "加一班", rows, "加上", wide=700)
        self.add(label(_PUBLIC, "muted", wraps=True))
        self.known.code_changed.connect(self._show_rows)
        self.press.clicked.connect(self._ask)

    def _show_rows(self, adviser_id: str) -> None:
        for field in (self.name, self.kind, self.firm):
            self.form.show_row(field, is_shown=not adviser_id)

    def _ask(self) -> None:
        for field in (self.day, self.until):
            field.settle()
        try:
            asked = self._shift()
        except InvalidInputError as error:
            self.refuse(error)
            return
        self.bar.clear()
        self.set_busy(is_busy=True)
        self.asked.emit(asked)

    def _shift(self) -> ShiftInput:
        starts_at, ends_at = parse_span(self.span.text())
        asked = ShiftInput(
            self.day.day(), starts_at, ends_at, self.place.text().strip(), self.known.code(),
            self.name.text().strip(), AdviserKind(self.kind.code() or AdviserKind.LAWYER),
            self.firm.text().strip(), self.until.day(),
        )  # fmt: skip
        if why := refuse_shift(asked, self._today):
            raise InvalidInputError(why, saved=_KEPT)
        return asked


class AdviceForm(DialogForm):
    """Signal `asked(AdviceInput)`; `first` is who is on duty now, "" for nobody."""

    asked = Signal(object)

    def __init__(
        self, parent: QWidget, known: Sequence[Choice], first: str, moment: datetime
    ) -> None:
        self._today = today = moment.date()
        self.adviser = CodeCombo(known, hint="姓名")
        self.adviser.set_code(first)
        self.given_on = DateField()
        self.given_on.set_day(today)
        self.started_at = TimeField()
        self.started_at.setTime(QTime(moment.hour, moment.minute))
        self.topic = QLineEdit(maxLength=100)
        self.text = TextArea(limit=2000, lines=3)
        self.referral = CodeCombo(choices_of("advice_referral"), hint="没有转介的不填")
        rows = [
            Row("律师、调解员", self.adviser, is_required=True),
            Row("咨询日期", self.given_on, is_required=True),
            Row("开始时间", self.started_at, is_required=True),
            Row("咨询的问题", self.topic, is_required=True),
            Row("意见", self.text, is_required=True),
            Row("转介", self.referral),
        ]
        super().__init__(parent, "登记律师、调解员的意见", rows, "保存意见")
        self.add(label(_CONFIDENTIAL, "muted", wraps=True))
        self.press.clicked.connect(self._ask)

    def _ask(self) -> None:
        self.given_on.settle()
        at = self.started_at.time()
        asked = AdviceInput(
            self.adviser.code(), self.given_on.day(), time(at.hour(), at.minute()),
            self.topic.text().strip(), self.text.text().strip(), self.referral.code(),
        )  # fmt: skip
        why = "文字太长，请缩短。" if self.text.is_too_long else refuse_advice(asked, self._today)
        if why:
            self.refuse(InvalidInputError(why, saved=_KEPT))
            return
        self.bar.clear()
        self.set_busy(is_busy=True)
        self.asked.emit(asked)
