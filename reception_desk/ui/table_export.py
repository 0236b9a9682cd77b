"""From 导出… to the file: the form, the colleague who agrees, the place, the work in its lane."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from PySide6.QtWidgets import QWidget

from reception_desk.models.database import now
from reception_desk.records.export import ExportKind, ExportTable
from reception_desk.rules.permissions import Action, Role, may
from reception_desk.services import exports
from reception_desk.services.exports import Approval, ExportOrder
from reception_desk.ui.approved_export import KEPT, ApprovedExport
from reception_desk.ui.dialogs.export_form import ExportForm
from reception_desk.ui.tables.columns import Column
from reception_desk.ui.tables.paged_model import RowSource
from reception_desk.ui.tables.record_model import RecordTableModel
from reception_desk.ui.tables.table_view import TableView
from reception_desk.ui.tasks import Report
from reception_desk.ui.workplace import Workplace

_PAGE = 1000


@dataclass(frozen=True, slots=True)
class Exportable:
    """A table as it stands: `read` is called in the lane and gives each row's cells once."""

    name: str
    columns: Sequence[Column]
    shown: Sequence[str]
    total: int
    read: Callable[[], Iterator[Sequence[Any]]]
    action: Action = Action.EXPORT_DATA
    remark: Callable[[], str] = str


def may_export(workplace: Workplace, action: Action = Action.EXPORT_DATA) -> bool:
    """Say whether the person at the desk may export, so that nobody else is offered it."""
    return may([Role(role) for role in workplace.actor.roles], action)


def paged(name: str, table: TableView, columns: Sequence[Column], source: RowSource) -> Exportable:
    """Return a table read by pages; `source` must not change meanwhile."""
    total = source.count()

    def read() -> Iterator[Sequence[Any]]:
        for first in range(0, total, _PAGE):
            yield from (row[1:] for row in source.page(first, _PAGE))

    return Exportable(name, columns, table.shown_columns(), total, read)


def listed(name: str, table: TableView, model: RecordTableModel[Any]) -> Exportable:
    """Return a short table held in memory."""
    rows = model.rows()
    return Exportable(name, model.columns, table.shown_columns(), len(rows), lambda: iter(rows))


class TableExport(ApprovedExport):
    """One table, from the open form to the file."""

    def __init__(self, workplace: Workplace, window: QWidget, wanted: Exportable) -> None:
        self.form = ExportForm(
            window,
            wanted.name,
            wanted.total,
            wanted.columns,
            wanted.shown,
            needs_approval=exports.needs_approval(workplace.actor, wanted.action),
        )
        super().__init__(workplace, self.form, wanted.action, self._find_place)
        self._wanted = wanted

    def _find_place(self, approval: Approval | None) -> None:
        kind = self.form.chosen_kind
        moment = now().astimezone(ZoneInfo(self._work.actor.desk.zone))
        self._work.messages.choose_target(
            f"导出{self._wanted.name}",
            f"{self._wanted.name}-{moment:%Y%m%d-%H%M}.{kind.value}",
            partial(self._export, kind, approval),
            kinds=f"{kind.label} (*.{kind.value})",
        )

    def _export(self, kind: ExportKind, approval: Approval | None, target: Path) -> None:
        chosen = self.form.columns.chosen()
        places = [at for at, column in enumerate(self._wanted.columns) if column.key in chosen]
        order = ExportOrder(
            target, kind, self.form.reason.text(), approval, action=self._wanted.action
        )
        self.run(partial(self._write, places, order), partial(self._tell, target))

    def _write(self, places: list[int], order: ExportOrder, report: Report) -> int:
        """Runs in the lane: no Qt here."""
        wanted = self._wanted
        table = ExportTable(
            wanted.name,
            tuple(wanted.columns[at].title for at in places),
            ([row[at] for at in places] for row in wanted.read()),
            wanted.total,
            wanted.remark(),
        )
        return exports.export_table(self._work.database, self._work.actor, table, order, report)

    def _tell(self, target: Path, rows: int) -> None:
        self._work.messages.tell(f"已导出 {rows:,} 行。", detail=f"{target}\n{KEPT}")
