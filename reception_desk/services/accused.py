"""检举控告: which of them the person at the desk is the subject of (条例 Art. 30(3)).

An accusation names whom it concerns in 被反映方: a unit by its name or short name (a section by
its whole name, since many units have an office of that name), with its sections, or a member of
staff. Who is meant, or belongs to what is meant, does not see it, whatever role they hold; nobody
has to declare it. A matter is theirs to see as little as each of its accusations.
"""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, inspect, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased
from sqlalchemy.sql.selectable import CompoundSelect

from reception_desk.models.base import Base
from reception_desk.models.conflict import SyncConflict
from reception_desk.models.document import (
    Document,
    FiledPaper,
    PageText,
    ScannedDocument,
    ScannedPage,
)
from reception_desk.models.matter import Matter, VisitMatter
from reception_desk.models.organisation import Unit
from reception_desk.models.person import Person
from reception_desk.models.video_session import VideoSession
from reception_desk.models.visit import Visit, VisitPerson
from reception_desk.records.actor import Actor
from reception_desk.rules.units import RESTRICTED_STREAM, UnitKind

SHORTEST_NAME = 2
"""A name of one character is in too many words to mean somebody."""


def concerns(actor: Actor, row: Any) -> ColumnElement[bool]:
    """Return the condition on `row`, a table or an alias of one, that it is of such an accusation.

    It is meant for rows of the restricted stream, and false or true for each of them, never NULL.
    """
    return _of_row(row, _keys(actor.unit_id, actor.name))


@dataclass(frozen=True, slots=True)
class _Keys:
    """Questions for the keys of what is of such an accusation."""

    visits: CompoundSelect[str]
    matters: Select[str]
    documents: Select[str]
    pages: Select[str]
    papers: Select[str]
    sessions: Select[str]


@lru_cache
def _keys(unit_id: str, name: str) -> _Keys:
    """Put the questions of one actor together: it takes longer than to answer them."""
    named = _named(unit_id, name)
    matters = _matters(named)
    visits = _visits(named, matters)
    documents = select(ScannedDocument.id).where(ScannedDocument.visit_id.in_(visits))
    return _Keys(
        visits=visits,
        matters=matters,
        documents=documents,
        pages=select(ScannedPage.id).where(ScannedPage.scanned_document_id.in_(documents)),
        papers=select(Document.id).where(Document.visit_id.in_(visits)),
        sessions=select(VideoSession.id).where(
            VideoSession.visit_id.in_(visits) | VideoSession.matter_id.in_(matters)
        ),
    )


def _of_row(row: Any, keys: _Keys) -> ColumnElement[bool]:
    visits, matters = keys.visits, keys.matters
    of_model = {
        Visit: lambda: _column(row, "id").in_(visits),
        Matter: lambda: _column(row, "id").in_(matters),
        Person: lambda: _is_of_none_other(_column(row, "id"), visits),
        ScannedPage: lambda: _column(row, "scanned_document_id").in_(keys.documents),
        FiledPaper: lambda: _column(row, "scanned_document_id").in_(keys.documents),
        PageText: lambda: _column(row, "scanned_page_id").in_(keys.pages),
        SyncConflict: lambda: or_(
            *(_column(row, "row_id").in_(found) for found in (visits, matters, keys.papers)),
            _is_of_none_other(_column(row, "row_id"), visits),
        ),
    }
    model = _model_of(row)
    if model in of_model:
        return of_model[model]()
    named_by: dict[str, Select[str] | CompoundSelect[str]] = {
        "visit_id": visits, "matter_id": matters, "session_id": keys.sessions,
    }  # fmt: skip
    named = [
        func.coalesce(_column(row, name), "").in_(found)
        for name, found in named_by.items()
        if hasattr(row, name)
    ]
    if not named:
        raise TypeError(f"nobody says whom a row of {model.__tablename__} is about")
    return or_(*named)


def _column(row: Any, name: str) -> InstrumentedAttribute[str]:
    found: InstrumentedAttribute[str] = getattr(row, name)
    return found


def _model_of(row: Any) -> type[Base]:
    model: type[Base] = inspect(row).mapper.class_
    return model


def _named(unit_id: str, name: str) -> Select[str]:
    """Return the accusing visits that name the actor, their unit, or what it is a section of."""
    visit = aliased(Visit)
    restricted = visit.stream == RESTRICTED_STREAM
    return select(visit.id).where(restricted, _names(unit_id, name, visit)).correlate(None)


def is_complained_of(session: Session, actor: Actor, matter_id: str) -> bool:
    """Say whether a visit of the matter, of whatever kind, names the actor or their unit.

    What a lawyer advised a petitioner is kept from whom the petitioner complains of.
    """
    visit, link = aliased(Visit), aliased(VisitMatter)
    about = _names(actor.unit_id, actor.name, visit)
    found = (
        select(visit.id)
        .join(link, link.visit_id == visit.id)
        .where(link.matter_id == matter_id, link.voided_at.is_(None), about)
    )
    return session.scalars(found.limit(1)).first() is not None


def _names(unit_id: str, name: str, visit: Any) -> ColumnElement[bool]:
    unit, own = aliased(Unit), aliased(Unit)
    said = func.coalesce(visit.respondent, "")
    parent = select(own.parent_id).where(own.id == unit_id).scalar_subquery()
    names = select(unit.id).where(
        or_(unit.id == unit_id, unit.id == parent),
        or_(
            _says(said, unit.name),
            and_(unit.kind != UnitKind.SECTION.value, _says(said, unit.short_name)),
        ),
    )
    mine = names.correlate(visit).exists()
    if len(name) >= SHORTEST_NAME:
        mine = or_(mine, func.instr(said, name) > 0)
    return mine


def _says(said: ColumnElement[str], name: InstrumentedAttribute[str]) -> ColumnElement[bool]:
    return and_(func.length(name) >= SHORTEST_NAME, func.instr(said, name) > 0)


def _matters(named: Select[str]) -> Select[str]:
    link = aliased(VisitMatter)
    found = select(link.matter_id).where(link.voided_at.is_(None), link.visit_id.in_(named))
    return found.correlate(None)


def _visits(named: Select[str], matters: Select[str]) -> CompoundSelect[str]:
    link = aliased(VisitMatter)
    of_matters = select(link.visit_id).where(link.voided_at.is_(None), link.matter_id.in_(matters))
    return named.union(of_matters.correlate(None))


def _is_of_none_other(
    key: InstrumentedAttribute[str], visits: CompoundSelect[str]
) -> ColumnElement[bool]:
    """Tell whether a person came with such an accusation, and with no other."""
    part, other, visit = aliased(VisitPerson), aliased(VisitPerson), aliased(Visit)
    came = select(part.person_id).where(part.visit_id.in_(visits)).correlate(None)
    also = (
        select(other.person_id)
        .join(visit, visit.id == other.visit_id)
        .where(visit.stream == RESTRICTED_STREAM, visit.id.not_in(visits))
        .correlate(None)
    )
    return and_(key.in_(came), key.not_in(also))
