"""The register's lines: their order, cells read by pages, a place for a visit that comes."""

from collections.abc import Sequence
from copy import copy
from typing import Any
from zoneinfo import ZoneInfo

from PySide6.QtCore import QModelIndex

from reception_desk.models import Database
from reception_desk.records.actor import Actor
from reception_desk.records.visit import VisitRow
from reception_desk.rules import codes
from reception_desk.rules.codes import CodeListName
from reception_desk.rules.masking import mask_name
from reception_desk.services import register
from reception_desk.services.register import RegisterOrder
from reception_desk.ui.tables.columns import Column
from reception_desk.ui.tables.paged_model import PagedTableModel
from reception_desk.ui.tokens import Colour

TO_COMPLETE, REPEAT, REGISTERED, GONE = "待补充", "重访", "已登记", "已撤销"
COLUMNS = (
    Column("number", "编号", 10, is_sortable=False, keeps_end=True),
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
    """Lines of the register, latest first unless turned round.

    A `row` is what `services/register.py` knows a visit by, a `place` where it stands in the table.
    """

    def __init__(
        self,
        database: Database,
        actor: Actor,
        order: RegisterOrder,
        *,
        is_oldest_first: bool = False,
    ) -> None:
        self.is_oldest_first = is_oldest_first
        self._rows = order.rows
        self._greatest = order.greatest
        self._database = database
        self._actor = actor
        self._zone = ZoneInfo(actor.desk.zone)

    def count(self) -> int:
        return len(self._rows)

    def page(self, first: int, rows: int) -> Sequence[tuple[Any, ...]]:
        if self.is_oldest_first:
            wanted = self._rows[first : first + rows]
        else:
            end = len(self._rows) - first
            wanted = self._rows[max(end - rows, 0) : end][::-1]
        found = register.register_lines(self._database, self._actor, wanted)
        return [self._cells(row, found.get(row)) for row in wanted]

    def turned_round(self) -> "VisitSource":
        """Return the same visits in the opposite order."""
        turned = copy(self)
        turned.is_oldest_first = not self.is_oldest_first
        return turned

    def kept(self) -> "VisitSource":
        """Return the visits as they stand now; later ones stay out."""
        kept = copy(self)
        kept._rows = self._rows[:]
        return kept

    def find(self, visit_id: str) -> int | None:
        """Return the visit's row; None when it is not in this person's register."""
        return register.find_line(self._database, self._actor, visit_id)

    def is_new(self, row: int) -> bool:
        """Say whether the visit came after the register was read."""
        return row > self._greatest

    def place_of(self, row: int) -> int | None:
        """Return where the visit stands; None when it does not stand where its time says."""
        at = register.place_of(self._database, self._rows, row)
        if at == len(self._rows) or self._rows[at] != row:
            return None
        return at if self.is_oldest_first else len(self._rows) - 1 - at

    def place_for(self, row: int) -> int:
        """Return where a new visit will stand."""
        at = register.place_of(self._database, self._rows, row)
        return at if self.is_oldest_first else len(self._rows) - at

    def insert(self, place: int, row: int) -> None:
        """Put a new visit where `place_for` said."""
        self._rows.insert(place if self.is_oldest_first else len(self._rows) - place, row)

    def _cells(self, row: int, line: VisitRow | None) -> tuple[Any, ...]:
        if line is None:
            visit_id = register.id_of_line(self._database, row)
            return (visit_id, "", "", "", None, "", "", "", GONE)
        return (
            line.visit_id,
            line.number,
            f"{line.arrived_at.astimezone(self._zone):%Y-%m-%d %H:%M}",
            mask_name(line.name) if line.name else "未提供",
            line.head_count,
            line.summary,
            line.window,
            codes.name(CodeListName.RECEPTION_RESULT, line.outcome),
            TO_COMPLETE if line.to_complete else REPEAT if line.is_repeat else REGISTERED,
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

    def insert(self, place: int, row: int) -> None:
        """Put a visit into its place; selection and everything else stay."""
        self.beginInsertRows(QModelIndex(), place, place)
        self.visits.insert(place, row)
        self._count = self.visits.count()
        self._forget()
        self.endInsertRows()
