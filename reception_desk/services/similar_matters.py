"""同一事项的提示: matters on record that may be the one of a visit, with the reason for each.

Advisory only. Few rows are looked at, however large the register: the visits of the same
documents and persons, the latest visits about the same place and respondent, and those of the
latest whose claims have most three-character words in common with this one.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from sqlalchemy import Integer, and_, literal_column, select, text
from sqlalchemy.orm import Session

from reception_desk.models import Database
from reception_desk.models.database import now
from reception_desk.models.matter import VisitMatter
from reception_desk.models.organisation import Unit
from reception_desk.models.person import Person
from reception_desk.models.standing import MatterStanding, OpenDuty
from reception_desk.models.visit import Visit, VisitPerson
from reception_desk.records.actor import Actor
from reception_desk.records.similar_matters import SimilarMatter, Sought, Standstill
from reception_desk.records.visit import PersonRole
from reception_desk.rules.duties import Duty
from reception_desk.rules.similarity import (
    MOST_SHOWN,
    Facts,
    Reason,
    order_key,
    reasons,
    search_terms,
)
from reception_desk.rules.standstill import RunningDuty, standstill
from reception_desk.rules.states import State
from reception_desk.services import audit
from reception_desk.services.confidentiality import require_look, seen
from reception_desk.services.matters import hints

LATEST_READ = 20_000
"""Of so many visits the words are compared, the latest that came into this file."""
LATEST_SCANNED = 500
"""So many visits of the register are looked through for place and respondent."""
_MOST_OF_A_WORD = 1_000
_MOST_BY_WORDS = 40
_MOST_BY_PERSON = 100
_MOST_PERSONS = 50
_FEWEST_WORDS = 2
_VISIT_ROW = literal_column("visit.rowid", Integer)
_HAVING_WORD = text(
    "SELECT rowid FROM visit_text WHERE visit_text MATCH :word AND rowid > :first "
    "ORDER BY rowid DESC LIMIT :most"
)
_PETITIONERS = frozenset(role.value for role in PersonRole if role.is_petitioner)


@dataclass(frozen=True, slots=True)
class _Known:
    """A visit on record that is compared, and the matter it belongs to."""

    matter_id: str
    facts: Facts


def similar_matters(
    database: Database, actor: Actor, sought: Sought, *, reason: str
) -> tuple[SimilarMatter, ...]:
    """Return at most five matters that may be the one sought, on the strongest grounds first.

    The look is audited with the keys of the matters shown. Accusations are seen by the role made
    for them only, like everywhere (条例 Art. 30(3)).
    """
    require_look(actor)
    database.make_search_keys(lambda: True)  # a visit registered a moment ago is found
    with database.read() as session:
        found = _grounds(session, actor, sought)
        shown = {hint.matter_id: hint for hint in hints(session, actor, found.keys())}
        latest = sorted(shown, key=lambda key: shown[key].last_visit_at, reverse=True)
        ordered = sorted(latest, key=lambda key: order_key(found[key]))[:MOST_SHOWN]
        today = now().astimezone(ZoneInfo(actor.desk.zone)).date()
        standing_still = _standstills(session, ordered, today)
    with database.write() as session:
        audit.record(
            session,
            actor,
            "view_similar_matters",
            table="matter",
            reason=reason,
            detail="、".join(ordered) or "没有相似的事项",
        )
    return tuple(
        SimilarMatter(
            shown[key], tuple(ground.sentence for ground in found[key]), standing_still.get(key)
        )
        for key in ordered
    )


def _standstills(
    session: Session, matter_ids: Collection[str], today: date
) -> dict[str, Standstill]:
    """Return why those that somebody has in hand, or that were rechecked, stay as they are."""
    duties: defaultdict[str, list[RunningDuty]] = defaultdict(list)
    for row in session.execute(
        select(OpenDuty.matter_id, OpenDuty.duty, OpenDuty.start, OpenDuty.legal).where(
            OpenDuty.matter_id.in_(matter_ids)
        )
    ):
        duties[row.matter_id].append(RunningDuty(Duty(row.duty), row.start, row.legal))
    standings = session.execute(
        select(
            MatterStanding.matter_id, MatterStanding.state, MatterStanding.since, Unit.short_name
        )
        .outerjoin(Unit, Unit.id == MatterStanding.unit_id)
        .where(MatterStanding.matter_id.in_(matter_ids))
    )
    told = {
        matter_id: standstill(State(state), since, tuple(duties[matter_id]), unit_name or "", today)
        for matter_id, state, since, unit_name in standings
    }
    return {matter_id: found for matter_id, found in told.items() if found}


def _grounds(session: Session, actor: Actor, sought: Sought) -> dict[str, tuple[Reason, ...]]:
    """Return the grounds by matter: those of the visit of it that has the strongest."""
    petitioners = _petitioners(session, actor, sought)
    new = Facts(
        petitioners,
        petitioners if sought.has_agent else frozenset(),
        sought.category,
        sought.place_code,
        sought.respondent,
        sought.claim,
    )
    found: dict[str, tuple[Reason, ...]] = {}
    for known in _candidates(session, actor, sought, petitioners):
        grounds = reasons(new, known.facts)
        if grounds and order_key(grounds) < order_key(found.get(known.matter_id, ())):
            found[known.matter_id] = grounds
    return found


def _petitioners(session: Session, actor: Actor, sought: Sought) -> frozenset[str]:
    """Return the keys of all rows that are the same persons by their documents, and the numbers."""
    numbers = [number.upper() for number in sought.document_numbers if number]
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


def _candidates(
    session: Session, actor: Actor, sought: Sought, petitioners: Collection[str]
) -> list[_Known]:
    rows = (
        *_rows_of_persons(session, petitioners),
        *_rows_about(session, sought),
        *_rows_with_words(session, sought.claim),
    )
    visits = session.execute(
        select(
            VisitMatter.matter_id,
            Visit.id,
            Visit.category,
            Visit.place_code,
            Visit.respondent,
            Visit.claim,
        )
        .join(
            VisitMatter,
            and_(VisitMatter.visit_id == Visit.id, VisitMatter.voided_at.is_(None)),
        )
        .where(
            _VISIT_ROW.in_(set(rows)),
            Visit.voided_at.is_(None),
            Visit.id != sought.visit_id,
            seen(actor, Visit.stream),
        )
    ).all()
    parts = _parts(session, [visit.id for visit in visits])
    return [
        _Known(
            visit.matter_id,
            Facts(
                *parts.get(visit.id, (frozenset(), frozenset())),
                visit.category or "",
                visit.place_code or "",
                visit.respondent or "",
                visit.claim,
            ),
        )
        for visit in visits
    ]


def _rows_of_persons(session: Session, person_ids: Collection[str]) -> list[int]:
    """Return the latest visits of these persons."""
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
    last = session.scalar(text("SELECT max(rowid) FROM visit")) or 0
    having: Counter[int] = Counter()
    for word in words:
        values = {"word": f'"{word}"', "first": last - LATEST_READ, "most": _MOST_OF_A_WORD}
        having.update(session.scalars(_HAVING_WORD, values))
    fewest = min(_FEWEST_WORDS, len(words))
    most = having.most_common(_MOST_BY_WORDS)
    return [row for row, count in most if count >= fewest]


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
