"""The pages of the batch as thumbnails, paper by paper, in the order in which they are filed."""

from dataclasses import dataclass

from PySide6.QtCore import (
    QAbstractListModel,
    QMimeData,
    QModelIndex,
    QPersistentModelIndex,
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

from reception_desk.records.scan_batches import BatchPaper, PlacedPage, ScanBatch
from reception_desk.ui import icons
from reception_desk.ui.pages.scanning.batch_work import Made
from reception_desk.ui.pages.scanning.page_words import PageMark, marks, paper_words
from reception_desk.ui.tokens import Colour

_Index = QModelIndex | QPersistentModelIndex
RowRole = Qt.ItemDataRole.UserRole + 1
PAGE_FORMAT = "application/x-reception-desk-page"
_THUMB_PX = 140
_MARGIN = 8
_GREYED = 0.35
_MOST_SMALL = 100
"""Thumbnails of 0.3 MB that are kept: several times what fits on a screen."""
_STEPS = {
    Qt.Key.Key_Up,
    Qt.Key.Key_Down,
    Qt.Key.Key_Home,
    Qt.Key.Key_End,
    Qt.Key.Key_PageUp,
    Qt.Key.Key_PageDown,
}


@dataclass(frozen=True, slots=True)
class StripRow:
    """A page with what is told of it; `paper` where a paper begins, with its number from 1."""

    placed: PlacedPage
    made: Made
    number: int
    marks: tuple[PageMark, ...]
    paper: BatchPaper | None
    paper_number: int


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
        self.pages = _StripModel()
        self.setModel(self.pages)
        self.setItemDelegate(_StripDelegate(self))
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

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk with the arrows; every other key is the page's."""
        if event.key() in _STEPS and not event.modifiers():
            super().keyPressEvent(event)
        else:
            event.ignore()

    def _tell_chosen(self, current: QModelIndex) -> None:
        if (row := current.data(RowRole)) is not None:
            self.page_chosen.emit(row.placed.page_id)


class _StripModel(QAbstractListModel):
    """Keeps the thumbnails seen last. Signals `dropped(page id, anchor id, is behind)`,
    `small_wanted(Made)`.
    """

    dropped = Signal(str, str, bool)
    small_wanted = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[StripRow] = []
        self._small: dict[Made, QPixmap] = {}

    def show(self, batch: ScanBatch) -> None:
        self.beginResetModel()
        self.rows = _rows(batch)
        present = {row.made for row in self.rows}
        self._small = {made: small for made, small in self._small.items() if made in present}
        self.endResetModel()

    def small(self, made: Made) -> QPixmap | None:
        return self._small.get(made)

    def small_in_sight(self, made: Made) -> QPixmap | None:
        """Return the thumbnail of a page that is being painted, or ask for it."""
        small = self._small.pop(made, None)
        if small is None:
            self.small_wanted.emit(made)
            return None
        self._small[made] = small
        return small

    def take_small(self, made: Made, picture: QPixmap) -> None:
        self._small[made] = picture
        while len(self._small) > _MOST_SMALL:
            del self._small[next(iter(self._small))]
        for number, row in enumerate(self.rows):
            if row.made == made:
                self.dataChanged.emit(self.index(number, 0), self.index(number, 0))

    def row_of(self, page_id: str) -> int | None:
        places = (n for n, row in enumerate(self.rows) if row.placed.page_id == page_id)
        return next(places, None)

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        row = self.rows[index.row()]
        if role == RowRole:
            return row
        words = "，".join((f"第 {row.number} 页", *(mark.words for mark in row.marks)))
        if role == Qt.ItemDataRole.DisplayRole:
            return words
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{paper_words(row.paper)}，{words}" if row.paper else words
        return None

    def flags(self, index: _Index) -> Qt.ItemFlag:
        flag = Qt.ItemFlag
        own = flag.ItemIsEnabled | flag.ItemIsSelectable | flag.ItemIsDragEnabled
        return own if index.isValid() else flag.ItemIsDropEnabled

    def mimeTypes(self) -> list[str]:
        return [PAGE_FORMAT]

    def mimeData(self, indexes: list[QModelIndex]) -> QMimeData:  # pyright: ignore[reportIncompatibleMethodOverride]
        data = QMimeData()
        data.setData(PAGE_FORMAT, self.rows[indexes[0].row()].placed.page_id.encode())
        return data

    def supportedDropActions(self) -> Qt.DropAction:
        return Qt.DropAction.MoveAction

    def dropMimeData(
        self, data: QMimeData, _action: Qt.DropAction, row: int, _column: int, _parent: _Index
    ) -> bool:
        """Tell where the page was dropped; the arrangement is changed, not this list."""
        page_id = bytes(data.data(PAGE_FORMAT).data()).decode()
        if page_id and self.rows:
            is_behind = not 0 <= row < len(self.rows)
            anchor = self.rows[-1 if is_behind else row].placed.page_id
            self.dropped.emit(page_id, anchor, is_behind)
        return False


def _rows(batch: ScanBatch) -> list[StripRow]:
    rows: list[StripRow] = []
    for paper_number, paper in enumerate(batch.arrangement.papers, 1):
        for place, placed in enumerate(paper.pages):
            rows.append(
                StripRow(
                    placed,
                    (placed.page_id, batch.pages[placed.page_id].made_by),
                    len(rows) + 1,
                    tuple(marks(batch, placed)),
                    None if place else paper,
                    paper_number,
                )
            )
    return rows


class _StripDelegate(QStyledItemDelegate):
    """A paper's head where one begins, the thumbnail, then number and marks."""

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        row: StripRow = index.data(RowRole)
        line = option.fontMetrics.height()
        head = line + 2 * _MARGIN if row.paper else 0
        return QSize(100, head + _THUMB_PX + line + 3 * _MARGIN)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        row: StripRow = index.data(RowRole)
        rect: QRect = option.rect  # pyright: ignore[reportAttributeAccessIssue]
        state: QStyle.StateFlag = option.state  # pyright: ignore[reportAttributeAccessIssue]
        line = option.fontMetrics.height()
        if row.paper:
            rect = _paint_head(painter, rect, line, row)
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, QColor(icons.colour(Colour.SELECTION)))
            bar = QRect(rect.left(), rect.top(), 3, rect.height())
            painter.fillRect(bar, QColor(icons.colour(Colour.ACCENT)))
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, QColor(icons.colour(Colour.HOVER)))
        inner = rect.adjusted(_MARGIN + 4, _MARGIN, -_MARGIN, -_MARGIN)
        picture = inner.adjusted(0, 0, 0, -line - _MARGIN)
        self._paint_small(painter, picture, row, index)
        words = QRect(inner.left(), inner.bottom() - line + 1, inner.width(), line)
        _paint_words(painter, words, row)

    def _paint_small(self, painter: QPainter, room: QRect, row: StripRow, index: _Index) -> None:
        model: _StripModel = index.model()  # pyright: ignore[reportAssignmentType]
        small = model.small_in_sight(row.made)
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
