"""Pull: what other desks changed, page by page, each applied in one local transaction."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import cache, partial
from typing import Any

from sqlalchemy import Connection

from reception_desk.models import Base, Database
from reception_desk.models.erasure import ERASURE_TABLES, ErasedRow
from reception_desk.records.sync import TableChange
from reception_desk.sync import erasures, local_state, outbox
from reception_desk.sync.centre_text import from_centre, is_escaped
from reception_desk.sync.conflict_pull import CONFLICT_QUERY, apply_conflicts
from reception_desk.sync.reading import (
    LAST_ID,
    Part,
    Place,
    StreamReading,
    count_rows,
    keep_place,
    read_places,
    readings,
)
from reception_desk.sync.schema import CONFLICTS, CentreTable, centre_tables
from reception_desk.sync.session import CentreSession

PAGE_ROWS = 1000
"""Of one transaction: some 35 ms in which a registration waits for the write lock."""
NAMED_ROWS = 200
"""So many changed rows of a table are named; for more, a listener reads its table again."""

_SUBJECTS = {
    "visit_person": "visit_id",
    "visit_need": "visit_id",
    "material": "visit_id",
    "correction": "visit_id",
    "signature": "visit_id",
    "visit_matter": "matter_id",
    "step": "matter_id",
    "service_record": "matter_id",
    "promise": "matter_id",
    "advice": "matter_id",
    "hearing_plan": "matter_id",
    "letter": "visit_id",
    "letter_reading": "visit_id",
    "undertaking": "matter_id",
    "undertaking_event": "matter_id",
    "matter_trait": "matter_id",
    "matter_unit": "matter_id",
    "session_event": "session_id",
    "session_note": "session_id",
    "session_participant": "session_id",
    "recording": "session_id",
    "recording_answer": "session_id",
    "print_event": "document_id",
    "ticket_event": "ticket_id",
    "erased_row": "row_id",
}
"""The record a row is a part of; rows of the other tables are records themselves."""
_ERASED = ("order_id", "table_name", "row_id", "column_name")
_SELECTED = {
    "timestamp with time zone": (
        """to_char({} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')"""
    ),
    "date": "to_char({}, 'YYYY-MM-DD')",
    "boolean": "{}::int",
    "uuid": "{}::text",
}


