"""What was handed in with the visits of a matter, a line each; Enter opens one."""

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from PySide6.QtCore import QEvent, Qt, Signal

from reception_desk.records.document import ScannedPageRecord
from reception_desk.records.matters import MatterScan
from reception_desk.records.scan_batches import FiledPaperRecord
from reception_desk.ui.file_viewer import page_title
from reception_desk.ui.tables.columns import Column
from reception_desk.ui.tables.filling_column import FillingColumn
from reception_desk.ui.tables.record_model import RecordTableModel
from reception_desk.ui.tables.table_view import TableView
from reception_desk.ui.widgets.card import Card
from reception_desk.ui.widgets.labels import label

MOST_ROWS = 6
"""More are scrolled to."""
COLUMNS = (
    Column("title", "材料", 6),
    Column("pages", "页数", 2, is_right=True),
    Column("original", "原件", 5),
    Column("day", "归档日期", 6),
    Column("visit", "来访", 10, is_hidden=True, keeps_end=True),
)


class ScansCard(Card):
    """Signal `opened(MatterScan)`."""

    opened = Signal(object)

    def __init__(self, zone: ZoneInfo) -> None:
        super().__init__("材料", is_flush=True)
        self._zone = zone
        self.model: RecordTableModel[MatterScan] = RecordTableModel(
            COLUMNS, self._cells, lambda scan: scan.key
        )
        self.table = TableView(self.model, "材料", is_flush=True, can_export=False)
        self.table.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        FillingColumn(self.table, COLUMNS, "title")
        self._none = label("还没有材料。扫描并归档以后列在这里。", "muted", wraps=True)
        self._none.setContentsMargins(16, 0, 16, 12)
        self.add(self.table)
        self.add(self._none)
        self.table.opened.connect(self._open)

    def show_scans(self, scans: Sequence[MatterScan]) -> None:
        """Show what was handed in, oldest first; the chosen line stays chosen."""
        chosen = self.table.current_id()
        self.model.set_records(scans)
        self.set_count(f"{len(scans)} 份" if scans else "")
        self.table.setVisible(bool(scans))
        self._none.setVisible(not scans)
        if scans:
            row = max(self.model.row_of(chosen), 0)
            self.table.setCurrentIndex(self.model.index(row, 0))
            self._fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and self.model.rowCount():
            self._fit()

    def _fit(self) -> None:
        """As high as its lines: the page scrolls, and not the table in it."""
        rows = min(self.model.rowCount(), MOST_ROWS)
        line = self.table.verticalHeader().defaultSectionSize()
        head = self.table.horizontalHeader().sizeHint().height()
        self.table.setFixedHeight(head + rows * line + 4)

    def _open(self, key: object) -> None:
        self.opened.emit(self.model.record(self.model.row_of(key)))

    def _cells(self, scan: MatterScan) -> tuple[object, ...]:
        day = f"{scan.scan.created_at.astimezone(self._zone):%Y-%m-%d}"
        match scan.scan:
            case FiledPaperRecord() as paper:
                return paper.title, paper.page_count, _original(paper), day, scan.visit_number
            case ScannedPageRecord() as page:
                return page_title(page), 1, "未归档", day, scan.visit_number


def _original(paper: FiledPaperRecord) -> str:
    if not paper.is_original:
        return "复印件"
    if paper.returned_at is not None:
        return "原件已退还"
    return "原件，要退还" if paper.is_to_return else "原件"
