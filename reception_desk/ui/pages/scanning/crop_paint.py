"""How the corners of a sheet are drawn: what falls away is darkened, the handles stand out."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QPen, QPolygonF

from reception_desk.ui import icons
from reception_desk.ui.tokens import LIGHT, Colour

HANDLE_PX = 9
CHOSEN_PX = 11
LENS_PX = 132
_MOST_SHARE = 0.45
"""Of the widget's shorter side."""
MAGNIFIED = 3
_GAP_PX = 18
"""More than a handle reaches."""
_AWAY = QColor(0, 0, 0, 120)
_CHOSEN_ALPHA = 110
"""The corner under the handle is still seen."""
_CASING = QColor(255, 255, 255, 220)


def paint_outline(
    painter: QPainter, room: QRectF, places: Sequence[QPointF], *, is_wrong: bool
) -> None:
    """Darken the picture in `room` around the four places, and draw their sides."""
    outline = QPolygonF(places)
    away, sheet = QPainterPath(), QPainterPath()
    away.addRect(room)
    sheet.addPolygon(outline)
    sheet.closeSubpath()
    painter.fillPath(away.subtracted(sheet), _AWAY)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for pen in (QPen(_CASING, 4), QPen(_ink(is_wrong=is_wrong), 2)):
        painter.setPen(pen)
        painter.drawPolygon(outline)


def paint_handles(
    painter: QPainter, places: Sequence[QPointF], chosen: int, *, is_wrong: bool
) -> None:
    """Draw a handle at each place; the chosen one (-1: none) is larger and filled."""
    ink = _ink(is_wrong=is_wrong)
    for number, place in enumerate(places):
        is_chosen = number == chosen
        filling = QColor(ink if is_chosen else _CASING)
        filling.setAlpha(_CHOSEN_ALPHA)
        radius = CHOSEN_PX if is_chosen else HANDLE_PX
        painter.setBrush(filling)
        for pen in (QPen(_CASING, 5), QPen(ink, 3)):
            painter.setPen(pen)
            painter.drawEllipse(place, radius, radius)
            painter.setBrush(Qt.BrushStyle.NoBrush)


@dataclass(frozen=True, slots=True)
class Lens:
    """What is magnified: `place`, of the picture that lies in `room` of the widget `whole`.

    It keeps off the `sheet`, which has its corners there, where there is space beside it.
    """

    whole: QRectF
    room: QRectF
    sheet: QRectF
    place: QPointF

    @property
    def side(self) -> float:
        """How wide and high it is: less where there is little room."""
        return min(LENS_PX, _MOST_SHARE * min(self.whole.width(), self.whole.height()))

    @property
    def frame(self) -> QRectF:
        """Where the magnifier goes: beside the sheet, else within it and off the corner."""
        side = self.side
        frame = QRectF(0, 0, side, side)
        whole, sheet, place = self.whole, self.sheet, self.place
        is_left = place.x() < sheet.center().x()
        free = sheet.left() - whole.left() if is_left else whole.right() - sheet.right()
        if free >= side + _GAP_PX:
            edge = sheet.left() - _GAP_PX - side if is_left else sheet.right() + _GAP_PX
            frame.moveCenter(QPointF(edge + side / 2, place.y()))
        else:
            off = side / 2 + 2 * _GAP_PX
            down = off if place.y() < sheet.center().y() else -off
            frame.moveCenter(place + QPointF(off if is_left else -off, down))
        frame.moveTop(min(max(frame.top(), whole.top() + 1), whole.bottom() - side - 1))
        frame.moveLeft(min(max(frame.left(), whole.left() + 1), whole.right() - side - 1))
        return frame

    @property
    def around(self) -> QRectF:
        """What part of the widget it shows."""
        side = self.side / MAGNIFIED
        return QRectF(self.place.x() - side / 2, self.place.y() - side / 2, side, side)


def paint_magnifier(painter: QPainter, lens: Lens, image: QImage) -> None:
    """Show what lies around a place of `image` three times as large."""
    frame, around = lens.frame, lens.around
    path = QPainterPath()
    path.addRoundedRect(frame, 8, 8)
    painter.save()
    painter.setClipPath(path)
    painter.fillRect(frame, QColor(icons.colour(Colour.HEADER)))
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    seen = around & lens.room  # Qt would stretch what reaches over the edge of the picture
    start = frame.topLeft() + (seen.topLeft() - around.topLeft()) * MAGNIFIED
    ratio = image.width() / max(lens.room.width(), 1.0)
    source = QRectF((seen.topLeft() - lens.room.topLeft()) * ratio, seen.size() * ratio)
    painter.drawImage(QRectF(start, seen.size() * MAGNIFIED), image, source)
    painter.setPen(QPen(_ink(is_wrong=False), 1))
    middle = frame.center()
    painter.drawLine(QPointF(frame.left(), middle.y()), QPointF(frame.right(), middle.y()))
    painter.drawLine(QPointF(middle.x(), frame.top()), QPointF(middle.x(), frame.bottom()))
    painter.restore()
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(QColor(icons.colour(Colour.BORDER)), 2))
    painter.drawPath(path)


def _ink(*, is_wrong: bool) -> QColor:
    """Return the colour of the lines: paper is white in both schemes, so that of the light one."""
    return QColor(LIGHT[Colour.ERROR if is_wrong else Colour.ACCENT])