Page = list[tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class Source:
    """Something a stream holds: its page query, and what to do with a page.

    The first cell of a row is its key; `position` and `subject` are the cells of its place in the
    stream and of the record it belongs to. `apply` returns the latest clock it saw.
    """

    name: str
    query: str
    position: int
    subject: int
    apply: Callable[[Connection, Page], int]


@dataclass(slots=True)
class PullResult:
    """Rows read per table, and the ids of the first records they belong to."""

    rows: dict[str, int] = field(default_factory=dict)
    ids: dict[str, dict[str, None]] = field(default_factory=dict)

    def add(self, source: Source, page: Sequence[tuple[Any, ...]]) -> None:
        self.rows[source.name] = self.rows.get(source.name, 0) + len(page)
        named = self.ids.setdefault(source.name, {})
        if len(named) <= NAMED_ROWS:
            named.update(dict.fromkeys(row[source.subject] for row in page))

    @property
    def changes(self) -> tuple[TableChange, ...]:
        return tuple(
            TableChange(table, tuple(ids) if len(ids) <= NAMED_ROWS else (), self.rows[table])
            for table, ids in self.ids.items()
        )


OnRows = Callable[[int, int], None]
"""Told (rows read, rows in all) of a long reading."""


def pull_changes(
    database: Database,
    session: CentreSession,
    *,
    page_rows: int = PAGE_ROWS,
    should_stop: Callable[[], bool] = lambda: False,
    on_rows: OnRows = lambda _done, _total: None,
) -> PullResult:
    """Read every stream up to its present head. Stopped or cut, the next pull goes on where the
    last page ended; a stream's cursor moves only with its last page.

    While a full page is applied, the centre makes the next one.
    """
    with ThreadPoolExecutor(1, "pull-reader") as reader:
        pull = _Pull(database, session, reader, page_rows, should_stop=should_stop, on_rows=on_rows)
        has_more = True
        while has_more:
            has_more = pull.read_streams() and not should_stop()
    return pull.result


def pull_erasures(database: Database, session: CentreSession) -> None:
    """Carry out what was erased elsewhere, up to the present heads.

    The round does so before it sends anything: a change that was made here without knowing of an
    erasure must not put back what is gone. The cursors stay, the ordinary pull reads this again.
    """
    with ThreadPoolExecutor(1, "pull-reader") as reader:
        _Pull(database, session, reader, PAGE_ROWS).read_erasures()


class _Pull:
    def __init__(
        self,
        database: Database,
        session: CentreSession,
        reader: Executor,
        page_rows: int,
        *,
        should_stop: Callable[[], bool] = lambda: False,
        on_rows: OnRows = lambda _done, _total: None,
    ) -> None:
        self.result = PullResult()
        self._database = database
        self._session = session
        self._reader = reader
        self._page_rows = page_rows
        self._should_stop = should_stop
        self._on_rows = on_rows
        self._sources = _sources(session)
        self._done = 0
        self._total = 0

    def read_streams(self) -> bool:
        """Read what moved; return whether more is known to be there: a resumed reading ended at
        the head of then."""
        places = read_places(self._database)
        changes = self._session.changes({stream: pos for stream, (pos, _) in places.items()})
        found = list(readings(places, changes, self._sources))
        if any(reading.is_long for reading in found):
            self._done, self._total = 0, count_rows(self._session, found)
        for reading in found:
            if not self._read(reading):
                return False
        return any(reading.is_resumed for reading in found)

    def read_erasures(self) -> None:
        """Apply what was erased, of every stream that moved."""
        cursors = local_state.read_cursors(self._database)
        for change in self._session.changes(cursors):
            span = change.stream, cursors.get(change.stream, 0), LAST_ID, change.head
            parts = [Part(name, *span) for name in change.tables if name in ERASURE_TABLES]
            for source, page in self._pages(parts):
                with self._database.apply() as connection:
                    _apply_all(connection, [(source, page)])

    def _read(self, reading: StreamReading) -> bool:
        """Read one stream; return False when told to stop.

        Small pages of several tables share a transaction: each flush to the disk costs more than
        they do.
        """
        group: list[tuple[Source, Page]] = []
        for source, page in self._pages(reading.parts):
            group.append((source, page))
            if sum(len(page) for _, page in group) < self._page_rows:
                continue
            with self._database.apply() as connection:
                _apply_all(connection, group)
                end = Place(reading.head, source.name, page[-1][source.position], page[-1][0])
                keep_place(connection, reading.stream, end)
            self._note(group)
            if self._should_stop():
                return False
            group = []
        with self._database.apply() as connection:
            _apply_all(connection, group)
            local_state.advance(connection, reading.stream, reading.head)
        self._note(group)
        return not self._should_stop()

    def _pages(self, parts: Sequence[Part]) -> Iterator[tuple[Source, Page]]:
        """Yield the rows in keyset order, up to the head."""
        for part in parts:
            source = self._sources[part.source]
            page = self._page(source, part, part.after, part.after_id)
            while page:
                following = None
                if len(page) == self._page_rows:
                    after = page[-1][source.position], page[-1][0]
                    following = self._reader.submit(self._page, source, part, *after)
                yield source, page
                page = following.result() if following is not None else []

    def _page(self, source: Source, part: Part, after: int, after_id: str) -> Page:
        span = (part.stream, after, after_id, part.head, self._page_rows)
        return self._session.rows(source.query, span)

    def _note(self, group: list[tuple[Source, Page]]) -> None:
        for source, page in group:
            self.result.add(source, page)
            self._done += len(page)
        if self._total and group:
            self._on_rows(self._done, max(self._total, self._done))


def _apply_all(connection: Connection, group: list[tuple[Source, Page]]) -> None:
    latest = max((source.apply(connection, page) for source, page in group), default=0)
    connection.exec_driver_sql("UPDATE sync_state SET hlc = max(hlc, ?)", (latest,))


def _sources(session: CentreSession) -> dict[str, Source]:
    """Return what a stream may hold, as this centre knows it."""
    return _known_sources() if session.columns is None else _sources_of(session.columns)


@cache
def _known_sources() -> dict[str, Source]:
    return _sources_of({})


def _sources_of(columns: Mapping[str, frozenset[str]]) -> dict[str, Source]:
    found = {
        table.name: Source(
            table.name,
            _query(table, columns.get(table.name)),
            -3,
            table.column_names.index(_SUBJECTS.get(table.name, "id")),
            partial(_apply, table),
        )
        for table in centre_tables()
    }
    return found | {CONFLICTS: Source(CONFLICTS, CONFLICT_QUERY, -1, 0, apply_conflicts)}


def _apply(table: CentreTable, connection: Connection, page: Page) -> int:
    """Write a page, then lay unsent local changes over it by the centre's own rule.

    The local value stays only where its clock is later than the field's; otherwise the centre
    will refuse it too, and keeping it here would part this desk from the others.
    """
    width = len(table.columns)
    texts = [place for place, (_, kind) in enumerate(table.columns) if kind == "text"]
    connection.exec_driver_sql(_upsert(table), _local([row[:width] for row in page], texts))
    clocks: dict[str, tuple[int, dict[str, int]]] = {
        row[0]: (row[-2], row[-1] or {}) for row in page
    }
    for row_id, hlc, values in outbox.pending_updates(connection, table.name, list(clocks)):
        made, fields = clocks[row_id]
        ours = {name: value for name, value in values.items() if hlc > fields.get(name, made)}
        if ours:
            cells = ", ".join(f'"{name}" = ?' for name in ours)
            connection.exec_driver_sql(
                f'UPDATE "{table.name}" SET {cells} WHERE id = ?', (*ours.values(), row_id)
            )
    if table.name == ErasedRow.__tablename__:
        places = [table.column_names.index(name) for name in _ERASED]
        erasures.carry_out(connection, [tuple(row[place] for place in places) for row in page])
    return max(max((made, *fields.values())) for made, fields in clocks.values())


def _local(page: Page, texts: list[int]) -> Page:
    """Undo what text suffered to travel; nearly every page needs nothing."""
    columns = list(zip(*page, strict=True))
    if not any(is_escaped("".join(filter(None, columns[place]))) for place in texts):
        return page
    return [
        tuple(
            from_centre(cell) if place in texts and cell is not None else cell
            for place, cell in enumerate(row)
        )
        for row in page
    ]


@cache
def _query(table: CentreTable, known: frozenset[str] | None) -> str:
    """Return the page query: every value as SQLite keeps it, then position and clocks.

    What an older centre does not know it keeps for us as it was sent.
    """
    columns = ", ".join(
        _SELECTED.get(kind, "{}").format(f'"{name}"')
        if known is None or name in known
        else f"_extra -> '{name}'"
        for name, kind in table.columns
    )
    return f"SELECT {columns}, _pos, _hlc, _fv FROM sync.pull_{table.name}(%s, %s, %s, %s, %s)"


@cache
def _upsert(table: CentreTable) -> str:
    names = [f'"{name}"' for name in table.column_names]
    kept = ", ".join(f"{name} = excluded.{name}" for name in names if name != '"id"')
    cells = ", ".join(_cell(table.name, name) for name in table.column_names)
    return (
        f'INSERT INTO "{table.name}" ({", ".join(names)}) VALUES ({cells}) '
        f"ON CONFLICT (id) DO UPDATE SET {kept}"
    )


def _cell(table: str, name: str) -> str:
    """Return the place of a value; an older desk does not send what it does not have."""
    column = Base.metadata.tables[table].columns[name]
    default = getattr(column.default, "arg", None)
    if column.nullable or not isinstance(default, bool | int | str):
        return "?"
    literal = "'" + default.replace("'", "''") + "'" if isinstance(default, str) else int(default)
    return f"coalesce(?, {literal})"
