"""Matters by a part of their title, however short, or by the beginning of a number.

`matter_words` has a word for each pair of neighbouring characters of a title and one for each
single character (`models/search_keys`), so that any part of a title is a phrase of it. What few
titles say leads to their matters; what more say is a set that an index of matters is held against;
where nearly all say it, a title at a time is read until there are enough.
"""

from dataclasses import dataclass
from enum import Enum, auto

from sqlalchemy import (
    ColumnElement,
    Integer,
    Select,
    String,
    column,
    func,
    literal_column,
    or_,
    select,
    table,
)
from sqlalchemy.orm import Session

from reception_desk.models.local import SearchKey
from reception_desk.models.matter import Matter, VisitMatter
from reception_desk.models.search_keys import KeyKind, title_words
from reception_desk.models.standing import MatterStanding
from reception_desk.models.visit import Visit
from reception_desk.services.search import VISIT_ROW, phrase
from reception_desk.services.standings import MATTER_ROW

FEW = 2_000
"""So many matters are looked up one by one faster than an index of half a million is walked."""
MOST = 100_000
"""A larger set takes longer to gather than reading titles until some hundred say the words."""
_WORDS = table("matter_words", column("rowid", Integer), column("title", String))
_INDEX = literal_column("matter_words", String)


class Share(Enum):
    """How many titles say the words looked for."""

    FEW = auto()
    SOME = auto()
    MOST = auto()


@dataclass(frozen=True, slots=True)
class Words:
    """Words looked for, and how many titles say them."""

    text: str
    share: Share

    def said(self, row: type[MatterStanding]) -> ColumnElement[bool]:
        """Return the condition on `row` that its matter has these words or this number."""
        titled = self._titled(row)
        if not self.text.isascii():
            return titled
        return or_(titled, row.matter_id.in_(_numbered(self.text)))

    def _titled(self, row: type[MatterStanding]) -> ColumnElement[bool]:
        match self.share:
            case Share.FEW:
                named = select(Matter.id).join(_WORDS, _WORDS.c.rowid == MATTER_ROW)
                return row.matter_id.in_(named.where(_is_said(self.text)))
            case Share.SOME:
                return row.matter_row.in_(_rows(self.text))
            case Share.MOST:
                found = func.instr(_WORDS.c.title, title_words(self.text))
                read = select(found).where(_WORDS.c.rowid == row.matter_row)
                return read.scalar_subquery() > 0


def looked_for(session: Session, text: str) -> Words:
    """Return words with the share of titles that say them; at most `MOST` are counted."""
    bounded = _rows(text).limit(MOST + 1).subquery()
    count = session.scalar(select(func.count()).select_from(bounded)) or 0
    if count > MOST:
        return Words(text, Share.MOST)
    return Words(text, Share.SOME if count > FEW else Share.FEW)


def _rows(text: str) -> Select[int]:
    return select(_WORDS.c.rowid).where(_is_said(text))


def _is_said(text: str) -> ColumnElement[bool]:
    return _INDEX.bool_op("MATCH")(phrase(title_words(text)))


def _numbered(words: str) -> Select[str]:
    """Return the matters with a visit whose number begins so."""
    upper = words.strip().upper()
    rows = select(SearchKey.subject_row).where(
        SearchKey.kind == KeyKind.NUMBER.value,
        SearchKey.text >= upper,
        SearchKey.text < f"{upper}\U0010ffff",
    )
    return (
        select(VisitMatter.matter_id)
        .join(Visit, Visit.id == VisitMatter.visit_id)
        .where(VisitMatter.voided_at.is_(None), VISIT_ROW.in_(rows))
    )
