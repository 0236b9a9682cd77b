"""Notices that go by at the foot of the board, slowly; one that fits stands still."""

from collections.abc import Sequence

from PySide6.QtCore import QElapsedTimer, QEvent, QRectF, Qt, QTimer
from PySide6.QtGui import QColor, QFontMetricsF, QHideEvent, QPainter, QPixmap, QShowEvent

from reception_desk.ui.hall.board_part import CENTRE, BoardPart
from reception_desk.ui.hall.hall_look import NOTICE_PX, Ground, Ink

PX_A_SECOND = 120
"""Two signs a second, two pixels a picture: read without haste."""
_FRAME_MS = 16
_BETWEEN = "　　·　　"
_AT_ONCE = 8
"""Signs written in one go. Qt fills large letters as one shape, and what that takes grows with the
square of its length: a notice of 120 signs at once holds up a screen of 2160 lines for a second.
"""


class Marquee(BoardPart):
    """Each notice is drawn once as a picture; a frame only lays those in sight side by side."""

    ground = Ground.PANEL
    lines = 104

    def __init__(self) -> None:
        super().__init__()
        self.notices: tuple[str, ...] = ()
        self._pieces: list[QPixmap] = []
        self._whole = 0.0
        self._clock = QElapsedTimer()
        self._clock.start()
        self._timer = QTimer(self, interval=_FRAME_MS, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self.update)

    @property
    def moves(self) -> bool:
        """Whether the notices are longer than the screen is wide."""
        return self._whole > self.width() > 0

    @property
    def covers(self) -> bool:
        return self.moves

    def say(self, notices: Sequence[str]) -> None:
        """Show these notices; the same again go on where they are."""
        if tuple(notices) != self.notices:
            self.notices = tuple(notices)
            self.setAccessibleName("；".join(self.notices))
            self._clock.restart()
            self._prepare()

    def suit(self, unit: float) -> None:
        super().suit(unit)
        self._prepare()

    def draw(self, painter: QPainter, room: QRectF) -> None:
        if not self.moves:
            words = _BETWEEN.join(self.notices)
            self.write(painter, room, words, self.letters(NOTICE_PX), Ink.WORDS, where=CENTRE)
            return
        gone = self._clock.elapsed() / 1000 * self.px(PX_A_SECOND) % self._whole
        left = -gone
        while left < room.width():
            for piece in self._pieces:
                width = piece.deviceIndependentSize().width()
                if left + width > 0 and left < room.width():
                    # On whole pixels: the picture is copied, not computed anew.
                    painter.drawPixmap(round(left), 0, piece)
                left += width

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._prepare()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._prepare()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._timer.stop()

    def _prepare(self) -> None:
        made = self.letters(NOTICE_PX)
        metrics = QFontMetricsF(made)
        words = [f"{notice}{_BETWEEN}" for notice in self.notices]
        joined = _BETWEEN.join(self.notices)
        self._whole, self._pieces = metrics.horizontalAdvance(joined), []
        if self.moves:
            self._pieces = [self._picture(one, metrics.horizontalAdvance(one)) for one in words]
            self._whole = sum(one.deviceIndependentSize().width() for one in self._pieces)
        if self.moves and self.isVisible():
            self._timer.start()
        else:
            self._timer.stop()
        self.update()

    def _picture(self, words: str, width: float) -> QPixmap:
        """Return one notice as a picture: text layout is too dear for every frame."""
        ratio = self.devicePixelRatioF()
        height = round(self.lines * self.unit)
        picture = QPixmap(round(width * ratio), round(height * ratio))
        picture.setDevicePixelRatio(ratio)
        picture.fill(QColor(Ground.PANEL.value))
        painter = QPainter(picture)
        made = self.letters(NOTICE_PX)
        metrics = QFontMetricsF(made)
        for at in range(0, len(words), _AT_ONCE):
            left = metrics.horizontalAdvance(words[:at])
            room = QRectF(left, 0, width - left, height)
            self.write(painter, room, words[at : at + _AT_ONCE], made)
        painter.end()
        return picture
