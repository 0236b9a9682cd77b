"""This file's own knowledge of the sync: its identity, its cursors, and how they change."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, bindparam, delete, func, insert, select, text, update
from sqlalchemy.dialects.sqlite import insert as upsert

from reception_desk.models import Database
from reception_desk.models.database import now
from reception_desk.models.local import (
    OPEN_REFUSAL,
    FileTransfer,
    LocalSetting,
    OutboxRow,
    SyncCursor,
    SyncState,
)
from reception_desk.records.identifiers import new_id
from reception_desk.records.sync import FileState
from reception_desk.sync import erasures

KEEP_DAYS = 30
"""Acknowledged changes are kept so long: a centre restored from a backup gets them again."""

_READ_AS = "sync_schema"
_FORMER_CLIENT = "sync_former_client"
_DAY_MS = 86_400_000
_AT_NO_PAGE: dict[str, Any] = dict.fromkeys(("head", "table_name", "page_pos", "page_id"))
_REACHED = upsert(SyncCursor).values(stream=bindparam("stream"), pos=bindparam("pos"))
_REACHED = _REACHED.on_conflict_do_update(
    index_elements=["stream"], set_={"pos": _REACHED.excluded.pos, **_AT_NO_PAGE}
)
_SYNCED = update(SyncState).values(synced_at=bindparam("moment"))
_BEGINNING = {"pos": 0, **_AT_NO_PAGE}
"""A cursor is put back, never removed: it says that the desk holds rows of that stream."""
_LAST_SEQ = text("SELECT seq FROM sqlite_sequence WHERE name = 'outbox'")
_NUMBER_ANEW = (
    # By way of negative numbers, so that no new number meets an old one.
    """
    UPDATE outbox SET refusal = NULL, resent_as = NULL, seq = -place
      FROM (SELECT seq AS old_seq, row_number() OVER (ORDER BY seq) AS place FROM outbox)
     WHERE seq = old_seq""",
    "UPDATE outbox SET seq = -seq",
    """
    UPDATE sqlite_sequence SET seq = (SELECT coalesce(max(seq), 0) FROM outbox)
     WHERE name = 'outbox'""",
)


@dataclass(frozen=True, slots=True)
class LocalState:
    """The desk's side of a greeting. `former_client` is set while the identity is moving."""

    client: str
    former_client: str | None
    acked: int
    last_seq: int
    epoch: str | None
    cursors: dict[int, int]


def read_state(database: Database) -> LocalState:
    with database.read() as session:
        state = session.scalars(select(SyncState)).one()
        former = session.get(LocalSetting, _FORMER_CLIENT)
        return LocalState(
            client=state.client,
            former_client=former.value if former else None,
            acked=state.acked,
            last_seq=session.execute(_LAST_SEQ).scalar() or 0,
            epoch=state.epoch,
            cursors=_cursors(session.connection()),
        )


def read_cursors(database: Database) -> dict[int, int]:
    """Return how far each stream has been read."""
    with database.read() as session:
        return _cursors(session.connection())


def is_behind(database: Database, heads: Mapping[int, int]) -> bool:
    """Say whether a notice about these positions, however late it comes, tells anything new."""
    cursors = read_cursors(database)
    return any(pos > cursors.get(stream, 0) for stream, pos in heads.items())


def note_greeting(database: Database, epoch: str, skew_ms: int, streams: Iterable[int]) -> None:
    """Keep what every greeting tells, and drop changes that no backup can lack any more.

    The last acknowledged change stays: the next greeting compares its clock.
    """
    with database.write() as session:
        session.execute(update(SyncState).values(epoch=epoch, skew=skew_ms))
        begin = upsert(SyncCursor).on_conflict_do_nothing()
        session.execute(begin, [{"stream": stream, "pos": 0} for stream in streams])
        acked, hlc = session.execute(select(SyncState.acked, SyncState.hlc)).one()
        session.execute(
            delete(OutboxRow).where(
                OutboxRow.seq < acked,
                OutboxRow.hlc < hlc - (KEEP_DAYS * _DAY_MS << 16),
                OutboxRow.refusal.is_(None),
            )
        )


def read_anew_after_update(database: Database, version: int) -> None:
    """Begin every stream anew when this file was last read by another version of the program.

    That version did not take columns and tables that this one has.
    """
    with database.read() as session:
        stored = session.get(LocalSetting, _READ_AS)
        if stored is not None and stored.value == str(version):
            return
    with database.write() as session:
        session.merge(LocalSetting(name=_READ_AS, value=str(version)))
        session.execute(update(SyncCursor).values(_BEGINNING))


def begin_anew(database: Database, streams: Collection[int]) -> None:
    """Let these streams be read from their beginning the next time."""
    if streams:
        with database.write() as session:
            chosen = SyncCursor.stream.in_(streams)
            session.execute(update(SyncCursor).where(chosen).values(_BEGINNING))


def send_again(database: Database, last_seq: int) -> None:
    """Go back to what the centre has: it was restored, so send the rest again, read all anew.

    It may lack files too: it is asked about each one again. And it may hold again what was erased.
    What it refused before, it may take now.
    """
    with database.write() as session:
        session.execute(
            update(FileTransfer)
            .where(FileTransfer.state == FileState.HELD)
            .values(state=FileState.WAITING.value)
        )
        session.execute(update(SyncState).values(acked=func.min(SyncState.acked, last_seq)))
        sent_again = OPEN_REFUSAL & (OutboxRow.seq > last_seq)
        session.execute(update(OutboxRow).where(sent_again).values(resent_as=OutboxRow.seq))
        session.execute(update(SyncCursor).values(_BEGINNING))
        erasures.ask_again(session.connection())


def become_new(database: Database) -> None:
    """Take a new identity, because this file was rolled back or copied.

    Waiting changes are numbered anew from 1, refused ones with them. The old identity is kept
    until the centre has moved the login, so a cut in between is made good by the next greeting.
    """
    with database.write() as session:
        state = session.scalars(select(SyncState)).one()
        session.execute(
            insert(LocalSetting)
            .prefix_with("OR IGNORE")
            .values(name=_FORMER_CLIENT, value=state.client)
        )
        session.execute(
            delete(OutboxRow).where(
                OutboxRow.seq <= state.acked,
                OutboxRow.refusal.is_(None) | OutboxRow.resent_as.is_not(None),
            )
        )
        for statement in _NUMBER_ANEW:
            session.execute(text(statement))
        session.execute(update(SyncCursor).values(_BEGINNING))
        state.client, state.acked = new_id(), 0


def settle_identity(database: Database) -> None:
    """Forget the former identity: the centre knows the new one."""
    with database.write() as session:
        session.execute(delete(LocalSetting).where(LocalSetting.name == _FORMER_CLIENT))


def advance(connection: Connection, stream: int, pos: int) -> None:
    """Note inside the caller's transaction that `stream` is read up to `pos`."""
    connection.execute(_REACHED, {"stream": stream, "pos": pos})
    connection.execute(_SYNCED, {"moment": now()})


def _cursors(connection: Connection) -> dict[int, int]:
    rows = connection.execute(select(SyncCursor.stream, SyncCursor.pos)).all()
    return {row.stream: row.pos for row in rows}
