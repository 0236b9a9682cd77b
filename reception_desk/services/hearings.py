"""听证 of a matter: arranged with day, place and chair, on the board until it is held.

What was arranged goes with the only visit of its matter to another, and is to come there as soon
as that one may be heard.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from reception_desk.errors import InvalidInputError
from reception_desk.models import Database
from reception_desk.models.database import now
from reception_desk.models.document import Document
from reception_desk.models.hearing import HearingPlan
from reception_desk.models.matter import Matter, ServiceRecord, Step
from reception_desk.models.organisation import Unit
from reception_desk.models.rows import add_row
from reception_desk.models.standing import MatterStanding
from reception_desk.records.actor import Actor
from reception_desk.records.document import DocumentKind
from reception_desk.records.hearings import HearingInput, HearingRecord
from reception_desk.rules.duty_ledger import Reckoning
from reception_desk.rules.hearings import (
    HEARD,
    HearingStanding,
    fold,
    notice_by,
    too_soon,
    why_not,
)
from reception_desk.rules.permissions import Action, Role, may
from reception_desk.rules.transition import Event
from reception_desk.rules.wording import clean_line, clean_text
from reception_desk.services import audit
from reception_desk.services.authorship import by as written_by
from reception_desk.services.confidentiality import require_look, seen
from reception_desk.services.document_kinds import is_of_kind
from reception_desk.services.matter_home import home_of, matters_at_home
from reception_desk.services.permissions import require
from reception_desk.services.session_cases import names_of
from reception_desk.services.steps import open_case
from reception_desk.services.time_of_day import read_time, write_time

_UNTOUCHED = "听证没有改动，您填写的内容都在。"


@dataclass(frozen=True, slots=True)
class HearingNow:
    """A hearing as it stands; `notice_by` is None without one, `is_noticed` once it was served."""

    matter_id: str
    matter: str
    unit_id: str | None
    unit: str
    standing: HearingStanding
    notice_by: date | None
    is_noticed: bool


def may_plan_hearing(actor: Actor) -> bool:
    """Say whether the person may arrange hearings: the unit, or the section from its paper."""
    roles = [Role(role) for role in actor.roles]
    return may(roles, Action.ISSUE_OPINION) or may(roles, Action.RECORD_FOR_UNIT)


def plan_hearing(
    database: Database, actor: Actor, matter_id: str, asked: HearingInput, by: Reckoning
) -> str:
    """Record what happens to the hearing of a matter and return the key.

    Raises `InvalidInputError` for what is not whole, for a matter that cannot be heard now, and
    for a day whose notice could no longer be served in time.
    """
    if not may_plan_hearing(actor):
        require(actor, Action.ISSUE_OPINION)
    with database.write() as session:
        case = open_case(session, actor, matter_id)
        standing = _plan(session, actor, matter_id)
        today = now().astimezone(ZoneInfo(actor.desk.zone)).date()
        record = HearingRecord(
            "", asked.event.value, today, standing.last_event_id, asked.held_on, asked.starts_at,
            clean_line(asked.place).text, clean_line(asked.chair).text,
            clean_text(asked.reason).text.strip(),
        )  # fmt: skip
        why = why_not(standing, record) or too_soon(asked.held_on, today, by)
        if not why and case.standing(by).state not in HEARD:
            why = "这件事项现在不能听证：受理以后、出具意见以前，或者复核中才能举行。"
        if why:
            raise InvalidInputError(why, saved=_UNTOUCHED)
        key = add_row(
            session,
            HearingPlan,
            **written_by(actor, stream=case.stream),
            matter_id=matter_id,
            event=record.event,
            after_id=record.after_id,
            held_on=record.held_on,
            starts_at=write_time(record.starts_at) if record.starts_at else None,
            place=record.place or None,
            chair=record.chair or None,
            reason=record.reason or None,
        )
        audit.record(
            session, actor, "plan_hearing", table="matter", row_id=matter_id, detail=record.event
        )
        return key


def hearing_of_matter(
    database: Database, actor: Actor, matter_id: str, by: Reckoning
) -> HearingNow | None:
    """Return the hearing of a matter with its past, None where none was ever arranged."""
    require_look(actor)
    with database.read() as session:
        found = _load(session, actor, [matter_id], by)
        return found[0] if found else None


def hearings_to_come(database: Database, actor: Actor, by: Reckoning) -> tuple[HearingNow, ...]:
    """Return the hearings that are arranged and have not been held, the nearest first."""
    require_look(actor)
    with database.read() as session:
        planned = (
            select(MatterStanding.matter_id)
            .join(HearingPlan, MatterStanding.matter_id == home_of(HearingPlan.matter_id))
            .where(MatterStanding.state.in_(HEARD))
            .distinct()
        )
        found = _load(session, actor, session.scalars(planned).all(), by)
    to_come = [one for one in found if one.standing.held_on is not None]
    return tuple(sorted(to_come, key=lambda one: (one.standing.held_on, one.matter_id)))


def hearing_plan(session: Session, actor: Actor, matter_id: str) -> HearingStanding:
    """Return what is arranged, for the paper of a matter that was opened by the rule."""
    return _plan(session, actor, matter_id)


def _load(
    session: Session, actor: Actor, matter_ids: Collection[str], by: Reckoning
) -> list[HearingNow]:
    rows = session.execute(
        select(Matter.id, Matter.title, MatterStanding.unit_id, Unit.short_name)
        .outerjoin(MatterStanding, MatterStanding.matter_id == Matter.id)
        .outerjoin(Unit, Unit.id == MatterStanding.unit_id)
        .where(Matter.id.in_(matter_ids), seen(actor, Matter.stream))
    ).all()
    found = []
    for matter_id, title, unit_id, unit in rows:
        standing = _plan(session, actor, matter_id)
        if standing.events:
            last = notice_by(standing.held_on, by) if standing.held_on else None
            is_noticed = _is_noticed(session, matter_id, standing.last_event_id)
            found.append(
                HearingNow(matter_id, title, unit_id, unit or "", standing, last, is_noticed)
            )
    return found


def _plan(session: Session, actor: Actor, matter_id: str) -> HearingStanding:
    """Fold what was arranged since the last hearing was held: that one is past."""
    matters = matters_at_home(session, matter_id)
    held = session.scalars(
        select(Step.created_at)
        .where(Step.matter_id.in_(matters), Step.event == Event.HEARING_OPENED.value)
        .order_by(Step.created_at.desc())
        .limit(1)
    ).first()
    rows = session.scalars(
        select(HearingPlan).where(HearingPlan.matter_id.in_(matters)).order_by(HearingPlan.id)
    ).all()
    zone = ZoneInfo(actor.desk.zone)
    names = names_of(session, {row.created_by for row in rows if row.created_by})
    return fold(_record(row, zone, names) for row in rows if _is_after(row.created_at, held))


def _is_after(moment: datetime, held: datetime | None) -> bool:
    return held is None or moment > held


def _record(row: HearingPlan, zone: ZoneInfo, names: dict[str, str]) -> HearingRecord:
    return HearingRecord(
        row.id, row.event, row.created_at.astimezone(zone).date(), row.after_id, row.held_on,
        read_time(row.starts_at) if row.starts_at else None, row.place or "", row.chair or "",
        row.reason or "", names.get(row.created_by or "", ""),
    )  # fmt: skip


def _is_noticed(session: Session, matter_id: str, event_id: str | None) -> bool:
    """Say whether a notice made since it was arranged, or moved, is on record as served."""
    if event_id is None:
        return False
    since = select(HearingPlan.created_at).where(HearingPlan.id == event_id).scalar_subquery()
    served = (
        select(ServiceRecord.id)
        .join(Document, Document.id == ServiceRecord.document_id)
        .where(
            ServiceRecord.matter_id.in_(matters_at_home(session, matter_id)),
            is_of_kind(DocumentKind.HEARING_NOTICE),
            Document.created_at >= since,
            Document.voided_at.is_(None),
        )
    )
    return session.scalars(served.limit(1)).first() is not None
