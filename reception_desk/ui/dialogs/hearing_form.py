"""听证: when and where it is to be held and who presides; or why it is moved or called off."""

from datetime import date, time

from PySide6.QtCore import QTime, Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from reception_desk.records.hearings import HearingEvent, HearingInput
from reception_desk.rules.chinese_dates import long_day_text
from reception_desk.rules.duty_ledger import Reckoning
from reception_desk.rules.hearings import HearingStanding, notice_by
from reception_desk.ui.dialogs.dialog_form import DialogForm
from reception_desk.ui.widgets.count_field import TimeField
from reception_desk.ui.widgets.date_field import DateField
from reception_desk.ui.widgets.form_grid import Row
from reception_desk.ui.widgets.labels import label
from reception_desk.ui.widgets.text_area import TextArea

_NINE = QTime(9, 0)


class HearingForm(DialogForm):
    """Signal `asked(HearingInput)`. Without a day it asks for the reason alone (取消)."""

    asked = Signal(object)

    def __init__(
        self, parent: QWidget, event: HearingEvent, now: HearingStanding, by: Reckoning
    ) -> None:
        self._event, self._by = event, by
        self.held_on, self.starts_at = DateField(), TimeField()
        self.held_on.set_day(now.held_on)
        at = now.starts_at
        self.starts_at.setTime(QTime(at.hour, at.minute) if at else _NINE)
        self.place, self.chair = QLineEdit(now.place, maxLength=100), QLineEdit(now.chair)
        self.chair.setMaxLength(60)
        self.reason = TextArea(limit=1000, lines=3)
        rows = [
            Row("听证日期", self.held_on, is_required=True),
            Row("开始时间", self.starts_at, is_required=True),
            Row("地点", self.place, is_required=True),
            Row("主持人", self.chair, "不能是本事项的调查人员", is_required=True),
        ]
        if event is HearingEvent.CANCELLED:
            rows = []
        if event is not HearingEvent.ARRANGED:
            rows.append(Row("理由", self.reason, is_required=True))
        title = event.label if event is HearingEvent.ARRANGED else f"听证{event.label}"
        super().__init__(parent, title, rows, event.label)
        lead = f"通知要在听证日{by.hearing_lead}日前送达当事人（本地听证办法）。"
        self.told = label(lead, "muted", wraps=True)
        if event is not HearingEvent.CANCELLED:
            self.add(self.told)
        self.held_on.date_changed.connect(self._tell)
        self._tell(now.held_on)
        self.press.clicked.connect(self._ask)

    def _tell(self, day: date | None) -> None:
        """Say until when the notice has to be served for this day."""
        if day is not None:
            last = long_day_text(notice_by(day, self._by))
            self.told.setText(f"通知最迟{last}送达当事人（本地听证办法）。")

    def _ask(self) -> None:
        self.form.clear_problems()
        event = self._event
        if event is not HearingEvent.CANCELLED:
            self.held_on.settle()
        day, reason = self.held_on.day(), self.reason.text().strip()
        place, chair = self.place.text().strip(), self.chair.text().strip()
        has_day = event is not HearingEvent.CANCELLED
        has_reason = event is not HearingEvent.ARRANGED
        tests = (
            (has_day and day is None, self.held_on, "请写明听证日期。"),
            (has_day and not place, self.place, "请写明地点。"),
            (has_day and not chair, self.chair, "请写明主持人。"),
            (has_reason and not reason, self.reason, "请写明理由。"),
        )
        problems = [(field, words) for is_wrong, field, words in tests if is_wrong]
        for field, words in problems:
            self.form.show_problem(field, words)
        if problems:
            problems[0][0].setFocus()
            self.fit()
            return
        self.bar.clear()
        self.set_busy(is_busy=True)
        if not has_day:
            self.asked.emit(HearingInput(event, reason=reason))
            return
        at = self.starts_at.time()
        begin = time(at.hour(), at.minute())
        self.asked.emit(HearingInput(event, day, begin, place, chair, reason))
