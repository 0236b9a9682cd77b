"""A page before anything was cut off, with a handle at each corner of its sheet."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPixmap,
    QPolygonF,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from reception_desk.records.pages import Corners, Point, corners_of
from reception_desk.rules.cropping import CropTrouble, held_in, trouble_with, whole
from reception_desk.ui.pages.scanning import crop_paint

NAMES = ("左上角", "右上角", "右下角", "左下角")
FAST = 10
_ROOM_PX = 16
"""Around the picture, so that a handle at its edge is whole."""
_GRAB_PX = 28
_SMALLEST = QSize(160, 120)
_ARROWS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}


class CropPicture(QWidget):
    """Tab chooses a corner, arrows and the mouse move it; places are pixels of the whole original.

    Signals: `changed()`, `apply_asked()`, `leave_asked()`, `machine_asked()`.
    """

    changed = Signal()
    apply_asked = Signal()
    leave_asked = Signal()
    machine_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._image = QImage()
        self._scaled = QPixmap()
        self._size = 1, 1
        self._dpi = 0
        self._earlier: list[Corners] = []
        self._drag: QPointF | None = None
        self.corners = whole(self._size)
        self.chosen = 0
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName("裁边")

    def show_page(self, image: QImage, size: tuple[int, int], dpi: int, corners: Corners) -> None:
        """Show a page of `size` px, of which `image` is a smaller copy, with these corners."""
        self._image, self._scaled = image, QPixmap()
        self._size, self._dpi = size, dpi
        self._earlier.clear()
        self._drag = None
        self.corners, self.chosen = corners, 0
        self._tell()

    @property
    def trouble(self) -> CropTrouble | None:
        """Why these corners are no page."""
        return trouble_with(self.corners, self._size, self._dpi)

    def undo(self) -> None:
        """Put the corners back to where they were before the last move."""
        if self._earlier:
            self.corners = self._earlier.pop()
            self._tell()

    def place_of(self, point: Point) -> QPointF:
        """Return where a pixel of the original is on this widget."""
        room, scale = self._room()
        return room.topLeft() + QPointF((point[0] + 0.5) * scale, (point[1] + 0.5) * scale)

    # What a person does

    def keyPressEvent(self, event: QKeyEvent) -> None:
        held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        is_plain = held == Qt.KeyboardModifier.NoModifier
        is_shifted = held == Qt.KeyboardModifier.ShiftModifier
        signals = {
            Qt.Key.Key_Return: self.apply_asked,
            Qt.Key.Key_Enter: self.apply_asked,
            Qt.Key.Key_Escape: self.leave_asked,
            Qt.Key.Key_Backspace: self.machine_asked,
        }
        if event.key() in _ARROWS and (is_plain or is_shifted):
            self._step(*_ARROWS[Qt.Key(event.key())], 1 if is_plain else FAST)
        elif is_plain and event.key() in signals:
            signals[Qt.Key(event.key())].emit()
        else:
            super().keyPressEvent(event)

    def focusNextPrevChild(self, is_next: bool) -> bool:  # noqa: FBT001 - Qt's signature
        """Tab goes from corner to corner; Enter or Escape leads out."""
        self.chosen = (self.chosen + (1 if is_next else -1)) % len(NAMES)
        self._tell()
        return True

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        event.accept()
        at = event.position()
        near = [(self.place_of(corner) - at).manhattanLength() for corner in self.corners]
        if event.button() == Qt.MouseButton.LeftButton and min(near) <= _GRAB_PX:
            self.chosen = near.index(min(near))
            self._drag = self.place_of(self.corners[self.chosen]) - at
            self._remember()
            self._tell()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._drag is not None:
            self._move_to(event.position() + self._drag)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        self._drag = None

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    def _step(self, across: int, down: int, pixels: int) -> None:
        self._remember()
        step = QPointF(across, down) * pixels
        self._move_to(self.place_of(self.corners[self.chosen]) + step)

    def _move_to(self, place: QPointF) -> None:
        """Move the chosen corner to a place of this widget, or the nearest in the picture."""
        room, scale = self._room()
        there = place - room.topLeft()
        point = held_in((there.x() / scale - 0.5, there.y() / scale - 0.5), self._size)
        moved = list(self.corners)
        moved[self.chosen] = point
        self.corners = corners_of(moved)
        self._tell()

    def _remember(self) -> None:
        if not self._earlier or self._earlier[-1] != self.corners:
            self._earlier.append(self.corners)

    def _tell(self) -> None:
        x, y = self.corners[self.chosen]
        self.setAccessibleDescription(f"{NAMES[self.chosen]}，横 {x:.0f}，纵 {y:.0f} 像素")
        self.update()
        self.changed.emit()

    # What is seen

    def sizeHint(self) -> QSize:
        return _SMALLEST

    def minimumSizeHint(self) -> QSize:
        return _SMALLEST

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        room, _scale = self._room()
        self._fit(room)
        painter.drawPixmap(room.topLeft(), self._scaled)
        places = [self.place_of(corner) for corner in self.corners]
        is_wrong = self.trouble is not None
        crop_paint.paint_outline(painter, room, places, is_wrong=is_wrong)
        chosen = self.chosen if self.hasFocus() else -1
        crop_paint.paint_handles(painter, places, chosen, is_wrong=is_wrong)
        if not self._image.isNull() and (self.hasFocus() or self._drag is not None):
            sheet = QPolygonF(places).boundingRect()
            lens = crop_paint.Lens(QRectF(self.rect()), room, sheet, places[self.chosen])
            crop_paint.paint_magnifier(painter, lens, self._image)
        painter.end()

    def _room(self) -> tuple[QRectF, float]:
        """Return where the picture lies on this widget, and how large a pixel of it is there."""
        width, height = self._size
        free = self.rect().adjusted(_ROOM_PX, _ROOM_PX, -_ROOM_PX, -_ROOM_PX)
        scale = max(min(free.width() / width, free.height() / height), 1e-6)
        shown = QRectF(0, 0, width * scale, height * scale)
        shown.moveCenter(QRectF(free).center())
        return shown, scale

    def _fit(self, room: QRectF) -> None:
        """Scale once for the room there is; painting is then a copy."""
        ratio = self.devicePixelRatioF()
        wanted = (room.size() * ratio).toSize().expandedTo(QSize(1, 1))
        if self._scaled.size() == wanted or self._image.isNull():
            return
        scaled = self._image.scaled(
            wanted,
            Qt.AspectRatioMode.IgnoreAspectRatio,
            Qt.TransformationMode.SmoothTransformation,
        )
        scaled.setDevicePixelRatio(ratio)
        self._scaled = QPixmap.fromImage(scaled)
