"""办理步骤: take one. The workflow decides; the step, its duties and the audit stand together."""

from dataclasses import dataclass, replace
from datetime import date
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from reception_desk.errors import DeskError, InvalidInputError
from reception_desk.models import Database
from reception_desk.models.database import now
from reception_desk.models.matter import Matter, Step
from reception_desk.models.rows import add_row
from reception_desk.records.actor import Actor
from reception_desk.records.steps import StepInput, StepRecord
from reception_desk.rules.duties import Duty
from reception_desk.rules.duty_ledger import Reckoning, last_entry
from reception_desk.rules.links import NOT_IN_HAND, NOT_RECHECKED, TO_ITSELF
from reception_desk.rules.offers import Offer, offers
from reception_desk.rules.standing import Standing, link_refused
from reception_desk.rules.states import LIVE
from reception_desk.rules.step_checks import why_not
from reception_desk.rules.transition import PROPOSED, RECUSED, Event
from reception_desk.rules.units import RESTRICTED_STREAM
from reception_desk.rules.wording import clean_line, clean_text
from reception_desk.rules.workflow import TICKET_EVENTS, TRANSITIONS
from reception_desk.services import audit
from reception_desk.services.authorship import by as written_by
from reception_desk.services.confidentiality import may_open
from reception_desk.services.matter_cases import MatterCase, load_cases, with_link
from reception_desk.services.standings import linking, write_standings
from reception_desk.services.step_details import details_text

UNTOUCHED = "这件事项没有改动。"


@dataclass(frozen=True, slots=True)
class MatterNow:
    """A matter's case with its standing, and what the actor may do next."""

    case: MatterCase
    standing: Standing
    offers: tuple[Offer, ...]


def matter_now(database: Database, actor: Actor, matter_id: str, by: Reckoning) -> MatterNow:
    """Return where a matter stands and what the actor may record or propose today.

    Raises `DeskError` for one that is not here or may not be seen.
    """
    with database.read() as session:
        case = open_case(session, actor, matter_id)
    standing = case.standing(by)
    sample = _as_record(actor, case, standing, StepInput(event=""), _today(actor))
    return MatterNow(case, standing, offers(standing, case.facts, sample, by))


def take_step(
    database: Database, actor: Actor, matter_id: str, step: StepInput, by: Reckoning
) -> str:
    """Record a step and return its key; its matter's standing is made anew with it, and
    those of the matters that link to it.

    Raises `InvalidInputError` with the article where the workflow does not allow it.
    """
    with database.write() as session:
        return take_step_in(session, actor, matter_id, step, by)


def take_step_in(
    session: Session, actor: Actor, matter_id: str, step: StepInput, by: Reckoning
) -> str:
    """Do `take_step` within the caller's unit of work."""
    case, record = _allowed(session, actor, matter_id, step, by)
    step_id = _add(session, actor, case, record)
    changed = [matter_id, *linking(session, matter_id)]
    write_standings(session, changed, ZoneInfo(actor.desk.zone), by)
    is_open = case.stream != RESTRICTED_STREAM
    audit.record(
        session, actor, "take_step", table="matter", row_id=matter_id,
        reason=(record.reason if is_open else "见办理步骤") or None, detail=step.event,
    )  # fmt: skip
    return step_id


def foreseen(
    session: Session, actor: Actor, matter_id: str, step: StepInput, by: Reckoning
) -> MatterCase:
    """Return the matter's case as it will be once the step is taken; raises like `take_step`."""
    case, record = _allowed(session, actor, matter_id, step, by)
    return replace(case, steps=(*case.steps, record))


