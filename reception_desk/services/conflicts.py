"""冲突: two desks changed one field; a person says which value stands."""

import json
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Column, Date, select
from sqlalchemy.orm import Session

from reception_desk.errors import DeskError
from reception_desk.models import Database
from reception_desk.models.base import Base, UtcDateTime
from reception_desk.models.conflict import ConflictSettlement, SyncConflict
from reception_desk.models.organisation import Account, Unit
from reception_desk.models.rows import add_row
from reception_desk.models.visit import VisitPerson
from reception_desk.records.actor import Actor
from reception_desk.records.conflicts import Candidate, Cell, ConflictRecord, OpenConflict
from reception_desk.rules.calendar import WorkCalendar
from reception_desk.rules.conflicts import JudgedField, judged_field
from reception_desk.rules.corrections import Change, Subject, fields_of
from reception_desk.rules.permissions import Action
from reception_desk.rules.units import RESTRICTED_STREAM
from reception_desk.services import audit
from reception_desk.services.authorship import by
from reception_desk.services.calendar import work_calendar
from reception_desk.services.confidentiality import seen
from reception_desk.services.corrections import correct_in
from reception_desk.services.permissions import require
from reception_desk.services.record_names import record_name, visits_of

NOTHING = "（空）"
REASON = "处理同步冲突"
_SUBJECTS = {
    "visit": Subject.VISIT,
    "person": Subject.PERSON,
    "visit_person": Subject.PERSON,
    "material": Subject.MATERIAL,
}
_GONE = DeskError(
    "这一处已经处理过了，或者内容又有了变化。",
    saved="没有改动任何内容。",
    advice="请看刷新后的列表。",
)


def open_conflicts(database: Database, actor: Actor) -> tuple[OpenConflict, ...]:
    """Return the fields that wait for a person, latest first; clashes of one field are one."""
    require(actor, Action.VIEW_SYNC)
    with database.read() as session:
        return tuple(
            OpenConflict(
                cell=cell,
                record=record_name(session, actor, cell.table, cell.row_id),
                field=_field(cell).label,
                desks=tuple(
                    dict.fromkeys(desk for c in found for desk in (c.held_desk, c.sent_desk))
                ),
                noticed_at=max(clash.sent_at for clash in found),
            )
            for cell, found in _by_cell(_unsettled(session, actor)).items()
        )


def count_open(session: Session) -> int:
    """Return how many fields wait for a person; accusations are not counted here."""
    settled = select(ConflictSettlement.id).where(ConflictSettlement.conflict_id == SyncConflict.id)
    cells = session.execute(
        select(SyncConflict.table_name, SyncConflict.row_id, SyncConflict.column_name)
        .where(~settled.exists(), SyncConflict.stream != RESTRICTED_STREAM)
        .distinct()
    )
    return sum(judged_field(table, column) is not None for table, _, column in cells)


def open_conflict(database: Database, actor: Actor, cell: Cell) -> ConflictRecord:
    """Open one to judge it: the values are shown whole, so the look is audited.

    Raises `DeskError` when it was settled meanwhile.
    """
    require(actor, Action.SETTLE_CONFLICT)
    with database.write() as session:
        found = _of_cell(session, actor, cell)
        audit.record(
            session,
            actor,
            "view_conflict",
            table=cell.table,
            row_id=cell.row_id,
            reason=REASON,
            detail=cell.column,
        )
        say = _Words(session, cell, actor.desk.zone)
        return ConflictRecord(
            cell=cell,
            record=record_name(session, actor, cell.table, cell.row_id),
            field=_field(cell).label,
            before=say.value(min(found, key=lambda clash: clash.held_at).saw),
            candidates=tuple(say.candidates(found, _current(session, cell))),
        )


def settle_conflict(database: Database, actor: Actor, cell: Cell, value: str) -> None:
    """Let `value` (the JSON of a candidate) stand: an ordinary change, and the record of it.

    A field of a registration is corrected as any other: the step, what stood before, the summary,
    the matter, papers that are no longer true.
    Raises `DeskError` when another desk settled it, or the value is no longer among them.
    """
    require(actor, Action.SETTLE_CONFLICT)
    calendar = work_calendar(database)
    with database.write() as session:
        found = _of_cell(session, actor, cell)
        current = _current(session, cell)
        chosen = _typed(cell, value)
        known = [
            _typed(cell, text)
            for clash in found
            for text in ((clash.sent,) if cell.column == "number" else (clash.held, clash.sent))
        ]
        if chosen not in [*known, current]:
            raise _GONE
        if chosen != current:
            _change(session, actor, cell, chosen, calendar)
        for clash in found:
            add_row(
                session,
                ConflictSettlement,
                **by(actor, stream=clash.stream),
                conflict_id=clash.id,
                verdict=_verdict(cell, clash, chosen),
            )
        audit.record(
            session,
            actor,
            "settle_conflict",
            table=cell.table,
            row_id=cell.row_id,
            detail=cell.column,
        )


