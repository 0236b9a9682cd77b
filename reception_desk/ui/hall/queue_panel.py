"""Beside the calls: who is next, how many wait and how long, whose number was missed."""

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from reception_desk.records.hall_board import HallBoard
from reception_desk.rules.hall_board import wait_span
from reception_desk.ui.hall.board_part import LEFT, RIGHT, BoardPart
from reception_desk.ui.hall.hall_look import CAPTION_PX, COUNT_PX, NEXT_PX, Ink

_GAP, _CAPTION = 12, 54
_NEXT, _COUNT, _MISSED = 290, 176, 140
"""The least heights of the panels; what is left is shared."""
_MISSED_PX = 48
_NEXT_TITLE, _WAIT_TITLE = "请准备", "正在等候"
_MISSED_TITLE = "过号的请到任一窗口说明"


class QueuePanel(BoardPart):
    """Panels one below the other; one with nothing to say leaves its place to the others."""

    def __init__(self) -> None:
        super().__init__()
        self.board = HallBoard()

    def show_board(self, board: HallBoard) -> None:
        """Show what the queue has come to."""
        self.board = board
        words = [f"{_WAIT_TITLE}{board.waiting}个号", wait_words(board.minutes)]
        if board.following:
            words.insert(0, f"{_NEXT_TITLE}：{'、'.join(board.following)}")
        if board.missed:
            words.append(f"{_MISSED_TITLE}：{'、'.join(board.missed)}")
        self.setAccessibleName("；".join(filter(None, words)))
        self.update()

    def draw(self, painter: QPainter, room: QRectF) -> None:
        gap, top = self.px(_GAP), room.top()
        parts = [(self.px(_NEXT), self._draw_next), (self.px(_COUNT), self._draw_count)]
        left = room.height() - sum(height + gap for height, _ in parts)
        if self.board.missed and left >= self.px(_MISSED):
            parts.append((self.px(_MISSED), self._draw_missed))
        height = room.height() - sum(height for height, _ in parts) - gap * (len(parts) - 1)
        for part, draw in parts:
            tall = part + height / len(parts)
            draw(painter, self.panel(painter, QRectF(room.left(), top, room.width(), tall)))
            top += tall + gap

    def _draw_next(self, painter: QPainter, room: QRectF) -> None:
        self._caption(painter, room, _NEXT_TITLE)
        if not self.board.following:
            words = "没有人等候" if not self.board.waiting else ""
            self.write(painter, self._below(room), words, self.letters(CAPTION_PX), Ink.MUTED)
        line = self._below(room).height() / 2
        for place, number in enumerate(self.board.following):
            column, row = place % 2, place // 2
            where = QRectF(
                room.left() + column * room.width() / 2,
                self._below(room).top() + row * line,
                room.width() / 2 - self.px(12),
                line,
            )
            made = self.fitting(number, NEXT_PX, where.width(), is_bold=True)
            self.write(painter, where, number, made)

    def _draw_count(self, painter: QPainter, room: QRectF) -> None:
        minutes = wait_words(self.board.minutes)
        foot = self.px(CAPTION_PX * 1.5) if minutes else 0.0
        line = room.adjusted(0, 0, 0, -foot)
        self.write(painter, line, _WAIT_TITLE, self.letters(CAPTION_PX), Ink.MUTED)
        after = self.letters(CAPTION_PX)
        self.write(painter, line, "个号", after, Ink.MUTED, where=RIGHT)
        painter.setFont(after)
        taken = painter.fontMetrics().horizontalAdvance("个号") + self.px(16)
        made = self.letters(COUNT_PX, is_bold=True)
        self.write(
            painter,
            line.adjusted(0, 0, -taken, 0),
            str(self.board.waiting),
            made,
            Ink.WORDS,
            where=RIGHT,
        )
        if minutes:
            below = QRectF(room.left(), line.bottom(), room.width(), foot)
            fits = self.fitting(minutes, CAPTION_PX, below.width())
            self.write(painter, below, minutes, fits, Ink.MUTED)

    def _draw_missed(self, painter: QPainter, room: QRectF) -> None:
        self._caption(painter, room, _MISSED_TITLE)
        words = "　".join(self.board.missed)
        below = self._below(room)
        self.write(painter, below, words, self.fitting(words, _MISSED_PX, below.width()))

    def _caption(self, painter: QPainter, room: QRectF, words: str) -> None:
        where = QRectF(room.left(), room.top(), room.width(), self.px(_CAPTION))
        made = self.fitting(words, CAPTION_PX, where.width())
        self.write(painter, where, words, made, Ink.MUTED, where=LEFT)

    def _below(self, room: QRectF) -> QRectF:
        return room.adjusted(0, self.px(_CAPTION), 0, 0)


def wait_words(minutes: tuple[int, int] | None) -> str:
    """Return what who takes a number now has to expect, "" where nothing can be said."""
    span = wait_span(minutes)
    return f"现在取号约等 {span}" if span else ""
