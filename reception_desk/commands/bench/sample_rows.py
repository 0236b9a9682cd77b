"""Made-up persons and visits as rows of the tables, for statements of the bare driver."""

from datetime import datetime
from typing import Any

from reception_desk.commands.bench.office import MORNING
from reception_desk.commands.bench.population import MadeUpPerson, MadeUpVisit
from reception_desk.records.actor import Actor
from reception_desk.records.identifiers import new_id

AUTHOR_COLUMNS = "id, stream, desk_id, created_at"
PERSON_COLUMNS = (
    f"{AUTHOR_COLUMNS}, name, sex, birth_date, document_type, document_number, phone, address"
)
VISIT_COLUMNS = (
    f"{AUTHOR_COLUMNS}, unit_id, provisional_number, number, query_code, arrived_at, "
    "zone, window, received_by, form, channel, head_count, claim, facts, to_complete, summary, "
    "is_oral"
)
PART_COLUMNS = f"{AUTHOR_COLUMNS}, visit_id, person_id, role, position"


def insert_statement(table: str, columns: str) -> str:
    """Return an INSERT with a place for each of the columns."""
    places = ", ".join("?" * (columns.count(",") + 1))
    return f"INSERT INTO {table} ({columns}) VALUES ({places})"


def person_cells(clerk: Actor, person: MadeUpPerson) -> tuple[Any, ...]:
    """Return the values of `PERSON_COLUMNS` with a new id in front."""
    return (
        *author_cells(clerk),
        person.name,
        person.sex,
        person.birth_date.isoformat(),
        "111",
        person.document_number,
        person.phone,
        person.address,
    )


def visit_cells(clerk: Actor, visit: MadeUpVisit) -> tuple[Any, ...]:
    """Return the values of `VISIT_COLUMNS` with a new id in front."""
    return (
        *author_cells(clerk),
        clerk.desk.unit_id,
        visit.provisional_number,
        visit.number,
        visit.query_code,
        _stored(visit.arrived_at),
        clerk.desk.zone,
        clerk.desk.window,
        clerk.account_id,
        "200",
        "walk_in",
        1,
        visit.claim,
        visit.facts,
        0,
        visit.claim.split("。")[0],
        0,
    )


def part_cells(clerk: Actor, visit_id: str, person_id: str) -> tuple[Any, ...]:
    """Return the values of `PART_COLUMNS`: the person is the main one of the visit."""
    return (*author_cells(clerk), visit_id, person_id, "main", 1)


def author_cells(clerk: Actor) -> tuple[str, int, str, str]:
    """Return the values of `AUTHOR_COLUMNS` with a new id."""
    return new_id(), clerk.desk.stream, clerk.desk.desk_id, _stored(MORNING)


def _stored(moment: datetime) -> str:
    """Return a UTC time as the tables keep it."""
    return f"{moment.replace(tzinfo=None).isoformat(timespec='milliseconds')}Z"
