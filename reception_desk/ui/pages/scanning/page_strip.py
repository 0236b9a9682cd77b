"""The pages of the batch as thumbnails, paper by paper, in the order in which they are filed."""

from dataclasses import dataclass

from PySide6.QtCore import (
    QEvent,
    QMargins,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSignalBlocker,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QImage, QKeyEvent, QPainter, QPen, QPixmap
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from reception_desk.records.scan_batches import ScanBatch
from reception_desk.ui import icons
from reception_desk.ui.pages.scanning.batch_work import Made
from reception_desk.ui.pages.scanning.page_words import paper_words
from reception_desk.ui.pages.scanning.strip_model import RowRole, StripModel, StripRow
from reception_desk.ui.tokens import Colour

_Index = QModelIndex | QPersistentModelIndex
_THUMB_PX = 140
_MARGIN = 8
_GREYED = 0.35
_MOST_DRAWN = 24
"""Rows whose picture is kept: more than a screen is high."""
_STEPS = {
    Qt.Key.Key_Up,
    Qt.Key.Key_Down,
    Qt.Key.Key_Home,
    Qt.Key.Key_End,
    Qt.Key.Key_PageUp,
    Qt.Key.Key_PageDown,
}


class PageStrip(QListView):
    """Signals: `page_chosen(page id)`, `page_dropped(page id, anchor id, is behind)`,
    `small_wanted(Made)`: a thumbnail came into sight that is not here.
    """

    page_chosen = Signal(str)
    page_dropped = Signal(str, str, bool)
    small_wanted = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("look", "flat")
        self.pages = StripModel()
        self._fit_rows()
        self.setModel(self.pages)
        self._delegate = _StripDelegate(self)
        self.setItemDelegate(self._delegate)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.setDropIndicatorShown(True)
        self.setAccessibleName("已扫描的页")
        self.pages.dropped.connect(self.page_dropped)
        self.pages.small_wanted.connect(self.small_wanted)
        self.selectionModel().currentChanged.connect(self._tell_chosen)

    @property
    def chosen_id(self) -> str:
        """The page that acts are about, or nothing in an empty batch."""
        row: StripRow | None = self.currentIndex().data(RowRole)
        return row.placed.page_id if row else ""

    @property
    def is_whole(self) -> bool:
        """Whether every page in sight has its thumbnail."""
        room = self.viewport().rect()
        return all(
            self.pages.small(row.made) is not None
            for number, row in enumerate(self.pages.rows)
            if self.visualRect(self.pages.index(number, 0)).intersects(room)
        )

    def show_batch(self, batch: ScanBatch, chosen_id: str) -> None:
        """Show the pages and stay at the chosen one; the caller knows which it is."""
        with QSignalBlocker(self):
            place = self.verticalScrollBar().value()
            self.pages.show(batch)
            self.choose(chosen_id)
            if self.chosen_id == chosen_id:
                self.verticalScrollBar().setValue(place)
                self.scrollTo(self.currentIndex())

    def choose(self, page_id: str) -> None:
        """Go to a page; where it is gone, the last one stands for it."""
        row = self.pages.row_of(page_id)
        if row is None:
            row = self.pages.rowCount() - 1
        self.setCurrentIndex(self.pages.index(row, 0))

    def show_small(self, made: Made, image: QImage) -> None:
        """Take a thumbnail that was read."""
        self.pages.take_small(made, QPixmap.fromImage(image))

    def changeEvent(self, event: QEvent) -> None:
        """Give every row the height that the writing needs now."""
        super().changeEvent(event)
        if event.type() in {QEvent.Type.FontChange, QEvent.Type.StyleChange}:
            self._delegate.forget()
            self._fit_rows()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk with the arrows; every other key is the page's."""
        if event.key() in _STEPS and not event.modifiers():
            super().keyPressEvent(event)
        else:
            event.ignore()

    def _fit_rows(self) -> None:
        line = self.fontMetrics().height()
        row = QSize(100, _THUMB_PX + line + 3 * _MARGIN)
        self.pages.fit(row, row.grownBy(QMargins(0, line + 2 * _MARGIN, 0, 0)))

    def _tell_chosen(self, current: QModelIndex) -> None:
        if (row := current.data(RowRole)) is not None:
            self.page_chosen.emit(row.placed.page_id)


@dataclass(frozen=True, slots=True)
class _Drawn:
    """What a row was drawn from, and its picture."""

    row: StripRow
    small: QPixmap | None
    size: QSize
    look: QStyle.StateFlag
    scale: float
    picture: QPixmap


class _StripDelegate(QStyledItemDelegate):
    """A paper's head where one begins, the thumbnail, then number and marks.

    A row is drawn once and laid down from then on: each call into Qt lets other threads run, and
    a dozen for each row in sight holds the screen up while pages are worked on.
    """

    def __init__(self, strip: PageStrip) -> None:
        super().__init__(strip)
        self._strip = strip
        self._drawn: dict[str, _Drawn] = {}

    def forget(self) -> None:
        """Draw everything anew: colours or letters changed."""
        self._drawn.clear()

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        row: StripRow = index.data(RowRole)
        rect: QRect = option.rect  # pyright: ignore[reportAttributeAccessIssue]
        state: QStyle.StateFlag = option.state  # pyright: ignore[reportAttributeAccessIssue]
        look = state & (QStyle.StateFlag.State_Selected | QStyle.StateFlag.State_MouseOver)
        small = self._strip.pages.small_in_sight(row.made)
        scale = self._strip.devicePixelRatioF()
        known = self._drawn.pop(row.placed.page_id, None)
        if (
            known is None
            or known.row is not row
            or known.small is not small
            or (known.look, known.scale) != (look, scale)
            or known.size != rect.size()
        ):
            picture = _picture_of(option, row, small, look, scale)
            known = _Drawn(row, small, rect.size(), look, scale, picture)
        self._drawn[row.placed.page_id] = known
        while len(self._drawn) > _MOST_DRAWN:
            del self._drawn[next(iter(self._drawn))]
        painter.drawPixmap(rect.topLeft(), known.picture)


def _picture_of(
    option: QStyleOptionViewItem,
    row: StripRow,
    small: QPixmap | None,
    look: QStyle.StateFlag,
    scale: float,
) -> QPixmap:
    whole: QRect = option.rect  # pyright: ignore[reportAttributeAccessIssue]
    line = option.fontMetrics.height()
    picture = QPixmap(whole.size() * scale)
    picture.setDevicePixelRatio(scale)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setFont(option.font)  # pyright: ignore[reportAttributeAccessIssue]
    rect = QRect(QPoint(), whole.size())
    if row.paper:
        rect = _paint_head(painter, rect, line, row)
    if look & QStyle.StateFlag.State_Selected:
        painter.fillRect(rect, QColor(icons.colour(Colour.SELECTION)))
        bar = QRect(rect.left(), rect.top(), 3, rect.height())
        painter.fillRect(bar, QColor(icons.colour(Colour.ACCENT)))
    elif look & QStyle.StateFlag.State_MouseOver:
        painter.fillRect(rect, QColor(icons.colour(Colour.HOVER)))
    inner = rect.adjusted(_MARGIN + 4, _MARGIN, -_MARGIN, -_MARGIN)
    _paint_small(painter, inner.adjusted(0, 0, 0, -line - _MARGIN), row, small)
    words = QRect(inner.left(), inner.bottom() - line + 1, inner.width(), line)
    _paint_words(painter, words, row)
    painter.end()
    return picture


def _paint_small(painter: QPainter, room: QRect, row: StripRow, small: QPixmap | None) -> None:
    size = QSize(room.height() * 5 // 7, room.height())
    if small is not None and not small.isNull():
        size = small.size().scaled(room.size(), Qt.AspectRatioMode.KeepAspectRatio)
    left = room.left() + (room.width() - size.width()) // 2
    top = room.top() + (room.height() - size.height()) // 2
    frame = QRect(left, top, size.width(), size.height())
    painter.fillRect(frame, QColor(icons.colour(Colour.HEADER)))
    if small is not None and not small.isNull():
        painter.setOpacity(_GREYED if row.placed.is_removed else 1.0)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawPixmap(frame, small)
        painter.setOpacity(1.0)
    painter.setPen(QPen(QColor(icons.colour(Colour.BORDER)), 1))
    painter.drawRect(frame)


def _paint_head(painter: QPainter, rect: QRect, line: int, row: StripRow) -> QRect:
    """Write what the paper is and return the room below."""
    head = QRect(rect.left(), rect.top(), rect.width(), line + 2 * _MARGIN)
    painter.fillRect(head, QColor(icons.colour(Colour.HEADER)))
    painter.setPen(QColor(icons.colour(Colour.LINE)))
    painter.drawLine(head.topLeft(), head.topRight())
    painter.setPen(QColor(icons.colour(Colour.TEXT)))
    words = f"{row.paper_number}　{paper_words(row.paper) if row.paper else ''}"
    room = head.adjusted(_MARGIN + 4, 0, -_MARGIN, 0)
    shown = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, room.width())
    painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, shown)
    return rect.adjusted(0, head.height(), 0, 0)


def _paint_words(painter: QPainter, room: QRect, row: StripRow) -> None:
    metrics = painter.fontMetrics()
    painter.setPen(QColor(icons.colour(Colour.MUTED)))
    number = str(row.number)
    painter.drawText(room, Qt.AlignmentFlag.AlignLeft, number)
    left = room.left() + metrics.horizontalAdvance(number) + _MARGIN
    for mark in row.marks:
        painter.setPen(QColor(icons.colour(mark.colour)))
        painter.drawText(
            QRect(left, room.top(), room.right() - left + 1, room.height()),
            Qt.AlignmentFlag.AlignLeft,
            mark.words,
        )
        left += metrics.horizontalAdvance(mark.words) + _MARGIN
