"""A year of days in twelve small months, drawn; the arrows walk from day to day."""

from calendar import monthrange
from datetime import date, timedelta

from PySide6.QtCore import QEvent, QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from reception_desk.rules.calendar import DayStatus, WorkCalendar
from reception_desk.ui import icons, text_size
from reception_desk.ui.tokens import Colour

_CELL, _GAP, _HEAD = 25, 22, 52
_MOST_COLUMNS = 4
_WEEKDAYS = "一二三四五六日"
_STEPS = {
    Qt.Key.Key_Left: -1,
    Qt.Key.Key_Right: 1,
    Qt.Key.Key_Up: -7,
    Qt.Key.Key_Down: 7,
}


def day_sentence(calendar: WorkCalendar, day: date) -> str:
    """Return what a day is and how that is known."""
    kind = "工作日" if calendar.is_working(day) else "休息日"
    row = calendar.days.get(day)
    if row is not None:
        source = "本单位设定" if row.status is DayStatus.OFFICE else row.source
    else:
        source = "按星期" if calendar.is_official(day) else "按星期和法定节日推算，待国务院公布"
    return f"{day.month}月{day.day}日 {calendar.day_name(day)}：{kind}（{source}）"


class YearView(QWidget):
    """Signal `day_chosen(date)`. As many months side by side as there is room for.

    Rest days have a ground, shifted working days a line below, days of the office a frame: the
    meaning stands also in the tool tip and beside the view.
    """

    day_chosen = Signal(object)

    def __init__(self, calendar: WorkCalendar, year: int) -> None:
        super().__init__()
        self._calendar = calendar
        self.year = year
        self.chosen = date(year, 1, 1)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._name()

    def show_year(self, calendar: WorkCalendar, year: int) -> None:
        """Show another year, or the same one after a change."""
        self._calendar = calendar
        self.year = year
        if self.chosen.year != year:
            self.choose(date(year, 1, 1))
        self._name()
        self.update()

    def choose(self, day: date) -> None:
        """Mark a day of the year and announce it."""
        if day.year != self.year:
            return
        self.chosen = day
        self._name()
        self.update()
        self.day_chosen.emit(day)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        columns = self._columns(width)
        return -(-12 // columns) * self._month_height()

    def sizeHint(self) -> QSize:
        width = self._month_width() * 3
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._month_width(), self._month_height())

    def day_at(self, spot: QPoint) -> date | None:
        """Return the day under a point, None between the months."""
        for month in range(1, 13):
            for day in self._days(month):
                if self._cell(day).contains(spot):
                    return day
        return None

    def spot_of(self, day: date) -> QPoint:
        """Return the middle of a day's cell."""
        return self._cell(day).center()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.setFocus()
        if (day := self.day_at(event.position().toPoint())) is not None:
            self.choose(day)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = _STEPS.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
        else:
            self.choose(self.chosen + timedelta(days=step))

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            day = self.day_at(event.pos())
            words = day_sentence(self._calendar, day) if day else ""
            QToolTip.showText(event.globalPos(), words, self)
            return True
        return super().event(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self.updateGeometry()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for month in range(1, 13):
            self._paint_head(painter, month)
            for day in self._days(month):
                self._paint_day(painter, day)
        painter.end()

    def _paint_head(self, painter: QPainter, month: int) -> None:
        corner, cell = self._corner(month), self._side()
        font = painter.font()
        font.setBold(True)
        painter.setFont(font)
        painter.setPen(QColor(icons.colour(Colour.TEXT)))
        title = QRect(corner.x() + 6, corner.y(), cell * 7, text_size.scaled(26))
        painter.drawText(title, int(Qt.AlignmentFlag.AlignVCenter), f"{month}月")
        font.setBold(False)
        painter.setFont(font)
        painter.setPen(QColor(icons.colour(Colour.MUTED)))
        for at, sign in enumerate(_WEEKDAYS):
            spot = QRect(corner.x() + at * cell, title.bottom(), cell, text_size.scaled(24))
            painter.drawText(spot, int(Qt.AlignmentFlag.AlignCenter), sign)

    def _paint_day(self, painter: QPainter, day: date) -> None:
        cell = QRectF(self._cell(day)).adjusted(1.5, 1.5, -1.5, -1.5)
        is_working = self._calendar.is_working(day)
        row = self._calendar.days.get(day)
        painter.setPen(Qt.PenStyle.NoPen)
        if not is_working:
            role = Colour.ERROR_SOFT if row or day.weekday() < 5 else Colour.HOVER
            painter.setBrush(QColor(icons.colour(role)))
            painter.drawRoundedRect(cell, 5, 5)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if row is not None and row.status is DayStatus.OFFICE:
            painter.setPen(QPen(QColor(icons.colour(Colour.WARN)), 1.5))
            painter.drawRoundedRect(cell, 5, 5)
        if day == self.chosen:
            painter.setPen(QPen(QColor(icons.colour(Colour.ACCENT)), 2 if self.hasFocus() else 1.5))
            painter.drawRoundedRect(cell, 5, 5)
        painter.setPen(QColor(icons.colour(Colour.TEXT if is_working else Colour.MUTED)))
        painter.drawText(cell, int(Qt.AlignmentFlag.AlignCenter), str(day.day))
        if is_working and day.weekday() >= 5:
            painter.setPen(QPen(QColor(icons.colour(Colour.ACCENT)), 2))
            low = cell.bottom() - 3
            painter.drawLine(int(cell.left() + 6), int(low), int(cell.right() - 6), int(low))

    def _days(self, month: int) -> list[date]:
        return [
            date(self.year, month, day) for day in range(1, monthrange(self.year, month)[1] + 1)
        ]

    def _cell(self, day: date) -> QRect:
        corner, side = self._corner(day.month), self._side()
        first = date(day.year, day.month, 1).weekday()
        line, column = divmod(first + day.day - 1, 7)
        top = corner.y() + text_size.scaled(_HEAD)
        return QRect(corner.x() + column * side, top + line * side, side, side)

    def _corner(self, month: int) -> QPoint:
        columns = self._columns(self.width())
        line, column = divmod(month - 1, columns)
        return QPoint(column * self._month_width(), line * self._month_height())

    def _columns(self, width: int) -> int:
        fitting = max(
            1, min(_MOST_COLUMNS, (width + text_size.scaled(_GAP)) // self._month_width())
        )
        return next(columns for columns in (4, 3, 2, 1) if columns <= fitting)

    def _side(self) -> int:
        return text_size.scaled(_CELL)

    def _month_width(self) -> int:
        return self._side() * 7 + text_size.scaled(_GAP)

    def _month_height(self) -> int:
        return self._side() * 6 + text_size.scaled(_HEAD) + text_size.scaled(_GAP // 2)

    def _name(self) -> None:
        self.setAccessibleName(f"{self.year}年工作日历")
        self.setAccessibleDescription(day_sentence(self._calendar, self.chosen))
