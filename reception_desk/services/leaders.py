"""The leaders who receive people, in the order of the county's paper."""

from dataclasses import dataclass

from sqlalchemy import func, select

from reception_desk.errors import InvalidInputError
from reception_desk.models import Database
from reception_desk.models.database import now
from reception_desk.models.leader_day import Leader
from reception_desk.models.rows import add_row
from reception_desk.records import leader_days
from reception_desk.records.actor import Actor
from reception_desk.rules.permissions import Action
from reception_desk.rules.units import SHARED_STREAM
from reception_desk.rules.wording import clean_line
from reception_desk.services import audit
from reception_desk.services.authorship import by
from reception_desk.services.permissions import require

_UNTOUCHED = "名单没有改动。"


@dataclass(frozen=True, slots=True)
class LeaderInput:
    """How the notice names a leader; `portfolio` is what they are in charge of (分管)."""

    name: str
    post: str
    portfolio: str = ""


def leaders(database: Database) -> tuple[leader_days.Leader, ...]:
    """Return the leaders on the list in their order."""
    with database.read() as session:
        rows = session.scalars(
            select(Leader)
            .where(Leader.voided_at.is_(None))
            .order_by(Leader.place, Leader.created_at, Leader.id)
        )
        return tuple(
            leader_days.Leader(row.id, row.name, row.post, row.portfolio or "", row.place)
            for row in rows
        )


def add_leader(database: Database, actor: Actor, given: LeaderInput) -> str:
    """Put a leader at the end of the list and return the key; every desk has it."""
    require(actor, Action.PLAN_LEADER_DAY)
    wanted = _cleaned(given)
    with database.write() as session:
        known = session.scalar(
            select(Leader.id).where(
                Leader.name == wanted.name,
                Leader.post == wanted.post,
                Leader.voided_at.is_(None),
            )
        )
        if known is not None:
            raise InvalidInputError(f"名单里已经有{wanted.post}{wanted.name}。", saved=_UNTOUCHED)
        last = session.scalar(select(func.max(Leader.place))) or 0
        key = add_row(
            session,
            Leader,
            **by(actor, stream=SHARED_STREAM),
            name=wanted.name,
            post=wanted.post,
            portfolio=wanted.portfolio or None,
            place=last + 1,
        )
        audit.record(session, actor, "edit_leaders", table="leader", row_id=key)
        return key


def change_leader(database: Database, actor: Actor, leader_id: str, given: LeaderInput) -> None:
    """Correct how a leader is named; days already planned are theirs all the same."""
    require(actor, Action.PLAN_LEADER_DAY)
    wanted = _cleaned(given)
    with database.write() as session:
        row = _known(session.get(Leader, leader_id))
        row.name, row.post, row.portfolio = wanted.name, wanted.post, wanted.portfolio or None
        audit.record(session, actor, "edit_leaders", table="leader", row_id=leader_id)


def withdraw_leader(database: Database, actor: Actor, leader_id: str, *, reason: str) -> None:
    """Take a leader off the list; what they received stays under their name."""
    require(actor, Action.PLAN_LEADER_DAY)
    with database.write() as session:
        row = _known(session.get(Leader, leader_id))
        if not (why := clean_line(reason).text):
            raise InvalidInputError("请写明理由。", saved=_UNTOUCHED)
        row.voided_at, row.voided_by, row.void_reason = now(), actor.account_id, why
        audit.record(session, actor, "edit_leaders", table="leader", row_id=leader_id)


def _known(row: Leader | None) -> Leader:
    if row is None or row.voided_at is not None:
        raise InvalidInputError("名单里没有这位领导。", saved=_UNTOUCHED)
    return row


def _cleaned(given: LeaderInput) -> LeaderInput:
    wanted = LeaderInput(
        clean_line(given.name).text, clean_line(given.post).text, clean_line(given.portfolio).text
    )
    if not wanted.name or not wanted.post:
        raise InvalidInputError("请写明领导的姓名和职务。", saved=_UNTOUCHED)
    return wanted
