"""领导接访事项简报: a booked matter read from the record for the leader who receives it.

An accusation has no brief (条例 Art. 30(3)): a pack goes through many hands, and the leader may be
whom it concerns.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from reception_desk.errors import DeskError
from reception_desk.models import Database
from reception_desk.models.database import now
from reception_desk.models.document import Document
from reception_desk.models.matter import Matter, VisitMatter
from reception_desk.models.organisation import Unit
from reception_desk.records.actor import Actor
from reception_desk.records.leader_briefs import (
    BriefDuty,
    BriefPaper,
    BriefPromise,
    BriefStep,
    LeaderBrief,
)
from reception_desk.records.steps import StepRecord
from reception_desk.records.visit import VisitRecord
from reception_desk.rules import codes
from reception_desk.rules.codes import CodeListName
from reception_desk.rules.duties import DUTIES
from reception_desk.rules.duty_ledger import DutyEntry, Reckoning
from reception_desk.rules.leader_bookings import BookingStanding, BookingState
from reception_desk.rules.masking import mask_name, mask_numbers
from reception_desk.rules.standing import Standing, in_order
from reception_desk.rules.transition import Event
from reception_desk.rules.workflow import TRANSITIONS
from reception_desk.services import audit
from reception_desk.services.confidentiality import require_look
from reception_desk.services.document_kinds import shown_number
from reception_desk.services.leader_bookings import open_booking, seen_of_day
from reception_desk.services.paper_data import first_visit
from reception_desk.services.promises import PromiseNow, promises_of_matters_in
from reception_desk.services.steps import open_case
from reception_desk.services.visits import visit_in

NO_TITLE = "（诉求待补充）"
_REASON = "领导接访"
_CAME_AGAIN = "visited_again"


@dataclass(frozen=True, slots=True)
class DayBriefs:
    """The briefs of a day in the order of its list; `left_out` accusations have none."""

    briefs: tuple[LeaderBrief, ...]
    left_out: int


def open_brief(database: Database, actor: Actor, booking_id: str, by: Reckoning) -> LeaderBrief:
    """Return the brief of a booking; the look at its matter is audited.

    Raises `DeskError` for a booking that may not be seen, and for an accusation.
    """
    brief = read_brief(database, actor, booking_id, by)
    with database.write() as session:
        audit.record(
            session, actor, "view_matter", table="matter", row_id=brief.matter_id, reason=_REASON
        )
    return brief


def read_brief(database: Database, actor: Actor, booking_id: str, by: Reckoning) -> LeaderBrief:
    """Return once more the brief of a booking that was opened before; raises like `open_brief`."""
    require_look(actor)
    with database.read() as session:
        _, standing = open_booking(session, actor, booking_id)
        brief = _brief(session, actor, standing, by)
    if brief is None:
        raise DeskError(
            "这是检举控告，不出简报。", advice="请按检举控告的规定办理，内容不给无关人员看。"
        )
    return brief


def briefs_of_day(database: Database, actor: Actor, day_id: str, by: Reckoning) -> DayBriefs:
    """Return the briefs of everybody booked for a day but those who withdrew.

    The caller puts on record what becomes of them: they are made for a pack.
    """
    require_look(actor)
    with database.read() as session:
        standings = [
            one
            for one in seen_of_day(session, actor, day_id)
            if one.state is not BookingState.WITHDRAWN
        ]
        found = [_brief(session, actor, one, by) for one in standings]
    briefs = tuple(brief for brief in found if brief is not None)
    return DayBriefs(briefs, len(found) - len(briefs))


def _brief(
    session: Session, actor: Actor, booking: BookingStanding, by: Reckoning
) -> LeaderBrief | None:
    """Return the brief, None for an accusation."""
    matter_id = booking.facts.matter_id
    case = open_case(session, actor, matter_id)
    if case.facts.is_accusation:
        return None
    matter = session.get_one(Matter, matter_id)
    standing = case.standing(by)
    today = now().astimezone(ZoneInfo(actor.desk.zone)).date()
    visit = _visit(session, actor, booking)
    unit = session.get(Unit, standing.unit_id) if standing.unit_id else None
    promised = promises_of_matters_in(session, actor, [matter_id]).get(matter_id, ())
    return LeaderBrief(
        booking_id=booking.facts.booking_id,
        matter_id=matter_id,
        at=booking.at,
        number=visit.shown_number if visit else "",
        title=mask_numbers(matter.title) or NO_TITLE,
        petitioner=_petitioner(visit),
        head_count=visit.head_count if visit else 1,
        care=_care(visit),
        asks=_asks(visit),
        visits=_visits(session, matter_id),
        state=standing.state.label if standing.state else "",
        since=standing.since,
        unit=unit.name if unit else "",
        steps=_steps(case.steps, standing),
        duties=_duties(standing, by, today),
        papers=_papers(session, actor, matter_id),
        promises=tuple(
            _promise(one, today) for one in promised if one.promise.source_id != booking.day_id
        ),
    )


def _visit(session: Session, actor: Actor, booking: BookingStanding) -> VisitRecord | None:
    key = booking.facts.visit_id
    if key is not None:
        return visit_in(session, actor, key)
    return first_visit(session, actor, booking.facts.matter_id)


def _petitioner(visit: VisitRecord | None) -> str:
    main = visit.main_person if visit else None
    if main is None:
        return "（未留姓名）"
    return mask_name(main.name) if main.name else main.organisation_name or "（未留姓名）"


def _care(visit: VisitRecord | None) -> tuple[str, ...]:
    needs = visit.needs if visit else ()
    return tuple(codes.name(CodeListName.CARE_NEED, need) for need in needs)


def _asks(visit: VisitRecord | None) -> tuple[str, ...]:
    lines = visit.claim.splitlines() if visit else []
    return tuple(mask_numbers(line.strip()) for line in lines if line.strip())


def _visits(session: Session, matter_id: str) -> int:
    counted = select(func.count()).select_from(VisitMatter)
    of_matter = (VisitMatter.matter_id == matter_id) & VisitMatter.voided_at.is_(None)
    return session.scalar(counted.where(of_matter)) or 0


def _steps(steps: Sequence[StepRecord], standing: Standing) -> tuple[BriefStep, ...]:
    """Return what moved the matter and who came again; what was refused changed nothing."""
    refused = {one.step_id for one in standing.refused}
    return tuple(
        BriefStep(step.day, words)
        for step in in_order(steps)
        if step.step_id not in refused and (words := _step_words(step))
    )


def _step_words(step: StepRecord) -> str:
    if step.event == _CAME_AGAIN:
        return "再次来访"
    if step.event not in set(Event):
        return ""
    unit = f" → {step.unit_name}" if step.unit_name else ""
    return f"{TRANSITIONS[Event(step.event)].label}{unit}"


def _duties(standing: Standing, by: Reckoning, today: date) -> tuple[BriefDuty, ...]:
    """Return what an office still has to do; the petitioner's own periods are no duty of ours."""
    owed = [
        entry
        for entry in standing.open_duties
        if not entry.is_petitioners and not DUTIES[entry.duty].is_right
    ]
    return tuple(sorted((_duty(one, by, today) for one in owed), key=lambda one: one.last_day))


