"""Find a person or a visit while typing: name, pinyin, initials, phone, document, number, words."""

import re
from dataclasses import dataclass

from sqlalchemy import Integer, column, func, literal_column, select, table, text
from sqlalchemy.orm import Session

from reception_desk.models import Database
from reception_desk.models.document import PageText, ScannedDocument, ScannedPage
from reception_desk.models.local import SearchKey
from reception_desk.models.person import Person
from reception_desk.models.search_keys import KeyKind
from reception_desk.models.visit import Visit
from reception_desk.records.actor import Actor
from reception_desk.records.visit import PersonHit, VisitHit
from reception_desk.rules.names import search_form
from reception_desk.rules.page_texts import excerpt
from reception_desk.rules.permissions import Action
from reception_desk.services.confidentiality import seen
from reception_desk.services.permissions import require

LIMIT = 50
_TEXT_SEARCH_FROM = 3
_SCANNED = 400
_PERSON_ROW = literal_column("person.rowid", Integer)
VISIT_ROW = literal_column("visit.rowid", Integer)
_PAGE_ROW = literal_column("page_text.rowid", Integer)
_TEXT = table("visit_text", column("rowid", Integer))
_PAGE_WORDS = table("page_words", column("rowid", Integer))
_PAGES_A_VISIT = 4
"""So many pages of one visit may say the same before the list of visits grows shorter."""
_BY_NAME = {KeyKind.NAME, KeyKind.LATIN}


@dataclass(frozen=True, slots=True)
class SearchResult:
    """What was found, best first; `is_cut` when there was more than the limit.

    `is_partial` while many rows that came from the centre still wait for their search keys.
    """

    persons: tuple[PersonHit, ...]
    visits: tuple[VisitHit, ...]
    is_cut: bool
    is_partial: bool = False


def search(database: Database, actor: Actor, query: str, *, limit: int = LIMIT) -> SearchResult:
    """Return persons and visits whose keys begin with `query`.

    Chinese characters match any part of a name; letters match full pinyin, initials or a mix, in
    every reading; digits match phone, document or number. Three or more characters also search
    the words of claims and of the papers filed.
    """
    require(actor, Action.SEARCH_PERSONS)
    wanted = query.strip()
    if not wanted:
        return SearchResult((), (), is_cut=False)
    is_whole = database.make_search_keys(_at_once)  # a visit registered a moment ago is found
    with database.read() as session:
        persons = _subjects(session, _person_kinds(wanted), wanted, limit + 1)
        visits = _subjects(session, (KeyKind.NUMBER,), wanted.upper(), limit + 1)
        in_papers: tuple[VisitHit, ...] = ()
        if len(wanted) >= _TEXT_SEARCH_FROM and not wanted.isascii():
            visits += _by_words(session, actor, wanted, limit + 1 - len(visits))
            in_papers = _by_papers(session, actor, wanted, limit + 1)
        hits = _visit_hits(session, actor, visits[:limit])
        known = {hit.visit_id for hit in hits}
        hits += tuple(hit for hit in in_papers if hit.visit_id not in known)
        is_cut = len(persons) > limit or len(visits) > limit or len(hits) > limit
        return SearchResult(
            _person_hits(session, actor, persons[:limit]),
            hits[:limit],
            is_cut,
            is_partial=not is_whole,
        )


def _at_once() -> bool:
    return True


def find_by_document(database: Database, actor: Actor, number: str) -> tuple[PersonHit, ...]:
    """Return the persons on record with exactly this document number (a card was laid down)."""
    require(actor, Action.SEARCH_PERSONS)
    with database.read() as session:
        rows = session.scalars(
            select(_PERSON_ROW).where(Person.document_number == number, Person.voided_at.is_(None))
        )
        return _person_hits(session, actor, list(rows))


def _person_kinds(query: str) -> tuple[KeyKind, ...]:
    if not query.isascii():
        return (KeyKind.NAME,)
    if re.fullmatch(r"\d+[xX]?", query):
        return (KeyKind.DOCUMENT, KeyKind.PHONE)
    return (KeyKind.LATIN, KeyKind.DOCUMENT)


