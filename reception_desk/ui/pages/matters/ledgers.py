"""领导包案 and 积案 as ledgers: what leaders answer for now, and what is long unresolved."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QWidget

from reception_desk.services.leaders import leaders
from reception_desk.services.long_open import LongOpenRow, long_open_ledger
from reception_desk.services.undertakings import UndertakingNow, open_undertakings
from reception_desk.ui import text_size
from reception_desk.ui.pages.matters.ledger import Ledger, LedgerKind, LedgerRead
from reception_desk.ui.pages.matters.matter_words import (
    DUE_COLUMNS,
    NO_TITLE,
    left,
    state_label,
)
from reception_desk.ui.tables.columns import Column
from reception_desk.ui.today import today_in
from reception_desk.ui.widgets.choices import Choice
from reception_desk.ui.widgets.code_combo import CodeCombo
from reception_desk.ui.workplace import Workplace

_UNDERTAKING_COLUMNS = (
    *DUE_COLUMNS,
    Column("leader", "包案领导", 6),
    Column("title", "事项", 12),
    Column("unit", "责任单位", 7),
    Column("plan", "化解方案", 12),
    Column("reported", "最近变动", 6),
    Column("team", "专班", 8, is_hidden=True),
)
_LONG_OPEN_COLUMNS = (
    Column("number", "编号", 8, keeps_end=True),
    Column("title", "事项", 14),
    Column("left", "超期", 9, marks=DUE_COLUMNS[0].marks),
    Column("why", "列入原因", 8),
    Column("state", "状态", 7, is_hidden=True),
    Column("unit", "主办单位", 7),
    Column("leader", "包案领导", 5),
    Column("next", "下一期限", 6),
)
_UNDERTAKINGS = LedgerKind(
    "领导包案",
    "在包的事项，期限近的在上面。",
    _UNDERTAKING_COLUMNS,
    "title",
    ("没有领导包案的事项", "打开一件事项，在“领导包案”里登记；换一位领导也可以看别人的。"),
    lambda one: f"{one.standing.facts.matter_id} {one.standing.facts.undertaking_id}",
)


class _LeaderCombo(CodeCombo):
    """A field with room for a name and a post."""

    def sizeHint(self) -> QSize:
        return QSize(text_size.scaled(260), super().sizeHint().height())


class Undertakings(Ledger):
    """What leaders answer for now, of all or of one."""

    def __init__(self, work: Workplace, parent: QWidget) -> None:
        self.leader = _LeaderCombo(hint="全部领导")
        self.leader.setAccessibleName("包案领导")
        self.leader.setMaximumWidth(text_size.scaled(320))
        self._desk, self._zone = work, ZoneInfo(work.actor.desk.zone)
        self._leader_id = ""
        super().__init__(work, _UNDERTAKINGS, self._read_rows, self.leader, parent=parent)
        self.leader.code_changed.connect(self._choose)

    def reload(self) -> None:
        """Read the ledger again, and who is on the list of leaders."""
        known = leaders(self._desk.database)
        self.leader.set_choices([Choice(one.leader_id, one.name, one.post) for one in known])
        super().reload()

    def _choose(self, leader_id: str) -> None:
        if leader_id != self._leader_id:
            self._leader_id = leader_id
            self.reload()

    def _read_rows(self) -> LedgerRead:
        """Runs in the lane."""
        wanted = self._leader_id or None
        rows = open_undertakings(self._desk.database, self._desk.actor, leader_id=wanted)
        today = today_in(self._zone)
        return LedgerRead(rows, len(rows), lambda one: _undertaking_cells(one, today))


class LongOpenMatters(Ledger):
    """Matters long unresolved, by the office's number of days."""

    def __init__(self, work: Workplace, parent: QWidget) -> None:
        self._desk, self._zone = work, ZoneInfo(work.actor.desk.zone)
        days = work.settings.long_open_days
        kind = LedgerKind(
            "积案台账",
            f"还在办理、法定期限已过 {days} 天以上的事项，和复查后仍有争议的事项。"
            "只列事项，不列人。",
            _LONG_OPEN_COLUMNS,
            "title",
            ("没有积案", f"期限过了 {days} 天还没有办结的事项会列在这里。"),
            lambda row: row.matter_id,
        )
        super().__init__(work, kind, self._read_rows, parent=parent)

    def _read_rows(self) -> LedgerRead:
        """Runs in the lane."""
        today, days = today_in(self._zone), self._desk.settings.long_open_days
        found = long_open_ledger(self._desk.database, self._desk.actor, today, days)
        return LedgerRead(found.rows, found.total, lambda row: _long_open_cells(row, today))


def _undertaking_cells(one: UndertakingNow, today: date) -> Sequence[Any]:
    standing = one.standing
    last = standing.events[-1].day if standing.events else standing.facts.undertaken_on
    return (
        left(standing.due_on, standing.due_on, today),
        standing.due_on.isoformat(),
        one.leader,
        one.matter or NO_TITLE,
        one.unit,
        standing.facts.plan,
        last.isoformat(),
        "、".join(standing.facts.team),
    )


def _long_open_cells(row: LongOpenRow, today: date) -> Sequence[Any]:
    return (
        row.number,
        row.title or NO_TITLE,
        left(row.legal, row.legal, today) if row.legal else None,
        row.why.label,
        state_label(row.state),
        row.unit or "—",
        row.leader or "—",
        row.next_on.isoformat() if row.next_on else "—",
    )
