"""A date typed the short way or picked from a calendar."""

import re
import unicodedata
from datetime import date

from PySide6.QtCore import QDate, QPoint, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QCalendarWidget, QFrame, QLineEdit, QVBoxLayout, QWidget

from reception_desk.ui import icons
from reception_desk.ui.screen_room import room_around
from reception_desk.ui.theme import set_look
from reception_desk.ui.tokens import Colour
from reception_desk.ui.widgets.field_icon import FieldIcon

_WHOLE = re.compile(r"(\d{4})(\d{2})(\d{2})")
_PARTS = re.compile(r"(?:(\d{4})\D+)?(\d{1,2})\D+(\d{1,2})\D*")
_MONTH_DAY = re.compile(r"(\d{2})(\d{2})")


def parse_day(typed: str, today: date) -> date | None:
    """Read `20260924`, `2026-9-24`, `2026年9月24日`, `9.24` or `0924`; a day that is none is None.

    Without a year it is this year's.
    """
    text = unicodedata.normalize("NFKC", typed).strip()
    for pattern in (_WHOLE, _PARTS, _MONTH_DAY):
        if found := pattern.fullmatch(text):
            *year, month, day = found.groups()
            try:
                return date(int(year[0]) if year and year[0] else today.year, int(month), int(day))
            except ValueError:
                return None
    return None


def calendar() -> QCalendarWidget:
    """Return a month that starts on Monday, in the colours of the scheme in use."""
    month = QCalendarWidget()
    month.setAccessibleName("日历")
    month.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
    month.setFirstDayOfWeek(Qt.DayOfWeek.Monday)
    for weekday in (Qt.DayOfWeek.Saturday, Qt.DayOfWeek.Sunday):
        look = month.weekdayTextFormat(weekday)
        look.setForeground(QColor(icons.colour(Colour.MUTED)))
        month.setWeekdayTextFormat(weekday, look)
    return month


class DateField(QLineEdit):
    """Holds a date or nothing; what cannot be read stays as typed and is marked."""

    date_changed = Signal(object)

    def __init__(self, hint: str = "例如 9.24 或 20260924") -> None:
        super().__init__()
        self._date: date | None = None
        self.setPlaceholderText(hint)
        FieldIcon(self, "calendar", "打开日历", self.open_calendar)

    def day(self) -> date | None:
        """Return the date, or None for nothing or something that is no date."""
        return self._date

    def set_day(self, day: date | None) -> None:
        """Show a date."""
        self.setText(day.isoformat() if day else "")
        self.settle()

    @property
    def is_wrong(self) -> bool:
        """Whether something is written that is no date."""
        return self._date is None and bool(self.text().strip())

    def settle(self) -> None:
        """Read what was typed and write it out as `2026-09-24`."""
        day = parse_day(self.text(), date.today())  # noqa: DTZ011  # the desk's own calendar
        if day is not None:
            self.setText(day.isoformat())
        was, self._date = self._date, day
        set_look(self, "wrong" if self.is_wrong else "")
        self.setAccessibleDescription("这不是一个日期" if self.is_wrong else "")
        if was != day:
            self.date_changed.emit(day)

    def open_calendar(self) -> None:
        """Open a calendar below the field."""
        popup = _CalendarPopup(self, self._date)
        popup.picked.connect(self._take)
        popup.show()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Down:
            self.open_calendar()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.settle()

    def _take(self, day: date) -> None:
        self.set_day(day)
        self.setFocus()


class _CalendarPopup(QFrame):
    picked = Signal(object)

    def __init__(self, field: QWidget, day: date | None) -> None:
        super().__init__(field, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setProperty("look", "popup")
        self._calendar = calendar()
        if day is not None:
            self._calendar.setSelectedDate(QDate(day.year, day.month, day.day))
        self._calendar.clicked.connect(self._pick)
        self._calendar.activated.connect(self._pick)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(1, 1, 1, 1)
        whole.addWidget(self._calendar)
        self.adjustSize()
        self._place(field)
        self._calendar.setFocus()

    def _place(self, field: QWidget) -> None:
        room = room_around(field)
        spot = field.mapToGlobal(QPoint(0, field.height() + 2))
        if spot.y() + self.height() > room.bottom():
            spot = field.mapToGlobal(QPoint(0, -self.height() - 2))
        self.move(min(spot.x(), room.right() - self.width()), max(spot.y(), room.top()))

    def _pick(self, day: QDate) -> None:
        self.picked.emit(date(day.year(), day.month(), day.day()))
        self.close()
