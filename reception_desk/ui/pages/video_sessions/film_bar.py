"""The time bar of a film: how far it is, and what is missing, paused or sealed, with words."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum, auto

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QBrush, QColor, QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from reception_desk.ui import icons, text_size
from reception_desk.ui.pages.video_sessions.recorder_words import elapsed_text
from reception_desk.ui.tokens import Colour

STEP_MS = 10_000
_HEIGHT, _TRACK, _TICK = 34, 18, 5
_LEAST, _PAD = 3.0, 8
_CENTRED = int(Qt.AlignmentFlag.AlignCenter)


class SpanLook(StrEnum):
    """What a marked stretch is; the colour never says it alone."""

    GAP = auto()
    PAUSE = auto()
    SEALED = auto()

    @property
    def label(self) -> str:
        """Chinese name, as it stands in the bar."""
        return {"gap": "缺失", "pause": "中断", "sealed": "封存"}[self.value]


_INKS = {
    SpanLook.GAP: Colour.ERROR,
    SpanLook.PAUSE: Colour.WARN,
    SpanLook.SEALED: Colour.MUTED,
}


@dataclass(frozen=True, slots=True)
class MarkedSpan:
    """A stretch of the bar in ms, with its words."""

    from_ms: int
    to_ms: int
    look: SpanLook
    words: str

    @property
    def sentence(self) -> str:
        """Return `00:02:10–00:02:40 暂停：休息`."""
        return f"{elapsed_text(self.from_ms)}–{elapsed_text(self.to_ms)} {self.words}"


class FilmBar(QWidget):
    """Signal `moved(ms)`: a click or the arrow keys (ten seconds), Home and End."""

    moved = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self._length, self._place = 0, 0
        self._ticks: tuple[int, ...] = ()
        self.spans: tuple[MarkedSpan, ...] = ()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setProperty("look", "focusable")
        self.setAccessibleName("录音录像的时间")
        self.setMouseTracking(True)

    def show_film(self, length_ms: int, spans: Sequence[MarkedSpan], ticks: Iterable[int]) -> None:
        """Show another film; `ticks` are the moments of the log's lines."""
        self._length = length_ms
        self.spans, self._ticks = tuple(spans), tuple(ticks)
        self.setAccessibleDescription("；".join(span.sentence for span in self.spans))
        self.show_place(0)

    def show_place(self, place_ms: int) -> None:
        """Show how far it is."""
        self._place = place_ms
        self.update()

    def span_at(self, place_ms: int) -> MarkedSpan | None:
        """Return what is marked at a moment; what is missing before a pause of the log."""
        held = [span for span in self.spans if span.from_ms <= place_ms < span.to_ms]
        return min(held, key=lambda span: list(SpanLook).index(span.look), default=None)

    def sizeHint(self) -> QSize:
        return QSize(200, text_size.scaled(_HEIGHT))

    def minimumSizeHint(self) -> QSize:
        return QSize(80, text_size.scaled(_HEIGHT))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._go(self._at(event.position().x()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._go(self._at(event.position().x()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Left: -STEP_MS, Qt.Key.Key_Right: STEP_MS}
        if event.key() in steps:
            self._go(self._place + steps[Qt.Key(event.key())])
        elif event.key() == Qt.Key.Key_Home:
            self._go(0)
        elif event.key() == Qt.Key.Key_End:
            self._go(self._length - 1)
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent):
            at = self._at(event.pos().x())
            span = self.span_at(at)
            QToolTip.showText(event.globalPos(), span.sentence if span else elapsed_text(at), self)
            return True
        return super().event(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        room = self._room()
        round_ = room.height() / 2
        _fill(painter, room, Colour.PRESSED, round_)
        played = QRectF(room.left(), room.top(), self._x(self._place) - room.left(), room.height())
        _fill(painter, played, Colour.SELECTION, round_)
        for span in sorted(self.spans, key=lambda one: -list(SpanLook).index(one.look)):
            self._paint_span(painter, room, span)
        tick = float(text_size.scaled(_TICK))
        for at in self._ticks:
            _fill(painter, QRectF(self._x(at) - 0.75, room.top() - tick, 1.5, tick), Colour.MUTED)
        here = self._x(self._place)
        knob = room.adjusted(0, -tick, 0, tick)
        _fill(painter, QRectF(here - 1.5, knob.top(), 3, knob.height()), Colour.ACCENT, 1.5)
        if self.hasFocus():
            painter.setPen(QColor(icons.colour(Colour.ACCENT)))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 6, 6)
        painter.end()

    def _paint_span(self, painter: QPainter, room: QRectF, span: MarkedSpan) -> None:
        left = self._x(span.from_ms)
        width = max(_LEAST, self._x(span.to_ms) - left)
        part = QRectF(left, room.top(), width, room.height())
        ink = QColor(icons.colour(_INKS[span.look]))
        painter.fillRect(part, QColor(icons.colour(Colour.CARD)))
        is_pause = span.look is SpanLook.PAUSE
        painter.fillRect(part, QBrush(ink, Qt.BrushStyle.BDiagPattern) if is_pause else QBrush(ink))
        words = span.look.label
        if self.fontMetrics().horizontalAdvance(words) + _PAD > width:
            return
        box = self.fontMetrics().boundingRect(part.toRect(), _CENTRED, words).toRectF()
        ground = Colour.CARD if is_pause else _INKS[span.look]
        painter.fillRect(box.intersected(part), QColor(icons.colour(ground)))
        painter.setPen(ink if is_pause else QColor(icons.colour(Colour.CARD)))
        painter.drawText(part, _CENTRED, words)
        painter.setPen(Qt.PenStyle.NoPen)

    def _room(self) -> QRectF:
        height = float(text_size.scaled(_TRACK))
        return QRectF(8, (self.height() - height) / 2, max(1, self.width() - 16), height)

    def _x(self, at_ms: int) -> float:
        room = self._room()
        share = min(max(at_ms / self._length, 0.0), 1.0) if self._length else 0.0
        return room.left() + room.width() * share

    def _at(self, x: float) -> int:
        room = self._room()
        return round((x - room.left()) / room.width() * self._length)

    def _go(self, at_ms: int) -> None:
        if self._length:
            self.moved.emit(min(max(at_ms, 0), self._length - 1))


def _fill(painter: QPainter, rect: QRectF, ink: Colour, round_: float = 0.0) -> None:
    painter.setBrush(QColor(icons.colour(ink)))
    painter.drawRoundedRect(rect, round_, round_)