def _unsettled(session: Session, actor: Actor, *conditions: Any) -> list[SyncConflict]:
    """Return clashes that a person judges and this person may see."""
    settled = select(ConflictSettlement.id).where(ConflictSettlement.conflict_id == SyncConflict.id)
    query = select(SyncConflict).where(
        ~settled.exists(), seen(actor, SyncConflict.stream), *conditions
    )
    rows = session.scalars(query.order_by(SyncConflict.sent_at.desc(), SyncConflict.id))
    return [row for row in rows if judged_field(row.table_name, row.column_name)]


def _of_cell(session: Session, actor: Actor, cell: Cell) -> list[SyncConflict]:
    found = _unsettled(
        session,
        actor,
        SyncConflict.table_name == cell.table,
        SyncConflict.row_id == cell.row_id,
        SyncConflict.column_name == cell.column,
    )
    if not found or session.get(_model(cell), cell.row_id) is None:
        raise _GONE
    return found


def _by_cell(found: Iterable[SyncConflict]) -> dict[Cell, list[SyncConflict]]:
    cells: dict[Cell, list[SyncConflict]] = {}
    for clash in found:
        cell = Cell(clash.table_name, clash.row_id, clash.column_name)
        cells.setdefault(cell, []).append(clash)
    return cells


def _change(session: Session, actor: Actor, cell: Cell, value: Any, calendar: WorkCalendar) -> None:
    """Write the value: a field of a registration by a correction, so that all of it follows."""
    subject = _SUBJECTS.get(cell.table)
    visit_ids = visits_of(session, cell.table, cell.row_id)
    if subject is None or cell.column not in fields_of(subject) or not visit_ids:
        setattr(session.get_one(_model(cell), cell.row_id), cell.column, value)
        return
    key = "" if subject is Subject.VISIT else cell.row_id
    if cell.table == "visit_person":
        key = session.get_one(VisitPerson, cell.row_id).person_id
    change = Change(subject, cell.column, _current(session, cell), value, key)
    correct_in(session, actor, visit_ids[0], [change], calendar, reason=REASON)


def _verdict(cell: Cell, clash: SyncConflict, chosen: Any) -> str:
    if chosen == _typed(cell, clash.sent):
        return "sent"
    return "held" if chosen == _typed(cell, clash.held) else "other"


class _Words:
    """Values of one field as the clerk reads them."""

    def __init__(self, session: Session, cell: Cell, zone: str) -> None:
        self._session = session
        self._cell = cell
        self._field = _field(cell)
        self._zone = ZoneInfo(zone)

    def candidates(self, found: Sequence[SyncConflict], current: Any) -> list[Candidate]:
        """Return each value once, with its latest change; what stands now is marked."""
        sides = [
            side
            for clash in found
            for side in (
                (clash.sent, clash.sent_by, clash.sent_desk, clash.sent_at),
                (clash.held, clash.held_by, clash.held_desk, clash.held_at),
            )
        ]
        if self._cell.column == "number":  # of a number given twice, `held` names the other row
            sides = sides[::2]
        sides.sort(key=lambda side: side[3], reverse=True)
        once = {_json(_typed(self._cell, side[0])): side for side in reversed(sides)}
        rows = [
            Candidate(
                value=text or "null",
                words=self.value(text),
                by=self._person(account),
                desk=desk,
                at=at,
                is_current=_typed(self._cell, text) == current,
            )
            for text, account, desk, at in sorted(
                once.values(), key=lambda side: side[3], reverse=True
            )
        ]
        if any(row.is_current for row in rows):
            return rows
        now = Candidate(_json(current), self._said(current), "", "", None, is_current=True)
        return [now, *rows]

    def value(self, text: str | None) -> str:
        return self._said(_typed(self._cell, text))

    def _said(self, value: Any) -> str:
        if value is None or value == "":
            return NOTHING
        if isinstance(value, bool):
            return "是" if value else "否"
        if isinstance(value, datetime):
            return f"{value.astimezone(self._zone):%Y-%m-%d %H:%M}"
        if self._cell.column.endswith("unit_id"):
            return self._session.scalar(select(Unit.name).where(Unit.id == value)) or NOTHING
        return self._field.said(str(value))

    def _person(self, account: str | None) -> str:
        if account is None:
            return ""
        return self._session.scalar(select(Account.display_name).where(Account.id == account)) or ""


def _field(cell: Cell) -> JudgedField:
    field = judged_field(cell.table, cell.column)
    if field is None:
        raise _GONE
    return field


def _model(cell: Cell) -> type[Any]:
    return next(
        mapper.class_
        for mapper in Base.registry.mappers
        if mapper.local_table is Base.metadata.tables[cell.table]
    )


def _column(cell: Cell) -> Column[Any]:
    return Base.metadata.tables[cell.table].columns[cell.column]


def _current(session: Session, cell: Cell) -> Any:
    return getattr(session.get_one(_model(cell), cell.row_id), cell.column)


def _typed(cell: Cell, text: str | None) -> Any:
    """Return the centre's JSON as the model keeps it."""
    value = json.loads(text) if text else None
    kind = _column(cell).type
    if isinstance(value, str) and isinstance(kind, UtcDateTime):
        return datetime.fromisoformat(value)
    if isinstance(value, str) and isinstance(kind, Date):
        return date.fromisoformat(value)
    return value


def _json(value: Any) -> str:
    plain = value.isoformat() if isinstance(value, date) else value
    return json.dumps(plain, ensure_ascii=False)
