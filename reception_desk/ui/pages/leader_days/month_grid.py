"""A month of reception days as a grid of weeks; the arrows walk from day to day."""

from calendar import monthrange
from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetrics,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from reception_desk.rules.calendar import WorkCalendar
from reception_desk.rules.leader_day_standing import DayState
from reception_desk.services.leader_days import ReceptionDayNow
from reception_desk.ui import icons, text_size
from reception_desk.ui.pages.leader_days.day_words import day_mark, day_sentence
from reception_desk.ui.tokens import Colour

_DAYS = 7
_HEAD, _LINE, _EDGE = 30, 20, 7
_LEAST_WIDTH, _LEAST_HEIGHT = 56, 54
_WEEKDAYS = "一二三四五六日"
_STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: -7, Qt.Key.Key_Down: 7}


class MonthGrid(QWidget):
    """Signals: `day_chosen(date)`, `month_asked(date)` when the keys leave the month.

    Days of rest have a ground and their name; what a colour says, an icon and the card beside
    the grid say too.
    """

    day_chosen = Signal(object)
    month_asked = Signal(object)

    def __init__(self, today: date) -> None:
        super().__init__()
        self.today = today
        self.chosen = today
        self.month = today.replace(day=1)
        self._calendar: WorkCalendar | None = None
        self._days: dict[date, list[ReceptionDayNow]] = {}
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def show_month(
        self, month: date, days: Iterable[ReceptionDayNow], calendar: WorkCalendar
    ) -> None:
        """Show a month's days; a day chosen in another month gives way to the first."""
        self.month, self._calendar = month, calendar
        self._days = defaultdict(list)
        for one in days:
            self._days[one.standing.day].append(one)
        if (self.chosen.year, self.chosen.month) != (month.year, month.month):
            self.chosen = month
        self._name()
        self.update()

    def choose(self, day: date) -> None:
        """Mark a day and announce it; one of another month asks for that month."""
        self.chosen = day
        self._name()
        self.update()
        if (day.year, day.month) != (self.month.year, self.month.month):
            self.month_asked.emit(day.replace(day=1))
        else:
            self.day_chosen.emit(day)

    def spot_of(self, day: date) -> QPoint:
        """Return the middle of a day's cell."""
        return self._cell(day).center()

    def sizeHint(self) -> QSize:
        side = text_size.scaled(_LEAST_WIDTH + 44)
        return QSize(side * _DAYS, self.minimumSizeHint().height())

    def minimumSizeHint(self) -> QSize:
        return QSize(
            text_size.scaled(_LEAST_WIDTH) * _DAYS,
            text_size.scaled(_HEAD) + text_size.scaled(_LEAST_HEIGHT) * self._weeks(),
        )

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.setFocus()
        spot = event.position().toPoint()
        for number in range(1, self._length() + 1):
            day = self.month.replace(day=number)
            if self._cell(day).contains(spot):
                self.choose(day)
                return

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = _STEPS.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
        else:
            self.choose(self.chosen + timedelta(days=step))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self.updateGeometry()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QColor(icons.colour(Colour.MUTED)))
        width = self.width() // _DAYS
        for at, sign in enumerate(_WEEKDAYS):
            spot = QRect(at * width, 0, width, text_size.scaled(_HEAD))
            painter.drawText(spot, int(Qt.AlignmentFlag.AlignCenter), sign)
        for number in range(1, self._length() + 1):
            self._paint_day(painter, self.month.replace(day=number))
        painter.end()

    def _paint_day(self, painter: QPainter, day: date) -> None:
        cell = self._cell(day).adjusted(2, 2, -2, -2)
        is_chosen = day == self.chosen
        works = self._calendar is None or self._calendar.is_working(day)
        painter.setBrush(QColor(icons.colour(_ground(is_chosen=is_chosen, works=works))))
        edge = Colour.ACCENT if is_chosen else Colour.LINE
        wide = 2 if is_chosen and self.hasFocus() else 1
        painter.setPen(QPen(QColor(icons.colour(edge)), wide))
        painter.drawRoundedRect(cell, 6, 6)
        inner = cell.adjusted(_EDGE, _EDGE - 2, -_EDGE, -_EDGE + 2)
        line = text_size.scaled(_LINE)
        self._paint_number(painter, QRect(inner.left(), inner.top(), inner.width(), line), day)
        room = (inner.height() - line) // line
        days = self._days.get(day, [])
        shown = days[: room if len(days) <= room else max(room - 1, 0)]
        for at, one in enumerate(shown, 1):
            spot = QRect(inner.left(), inner.top() + at * line, inner.width(), line)
            self._paint_leader(painter, spot, one)
        if rest := len(days) - len(shown):
            spot = QRect(inner.left(), inner.top() + (len(shown) + 1) * line, inner.width(), line)
            painter.setPen(QColor(icons.colour(Colour.MUTED)))
            words = f"另有 {rest} 位" if shown else f"{rest} 位"
            painter.drawText(spot, int(Qt.AlignmentFlag.AlignVCenter), words)

    def _paint_number(self, painter: QPainter, spot: QRect, day: date) -> None:
        works = self._calendar is None or self._calendar.is_working(day)
        is_today = day == self.today
        font = QFont(painter.font())
        font.setBold(is_today)
        painter.setFont(font)
        ink = Colour.ACCENT if is_today else Colour.TEXT if works else Colour.MUTED
        painter.setPen(QColor(icons.colour(ink)))
        number = f"{day.day} 今天" if is_today else str(day.day)
        painter.drawText(spot, int(Qt.AlignmentFlag.AlignVCenter), number)
        font.setBold(False)
        painter.setFont(font)
        name = self._calendar.day_name(day) if self._calendar else ""
        if name.startswith("星期"):
            return
        painter.setPen(QColor(icons.colour(Colour.MUTED)))
        taken = painter.fontMetrics().horizontalAdvance(number) + 6
        words = painter.fontMetrics().elidedText(
            name, Qt.TextElideMode.ElideRight, spot.width() - taken
        )
        side = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
        painter.drawText(spot, int(side), words)

    def _paint_leader(self, painter: QPainter, spot: QRect, one: ReceptionDayNow) -> None:
        colour, icon = day_mark(one)
        side = text_size.scaled(14)
        picture = icons.pixmap(icon, colour, side, self.devicePixelRatioF())
        painter.drawPixmap(spot.left(), spot.top() + (spot.height() - side) // 2, picture)
        words = spot.adjusted(side + 5, 0, 0, 0)
        is_off = one.standing.state is DayState.CANCELLED
        painter.setPen(QColor(icons.colour(Colour.MUTED if is_off else Colour.TEXT)))
        text = _fitting(painter.fontMetrics(), one, words.width())
        font = QFont(painter.font())
        font.setStrikeOut(is_off)
        painter.setFont(font)
        painter.drawText(words, int(Qt.AlignmentFlag.AlignVCenter), text)
        font.setStrikeOut(False)
        painter.setFont(font)

    def _cell(self, day: date) -> QRect:
        at = self.month.weekday() + day.day - 1
        head = text_size.scaled(_HEAD)
        width, height = self.width() // _DAYS, (self.height() - head) // self._weeks()
        return QRect(at % _DAYS * width, head + at // _DAYS * height, width, height)

    def _weeks(self) -> int:
        return -(-(self.month.weekday() + self._length()) // _DAYS)

    def _length(self) -> int:
        return monthrange(self.month.year, self.month.month)[1]

    def _name(self) -> None:
        """What a screen reader says: the day marked, and who receives then."""
        self.setAccessibleName(f"{self.month.year}年{self.month.month}月")
        days = self._days.get(self.chosen, [])
        self.setAccessibleDescription(day_sentence(self.chosen, days, self._calendar))


def _fitting(metrics: QFontMetrics, one: ReceptionDayNow, width: int) -> str:
    """Return name and post where both have room, else the name."""
    whole = f"{one.leader.name} {one.leader.post}"
    if metrics.horizontalAdvance(whole) <= width:
        return whole
    return metrics.elidedText(one.leader.name, Qt.TextElideMode.ElideRight, width)


def _ground(*, is_chosen: bool, works: bool) -> Colour:
    if is_chosen:
        return Colour.SELECTION
    return Colour.CARD if works else Colour.HEADER
