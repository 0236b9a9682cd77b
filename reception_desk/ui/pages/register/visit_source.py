"""The register's rows: all keys in order, cells read by pages, a place for a visit that comes."""

from collections.abc import Sequence
from typing import Any
from zoneinfo import ZoneInfo

from PySide6.QtCore import QModelIndex

from reception_desk.models import Database
from reception_desk.records.actor import Actor
from reception_desk.records.visit import VisitRow
from reception_desk.rules import codes
from reception_desk.rules.codes import CodeListName
from reception_desk.rules.masking import mask_name
from reception_desk.services.visits import visit_rows
from reception_desk.ui.tables.columns import Column
from reception_desk.ui.tables.paged_model import PagedTableModel
from reception_desk.ui.tokens import Colour

TO_COMPLETE, REPEAT, REGISTERED, GONE = "待补充", "重访", "已登记", "已撤销"
COLUMNS = (
    Column("number", "编号", 10, is_sortable=False),
    Column("time", "时间", 9),
    Column("name", "姓名", 5, is_sortable=False),
    Column("heads", "人数", 3, is_right=True, is_sortable=False),
    Column("summary", "事项", 16, is_sortable=False),
    Column("window", "窗口", 3, is_sortable=False),
    Column("outcome", "结果", 6, is_sortable=False),
    Column(
        "state",
        "状态",
        6,
        is_sortable=False,
        marks={
            TO_COMPLETE: (Colour.WARN, "clock"),
            REPEAT: (Colour.ACCENT, "history"),
            REGISTERED: (Colour.OK, "done"),
            GONE: (Colour.MUTED, "skip"),
        },
    ),
)


class VisitSource:
    """Rows by the visits' keys, latest first unless turned round."""

    def __init__(
        self, database: Database, actor: Actor, ids: list[str], *, is_oldest_first: bool = False
    ) -> None:
        self.ids = ids
        self.is_oldest_first = is_oldest_first
        self._database = database
        self._actor = actor
        self._zone = ZoneInfo(actor.desk.zone)

    def count(self) -> int:
        return len(self.ids)

    def page(self, first: int, rows: int) -> Sequence[tuple[Any, ...]]:
        wanted = self.ids[first : first + rows]
        found = {row.visit_id: row for row in visit_rows(self._database, self._actor, wanted)}
        return [self._cells(visit_id, found.get(visit_id)) for visit_id in wanted]

    def turned_round(self) -> "VisitSource":
        """Return the same visits in the opposite order."""
        return VisitSource(
            self._database,
            self._actor,
            self.ids[::-1],
            is_oldest_first=not self.is_oldest_first,
        )

    def row(self, visit_id: str) -> VisitRow | None:
        """Return one visit's row, None when it is not (or no longer) on record here."""
        return next(iter(visit_rows(self._database, self._actor, [visit_id])), None)

    def place_of(self, wanted: VisitRow) -> int:
        """Return where the visit stands, or where it would: some twenty rows are read."""
        low, high = 0, len(self.ids)
        while low < high:
            middle = (low + high) // 2
            if self._is_before(self.ids[middle], wanted):
                low = middle + 1
            else:
                high = middle
        return low

    def _is_before(self, visit_id: str, wanted: VisitRow) -> bool:
        row = self.row(visit_id)
        # A visit withdrawn meanwhile is judged by its key, which is as old as its registration.
        here = (row.arrived_at if row else wanted.arrived_at, visit_id)
        there = (wanted.arrived_at, wanted.visit_id)
        return here < there if self.is_oldest_first else here > there

    def _cells(self, visit_id: str, row: VisitRow | None) -> tuple[Any, ...]:
        if row is None:
            return (visit_id, "", "", "", None, "", "", "", GONE)
        return (
            visit_id,
            row.number,
            f"{row.arrived_at.astimezone(self._zone):%Y-%m-%d %H:%M}",
            mask_name(row.name) if row.name else "未提供",
            row.head_count,
            row.summary,
            row.window,
            codes.name(CodeListName.RECEPTION_RESULT, row.outcome),
            TO_COMPLETE if row.to_complete else REPEAT if row.is_repeat else REGISTERED,
        )


class RegisterModel(PagedTableModel):
    """The paged table, with room for a visit that was registered while one looks."""

    def __init__(self, source: VisitSource) -> None:
        super().__init__(COLUMNS, source)
        self.visits = source

    def show(self, source: VisitSource) -> None:
        """Show other visits, or the same ones in another order."""
        self.visits = source
        self.set_source(source)

    def insert(self, place: int, visit_id: str) -> None:
        """Put a visit into its place; selection and everything else stay."""
        self.beginInsertRows(QModelIndex(), place, place)
        self.visits.ids.insert(place, visit_id)
        self._count = self.visits.count()
        self._pages.clear()
        self.endInsertRows()
