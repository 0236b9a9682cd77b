"""Matters by a part of their title or the beginning of a number, found through the search's index.

A title is the first line of a claim that was told in one of the matter's visits, so a word of three
characters or more leads from the words of visits to a few matters, whose titles are then read. Of
words that thousands have, and of two characters, every title is read: no index holds them.
"""

from sqlalchemy import ColumnElement, Integer, and_, column, or_, select, table, text
from sqlalchemy.orm import Session

from reception_desk.models.local import SearchKey
from reception_desk.models.matter import Matter, VisitMatter
from reception_desk.models.search_keys import KeyKind
from reception_desk.models.standing import MatterStanding
from reception_desk.models.visit import Visit
from reception_desk.services.search import VISIT_ROW, phrase

FEW = 2_000
"""So many visits are looked up one by one faster than half a million titles are read."""
_INDEXED_FROM = 3
_TEXT = table("visit_text", column("rowid", Integer))


def says(session: Session, words: str) -> ColumnElement[bool]:
    """Return the condition on `MatterStanding` that its matter has these words or this number."""
    titled = Matter.title.contains(words, autoescape=True)
    rows = _visits(session, words) if len(words) >= _INDEXED_FROM else None
    if rows is not None:
        # A visit that was moved to another matter gave the first one its title.
        near = select(VisitMatter.matter_id).join(Visit, Visit.id == VisitMatter.visit_id)
        titled = and_(titled, Matter.id.in_(near.where(VISIT_ROW.in_(rows))))
    found = MatterStanding.matter_id.in_(select(Matter.id).where(titled))
    return or_(found, _numbered(words)) if words.isascii() else found


def _visits(session: Session, words: str) -> list[int] | None:
    """Return the rows of visits that say these words, None where there are too many of them."""
    found = select(_TEXT.c.rowid).where(text("visit_text MATCH :phrase")).limit(FEW + 1)
    rows = list(session.scalars(found, {"phrase": phrase(words)}))
    return rows if len(rows) <= FEW else None


def _numbered(words: str) -> ColumnElement[bool]:
    upper = words.strip().upper()
    rows = select(SearchKey.subject_row).where(
        SearchKey.kind == KeyKind.NUMBER.value,
        SearchKey.text >= upper,
        SearchKey.text < f"{upper}\U0010ffff",
    )
    matters = (
        select(VisitMatter.matter_id)
        .join(Visit, Visit.id == VisitMatter.visit_id)
        .where(VisitMatter.voided_at.is_(None), VISIT_ROW.in_(rows))
    )
    return MatterStanding.matter_id.in_(matters)
