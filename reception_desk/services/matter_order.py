"""The first lines of a list of matters: what falls due first, then what has no day, the newest."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import Session, aliased

from reception_desk.models.standing import MatterStanding
from reception_desk.rules.states import LIVE
from reception_desk.services.matter_words import Words


def sorted_keys(
    session: Session, conditions: Sequence[ColumnElement[bool]], words: Words | None, most: int
) -> list[str]:
    """Return the keys of the first `most` matters of a filter that few pass: they are sorted."""
    row = MatterStanding
    passed = [*conditions, *([words.said(row)] if words else [])]
    query = select(row.matter_id).where(*passed)
    ordered = query.order_by(row.next_legal.is_(None), row.next_legal, row.matter_id.desc())
    return list(session.scalars(ordered.limit(most)))


def walked_keys(
    session: Session,
    conditions: Sequence[ColumnElement[bool]],
    words: Words | None,
    most: int,
    *,
    is_live: bool,
) -> list[str]:
    """Return those of a filter that most pass: they stand at the beginning of an index.

    Half a million are not sorted for them. Words are held against the index itself, so that of
    what does not say them nothing else is read.
    """
    row, near = MatterStanding, aliased(MatterStanding)
    # Joined by an expression: it is the index that is walked, and the rest is looked up.
    query = select(near.matter_id).join(row, row.matter_id == near.matter_id.concat(""))
    query = query.where(*conditions)
    if words:
        query = query.where(words.said(near))
    running = query.where(near.next_legal.is_not(None))
    ordered = running.order_by(near.next_legal, near.matter_id.desc())
    keys = list(session.scalars(ordered.limit(most)))
    if len(keys) < most:
        left = most - len(keys)
        keys += _without_day(session, conditions, words, left, is_live=is_live)
    return keys


def _without_day(
    session: Session,
    conditions: Sequence[ColumnElement[bool]],
    words: Words | None,
    most: int,
    *,
    is_live: bool,
) -> list[str]:
    """Return the newest without a day of their own: what is live is found by its state."""
    row = MatterStanding
    by_state = and_(row.state.in_(LIVE), func.ifnull(row.next_legal, "") == "")
    without = by_state if is_live else row.next_legal.is_(None)
    passed = [*conditions, without, *([words.said(row)] if words else [])]
    query = select(row.matter_id).where(*passed).order_by(row.matter_id.desc())
    return list(session.scalars(query.limit(most)))
