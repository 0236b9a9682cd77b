"""来访台账: which visits it holds, in their order, and their lines by pages.

The order is kept as rowids, eight bytes each in an `array`: nothing for Python's collector to walk
through. A file is never VACUUMed in place, so a rowid stays what it was.
"""

from array import array
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Integer, Select, bindparam, literal_column, select
from sqlalchemy.orm import Session

from reception_desk.models import Database
from reception_desk.models.rows import read_first
from reception_desk.models.visit import Visit, VisitPerson
from reception_desk.records.actor import Actor
from reception_desk.records.visit import VisitRow
from reception_desk.rules.permissions import Action
from reception_desk.services import audit
from reception_desk.services.confidentiality import require_look, seen
from reception_desk.services.permissions import require
from reception_desk.services.visits import row_query, visit_row

_ROW = literal_column("visit.rowid", Integer)
_MOMENT = "SELECT arrived_at, id FROM visit WHERE rowid = ?"
_GREATEST = "SELECT coalesce(max(rowid), 0) FROM visit"
_PART = 5000
_LATEST_FIRST = (Visit.arrived_at.desc(), Visit.id.desc())


@dataclass(frozen=True, slots=True)
class RegisterOrder:
    """The visits of the register, oldest first.

    A visit beyond `greatest` came after the order was read; every other one was there.
    """

    rows: "array[int]" = field(default_factory=lambda: array("q"))
    greatest: int = 0


def register_order(database: Database, actor: Actor, *, latest: int | None = None) -> RegisterOrder:
    """Return every visit the actor sees, or the `latest` so many."""
    require_look(actor)
    query = select(_ROW).where(*_shown(actor)).order_by(*_LATEST_FIRST).limit(latest)
    return _order(database, query)


def register_order_of(
    database: Database, actor: Actor, person_id: str, *, reason: str
) -> RegisterOrder:
    """Return the visits of a person; the look is audited with its reason."""
    require(actor, Action.SEARCH_PERSONS)
    with database.write() as session:
        audit.record(session, actor, "view_visits", table="person", row_id=person_id, reason=reason)
    came = select(VisitPerson.visit_id).where(
        VisitPerson.person_id == person_id, VisitPerson.voided_at.is_(None)
    )
    query = select(_ROW).where(Visit.id.in_(came), *_shown(actor)).order_by(*_LATEST_FIRST)
    return _order(database, query)


def register_lines(database: Database, actor: Actor, rows: Sequence[int]) -> dict[int, VisitRow]:
    """Return the lines of a page by their rows; one withdrawn meanwhile is missing."""
    with database.read() as session:
        found = session.execute(_lines(actor), {"rows": rows})
        return {row: visit_row(line) for *line, row in found}


def find_line(database: Database, actor: Actor, visit_id: str) -> int | None:
    """Return a visit's row, None when it is not (or no longer) in this actor's register."""
    with database.read() as session:
        return session.scalar(select(_ROW).where(Visit.id == visit_id, *_shown(actor)))


def id_of_line(database: Database, row: int) -> str:
    """Return the key of the visit of a row, also of one withdrawn meanwhile."""
    with database.read() as session:
        return _moment(session, row)[1]


def place_of(database: Database, rows: Sequence[int], row: int) -> int:
    """Return where a visit stands among `rows`, or where it would; some twenty are read."""
    with database.read() as session:
        return bisect_left(rows, _moment(session, row), key=lambda at: _moment(session, at))


@lru_cache(maxsize=4)
def _lines(actor: Actor) -> Select[Any]:
    """Return the query for a page; to build it anew costs more than to run it."""
    wanted = _ROW.in_(bindparam("rows", expanding=True))
    return row_query(actor).add_columns(_ROW).where(wanted)


def _shown(actor: Actor) -> tuple[ColumnElement[bool], ...]:
    return Visit.voided_at.is_(None), seen(actor, Visit.stream)


def _order(database: Database, query: Select[Any]) -> RegisterOrder:
    with database.read() as session:
        rows = array("q")
        for part in session.execute(query).yield_per(_PART).partitions():
            rows.extend(row for (row,) in part)
        (greatest,) = read_first(session, _GREATEST, ()) or (0,)
    rows.reverse()
    return RegisterOrder(rows, greatest)


def _moment(session: Session, row: int) -> tuple[str, str]:
    """Return what the register is ordered by, as SQLite keeps it: times are text of one length."""
    arrived_at, visit_id = read_first(session, _MOMENT, (row,)) or ("", "")
    return arrived_at, visit_id
