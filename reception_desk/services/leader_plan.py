"""The yearly plan of leaders' reception: its rules, the days they give, and keeping them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from json import dumps, loads

from sqlalchemy import select
from sqlalchemy.orm import Session

from reception_desk.errors import InvalidInputError
from reception_desk.models import Database
from reception_desk.models.database import now
from reception_desk.models.leader_day import Leader, LeaderDayRule, ReceptionDay
from reception_desk.models.rows import add_row
from reception_desk.records.actor import Actor
from reception_desk.records.identifiers import fixed_id
from reception_desk.rules import leader_days
from reception_desk.rules.leader_days import (
    PlanConflict,
    PlannedDay,
    RestDay,
    Rhythm,
    conflicts,
    lay_out,
    refuse_rule,
)
from reception_desk.rules.permissions import Action
from reception_desk.rules.units import SHARED_STREAM
from reception_desk.rules.wording import clean_line
from reception_desk.services import audit
from reception_desk.services.authorship import by
from reception_desk.services.calendar import work_calendar
from reception_desk.services.leader_days import standing_days
from reception_desk.services.permissions import require
from reception_desk.services.time_of_day import read_time, write_time

_UNTOUCHED = "接访计划没有改动。"


@dataclass(frozen=True, slots=True)
class PlanProposal:
    """The days the rules give in a span that are not on record yet, and what stands against them.

    Conflicts also name days that are on record; `known` counts those.
    """

    days: tuple[PlannedDay, ...]
    conflicts: tuple[PlanConflict, ...]
    known: int


def plan_rules(database: Database) -> tuple[leader_days.LeaderDayRule, ...]:
    """Return the rules in force, by their first day."""
    with database.read() as session:
        return _rules(session)


def add_rule(database: Database, actor: Actor, rule: leader_days.LeaderDayRule) -> str:
    """Keep a rule of the plan and return its key; `rule.rule_id` is not read."""
    require(actor, Action.PLAN_LEADER_DAY)
    if why := refuse_rule(rule):
        raise InvalidInputError(why, saved=_UNTOUCHED)
    with database.write() as session:
        _require_leaders(session, rule.leader_ids)
        key = add_row(
            session,
            LeaderDayRule,
            **by(actor, stream=SHARED_STREAM),
            rhythm=rule.rhythm.value,
            leader_ids=dumps(rule.leader_ids),
            number=rule.number,
            weekday=rule.weekday,
            rest_day=rule.rest_day.value,
            starts_at=write_time(rule.starts_at),
            ends_at=write_time(rule.ends_at),
            place=clean_line(rule.place).text,
            first=rule.first,
            last=rule.last,
        )
        audit.record(session, actor, "plan_leader_days", table="leader_day_rule", row_id=key)
        return key


def withdraw_rule(database: Database, actor: Actor, rule_id: str, *, reason: str) -> None:
    """Take a rule out of the plan; days that are on record already stay."""
    require(actor, Action.PLAN_LEADER_DAY)
    with database.write() as session:
        row = session.get(LeaderDayRule, rule_id)
        if row is None or row.voided_at is not None:
            raise InvalidInputError("没有找到这条安排。", saved=_UNTOUCHED)
        if not (why := clean_line(reason).text):
            raise InvalidInputError("请写明理由。", saved=_UNTOUCHED)
        row.voided_at, row.voided_by, row.void_reason = now(), actor.account_id, why
        audit.record(session, actor, "plan_leader_days", table="leader_day_rule", row_id=rule_id)


def propose_plan(database: Database, actor: Actor, first: date, last: date) -> PlanProposal:
    """Lay out the rules from `first` to `last`; nothing is written."""
    require(actor, Action.PLAN_LEADER_DAY)
    calendar = work_calendar(database)
    with database.read() as session:
        laid_out = lay_out(_rules(session), first, last, calendar)
        known = set(
            session.scalars(select(ReceptionDay.id).where(ReceptionDay.rule_id.is_not(None)))
        )
        standing = standing_days(session, first, last)
    days = tuple(one for one in laid_out if _key_of(one) not in known)
    kept = tuple(
        PlannedDay(one.day, one.starts_at, one.ends_at, one.leader_id, one.place)
        for one in standing
    )
    return PlanProposal(days, conflicts([*kept, *days], calendar), len(kept))


def keep_plan(database: Database, actor: Actor, days: Sequence[PlannedDay]) -> int:
    """Put these days on record and return how many were new.

    A day of a rule has the same key on every desk, so keeping a plan twice keeps it once.
    """
    require(actor, Action.PLAN_LEADER_DAY)
    with database.write() as session:
        _require_leaders(session, {one.leader_id for one in days})
        wanted = {_key_of(one): one for one in days}
        known = set(session.scalars(select(ReceptionDay.id)))
        fresh = {key: one for key, one in wanted.items() if key not in known}
        session.add_all(
            ReceptionDay(
                id=key,
                **by(actor, stream=SHARED_STREAM),
                day=one.day,
                starts_at=write_time(one.starts_at),
                ends_at=write_time(one.ends_at),
                leader_id=one.leader_id,
                place=clean_line(one.place).text,
                rule_id=one.rule_id,
                moved_from=one.moved_from,
            )
            for key, one in fresh.items()
        )
        if fresh:
            audit.record(session, actor, "plan_leader_days", detail=f"{len(fresh)}个接访日")
        return len(fresh)


def _key_of(planned: PlannedDay) -> str:
    """A day set by hand is known by what it says: the same entry made twice is one day."""
    if planned.rule_id is None:
        parts = planned.leader_id, planned.day.isoformat(), write_time(planned.starts_at)
        return fixed_id("reception_day", *parts)
    named = planned.moved_from or planned.day
    return fixed_id("reception_day", planned.rule_id, named.isoformat())


def _rules(session: Session) -> tuple[leader_days.LeaderDayRule, ...]:
    rows = session.scalars(
        select(LeaderDayRule)
        .where(LeaderDayRule.voided_at.is_(None))
        .order_by(LeaderDayRule.first, LeaderDayRule.created_at, LeaderDayRule.id)
    )
    return tuple(
        leader_days.LeaderDayRule(
            rule_id=row.id,
            rhythm=Rhythm(row.rhythm),
            leader_ids=tuple(loads(row.leader_ids)),
            starts_at=read_time(row.starts_at),
            ends_at=read_time(row.ends_at),
            place=row.place,
            first=row.first,
            last=row.last,
            number=row.number,
            weekday=row.weekday,
            rest_day=RestDay(row.rest_day),
        )
        for row in rows
    )


def _require_leaders(session: Session, wanted: Iterable[str]) -> None:
    known = set(session.scalars(select(Leader.id).where(Leader.voided_at.is_(None))))
    if not set(wanted) <= known:
        raise InvalidInputError("名单里没有这位领导。", saved=_UNTOUCHED)
