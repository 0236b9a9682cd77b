"""补充、更正: a registration filled in or put right afterwards, as an event of its own.

Only the changed columns are written, so the centre's merge field by field works as for any edit.
Nothing is deleted or back-dated: a withdrawn row is voided, and what stood before is kept.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from reception_desk.errors import DeskError, InvalidInputError
from reception_desk.models import Database
from reception_desk.models.correction import Correction
from reception_desk.models.database import now
from reception_desk.models.local import Draft
from reception_desk.models.matter import Matter, Step
from reception_desk.models.organisation import Account
from reception_desk.models.rows import add_row
from reception_desk.models.visit import Visit, VisitPerson
from reception_desk.records.actor import Actor
from reception_desk.records.visit import PersonRole, VisitRecord
from reception_desk.rules.calendar import WorkCalendar
from reception_desk.rules.corrections import Change, Subject, in_words, labels, needs_reason
from reception_desk.rules.head_count import check_head_count, check_representatives
from reception_desk.rules.permissions import Action
from reception_desk.rules.summary import one_line
from reception_desk.rules.units import RESTRICTED_STREAM
from reception_desk.rules.wording import clean_line
from reception_desk.services import audit, stale_papers
from reception_desk.services.calendar import work_calendar
from reception_desk.services.confidentiality import open_visit, require_look
from reception_desk.services.correction_rows import Editing
from reception_desk.services.matter_links import link_of
from reception_desk.services.permissions import require
from reception_desk.services.receivers import require_receiver
from reception_desk.services.registration import ACCUSATION
from reception_desk.services.visits import visit_in

COMPLETED, CORRECTED = "registration_completed", "registration_corrected"
_MATTER_FIELDS = {
    "title": "summary",
    "matter_class": "matter_class",
    "purpose": "purpose",
    "category": "category",
    "place_code": "place_code",
}


class ChangedMeanwhileError(DeskError):
    """A field was changed by somebody else after it was read; `fields` are its names."""

    def __init__(self, fields: str) -> None:
        super().__init__(
            f"您打开登记之后，“{fields}”已在别处更改。",
            saved="您填写的内容都在，还没有保存。",
            advice="请核对现在的登记；仍要更改的，再保存一次，以您填写的为准。",
        )
        self.fields = fields


@dataclass(frozen=True, slots=True)
class Corrected:
    """A correction as it took place: enough to take it back. `stale` are papers now untrue."""

    before: VisitRecord
    visit: VisitRecord
    applied: tuple[Change, ...]
    stale: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PastCorrection:
    """One event in a visit's life after its registration; `fields` are names, never values."""

    occurred_at: datetime
    by: str
    is_completion: bool
    fields: str
    reason: str | None


def correct_visit(
    database: Database,
    actor: Actor,
    visit_id: str,
    changes: Sequence[Change],
    *,
    reason: str = "",
    draft_id: str | None = None,
) -> Corrected:
    """Write the changes in one unit of work, with a step on the matter and an audit entry.

    Raises `InvalidInputError` when something given is changed without a reason, for more than five
    representatives (条例 Art. 20(3)), for a move into or out of 检举控告 and for one that would go
    to another unit than the discipline inspection (Art. 30);
    `ChangedMeanwhileError` when another window changed the same field. Nothing is written then.
    """
    require(actor, Action.EDIT_VISIT)
    calendar = work_calendar(database)
    with database.write() as session:
        done = correct_in(session, actor, visit_id, changes, calendar, reason=reason)
        if draft_id:
            session.execute(delete(Draft).where(Draft.id == draft_id))
    return done


def correct_in(
    session: Session,
    actor: Actor,
    visit_id: str,
    changes: Sequence[Change],
    calendar: WorkCalendar,
    *,
    reason: str,
) -> Corrected:
    """Do the same within the caller's unit of work, under the caller's own permission."""
    return _correct(_begin(session, actor, visit_id, reason), changes, calendar)


def take_back(database: Database, actor: Actor, done: Corrected, *, reason: str) -> Corrected:
    """Undo a correction by another one with the old values; its papers may be true again.

    Raises `DeskError` when one of the fields was changed since.
    """
    require(actor, Action.EDIT_VISIT)
    try:
        return _take_back(database, actor, done, reason)
    except ChangedMeanwhileError as error:
        raise DeskError(
            f"“{error.fields}”之后又更改过，不能撤销。",
            saved="现在的登记没有改动。",
            advice="需要改回的，请用“补充、更正”。",
        ) from error


def corrections_of(database: Database, actor: Actor, visit_id: str) -> tuple[PastCorrection, ...]:
    """Return what was completed and corrected, the first first."""
    require_look(actor)
    with database.read() as session:
        open_visit(session, actor, visit_id)
        rows = session.execute(
            select(Step, Account.display_name, Correction)
            .join(Correction, Correction.step_id == Step.id)
            .outerjoin(Account, Account.id == Step.created_by)
            .where(Correction.visit_id == visit_id)
            .order_by(Step.occurred_at, Step.id, Correction.id)
        ).all()
    events: dict[str, tuple[Step, str, list[Change]]] = {}
    for step, name, row in rows:
        _, _, changed = events.setdefault(step.id, (step, name or "", []))
        changed.append(Change(Subject(row.subject), row.field, row.earlier, None))
    return tuple(
        PastCorrection(step.occurred_at, name, step.event == COMPLETED, labels(told), step.reason)
        for step, name, told in events.values()
    )


