"""One connection of a desk to the centre: the calls it may make, each with a deadline."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from reception_desk.records.tickets import ClaimAnswer, Wish
from reception_desk.sync.batch import Batch
from reception_desk.sync.centre_errors import explained
from reception_desk.sync.centre_text import json_to_centre, to_centre
from reception_desk.sync.link import CentreLink, connection_string
from reception_desk.sync.watchdog import Watchdog

ANSWER_WITHIN = 65.0
"""Seconds; a little more than the centre's own limit for one statement."""

_PARKED_CHARACTERS = 1_000_000


@dataclass(frozen=True, slots=True)
class Greeting:
    """What the centre knows of this desk; `heads` are its streams' positions.

    `columns` are told by a centre older than this desk: what it can hold, by table;
    `takes_columns` by one newer than release 0.1.0.
    """

    desk: str
    is_same_client: bool
    last_seq: int
    last_hlc: int
    epoch: str
    now_ms: int
    schema_version: int
    oldest_schema_version: int
    heads: dict[int, int]
    columns: dict[str, frozenset[str]] | None = None
    takes_columns: bool = False


class PushOutcome(StrEnum):
    """How the centre answers a batch."""

    ACCEPTED = "accepted"
    DUPLICATE = "duplicate"
    GAP = "gap"
    CLOCK = "clock"
    CLIENT = "client"


@dataclass(frozen=True, slots=True)
class PushAnswer:
    """`last_seq` and `last_hlc` name the last change the centre has taken from this desk.

    `refusal` of a duplicate: that change was put aside for this reason, and the desk did not hear
    of it.
    """

    outcome: PushOutcome
    last_seq: int
    last_hlc: int
    heads: dict[int, int] = field(default_factory=dict)
    inserted: int = 0
    conflicts: int = 0
    now_ms: int = 0
    refusal: str | None = None


@dataclass(frozen=True, slots=True)
class StreamChange:
    """A stream that moved: its head and the tables with new rows, parents first."""

    stream: int
    head: int
    tables: tuple[str, ...]


