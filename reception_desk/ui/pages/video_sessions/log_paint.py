"""Paints a line of the log: when, what, who, and the words, wrapped at the width there is."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from PySide6.QtCore import QPointF, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QTextLayout, QTextOption
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from reception_desk.ui import icons, text_size
from reception_desk.ui.pages.video_sessions.log_model import Index, LineRole
from reception_desk.ui.pages.video_sessions.log_words import LineLook, LogLine, LogPart, PartLook
from reception_desk.ui.tokens import Colour

_PAD_X, _PAD_Y, _GAP = 12, 7, 12
_STACKED_BELOW = 420
_SPEAKER = "国" * 7
_SLACK = 2
_MOST_KEPT = 4000
_INKS = {
    LineLook.PROMISE: Colour.ACCENT,
    LineLook.DISPUTE: Colour.WARN,
    LineLook.BAND: Colour.WARN,
    LineLook.STRAY: Colour.ERROR,
}
_GROUNDS = {LineLook.BAND: Colour.WARN_SOFT, LineLook.STRAY: Colour.ERROR_SOFT}


@dataclass(frozen=True, slots=True)
class Piece:
    """Words at a place: one line that is shortened, or with `layout` as many as they need."""

    rect: QRect
    words: str
    font: QFont
    ink: Colour
    layout: QTextLayout | None = None

    def paint(self, painter: QPainter) -> None:
        """Paint the words."""
        painter.setPen(QColor(icons.colour(self.ink)))
        if self.layout is not None:
            self.layout.draw(painter, QPointF(self.rect.topLeft()))
            return
        painter.setFont(self.font)
        mode, metrics = Qt.TextElideMode.ElideRight, QFontMetrics(self.font)
        shown = metrics.elidedText(self.words, mode, self.rect.width())
        painter.drawText(self.rect, int(Qt.AlignmentFlag.AlignLeft), shown)


class LogDelegate(QStyledItemDelegate):
    """Times, kinds and speakers stand in columns; where there is no room, above the words."""

    def __init__(self, view: QListView) -> None:
        super().__init__(view)
        self._view = view
        self._heights: dict[tuple[LogLine, int, str], int] = {}
        """Measured once: with each new entry the list asks for all of them again."""

    def sizeHint(self, _option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return the height that the words need at the width of the list."""
        width = self._view.viewport().width()
        line: LogLine = index.data(LineRole)
        key = (line, width, self._view.font().key())
        if key not in self._heights:
            if len(self._heights) >= _MOST_KEPT:
                self._heights.clear()
            bottom = max(piece.rect.bottom() for piece in self._pieces(line, width))
            self._heights[key] = bottom + 1 + _PAD_Y
        return QSize(width, self._heights[key])

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        line: LogLine = index.data(LineRole)
        rect: QRect = option.rect  # pyright: ignore[reportAttributeAccessIssue]  # not in the stubs
        state = option.state  # pyright: ignore[reportAttributeAccessIssue]
        is_chosen = bool(state & QStyle.StateFlag.State_Selected)
        ground = Colour.SELECTION if is_chosen else _GROUNDS.get(line.look)
        if ground is not None:
            painter.fillRect(rect, QColor(icons.colour(ground)))
        below = QRect(rect.left(), rect.bottom(), rect.width(), 1)
        painter.fillRect(below, QColor(icons.colour(Colour.LINE)))
        painter.save()
        painter.translate(rect.topLeft())
        for piece in self._pieces(line, rect.width()):
            piece.paint(painter)
        painter.restore()

    def _pieces(self, line: LogLine, width: int) -> Iterator[Piece]:
        is_stacked = width < text_size.scaled(_STACKED_BELOW)
        left = _PAD_X
        for head, room in self._heads(line):
            if head.words:
                wide = min(room, max(1, width - left - _PAD_X))
                yield replace(head, rect=QRect(left, _PAD_Y, wide, head.rect.height()))
            elif is_stacked or line.look is LineLook.BAND:
                continue  # nobody speaks in an interruption
            left += room + _GAP
        top = _PAD_Y
        if is_stacked:
            left, top = _PAD_X, _PAD_Y + QFontMetrics(self._view.font()).height() + 2
        for part in line.parts:
            piece = self._part(part, left, top, max(1, width - left - _PAD_X))
            top = piece.rect.bottom() + 3
            yield piece

    def _heads(self, line: LogLine) -> Iterator[tuple[Piece, int]]:
        """Yield when, what and who, each with the width of its column."""
        plain = self._view.font()
        strong = QFont(plain)
        strong.setBold(True)
        kind_ink = _INKS.get(line.look, Colour.MUTED)
        for words, widest, font, ink in (
            (line.when, "00:00:00", plain, Colour.MUTED),
            (line.kind, "国国国国", strong, kind_ink),
            (line.speaker, _SPEAKER, plain, Colour.TEXT),
        ):
            metrics = QFontMetrics(font)
            room = metrics.horizontalAdvance(widest) + _SLACK
            yield Piece(QRect(0, 0, room, metrics.height()), words, font, ink), room

    def _part(self, part: LogPart, left: int, top: int, width: int) -> Piece:
        font = QFont(self._view.font())
        font.setStrikeOut(part.look is PartLook.REPLACED)
        layout = QTextLayout(part.words.replace("\n", "\u2028"), font)
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        layout.setTextOption(option)
        layout.beginLayout()
        height = 0.0
        while (row := layout.createLine()).isValid():
            row.setLineWidth(width)
            row.setPosition(QPointF(0, height))
            height += row.height()
        layout.endLayout()
        ink = Colour.TEXT if part.look is PartLook.PLAIN else Colour.MUTED
        return Piece(QRect(left, top, width, round(height)), part.words, font, ink, layout)
