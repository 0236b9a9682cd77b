"""Around the calls: the hall and the time above, the way of a visit and the QR code below."""

from datetime import datetime
from zoneinfo import ZoneInfo

from PySide6.QtCore import QPointF, QRectF, QTimer
from PySide6.QtGui import QColor, QPainter, QPen

from reception_desk.documents.quick_code import QUIET_ZONE, quick_code
from reception_desk.rules.chinese_dates import weekday_name
from reception_desk.ui.hall.board_part import CENTRE, RIGHT, BoardPart
from reception_desk.ui.hall.hall_look import (
    CAPTION_PX,
    LINE,
    NOTICE_PX,
    PAPER,
    PRINT,
    Ground,
    Ink,
    draw_icon,
)

_TIME_PX, _HALL_PX = 84, 60
STEPS = (
    ("ticket", "取号"),
    ("queue", "等候叫号"),
    ("reception", "窗口登记"),
    ("file", "领取回执"),
    ("search", "查询进展"),
)
"""The way of a visit (domain.md §4), as a picture with words."""


class BoardHead(BoardPart):
    """The name of the hall, the day and the time."""

    lines = 128

    def __init__(self, zone: str) -> None:
        super().__init__()
        self._zone = ZoneInfo(zone)
        self._hall = ""
        self._timer = QTimer(self, interval=1000)
        self._timer.timeout.connect(self._tick)
        self._timer.start()
        self._minute = ""

    def say(self, hall: str) -> None:
        """Show the name of the hall."""
        if hall != self._hall:
            self._hall = hall
            self.setAccessibleName(hall)
            self.update()

    def draw(self, painter: QPainter, room: QRectF) -> None:
        moment = datetime.now(self._zone)
        self._minute = f"{moment:%H:%M}"
        time = self.letters(_TIME_PX, is_bold=True)
        self.write(painter, room, self._minute, time, Ink.WORDS, where=RIGHT)
        painter.setFont(time)
        taken = painter.fontMetrics().horizontalAdvance(self._minute) + self.px(28)
        day = f"{moment.month}月{moment.day}日 {weekday_name(moment.date())}"
        left = room.adjusted(0, 0, -taken, 0)
        self.write(painter, left, day, self.letters(CAPTION_PX), Ink.MUTED, where=RIGHT)
        painter.setFont(self.letters(CAPTION_PX))
        taken += painter.fontMetrics().horizontalAdvance(day) + self.px(40)
        name = room.adjusted(0, 0, -taken, 0)
        made = self.fitting(self._hall, _HALL_PX, name.width(), is_bold=True)
        self.write(painter, name, self._hall, made)

    def _tick(self) -> None:
        if f"{datetime.now(self._zone):%H:%M}" != self._minute:
            self.update()


class PauseBand(BoardPart):
    """Why nobody is called for a while; not there while numbers are called."""

    lines = 112

    def __init__(self) -> None:
        super().__init__()
        self._words = ""
        self.hide()

    def say(self, words: str) -> None:
        """Show why, or nothing."""
        self._words = words
        self.setAccessibleName(words)
        self.setVisible(bool(words))
        self.update()

    def draw(self, painter: QPainter, room: QRectF) -> None:
        painter.setPen(QPen(QColor(Ink.CALL.value), self.px(3)))
        painter.setBrush(QColor(Ground.PANEL.value))
        edge = self.px(2)
        painter.drawRoundedRect(room.adjusted(edge, edge, -edge, -edge), self.px(18), self.px(18))
        side = self.px(56)
        inner = room.adjusted(self.px(28), 0, -self.px(28), 0)
        icon = QRectF(inner.left(), inner.center().y() - side / 2, side, side)
        draw_icon(painter, "pause", Ink.CALL, icon)
        rest = inner.adjusted(side + self.px(22), 0, 0, 0)
        words = f"暂停叫号　{self._words}"
        made = self.fitting(words, NOTICE_PX, rest.width(), is_bold=True)
        self.write(painter, rest, words, made, Ink.CALL)


class BoardFoot(BoardPart):
    """The way of a visit as a picture, and the office's QR code."""

    lines = 168

    def __init__(self) -> None:
        super().__init__()
        self._caption = ""
        self._address = ""
        self._modules: list[bytes] = []
        self.setAccessibleName("办理流程：" + "，".join(words for _, words in STEPS))

    def say(self, address: str, caption: str) -> None:
        """Show a QR code with this address, none where it is empty."""
        if address != self._address:
            self._modules = quick_code(address) if address else []
        self._address, self._caption = address, caption
        self.update()

    def draw(self, painter: QPainter, room: QRectF) -> None:
        way = QRectF(room)
        if self._modules:
            side = room.height()
            self._draw_code(painter, QRectF(room.right() - side, room.top(), side, side))
            caption = QRectF(room.right() - side - self.px(200), room.top(), self.px(176), side)
            painter.setFont(self.letters(CAPTION_PX))
            painter.setPen(QColor(Ink.MUTED.value))
            painter.drawText(caption, int(RIGHT) | _WRAPPED, self._caption)
            way.setRight(caption.left() - self.px(28))
        self._draw_way(painter, way)

    def _draw_way(self, painter: QPainter, room: QRectF) -> None:
        inner = self.panel(painter, room)
        width = inner.width() / len(STEPS)
        side = self.px(64)
        middle = inner.top() + side / 2
        for place, (icon, words) in enumerate(STEPS):
            left = inner.left() + place * width
            centre = left + width / 2
            if place:
                painter.setPen(QPen(QColor(LINE), self.px(4)))
                painter.drawLine(
                    QPointF(centre - width + side * 0.8, middle),
                    QPointF(centre - side * 0.8, middle),
                )
            draw_icon(painter, icon, Ink.CALL, QRectF(centre - side / 2, inner.top(), side, side))
            below = QRectF(left, inner.top() + side, width, inner.height() - side)
            made = self.fitting(words, CAPTION_PX + 4, width - self.px(12))
            self.write(painter, below, words, made, Ink.WORDS, where=CENTRE)

    def _draw_code(self, painter: QPainter, room: QRectF) -> None:
        painter.setRenderHint(painter.RenderHint.Antialiasing, False)
        painter.fillRect(room, QColor(PAPER))
        count = len(self._modules) + 2 * QUIET_ZONE
        dot = max(int(room.width() / count), 1)
        left = int(room.left() + (room.width() - dot * len(self._modules)) / 2)
        top = int(room.top() + (room.height() - dot * len(self._modules)) / 2)
        ink = QColor(PRINT)
        for row, line in enumerate(self._modules):
            for column, is_dark in enumerate(line):
                if is_dark:
                    painter.fillRect(left + column * dot, top + row * dot, dot, dot, ink)
        painter.setRenderHint(painter.RenderHint.Antialiasing, True)


_WRAPPED = 0x1000 | 0x2000  # Qt.TextWordWrap, Qt.TextWrapAnywhere