class CentreSession:
    """An open connection. Raises the errors of `centre_errors` from every call.

    Used by one thread; only `cut()` may come from another. `columns` is what the centre can
    hold, told by the greeting when it is older than this desk; None means everything.
    `takes_columns`: the centre takes rows by columns. `streams` are those granted to this desk.
    """

    def __init__(self, link: CentreLink, *, answer_within: float = ANSWER_WITHIN) -> None:
        import psycopg

        self._answer_within = answer_within
        with explained():
            self._connection: psycopg.Connection[Any] = psycopg.connect(
                connection_string(link),
                autocommit=True,
                prepare_threshold=None if link.is_pooled else 1,
            )
        self._watchdog = Watchdog(self._connection.fileno())
        self.columns: dict[str, frozenset[str]] | None = None
        self.takes_columns = False
        self.streams: frozenset[int] = frozenset()

    def __enter__(self) -> "CentreSession":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        self._watchdog.close()
        self._connection.close()

    def cut(self) -> None:
        """Break the connection from another thread; the call in progress fails."""
        self._watchdog.cut()

    @property
    def address(self) -> str:
        """The centre's numeric address; empty for a socket of this machine."""
        return self._connection.info.hostaddr

    def fileno(self) -> int:
        return self._connection.fileno()

    def hello(self, client: str, schema_version: int) -> Greeting:
        found = self._call("SELECT sync.hello(%s, %s)", client, schema_version)
        columns = found.get("columns")
        if columns is not None:
            columns = {table: frozenset(names) for table, names in columns.items()}
        self.columns = columns
        told = found | {"heads": _positions(found["heads"]), "columns": columns}
        greeting = Greeting(**_known(Greeting, told))
        self.takes_columns = greeting.takes_columns
        self.streams = frozenset(greeting.heads)
        return greeting

    def confirm_wiped(self) -> None:
        """Tell that this desk has destroyed its key."""
        self._call("SELECT sync.confirm_wiped()")

    def tell_reach(self, client: str, last: int, acked: int) -> None:
        """Tell how far this file's changes reach: a restored centre waits for them."""
        self._call("SELECT sync.tell_reach(%s, %s, %s)", client, last, acked)

    def push(self, client: str, batch: Batch) -> PushAnswer:
        """Send a batch; the centre takes all of it or nothing."""
        return _answer(
            self._call(
                "SELECT sync.push(%s, %s, %s, %s, %s, %s::json, %s::jsonb)",
                client,
                batch.first,
                batch.last,
                batch.hlc,
                batch.streams,
                batch.inserts(in_columns=self.takes_columns),
                batch.updates(),
            )
        )

    def park(self, client: str, batch: Batch, refusal: str) -> PushAnswer:
        """Put the only change of `batch` aside at the centre, with the reason."""
        (change,) = batch.changes
        body = json_to_centre(batch.body)
        return _answer(
            self._call(
                "SELECT sync.park(%s, %s, %s, %s, %s, %s, %s)",
                client,
                batch.last,
                change.hlc,
                change.table,
                to_centre(change.row_id),
                refusal,
                body if len(body) <= _PARKED_CHARACTERS else "",
            )
        )

    def close_dead(self, client: str, seqs: list[int]) -> None:
        """Mark refused changes as dealt with; safe to repeat."""
        self._call("SELECT sync.close_dead(%s, %s)", client, seqs)

    def claim_ticket(self, wishes: Sequence[Wish]) -> ClaimAnswer:
        """Ask for the first of these tickets that nobody has taken; safe to repeat."""
        found = self._call(
            "SELECT sync.claim_ticket(%s::uuid[], %s::int[])",
            [wish.ticket_id for wish in wishes],
            [wish.turn for wish in wishes],
        )
        return ClaimAnswer(found.get("ticket"), is_away=not found["is_open"])

    def reincarnate(self, old: str, new: str) -> bool:
        """Move the login from one local file's identity to another; safe to repeat."""
        return self._call("SELECT sync.reincarnate(%s, %s)", old, new)

    def changes(self, cursors: Mapping[int, int]) -> list[StreamChange]:
        """Return the streams that moved beyond `cursors`."""
        from psycopg.types.json import Jsonb

        given = {str(stream): pos for stream, pos in cursors.items()}
        rows = self.rows("SELECT stream, head, tables FROM sync.changes(%s)", (Jsonb(given),))
        return [StreamChange(stream, head, tuple(tables)) for stream, head, tables in rows]

    def rows(
        self, query: str, values: Sequence[Any], *, binary: bool = False
    ) -> list[tuple[Any, ...]]:
        """Call a function of the centre; `binary` halves what bytes cost on the wire."""
        with self._answering():
            statement: Any = query
            return self._connection.execute(statement, values, binary=binary).fetchall()

    def listen(self, streams: Sequence[int]) -> None:
        """Ask to be told when one of the streams moves."""
        with self._answering():
            statement: Any = "; ".join(f"LISTEN s{int(stream)}" for stream in streams)
            self._connection.execute(statement)

    def notified(self) -> dict[int, int]:
        """Return the highest position announced per stream since the last call; never waits."""
        with explained():
            heads: dict[int, int] = {}
            for notice in self._connection.notifies(timeout=0):
                stream = int(notice.channel[1:])
                heads[stream] = max(heads.get(stream, 0), int(notice.payload))
            return heads

    def _call(self, query: str, *values: Any) -> Any:
        return self.rows(query, values)[0][0]

    @contextmanager
    def _answering(self) -> Iterator[None]:
        with explained(), self._watchdog.limit(self._answer_within):
            yield


def _positions(heads: dict[str, int]) -> dict[int, int]:
    return {int(stream): pos for stream, pos in heads.items()}


def _answer(found: dict[str, Any]) -> PushAnswer:
    told = found | {
        "outcome": PushOutcome(found["outcome"]),
        "heads": _positions(found.get("heads", {})),
    }
    return PushAnswer(**_known(PushAnswer, told))


def _known(record: type, told: dict[str, Any]) -> dict[str, Any]:
    """Leave out what a newer centre tells besides."""
    return {name: value for name, value in told.items() if name in record.__dataclass_fields__}
