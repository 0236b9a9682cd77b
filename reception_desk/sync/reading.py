"""Where a stream is being read: a long reading that was cut goes on at its last page."""

import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, select, update

from reception_desk.models import Database
from reception_desk.models.local import SyncCursor
from reception_desk.sync.centre_errors import FunctionMissingError
from reception_desk.sync.schema import CONFLICTS
from reception_desk.sync.session import CentreSession, StreamChange

LAST_ID = "ffffffff-ffff-ffff-ffff-ffffffffffff"
"""Behind every row of its position."""


@dataclass(frozen=True, slots=True)
class Place:
    """The row (`pos`, `row_id`) of `source` up to which a stream is read, on the way to `head`."""

    head: int
    source: str
    pos: int
    row_id: str


@dataclass(frozen=True, slots=True)
class Part:
    """The rest of one source in one stream, up to `head`."""

    source: str
    stream: int
    after: int
    after_id: str
    head: int


@dataclass(frozen=True, slots=True)
class StreamReading:
    """A stream to be read: its parts in order; `is_resumed` ends at an earlier head."""

    stream: int
    head: int
    parts: tuple[Part, ...]
    is_long: bool
    is_resumed: bool


Places = Mapping[int, tuple[int, Place | None]]
"""By stream: how far it was read, and where in the next stretch a long reading was left."""


def read_places(database: Database) -> Places:
    """Return where each stream was left."""
    with database.read() as session:
        rows = session.execute(_PLACES)
        return {row.stream: (row.pos, _place(row)) for row in rows}


def readings(
    places: Places, changes: list[StreamChange], sources: Collection[str]
) -> Iterator[StreamReading]:
    """Return what is to be read of the streams that moved, each where it was left."""
    for change in changes:
        pos, place = places.get(change.stream, (0, None))
        head = place.head if place else change.head
        names = [name for name in change.tables if name in sources]  # a newer centre has others
        if place and place.source in names:
            names = names[names.index(place.source) :]
        parts = []
        for name in names:
            is_here = place is not None and place.source == name
            after = (place.pos, place.row_id) if place and is_here else (pos, LAST_ID)
            parts.append(Part(name, change.stream, *after, head))
        yield StreamReading(change.stream, head, tuple(parts), pos == 0, place is not None)


def count_rows(session: CentreSession, found: list[StreamReading]) -> int:
    """Return how many rows there are to read; 0 from a centre that cannot tell."""
    parts = [part for reading in found for part in reading.parts if part.source != CONFLICTS]
    asked = json.dumps([[p.source, p.stream, p.after, p.after_id, p.head] for p in parts])
    try:
        return session.rows("SELECT sync.count_rows(%s::jsonb)", (asked,))[0][0]
    except FunctionMissingError:
        return 0


def keep_place(connection: Connection, stream: int, place: Place) -> None:
    """Note inside the transaction of a page that it is read."""
    connection.execute(
        update(SyncCursor)
        .where(SyncCursor.stream == stream)
        .values(head=place.head, table_name=place.source, page_pos=place.pos, page_id=place.row_id)
    )


_PLACES = select(
    SyncCursor.stream,
    SyncCursor.pos,
    SyncCursor.head,
    SyncCursor.table_name,
    SyncCursor.page_pos,
    SyncCursor.page_id,
)


def _place(row: Row[*tuple[Any, ...]]) -> Place | None:
    if row.head is None or row.table_name is None or row.page_pos is None or row.page_id is None:
        return None
    return Place(row.head, row.table_name, row.page_pos, row.page_id)