def _duty(entry: DutyEntry, by: Reckoning, today: date) -> BriefDuty:
    last, rule = entry.deadline(by).legal, DUTIES[entry.duty]
    days = (last - today).days
    left = f"还有{days}天" if days > 0 else "今天到期" if days == 0 else f"超期{-days}天"
    return BriefDuty(rule.title, rule.bearer, last, left, days < 0)


def _papers(session: Session, actor: Actor, matter_id: str) -> tuple[BriefPaper, ...]:
    zone = ZoneInfo(actor.desk.zone)
    rows = session.scalars(
        select(Document)
        .where(Document.matter_id == matter_id, Document.voided_at.is_(None))
        .order_by(Document.created_at, Document.id)
    )
    return tuple(
        BriefPaper(row.created_at.astimezone(zone).date(), row.title, shown_number(row) or "")
        for row in rows
    )


def _promise(one: PromiseNow, today: date) -> BriefPromise:
    reports = one.promise.reports
    said = mask_numbers(reports[-1].text) if reports else ""
    is_late = one.is_late(today)
    if not one.standing.is_open:
        outcome = f"已销号：{said}" if said else "已销号"
    else:
        state = "已超期" if is_late else "未到期"
        outcome = f"{state}；最近反馈：{said}" if said else f"{state}，还没有反馈"
    promise = replace(one.promise, what=mask_numbers(one.promise.what))
    return BriefPromise(promise, outcome, one.standing.is_open, is_late)
