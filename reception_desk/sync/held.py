"""Changes in tables that the centre does not know yet: they wait at the desk, in order.

A desk may be newer than its centre. What the centre has no table for would be refused and put
aside for a person; instead it waits here, is counted as waiting, and goes up by itself once the
centre was brought up to date.
"""

from collections.abc import Collection

from sqlalchemy import Connection, delete, insert, select

from reception_desk.models import Database
from reception_desk.models.local import HeldChange, OutboxRow, SyncState
from reception_desk.sync.schema import centre_tables

_CELLS = ("table_name", "row_id", "operation", "hlc", "new_values", "old_values", "actor")


def hold_back(database: Database, unknown: Collection[str]) -> None:
    """Take the unsent changes in `unknown` tables out of the way of the others."""
    if not unknown:
        return
    with database.write() as session:
        _hold(session.connection(), unknown)


def release(database: Database, unknown: Collection[str]) -> None:
    """Put held changes behind those that wait, unless their table is still unknown."""
    with database.read() as session:
        names = set(session.scalars(select(HeldChange.table_name).distinct())) - set(unknown)
    if not names:
        return
    with database.write() as session:
        connection = session.connection()
        _hold(connection, names)  # a later change of the same row must stay behind the earlier
        cells = [getattr(HeldChange, name) for name in _CELLS]
        chosen = HeldChange.table_name.in_(names)
        returning = select(*cells).where(chosen).order_by(HeldChange.seq)
        connection.execute(insert(OutboxRow).from_select(_CELLS, returning))
        connection.execute(delete(HeldChange).where(chosen))


def unknown_tables(known: Collection[str] | None) -> frozenset[str]:
    """Return our tables that a centre with `known` tables lacks; None means it has them all."""
    if known is None:
        return frozenset()
    return frozenset(table.name for table in centre_tables()) - set(known)


def _hold(connection: Connection, names: Collection[str]) -> None:
    acked = select(SyncState.acked).scalar_subquery()
    waiting = (OutboxRow.seq > acked) & OutboxRow.table_name.in_(names)
    cells = [getattr(OutboxRow, name) for name in _CELLS]
    found = select(OutboxRow.seq, *cells).where(waiting)
    connection.execute(insert(HeldChange).from_select(("seq", *_CELLS), found))
    connection.execute(delete(OutboxRow).where(waiting))
