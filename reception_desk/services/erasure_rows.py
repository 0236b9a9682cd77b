"""Which rows an erased visit takes with it, and what happens to those that stay."""

from json import dumps

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from reception_desk.models.base import synced_tables
from reception_desk.models.erasure import ErasedRow, EraseOrder
from reception_desk.models.matter import Matter, VisitMatter
from reception_desk.models.removal import (
    capture_resting,
    forget_field,
    remove_rows,
    with_parts,
)
from reception_desk.models.rows import add_row
from reception_desk.models.visit import Visit, VisitPerson
from reception_desk.records.actor import Actor
from reception_desk.services.authorship import by
from reception_desk.services.matter_links import settle
from reception_desk.services.registration import matter_title

_KEYS = "(SELECT value FROM json_each(:keys))"


def erase_visit(session: Session, actor: Actor, order: EraseOrder) -> int:
    """Remove the order's visit with all that belongs to nothing else; return how many rows went.

    Persons and matters of other visits stay. A matter that was called after this visit's claim
    takes its title from the earliest visit that is left.
    """
    rows = rows_of_visit(session, order.visit_id)
    visit = session.get_one(Visit, order.visit_id)
    links = rows.get("visit_matter", set())
    staying = set(session.scalars(select(VisitMatter.matter_id).where(VisitMatter.id.in_(links))))
    staying -= rows.get("matter", set())
    renamed = [matter_id for matter_id in sorted(staying) if _rename(session, visit, matter_id)]
    for table, row_id, stream in _with_streams(session, rows):
        values = {"order_id": order.id, "table_name": table, "row_id": row_id}
        add_row(session, ErasedRow, **by(actor, stream=stream), **values)
    for matter_id in renamed:
        stream = session.get_one(Matter, matter_id).stream
        values = {"table_name": "matter", "row_id": matter_id, "column_name": "title"}
        add_row(session, ErasedRow, **by(actor, stream=stream), order_id=order.id, **values)
    session.flush()
    session.expunge_all()
    with capture_resting(session.connection()):
        remove_rows(session.connection(), rows)
    for matter_id in sorted(staying):
        settle(session, actor, matter_id)
    return sum(map(len, rows.values()))


def rows_of_visit(session: Session, visit_id: str) -> dict[str, set[str]]:
    """Return {table: keys} of a visit, its parts, and the persons and matters of no other visit."""
    connection = session.connection()
    rows = with_parts(connection, {"visit": {visit_id}})
    persons = _unused(session, rows, "visit_person", "person_id")
    rows["person"] = persons
    voided = select(VisitPerson.id).where(VisitPerson.person_id.in_(persons))
    rows.setdefault("visit_person", set()).update(session.scalars(voided))
    rows["matter"] = _unused(session, rows, "visit_matter", "matter_id")
    return with_parts(connection, rows)


def _unused(session: Session, rows: dict[str, set[str]], link: str, column: str) -> set[str]:
    """Return what only these links join to a visit."""
    query = text(
        f"SELECT DISTINCT {column} FROM {link} AS own WHERE id IN {_KEYS} AND NOT EXISTS "  # noqa: S608
        f"(SELECT 1 FROM {link} AS other WHERE other.{column} = own.{column} "
        f"AND other.voided_at IS NULL AND other.id NOT IN {_KEYS})"
    )
    keys = dumps(list(rows.get(link, ())))
    return set(session.connection().execute(query, {"keys": keys}).scalars())


def _rename(session: Session, visit: Visit, matter_id: str) -> bool:
    """Say whether the matter was called after the visit, and call it after another one."""
    matter = session.get_one(Matter, matter_id)
    if matter.title != matter_title(visit.claim):
        return False
    claim = session.scalars(
        select(Visit.claim)
        .join(VisitMatter, VisitMatter.visit_id == Visit.id)
        .where(
            VisitMatter.matter_id == matter_id,
            VisitMatter.voided_at.is_(None),
            Visit.id != visit.id,
        )
        .order_by(Visit.arrived_at, Visit.id)
    ).first()
    connection = session.connection()
    with capture_resting(connection):  # so that the outbox does not keep the old title
        forget_field(connection, matter_id, "title")
        connection.execute(text("UPDATE matter SET title = '' WHERE id = :id"), {"id": matter_id})
    session.refresh(matter)
    matter.title = matter_title(claim or "")
    session.flush()
    return True


def _with_streams(session: Session, rows: dict[str, set[str]]) -> list[tuple[str, str, int]]:
    return [
        (table.name, row_id, stream)
        for table in synced_tables()
        if (keys := rows.get(table.name))
        for row_id, stream in session.connection().execute(
            text(f'SELECT id, stream FROM "{table.name}" WHERE id IN {_KEYS} ORDER BY id'),  # noqa: S608
            {"keys": dumps(sorted(keys))},
        )
    ]
