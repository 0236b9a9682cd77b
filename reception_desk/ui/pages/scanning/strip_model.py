"""The rows of the strip: what is told of each page, how high it is, and its thumbnail.

The list asks for the height of every row whenever one comes or changes. The answers lie in Qt's
own model, so that a long stack does not call into Python a thousand times for each page.
"""

from dataclasses import dataclass

from PySide6.QtCore import QMimeData, QModelIndex, QPersistentModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QPixmap, QStandardItem, QStandardItemModel

from reception_desk.records.scan_batches import BatchPage, BatchPaper, PlacedPage, ScanBatch
from reception_desk.ui.pages.scanning.batch_work import Made
from reception_desk.ui.pages.scanning.page_words import PageMark, marks, paper_words

_Index = QModelIndex | QPersistentModelIndex
RowRole = Qt.ItemDataRole.UserRole + 1
PAGE_FORMAT = "application/x-reception-desk-page"
_MOST_SMALL = 100
"""Thumbnails of 0.3 MB that are kept: several times what fits on a screen."""


@dataclass(frozen=True, slots=True)
class StripRow:
    """A page with what is told of it; `paper` where a paper begins, with its number from 1."""

    placed: PlacedPage
    made: Made
    number: int
    marks: tuple[PageMark, ...]
    paper: BatchPaper | None
    paper_number: int

    @property
    def words(self) -> str:
        return "，".join((f"第 {self.number} 页", *(mark.words for mark in self.marks)))


class StripModel(QStandardItemModel):
    """Keeps the thumbnails seen last. Signals `dropped(page id, anchor id, is behind)`,
    `small_wanted(Made)`.
    """

    dropped = Signal(str, str, bool)
    small_wanted = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[StripRow] = []
        self._told = _ToldRows()
        self._small: dict[Made, QPixmap] = {}
        self._page_size = self._head_size = QSize()

    def fit(self, page_size: QSize, head_size: QSize) -> None:
        """Set how large a page is, and one with the head of its paper above it."""
        self._page_size, self._head_size = page_size, head_size
        for number, row in enumerate(self.rows):
            self._fill(self.item(number), row)

    def show(self, batch: ScanBatch) -> None:
        """Show the pages; rows that stay as they are cost nothing."""
        before, self.rows = self.rows, self._told.rows(batch)
        if len(self.rows) < len(before):
            self.removeRows(len(self.rows), len(before) - len(self.rows))
        for number, (row, old) in enumerate(zip(self.rows, before, strict=False)):
            if row is not old:
                self._fill(self.item(number), row)
        for row in self.rows[len(before) :]:
            self.appendRow(self._fill(QStandardItem(), row))

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

    def _fill(self, item: QStandardItem, row: StripRow) -> QStandardItem:
        role = Qt.ItemDataRole
        item.setDropEnabled(False)
        item.setEditable(False)
        item.setData(row, RowRole)
        item.setData(row.words, role.DisplayRole)
        told = f"{paper_words(row.paper)}，{row.words}" if row.paper else row.words
        item.setData(told, role.AccessibleTextRole)
        item.setData(self._head_size if row.paper else self._page_size, role.SizeHintRole)
        return item


class _ToldRows:
    """Makes the rows of a batch; a page of which nothing changed keeps its row.

    A stack of hundreds of pages is read anew for each page that comes, on the screen's thread.
    """

    def __init__(self) -> None:
        self._known: dict[str, tuple[BatchPage, StripRow]] = {}

    def rows(self, batch: ScanBatch) -> list[StripRow]:
        """Return the rows in their order."""
        before, self._known = self._known, {}
        rows: list[StripRow] = []
        for paper_number, paper in enumerate(batch.arrangement.papers, 1):
            for place, placed in enumerate(paper.pages):
                page = batch.pages[placed.page_id]
                head = None if place else paper
                told, row = before.get(placed.page_id, (None, None))
                if (
                    row is None
                    # Unchanged ones are the same objects; comparing hundreds would take longer.
                    or told is not page
                    or row.placed is not placed
                    or (row.number, row.paper_number) != (len(rows) + 1, paper_number)
                    or not _heads_alike(row.paper, head)
                ):
                    made = (placed.page_id, page.made_by)
                    said = tuple(marks(batch, placed))
                    row = StripRow(placed, made, len(rows) + 1, said, head, paper_number)
                rows.append(row)
                self._known[placed.page_id] = (page, row)
        return rows


def _heads_alike(one: BatchPaper | None, other: BatchPaper | None) -> bool:
    """Say whether the same is written above the first page; the other pages do not stand there."""
    if one is None or other is None:
        return one is other
    return paper_words(one) == paper_words(other)
