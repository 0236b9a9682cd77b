"""Who is called where: the newest call large, those before it below. A new one swings for 10 s."""

import math
import time
from collections.abc import Callable, Sequence

from PySide6.QtCore import QPointF, QRectF, QTimer
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from reception_desk.records.hall_board import HallCall
from reception_desk.ui.hall.board_part import CENTRE, RIGHT, BoardPart
from reception_desk.ui.hall.hall_look import (
    CALL_PX,
    CAPTION_PX,
    NOTICE_PX,
    ROW_PX,
    Ground,
    Ink,
    between,
)

FLASH_SECONDS = 10.0
FLASHES_A_SECOND = 0.8
"""Well below the three a second that may harm (WCAG 2.2, 2.3.1), and calm."""
_FRAME_MS = 50
_FIRST, _ROW, _GAP = 212, 92, 12
TO_WINDOW, HERE = "请到窗口", "接待中"


class CallList(BoardPart):
    """Shows as many calls as there is room for."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__()
        self.calls: tuple[HallCall, ...] = ()
        self.empty_words = ""
        self._begun: dict[HallCall, float] = {}
        self._seconds = clock
        self._timer = QTimer(self, interval=_FRAME_MS)
        self._timer.timeout.connect(self.swing)

    @property
    def flashing(self) -> tuple[HallCall, ...]:
        """The calls that swing now."""
        return tuple(self._begun)

    def show_calls(
        self, calls: Sequence[HallCall], fresh: Sequence[HallCall], empty_words: str
    ) -> None:
        """Show the calls; `fresh` are new and swing, whoever came meanwhile stops."""
        self.calls = tuple(calls)
        self.empty_words = empty_words
        here = set(self.calls)
        self._begun = {call: since for call, since in self._begun.items() if call in here}
        self._begun.update({call: self._seconds() for call in fresh if call in here})
        if self._begun:
            self._timer.start()
        spoken = "；".join(f"{one.number}，{_window(one)}，{_state(one)}" for one in self.calls)
        self.setAccessibleName(spoken or empty_words)
        self.update()

    def draw(self, painter: QPainter, room: QRectF) -> None:
        if not self.calls:
            inner = self.panel(painter, room)
            words = self.fitting(self.empty_words, NOTICE_PX, inner.width())
            self.write(painter, inner, self.empty_words, words, Ink.MUTED, where=CENTRE)
            return
        for place, (call, where) in enumerate(zip(self.calls, self.rows(room), strict=False)):
            self._draw_call(painter, call, where, is_first=place == 0)

    def rows(self, room: QRectF) -> list[QRectF]:
        """Return the place of each call that there is room for; together they fill it."""
        row, gap = self.px(_ROW), self.px(_GAP)
        first = self.px(_FIRST)
        below = max(int((room.height() - first + 1) / (row + gap)), 0)
        more = (room.height() - first - below * (row + gap)) / (below + 2)
        first, row = first + 2 * more, row + more
        tops = [room.top() + first + gap + place * (row + gap) for place in range(below)]
        rows = [QRectF(room.left(), top, room.width(), row) for top in tops]
        return [QRectF(room.left(), room.top(), room.width(), first), *rows]

    def glow_of(self, call: HallCall) -> float:
        """Return how bright a call is now, 0 to 1."""
        if (since := self._begun.get(call)) is None:
            return 0.0
        return 0.5 - 0.5 * math.cos(2 * math.pi * FLASHES_A_SECOND * (self._seconds() - since))

    def _draw_call(
        self, painter: QPainter, call: HallCall, where: QRectF, *, is_first: bool
    ) -> None:
        glow = self.glow_of(call)
        inner = self.panel(painter, where, between(Ground.PANEL, Ground.GLOW, glow))
        inner.setTop(where.top())
        inner.setBottom(where.bottom())
        if call in self._begun:
            self._draw_frame(painter, where, glow)
        size = CALL_PX if is_first else ROW_PX
        number = QRectF(inner.left(), inner.top(), inner.width() * 0.46, inner.height())
        made = self.fitting(call.number, size, number.width(), is_bold=True)
        ink = Ink.WORDS if call.is_here else Ink.CALL
        self.write(painter, number, call.number, made, ink)
        arrow = inner.left() + inner.width() * 0.50
        self._draw_arrow(painter, QPointF(arrow, inner.center().y()), size * 0.36)
        words = _window(call)
        rest = QRectF(arrow + self.px(size * 0.42), inner.top(), 0, inner.height())
        rest.setRight(inner.right())
        if is_first:
            self.write(
                painter, rest, words,
                self.fitting(words, CALL_PX * 0.66, rest.width(), is_bold=True),
            )  # fmt: skip
            return
        state = self.letters(CAPTION_PX)
        width = self.px(CAPTION_PX * 4.6)
        self.write(painter, rest, _state(call), state, Ink.MUTED, where=RIGHT)
        rest.setRight(rest.right() - width)
        self.write(
            painter, rest, words, self.fitting(words, ROW_PX * 0.9, rest.width(), is_bold=True)
        )

    def _draw_frame(self, painter: QPainter, where: QRectF, glow: float) -> None:
        """A warm edge: seen from the side, and by whoever does not tell the blues apart."""
        width = self.px(6)
        painter.setPen(QPen(between(Ground.GLOW, Ink.CALL, glow), width))
        painter.setBrush(QColor(0, 0, 0, 0))
        half = width / 2
        painter.drawRoundedRect(where.adjusted(half, half, -half, -half), self.px(18), self.px(18))

    def _draw_arrow(self, painter: QPainter, tip: QPointF, size: float) -> None:
        side = self.px(size) / 2
        painter.setPen(QPen(QColor(Ink.MUTED.value), max(side * 0.28, 1.0)))
        painter.drawPolyline(
            QPolygonF(
                [
                    tip + QPointF(-side * 0.5, -side),
                    tip + QPointF(side * 0.5, 0),
                    tip + QPointF(-side * 0.5, side),
                ]
            )
        )

    def swing(self) -> None:
        """Paint what swings anew, and let go what has swung long enough."""
        now = self._seconds()
        for call, since in list(self._begun.items()):
            if now - since >= FLASH_SECONDS:
                del self._begun[call]
        if not self._begun:
            self._timer.stop()
        for call, where in zip(self.calls, self.rows(QRectF(self.rect())), strict=False):
            if call in self._begun or not self._begun:
                self.update(where.toAlignedRect())


def _window(call: HallCall) -> str:
    return f"{call.window}号窗口" if call.window.isdigit() else call.window


def _state(call: HallCall) -> str:
    return HERE if call.is_here else TO_WINDOW
