"""Visits on record to compare with the open one: few, however large the register.

The latest of the same documents and persons; those of the latest in the register about the same
place and respondent; and those of the latest that came into this file whose claims have most
three-character words in common with this one.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import chain

from sqlalchemy import Integer, and_, literal_column, select
from sqlalchemy.orm import Session

from reception_desk.models.matter import Matter, VisitMatter
from reception_desk.models.person import Person
from reception_desk.models.visit import Visit, VisitPerson
from reception_desk.records.actor import Actor
from reception_desk.records.similar_matters import Sought
from reception_desk.records.visit import PersonRole
from reception_desk.rules.similarity import Facts, search_terms, words_of
from reception_desk.services.confidentiality import seen

LATEST_READ = 50_000
"""Of so many visits the words are compared, the latest that came into this file."""
LATEST_SCANNED = 300
"""So many visits of the register are looked through for place and respondent."""
_MOST_OF_A_WORD = 300
_MOST_BY_WORDS = 20
_MOST_BY_PERSON = 30
_MOST_PERSONS = 50
_FEWEST_WORDS = 2
_VISIT_ROW = literal_column("visit.rowid", Integer)
_HAVING_WORD = (
    "SELECT row FROM (SELECT rowid AS row FROM visit_text WHERE visit_text MATCH ? AND rowid > ? "
    "ORDER BY rowid DESC LIMIT ?)"
)
_HAVING_MOST = (
    "SELECT row FROM ({}) GROUP BY row HAVING count(*) >= ? "
    "ORDER BY count(*) DESC, row DESC LIMIT ?"
)
_PETITIONERS = frozenset(role.value for role in PersonRole if role.is_petitioner)


@dataclass(frozen=True, slots=True)
class KnownVisit:
    """A visit on record that is compared, and the matter it belongs to."""

    matter_id: str
    arrived_at: datetime
    facts: Facts


def facts_sought(session: Session, actor: Actor, sought: Sought) -> Facts:
    """Return what the open visit is compared by."""
    petitioners = _petitioners(session, actor, sought)
    return Facts(
        petitioners,
        petitioners if sought.has_agent else frozenset(),
        sought.category,
        sought.place_code,
        sought.respondent,
        words_of(sought.claim),
    )


def visits_to_compare(
    session: Session, actor: Actor, sought: Sought, petitioners: Collection[str]
) -> list[KnownVisit]:
    """Return the visits that the actor may see and whose matters stand."""
    rows = {
        *_rows_of_persons(session, petitioners),
        *_rows_about(session, sought),
        *_rows_with_words(session, sought.claim),
    }
    visits = session.execute(
        select(
            VisitMatter.matter_id,
            Visit.id,
            Visit.arrived_at,
            Visit.category,
            Visit.place_code,
            Visit.respondent,
            Visit.claim,
        )
        .join(
            VisitMatter,
            and_(VisitMatter.visit_id == Visit.id, VisitMatter.voided_at.is_(None)),
        )
        .join(Matter, Matter.id == VisitMatter.matter_id)
        .where(
            _VISIT_ROW.in_(rows),
            Visit.voided_at.is_(None),
            Visit.id != sought.visit_id,
            Matter.voided_at.is_(None),
            seen(actor, Visit.stream),
            seen(actor, Matter.stream),
        )
    ).all()
    parts = _parts(session, [visit.id for visit in visits])
    return [
        KnownVisit(
            visit.matter_id,
            visit.arrived_at,
            Facts(
                *parts.get(visit.id, (frozenset(), frozenset())),
                visit.category or "",
                visit.place_code or "",
                visit.respondent or "",
                words_of(visit.claim),
            ),
        )
        for visit in visits
    ]


def _petitioners(session: Session, actor: Actor, sought: Sought) -> frozenset[str]:
    """Return the keys of all rows that are the petitioners by their documents, and those chosen."""
    numbers = [number.upper() for number in sought.document_numbers if number]
    if not numbers:
        return frozenset(sought.person_ids)
    rows = session.scalars(
        select(Person.id)
        .where(
            Person.document_number.in_(numbers),
            Person.voided_at.is_(None),
            seen(actor, Person.stream),
        )
        .limit(_MOST_PERSONS)
    )
    return frozenset((*rows, *sought.person_ids))


def _rows_of_persons(session: Session, person_ids: Collection[str]) -> list[int]:
    """Return the latest visits of these persons."""
    if not person_ids:
        return []
    return list(
        session.scalars(
            select(_VISIT_ROW)
            .select_from(VisitPerson)
            .join(Visit, Visit.id == VisitPerson.visit_id)
            .where(VisitPerson.person_id.in_(person_ids), VisitPerson.voided_at.is_(None))
            .order_by(Visit.arrived_at.desc())
            .limit(_MOST_BY_PERSON)
        )
    )


def _rows_about(session: Session, sought: Sought) -> list[int]:
    """Return those of the latest visits that have this category, place and respondent."""
    if not (sought.category and sought.place_code and sought.respondent):
        return []
    latest = (
        select(_VISIT_ROW.label("row"))
        .select_from(Visit)
        .order_by(Visit.arrived_at.desc(), Visit.id.desc())
        .limit(LATEST_SCANNED)
        .subquery()
    )
    return list(
        session.scalars(
            select(_VISIT_ROW)
            .select_from(Visit)
            .where(
                _VISIT_ROW.in_(select(latest.c.row)),
                Visit.category == sought.category,
                Visit.place_code == sought.place_code,
                Visit.respondent == sought.respondent,
            )
        )
    )


def _rows_with_words(session: Session, claim: str) -> list[int]:
    """Return those of the latest visits that have most words in common with the claim."""
    words = search_terms(claim)
    if not words:
        return []
    connection = session.connection()
    last = connection.exec_driver_sql("SELECT max(rowid) FROM visit").scalar() or 0
    each = " UNION ALL ".join([_HAVING_WORD] * len(words))
    asked = [(f'"{word}"', last - LATEST_READ, _MOST_OF_A_WORD) for word in words]
    values = (*chain.from_iterable(asked), min(_FEWEST_WORDS, len(words)), _MOST_BY_WORDS)
    return list(connection.exec_driver_sql(_HAVING_MOST.format(each), values).scalars())


def _parts(
    session: Session, visit_ids: Collection[str]
) -> Mapping[str, tuple[frozenset[str], frozenset[str]]]:
    """Return by visit the petitioners, and those of them for whom an agent came."""
    rows = session.execute(
        select(VisitPerson.visit_id, VisitPerson.role, VisitPerson.person_id).where(
            VisitPerson.visit_id.in_(visit_ids), VisitPerson.voided_at.is_(None)
        )
    )
    persons: defaultdict[str, set[str]] = defaultdict(set)
    spoken_for: set[str] = set()
    for visit_id, role, person_id in rows:
        if role in _PETITIONERS:
            persons[visit_id].add(person_id)
        elif role == PersonRole.AGENT.value:
            spoken_for.add(visit_id)
    return {
        visit_id: (
            frozenset(found),
            frozenset(found) if visit_id in spoken_for else frozenset(),
        )
        for visit_id, found in persons.items()
    }
