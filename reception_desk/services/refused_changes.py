"""搁置: changes the centre cannot hold, why, and sending them once more."""

import json
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import insert, select, text, update
from sqlalchemy.orm import Session

from reception_desk.models import Database
from reception_desk.models.base import Base
from reception_desk.models.local import OPEN_REFUSAL, OutboxRow, SyncState
from reception_desk.records.actor import Actor
from reception_desk.records.sync import RefusedChange
from reception_desk.rules.permissions import Action
from reception_desk.services import audit
from reception_desk.services.permissions import require
from reception_desk.services.record_names import record_name


def refused_changes(database: Database, actor: Actor) -> tuple[RefusedChange, ...]:
    """Return what the centre has put aside, latest first."""
    require(actor, Action.VIEW_SYNC)
    with database.read() as session:
        rows = session.scalars(select(OutboxRow).where(OPEN_REFUSAL).order_by(OutboxRow.seq.desc()))
        return tuple(
            RefusedChange(
                seq=row.seq,
                record=record_name(session, actor, row.table_name, row.row_id),
                reason=row.refusal or "",
                changed_at=datetime.fromtimestamp((row.hlc >> 16) / 1000, UTC),
                is_new_row=row.operation == "I",
                table=row.table_name,
                row_id=row.row_id,
            )
            for row in rows
        )


def send_refused_again(database: Database, actor: Actor, seqs: Iterable[int] | None = None) -> int:
    """Queue refused changes (all of them by default) once more, as their rows stand now.

    Each goes under a new number with the clock of the change itself, so that it cannot win over
    what others changed since. Returns how many; the centre closes the old entries by itself.
    """
    require(actor, Action.VIEW_SYNC)
    with database.write() as session:
        query = select(OutboxRow).where(OPEN_REFUSAL).order_by(OutboxRow.seq)
        if seqs is not None:
            query = query.where(OutboxRow.seq.in_(list(seqs)))
        rows = session.scalars(query).all()
        for row in rows:
            _send_again(session, row)
        if rows:
            audit.record(session, actor, "send_refused_again", detail=f"{len(rows)} 项")
        return len(rows)


def hand_over_text(database: Database, actor: Actor, changes: Sequence[RefusedChange]) -> str:
    """Return what the administrator needs, for copying: no names, no content of the rows."""
    require(actor, Action.VIEW_SYNC)
    with database.read() as session:
        client = session.execute(select(SyncState.client)).scalar_one()
    zone = ZoneInfo(actor.desk.zone)
    lines = [
        f"{actor.desk.unit_name}{actor.desk.window}号窗口：中心没有收下 {len(changes)} 项内容。",
        f"本机标识：{client}",
    ]
    for change in changes:
        kind = "新增" if change.is_new_row else "改动"
        visit = "" if change.table == "person" else f" {change.record.title}"
        lines.append(
            f"第 {change.seq} 项 · {change.record.noun}{visit} · {kind} · "
            f"{change.changed_at.astimezone(zone):%Y-%m-%d %H:%M} · {change.reason}"
            f"（{change.table} {change.row_id}）"
        )
    lines.append("在中心查看：desk centre dead")
    return "\n".join(lines)


def _send_again(session: Session, row: OutboxRow) -> None:
    values = {
        "table_name": row.table_name,
        "row_id": row.row_id,
        "operation": row.operation,
        "hlc": row.hlc,
        "actor": row.actor,
        "old_values": row.old_values,
        "new_values": _as_it_stands(session, row) if row.new_values else None,
    }
    number = session.execute(insert(OutboxRow).values(values).returning(OutboxRow.seq)).scalar_one()
    session.execute(update(OutboxRow).where(OutboxRow.seq == row.seq).values(resent_as=number))


def _as_it_stands(session: Session, row: OutboxRow) -> str:
    """Return the changed fields with their present values, as the triggers write them."""
    known = Base.metadata.tables[row.table_name].columns
    names = [name for name in json.loads(row.new_values or "{}") if name in known]
    cells = ", ".join(f"'{name}', \"{name}\"" for name in names)
    query = text(f'SELECT json_object({cells}) FROM "{row.table_name}" WHERE id = :id')  # noqa: S608
    return session.execute(query, {"id": row.row_id}).scalar_one()