def _take_back(database: Database, actor: Actor, done: Corrected, reason: str) -> Corrected:
    calendar = work_calendar(database)
    turned = [change.turned_round() for change in reversed(done.applied)]
    with database.write() as session:
        editing = _begin(session, actor, done.visit.visit_id, reason)
        undone = _correct(editing, turned, calendar)
        stale_papers.judge_again(session, done.stale, done.before, undone.visit, calendar)
    return undone


def _begin(session: Session, actor: Actor, visit_id: str, reason: str) -> Editing:
    visit = open_visit(session, actor, visit_id)
    if visit.voided_at is not None:
        raise DeskError("这次来访的登记已经作废。", advice="请在来访台账中查找。")
    return Editing(session, actor, visit, clean_line(reason).text)


def _correct(editing: Editing, changes: Sequence[Change], calendar: WorkCalendar) -> Corrected:
    session, visit = editing.session, editing.visit
    before = visit_in(session, editing.actor, visit.id)
    for change in changes:
        editing.apply(change)
    _refuse_clashes(editing)
    applied = tuple(editing.applied)
    if not applied:
        return Corrected(before, before, (), ())
    _check(editing, before)
    _let_follow(session, visit, before)
    _record(editing)
    after = visit_in(session, editing.actor, visit.id)
    stale = stale_papers.mark(session, before, after, calendar)
    return Corrected(before, after, applied, stale)


def _refuse_clashes(editing: Editing) -> None:
    if editing.clashes:
        raise ChangedMeanwhileError(labels(editing.clashes))


def _check(editing: Editing, before: VisitRecord) -> None:
    """Refuse what no registration may say; the unit of work is then rolled back."""
    visit, session = editing.visit, editing.session
    if needs_reason(editing.applied) and not editing.reason:
        raise InvalidInputError(
            "更正已经登记的内容，需要写明理由。",
            saved="您填写的内容都在，还没有保存。",
            advice="请写一句理由，例如：姓名听写有误。",
        )
    is_accusation = visit.matter_class == ACCUSATION
    is_changed = visit.matter_class != before.matter_class
    if is_changed and is_accusation is not (visit.stream == RESTRICTED_STREAM):
        raise InvalidInputError(
            "检举控告类登记由专人单独保管，不能用更正改成或改离这一类别。",
            saved=f"编号 {before.shown_number} 的登记没有改动。",
            advice="请按 F2 另行登记这次来访并选对事项类别，在“说明”中写明原编号。",
        )
    require_receiver(session, visit.matter_class, visit.target_unit_id)
    check_head_count(visit.head_count)
    session.flush()
    representatives = session.scalar(
        select(func.count()).where(
            VisitPerson.visit_id == visit.id,
            VisitPerson.role == PersonRole.REPRESENTATIVE.value,
            VisitPerson.voided_at.is_(None),
        )
    )
    check_representatives(representatives or 0)


def _let_follow(session: Session, visit: Visit, before: VisitRecord) -> None:
    """Summary and `to_complete` follow the claim, and the matter follows its first visit.

    The matter of a repeat visit only takes what it lacks: its own words are the first visit's.
    """
    if visit.claim != before.claim:
        visit.summary = one_line(visit.claim)
        visit.to_complete = not visit.claim.strip()
    link = link_of(session, visit.id)
    matter = session.get(Matter, link.matter_id) if link else None
    if link is None or matter is None:
        raise DeskError(
            "这次来访还没有完整同步到本机。", saved="登记没有改动。", advice="请稍后再更正。"
        )
    if matter.id != before.matter_id:
        return
    for name, source in _MATTER_FIELDS.items():
        held, old, new = getattr(matter, name), getattr(before, source), getattr(visit, source)
        if new != old and (not held or (link.relation == "first" and held == old)):
            setattr(matter, name, new)


def _record(editing: Editing) -> None:
    """Add the step, what stood before, and the audit entry."""
    session, visit = editing.session, editing.visit
    link = link_of(session, visit.id)
    is_correction = needs_reason(editing.applied)
    step_id = add_row(
        session,
        Step,
        **editing.authorship,
        matter_id=link.matter_id if link else None,
        visit_id=visit.id,
        event=CORRECTED if is_correction else COMPLETED,
        occurred_at=now(),
        basis="《信访工作条例》第二十二条",
        reason=editing.reason or None,
    )
    for change in editing.applied:
        has_row = change.subject in {Subject.PERSON, Subject.MATERIAL}
        add_row(
            session,
            Correction,
            **editing.authorship,
            visit_id=visit.id,
            step_id=step_id,
            subject=change.subject.value,
            subject_id=change.key if has_row else None,
            field=change.field,
            earlier=_earlier(change),
        )
    # The audit is read outside the restricted stream; the step keeps the words.
    is_open = visit.stream != RESTRICTED_STREAM
    audit.record(
        session,
        editing.actor,
        "correct_visit" if is_correction else "complete_visit",
        table="visit",
        row_id=visit.id,
        reason=(editing.reason if is_open else "见办理步骤") or None,
        detail=in_words(editing.applied),
    )


def _earlier(change: Change) -> str | None:
    """Return the value before as JSON; of a whole part, whose row stays, only that it stood."""
    if not change.before:
        return None
    value: Any = change.before if change.field else True
    return json.dumps(value, ensure_ascii=False, default=str)