def _subjects(session: Session, kinds: tuple[KeyKind, ...], query: str, limit: int) -> list[int]:
    """Return the rows of subjects by prefix, exact keys first; each subject once."""
    found: dict[int, None] = {}
    for kind in kinds:
        wanted = search_form(query) if kind in _BY_NAME else query.upper()
        rows = session.scalars(
            select(SearchKey.subject_row)
            .where(
                SearchKey.kind == kind.value,
                SearchKey.text >= wanted,
                SearchKey.text < f"{wanted}\U0010ffff",
            )
            .order_by(SearchKey.kind, SearchKey.text, SearchKey.subject_row)
            .limit(min(limit * 4, _SCANNED))
        )
        found.update(dict.fromkeys(rows))
        if len(found) >= limit:
            break
    return list(found)[:limit]


def phrase(query: str) -> str:
    """Return the words as the full text takes them, one after the other."""
    return '"' + query.replace('"', '""') + '"'


def _by_papers(session: Session, actor: Actor, query: str, limit: int) -> tuple[VisitHit, ...]:
    """Return the visits whose papers have these words, each with the first page that does."""
    number = func.coalesce(Visit.number, Visit.provisional_number)
    found = session.execute(
        select(
            *(Visit.id, number, Visit.arrived_at, Visit.summary),
            *(ScannedDocument.title, ScannedPage.position, PageText.text),
        )
        .select_from(_PAGE_WORDS)
        .join(PageText, _PAGE_WORDS.c.rowid == _PAGE_ROW)
        .join(ScannedPage, ScannedPage.id == PageText.scanned_page_id)
        .join(ScannedDocument, ScannedDocument.id == ScannedPage.scanned_document_id)
        .join(Visit, Visit.id == ScannedDocument.visit_id)
        .where(
            text("page_words MATCH :phrase"),
            ScannedPage.voided_at.is_(None),
            ScannedDocument.voided_at.is_(None),
            Visit.voided_at.is_(None),
            seen(actor, PageText.stream),
            seen(actor, Visit.stream),
        )
        .limit(limit * _PAGES_A_VISIT),
        {"phrase": phrase(query)},
    )
    hits: dict[str, VisitHit] = {}
    for visit_id, shown, arrived_at, summary, title, position, words in found:
        paper = f"{title}第 {position} 页"
        hit = VisitHit(visit_id, shown, arrived_at, summary, paper, excerpt(words, query))
        hits.setdefault(visit_id, hit)
    return tuple(hits.values())[:limit]


def _by_words(session: Session, actor: Actor, query: str, limit: int) -> list[int]:
    if limit <= 0:
        return []
    return list(
        session.scalars(
            select(VISIT_ROW)
            .select_from(_TEXT)
            .join(Visit, _TEXT.c.rowid == VISIT_ROW)
            .where(
                text("visit_text MATCH :phrase"),
                Visit.voided_at.is_(None),
                seen(actor, Visit.stream),
            )
            .limit(limit),
            {"phrase": phrase(query)},
        )
    )


def _person_hits(session: Session, actor: Actor, rows: list[int]) -> tuple[PersonHit, ...]:
    found = session.execute(
        select(
            _PERSON_ROW,
            Person.id,
            Person.name,
            Person.sex,
            Person.birth_date,
            Person.document_number,
            Person.phone,
            Person.address,
        ).where(_PERSON_ROW.in_(rows), seen(actor, Person.stream))
    )
    hits = {values[0]: PersonHit(*values[1:]) for values in found}
    return tuple(hits[row] for row in rows if row in hits)


def _visit_hits(session: Session, actor: Actor, rows: list[int]) -> tuple[VisitHit, ...]:
    number = func.coalesce(Visit.number, Visit.provisional_number)
    found = session.execute(
        select(VISIT_ROW, Visit.id, number, Visit.arrived_at, Visit.summary).where(
            VISIT_ROW.in_(rows), seen(actor, Visit.stream)
        )
    )
    hits = {values[0]: VisitHit(*values[1:]) for values in found}
    return tuple(hits[row] for row in dict.fromkeys(rows) if row in hits)