def _allowed(
    session: Session, actor: Actor, matter_id: str, step: StepInput, by: Reckoning
) -> tuple[MatterCase, StepRecord]:
    known = frozenset(Event) - TICKET_EVENTS | {PROPOSED, "proposal_refused", RECUSED}
    if step.event not in known or step.event == Event.REGISTERED:
        raise InvalidInputError("没有这样的办理步骤。", saved=UNTOUCHED)
    case = open_case(session, actor, matter_id)
    standing = case.standing(by)
    cleaned = replace(step, reason=clean_text(step.reason).text, basis=clean_line(step.basis).text)
    record = _as_record(actor, case, standing, cleaned, _today(actor))
    why = why_not(standing, record, case.facts, by)
    why = why or _link_refused(session, actor, case, record, by)
    if why:
        raise InvalidInputError(why, saved=UNTOUCHED)
    return case, record


def open_case(session: Session, actor: Actor, matter_id: str) -> MatterCase:
    """Return a matter; one that may not be seen is answered like one that is not there."""
    row = session.get(Matter, matter_id)
    cases = load_cases(session, [matter_id], ZoneInfo(actor.desk.zone))
    if row is None or not may_open(actor, row) or matter_id not in cases:
        raise DeskError("没有找到这件信访事项。", advice="它可能还没有同步到本机。")
    return cases[matter_id]


def _link_refused(
    session: Session, actor: Actor, case: MatterCase, step: StepRecord, by: Reckoning
) -> str:
    """Refuse a link to the matter itself, to one not to be seen here, or that is not what it says.

    不再受理 rests on a recheck that has ended (条例 Art. 36(3)), 并入 on a matter in hand: now, as
    far as this desk knows, and on the day of the step, as every desk will judge it.
    """
    if step.linked_matter_id is None:
        return ""
    if step.linked_matter_id == case.matter_id:
        return TO_ITSELF
    other = open_case(session, actor, step.linked_matter_id)
    if other.stream != case.stream:
        return "这两件事项分开保管，不能关联（《信访工作条例》第三十条）。"
    event = step.result if step.event == PROPOSED else step.event
    standing = other.standing(by)
    if event == Event.DECLINED_FURTHER and not _is_rechecked(standing):
        return NOT_RECHECKED
    if event == Event.LINKED and standing.state not in LIVE:
        return NOT_IN_HAND
    return link_refused(step, with_link(case, other).facts, by)


def _is_rechecked(standing: Standing) -> bool:
    recheck = last_entry(standing.duties, Duty.D12)
    return recheck is not None and recheck.met_on is not None


def _today(actor: Actor) -> date:
    return now().astimezone(ZoneInfo(actor.desk.zone)).date()


def _as_record(
    actor: Actor, case: MatterCase, standing: Standing, step: StepInput, today: date
) -> StepRecord:
    """Return the step as the workflow will read it once it is on record."""
    said = {name: getattr(step, name) for name in StepInput.__dataclass_fields__ if name != "day"}
    return StepRecord(
        **said,
        step_id="",
        day=step.day or today,
        recorded_on=today,
        occurred_at=now(),
        author_id=actor.account_id,
        author_unit_id=actor.unit_id,
        roles=actor.roles,
        after_id=_newest(case, standing),
    )


def _newest(case: MatterCase, standing: Standing) -> str | None:
    """Return what the new step follows: the last one that counts."""
    return standing.last_step_id or (case.steps[-1].step_id if case.steps else None)


def _add(session: Session, actor: Actor, case: MatterCase, step: StepRecord) -> str:
    row = TRANSITIONS.get(Event(step.event)) if step.event in set(Event) else None
    return add_row(
        session,
        Step,
        **written_by(actor, stream=case.stream),
        matter_id=case.matter_id,
        event=step.event,
        occurred_at=step.occurred_at,
        basis=step.basis or (row.article if row else None),
        reason=step.reason or None,
        day=step.day,
        after_id=step.after_id,
        unit_id=step.unit_id,
        account_id=step.account_id,
        linked_matter_id=step.linked_matter_id,
        answers_id=step.answers_id,
        due_on=step.due_on,
        days=step.days,
        result=step.result,
        details=details_text(step.details),
    )
