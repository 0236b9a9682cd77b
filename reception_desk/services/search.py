"""Find a person or a visit while typing: name, pinyin, initials, phone, document, number, words."""

import re
from dataclasses import dataclass

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from reception_desk.models import Database
from reception_desk.models.local import SearchKey
from reception_desk.models.person import Person
from reception_desk.models.search_keys import KeyKind
from reception_desk.models.visit import Visit
from reception_desk.records.actor import Actor
from reception_desk.records.visit import PersonHit, VisitHit
from reception_desk.rules.names import search_form
from reception_desk.rules.permissions import Action
from reception_desk.services.permissions import require

LIMIT = 50
_TEXT_SEARCH_FROM = 3
_SCANNED = 400
_BY_NAME = {KeyKind.NAME, KeyKind.LATIN}


@dataclass(frozen=True, slots=True)
class SearchResult:
    """What was found, best first; `is_cut` when there was more than the limit."""

    persons: tuple[PersonHit, ...]
    visits: tuple[VisitHit, ...]
    is_cut: bool


def search(database: Database, actor: Actor, query: str, *, limit: int = LIMIT) -> SearchResult:
    """Return persons and visits whose keys begin with `query`.

    Chinese characters match any part of a name; letters match full pinyin, initials or a mix, in
    every reading; digits match phone, document or number. Three or more characters also search
    the words of claims.
    """
    require(actor, Action.SEARCH_PERSONS)
    wanted = query.strip()
    if not wanted:
        return SearchResult((), (), is_cut=False)
    with database.read() as session:
        person_ids = _subjects(session, _person_kinds(wanted), wanted, limit + 1)
        visit_ids = _subjects(session, (KeyKind.NUMBER,), wanted.upper(), limit + 1)
        if len(wanted) >= _TEXT_SEARCH_FROM and not wanted.isascii():
            visit_ids += _by_words(session, wanted, limit + 1 - len(visit_ids))
        is_cut = len(person_ids) > limit or len(visit_ids) > limit
        return SearchResult(
            _person_hits(session, person_ids[:limit]),
            _visit_hits(session, visit_ids[:limit]),
            is_cut,
        )


def find_by_document(database: Database, actor: Actor, number: str) -> tuple[PersonHit, ...]:
    """Return the persons on record with exactly this document number (a card was laid down)."""
    require(actor, Action.SEARCH_PERSONS)
    with database.read() as session:
        ids = list(
            session.scalars(
                select(Person.id).where(
                    Person.document_number == number, Person.voided_at.is_(None)
                )
            )
        )
        return _person_hits(session, ids)


def _person_kinds(query: str) -> tuple[KeyKind, ...]:
    if not query.isascii():
        return (KeyKind.NAME,)
    if re.fullmatch(r"\d+[xX]?", query):
        return (KeyKind.DOCUMENT, KeyKind.PHONE)
    return (KeyKind.LATIN, KeyKind.DOCUMENT)


def _subjects(session: Session, kinds: tuple[KeyKind, ...], query: str, limit: int) -> list[str]:
    """Return subject ids by prefix, exact keys first; each subject once."""
    found: dict[str, None] = {}
    for kind in kinds:
        wanted = search_form(query) if kind in _BY_NAME else query.upper()
        rows = session.scalars(
            select(SearchKey.subject_id)
            .where(
                SearchKey.kind == kind.value,
                SearchKey.text >= wanted,
                SearchKey.text < f"{wanted}\U0010ffff",
            )
            .order_by(SearchKey.kind, SearchKey.text, SearchKey.subject_id)
            .limit(min(limit * 4, _SCANNED))
        )
        found.update(dict.fromkeys(rows))
        if len(found) >= limit:
            break
    return list(found)[:limit]


def _by_words(session: Session, query: str, limit: int) -> list[str]:
    if limit <= 0:
        return []
    phrase = '"' + query.replace('"', '""') + '"'
    return list(
        session.scalars(
            text(
                "SELECT visit.id FROM visit_text JOIN visit ON visit.rowid = visit_text.rowid "
                "WHERE visit_text MATCH :phrase AND visit.voided_at IS NULL LIMIT :most"
            ),
            {"phrase": phrase, "most": limit},
        )
    )


def _person_hits(session: Session, ids: list[str]) -> tuple[PersonHit, ...]:
    rows = session.execute(
        select(
            Person.id,
            Person.name,
            Person.sex,
            Person.birth_date,
            Person.document_number,
            Person.phone,
            Person.address,
        ).where(Person.id.in_(ids))
    )
    hits = {row.id: PersonHit(*row) for row in rows}
    return tuple(hits[person_id] for person_id in ids if person_id in hits)


def _visit_hits(session: Session, ids: list[str]) -> tuple[VisitHit, ...]:
    rows = session.execute(
        select(
            Visit.id, Visit.number, Visit.provisional_number, Visit.arrived_at, Visit.summary
        ).where(Visit.id.in_(ids))
    )
    hits = {
        row.id: VisitHit(row.id, row.number or row.provisional_number, row.arrived_at, row.summary)
        for row in rows
    }
    return tuple(hits[visit_id] for visit_id in dict.fromkeys(ids) if visit_id in hits)
