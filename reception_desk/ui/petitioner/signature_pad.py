"""签名板: strokes of a pen, a finger or a mouse, with their moments and the pen's pressure."""

from PySide6.QtCore import QBuffer, QEvent, QIODevice, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QImage,
    QInputEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QTabletEvent,
    QTouchEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from reception_desk.records.signature import Handwriting, Point
from reception_desk.ui import icons
from reception_desk.ui.tokens import Colour

MOST_POINTS = 20_000
_FULL = 1000
_THIN, _THICK, _PLAIN = 1.6, 5.0, 3.2
"""Width of the line in px without pressure, at full pressure, and where there is no telling."""
_ABOUT = "用手写笔、手指或鼠标签名；也可以用笔在纸上签"
_BASE_LINE, _EDGE, _HINT = 0.74, 0.06, 0.10


class SignaturePad(QWidget):
    """Takes what is written by hand. Signal `changed()` after each stroke and when it is emptied.

    `name` is what a screen reader calls it, `about` what it says besides; `hint` stands in it
    while it is empty. What Qt makes of a pen or a finger besides (mouse events) is not taken twice.
    """

    changed = Signal()

    def __init__(
        self, name: str = "签名处", hint: str = "请在这里签名", about: str = _ABOUT
    ) -> None:
        super().__init__()
        self._hint = hint
        self._strokes: list[tuple[Point, ...]] = []
        self._drawn: list[Point] = []
        self._began = 0
        self._count = 0
        self._is_drawing = False
        self.setAttribute(Qt.WidgetAttribute.WA_AcceptTouchEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setCursor(Qt.CursorShape.CrossCursor)
        self.setAccessibleName(name)
        self.setAccessibleDescription(about)

    @property
    def ink(self) -> Handwriting:
        """What has been drawn."""
        return Handwriting(self.width(), self.height(), tuple(self._strokes))

    @property
    def is_empty(self) -> bool:
        return not self._strokes

    def show_ink(self, ink: Handwriting) -> None:
        """Show strokes drawn before; further ones are added to them."""
        self._strokes, self._drawn = list(ink.strokes), []
        self._count, self._is_drawing = sum(map(len, ink.strokes)), False
        self.update()
        self.changed.emit()

    def clear(self) -> None:
        """Take every stroke away."""
        self._strokes, self._drawn = [], []
        self._count, self._is_drawing = 0, False
        self.update()
        self.changed.emit()

    def picture(self) -> bytes:
        """Return the strokes as a PNG, black on white, as large as the pad."""
        image = QImage(self.size(), QImage.Format.Format_RGB32)
        image.fill(Qt.GlobalColor.white)
        painter = QPainter(image)
        self._paint_ink(painter, QColor(Qt.GlobalColor.black))
        painter.end()
        buffer = QBuffer()
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        image.save(buffer, "PNG")  # pyright: ignore[reportCallIssue, reportArgumentType]
        return bytes(buffer.data().data())

    def sizeHint(self) -> QSize:
        return QSize(640, 220)

    # Pen, finger, mouse

    def tabletEvent(self, event: QTabletEvent) -> None:
        pressure = round(event.pressure() * _FULL)
        match event.type():
            case QEvent.Type.TabletPress if event.button() == Qt.MouseButton.LeftButton:
                self._begin(event, event.position(), pressure)
            case QEvent.Type.TabletMove:
                self._go_on(event, event.position(), pressure)
            case QEvent.Type.TabletRelease:
                self._end()
            case _:
                pass
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._begin(event, event.position(), None)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._go_on(event, event.position(), None)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._end()

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QTouchEvent):
            self._touch(event)
            event.accept()
            return True
        return super().event(event)

    def _touch(self, event: QTouchEvent) -> None:
        """The first finger writes; a palm that lies down beside it does not."""
        points = event.points()
        if not points:
            return
        first = points[0]
        match event.type():
            case QEvent.Type.TouchBegin:
                self._begin(event, first.position(), None)
            case QEvent.Type.TouchUpdate:
                self._go_on(event, first.position(), None)
            case _:
                self._end()

    def _begin(self, event: QInputEvent, at: QPointF, pressure: int | None) -> None:
        if self._is_drawing:
            self._end()
        if not self._strokes:
            self._began = event.timestamp()
        self._is_drawing = True
        self._drawn = []
        self._add(event, at, pressure)

    def _go_on(self, event: QInputEvent, at: QPointF, pressure: int | None) -> None:
        if self._is_drawing:
            self._add(event, at, pressure)

    def _end(self) -> None:
        if self._is_drawing and self._drawn:
            self._strokes.append(tuple(self._drawn))
            self._drawn = []
            self.changed.emit()
        self._is_drawing = False

    def _add(self, event: QInputEvent, at: QPointF, pressure: int | None) -> None:
        """Keep a point within the pad; one where the pen already was says nothing new."""
        x = min(max(round(at.x()), 0), self.width() - 1)
        y = min(max(round(at.y()), 0), self.height() - 1)
        last = self._drawn[-1] if self._drawn else None
        if self._count >= MOST_POINTS or (last is not None and (last.x, last.y) == (x, y)):
            return
        at_ms = max(event.timestamp() - self._began, last.at_ms if last else 0)
        self._drawn.append(Point(x, y, at_ms, pressure))
        self._count += 1
        self.update()

    # Painting

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(icons.colour(Colour.BORDER)), 1.5))
        painter.setBrush(QColor(icons.colour(Colour.FIELD)))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 10, 10)
        base, edge = round(self.height() * _BASE_LINE), round(self.width() * _EDGE)
        painter.setPen(QPen(QColor(icons.colour(Colour.LINE)), 2))
        painter.drawLine(edge, base, self.width() - edge, base)
        if not self._strokes and not self._drawn:
            font = self.font()
            font.setPixelSize(max(round(self.height() * _HINT), 14))
            painter.setFont(font)
            painter.setPen(QColor(icons.colour(Colour.MUTED)))
            room = self.rect().adjusted(0, 0, 0, base - self.height())
            painter.drawText(room, int(Qt.AlignmentFlag.AlignCenter), self._hint)
        self._paint_ink(painter, QColor(icons.colour(Colour.TEXT)))
        painter.end()

    def _paint_ink(self, painter: QPainter, colour: QColor) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = QPen(colour, _PLAIN)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        for stroke in (*self._strokes, tuple(self._drawn)):
            for before, point in zip(stroke, stroke[1:] or stroke, strict=False):
                pen.setWidthF(_width(point.pressure))
                painter.setPen(pen)
                painter.drawLine(before.x, before.y, point.x, point.y)


def _width(pressure: int | None) -> float:
    return _PLAIN if pressure is None else _THIN + (_THICK - _THIN) * pressure / _FULL
