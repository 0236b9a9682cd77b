"""承诺: made with owner and day, reported on, closed with evidence; shown wherever it matters."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from json import dumps, loads
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, exists, func, or_, select, true
from sqlalchemy.orm import Session, aliased

from reception_desk.errors import DeskError, InvalidInputError
from reception_desk.models import Database
from reception_desk.models.database import now
from reception_desk.models.matter import Matter, VisitMatter
from reception_desk.models.organisation import Unit
from reception_desk.models.promise import Promise, PromiseReport
from reception_desk.models.rows import add_row
from reception_desk.records.actor import Actor
from reception_desk.records.promises import (
    PromiseInput,
    PromiseRecord,
    ReportInput,
    ReportKind,
    ReportRecord,
)
from reception_desk.rules.permissions import Action
from reception_desk.rules.promises import PromiseStanding, fold, refuse_promise, refuse_report
from reception_desk.rules.wording import clean_line, clean_text
from reception_desk.services import audit
from reception_desk.services.authorship import by
from reception_desk.services.confidentiality import may_open, require_look, seen
from reception_desk.services.evidence import Exhibit, exhibits_in, is_on_record
from reception_desk.services.matter_home import home_of, once_of
from reception_desk.services.permissions import require
from reception_desk.services.session_cases import names_of

_OF_VISIT = (VisitMatter.visit_id == Promise.visit_id) & VisitMatter.voided_at.is_(None)
_MATTER: ColumnElement[str] = func.coalesce(VisitMatter.matter_id, home_of(Promise.matter_id))
"""A promise goes with its visit, when that is joined to another matter, and without one with the
last that its matter had.
"""


@dataclass(frozen=True, slots=True)
class PromiseNow:
    """A promise with its standing; `matter` is the matter's title."""

    promise: PromiseRecord
    standing: PromiseStanding
    matter: str

    def is_late(self, today: date) -> bool:
        """Say whether its day has passed before it was kept."""
        return self.standing.is_late(self.promise, today)


def make_promise(database: Database, actor: Actor, matter_id: str, promise: PromiseInput) -> str:
    """Record a promise on a matter and return its key.

    Raises `InvalidInputError` without what, owner, person or day.
    """
    require(actor, Action.REPORT_PROMISE)
    with database.write() as session:
        return make_promise_in(session, actor, matter_id, None, promise)


def make_promise_in(
    session: Session, actor: Actor, matter_id: str, visit_id: str | None, promise: PromiseInput
) -> str:
    """Do `make_promise` within the caller's unit of work; it goes with the visit it belongs to."""
    matter = _open_matter(session, actor, matter_id)
    what = clean_text(promise.what).text.strip()
    owner = clean_line(promise.owner_name).text
    asked = PromiseInput(
        what, promise.owner_unit_id, owner, promise.due_on, promise.co_owner_ids, promise.source,
        promise.source_id, promise.note_id,
    )  # fmt: skip
    why = refuse_promise(asked, _today(actor)) or _unknown_unit(session, asked)
    if why:
        raise InvalidInputError(why, saved="承诺还没有保存，您填写的内容都在。")
    promise_id = add_row(
        session,
        Promise,
        **by(actor, stream=matter.stream),
        matter_id=matter_id,
        visit_id=visit_id,
        what=what,
        owner_unit_id=asked.owner_unit_id,
        owner_name=owner,
        co_owner_ids=dumps(list(asked.co_owner_ids)) if asked.co_owner_ids else None,
        due_on=asked.due_on,
        source=asked.source.value,
        source_id=asked.source_id,
        note_id=asked.note_id,
    )
    audit.record(session, actor, "make_promise", table="promise", row_id=promise_id)
    return promise_id


def report_promise(database: Database, actor: Actor, promise_id: str, report: ReportInput) -> str:
    """Report back on a promise, close it with evidence, call back or reopen it; return the key.

    The evidence is the SHA-256 of a paper or page on record in the matter. Raises
    `InvalidInputError` for a report that may not follow, `DeskError` for an unknown promise.
    """
    is_report = report.kind in {ReportKind.REPORTED, ReportKind.CALLED_BACK}
    require(actor, Action.REPORT_PROMISE if is_report else Action.CLOSE_PROMISE)
    with database.write() as session:
        row = _open_promise(session, actor, promise_id)
        standing = fold(_reports(session, [promise_id], ZoneInfo(actor.desk.zone))[promise_id])
        text = clean_text(report.text).text.strip()
        why = refuse_report(standing, report.kind, text, report.evidence_sha256)
        if not why and report.evidence_sha256:
            known = is_on_record(session, _matter_key(session, row), report.evidence_sha256)
            why = "" if known else "佐证材料不在这件事项的材料和文书里，请先归档。"
        if why:
            raise InvalidInputError(why, saved="承诺没有改动，您填写的内容都在。")
        report_id = add_row(
            session,
            PromiseReport,
            **by(actor, stream=row.stream),
            promise_id=promise_id,
            kind=report.kind.value,
            text=text,
            after_id=standing.last_report_id,
            evidence_sha256=report.evidence_sha256,
        )
        audit.record(
            session, actor, "report_promise", table="promise", row_id=promise_id,
            detail=report.kind,
        )  # fmt: skip
        return report_id


def evidence_for(database: Database, actor: Actor, promise_id: str) -> tuple[Exhibit, ...]:
    """Return what is on record in the promise's matter and can close it, the newest first.

    Raises `DeskError` for an unknown promise.
    """
    require(actor, Action.CLOSE_PROMISE)
    with database.read() as session:
        row = _open_promise(session, actor, promise_id)
        return exhibits_in(session, _matter_key(session, row))


def promises_of_matter(database: Database, actor: Actor, matter_id: str) -> tuple[PromiseNow, ...]:
    """Return every promise on a matter, the earliest day first; shown with each next visit."""
    require_look(actor)
    with database.read() as session:
        return _load(session, actor, _MATTER.in_([matter_id]))


def promises_of_matters_in(
    session: Session, actor: Actor, matter_ids: Collection[str]
) -> dict[str, tuple[PromiseNow, ...]]:
    """Do `promises_of_matter` for many within the caller's unit of work."""
    found: dict[str, list[PromiseNow]] = defaultdict(list)
    of_visits = select(VisitMatter.visit_id).where(
        VisitMatter.matter_id.in_(matter_ids), VisitMatter.voided_at.is_(None)
    )
    # Said twice: by either index few are found, and of those the visit decides.
    near = or_(
        Promise.matter_id.in_(matter_ids),
        Promise.visit_id.in_(of_visits),
        Promise.matter_id.in_(once_of(matter_ids)),
    )
    for one in _load(session, actor, near & _MATTER.in_(matter_ids)):
        found[one.promise.matter_id].append(one)
    return {key: tuple(made) for key, made in found.items()}


def promises_of_source(database: Database, actor: Actor, source_id: str) -> tuple[PromiseNow, ...]:
    """Return the promises made in one session or on one leader day."""
    require_look(actor)
    with database.read() as session:
        return promises_of_source_in(session, actor, source_id)


def promises_of_source_in(session: Session, actor: Actor, source_id: str) -> tuple[PromiseNow, ...]:
    """Do `promises_of_source` within the caller's unit of work."""
    return _load(session, actor, Promise.source_id == source_id)


def promises_in(
    session: Session, actor: Actor, promise_ids: Collection[str]
) -> tuple[PromiseNow, ...]:
    """Return these promises, as far as the actor may see them."""
    return _load(session, actor, Promise.id.in_(promise_ids))


def open_promises(
    database: Database, actor: Actor, *, unit_id: str | None = None, until: date | None = None
) -> tuple[PromiseNow, ...]:
    """Return what has still to be kept, the earliest day first: the leader's page and the board.

    `unit_id` for those that one unit owns, `until` for those due on that day or before.
    """
    require_look(actor)
    wanted = true()
    if unit_id is not None:
        wanted &= Promise.owner_unit_id == unit_id
    if until is not None:
        wanted &= Promise.due_on <= until
    with database.read() as session:
        return _still_open(session, actor, wanted)


def promises_until(database: Database, actor: Actor, last: date) -> tuple[PromiseNow, ...]:
    """Return every promise whose day is not after `last`, kept ones too, the earliest day first."""
    require_look(actor)
    with database.read() as session:
        return _load(session, actor, Promise.due_on <= last)


def earliest_days(session: Session, actor: Actor, matter_ids: Collection[str]) -> dict[str, date]:
    """Return the day of the earliest promise still to be kept on each of these matters."""
    found: dict[str, date] = {}
    for one in _still_open(session, actor, _MATTER.in_(matter_ids)):
        found.setdefault(one.promise.matter_id, one.promise.due_on)
    return found


def _still_open(
    session: Session, actor: Actor, wanted: ColumnElement[bool]
) -> tuple[PromiseNow, ...]:
    """Fold only those that were never closed, or opened again."""
    closing, later = _ends()
    ever_closed = exists().where(
        closing.promise_id == Promise.id, closing.kind == ReportKind.CLOSED.value
    )
    reopened = exists().where(
        later.promise_id == Promise.id, later.kind == ReportKind.REOPENED.value
    )
    found = _load(session, actor, wanted & (~ever_closed | reopened))
    return tuple(one for one in found if one.standing.is_open)


@cache
def _ends() -> tuple[type[PromiseReport], type[PromiseReport]]:
    return aliased(PromiseReport), aliased(PromiseReport)


def _load(session: Session, actor: Actor, wanted: ColumnElement[bool]) -> tuple[PromiseNow, ...]:
    zone = ZoneInfo(actor.desk.zone)
    rows = session.execute(
        select(Promise, Matter, Unit)
        .outerjoin(VisitMatter, _OF_VISIT)
        .join(Matter, Matter.id == _MATTER)
        .join(Unit, Unit.id == Promise.owner_unit_id)
        .where(wanted, seen(actor, Promise.stream))
        .order_by(Promise.due_on, Promise.id)
    ).all()
    reports = _reports(session, [row.id for row, _, _ in rows], zone)
    helpers = {key for row, _, _ in rows for key in loads(row.co_owner_ids or "[]")}
    named = session.execute(select(Unit.id, Unit.short_name).where(Unit.id.in_(helpers)))
    units = {row.id: row.short_name for row in named}
    found = {}
    for row, matter, unit in rows:
        promise = replace(
            _record(row, unit, zone),
            matter_id=matter.id,
            co_owners=tuple(units.get(key, "") for key in loads(row.co_owner_ids or "[]")),
            reports=tuple(reports[row.id]),
        )
        found[row.id] = PromiseNow(promise, fold(promise.reports), matter.title)
    return tuple(found.values())


def _record(row: Promise, unit: Unit, zone: ZoneInfo) -> PromiseRecord:
    return PromiseRecord(
        promise_id=row.id,
        matter_id=row.matter_id,
        what=row.what,
        owner_unit_id=row.owner_unit_id,
        owner_unit=unit.short_name,
        owner_organ=unit.name,
        owner_name=row.owner_name,
        due_on=row.due_on,
        made_on=row.created_at.astimezone(zone).date(),
        made_at=row.created_at,
        source=row.source,
        source_id=row.source_id,
        note_id=row.note_id,
    )


def _reports(
    session: Session, promise_ids: Collection[str], zone: ZoneInfo
) -> dict[str, list[ReportRecord]]:
    rows = session.scalars(
        select(PromiseReport)
        .where(PromiseReport.promise_id.in_(promise_ids))
        .order_by(PromiseReport.id)
    ).all()
    names = names_of(session, {row.created_by for row in rows if row.created_by})
    found: dict[str, list[ReportRecord]] = defaultdict(list)
    for row in rows:
        found[row.promise_id].append(
            ReportRecord(
                report_id=row.id,
                kind=row.kind,
                text=row.text,
                day=row.created_at.astimezone(zone).date(),
                after_id=row.after_id,
                author_name=names.get(row.created_by or "", ""),
                evidence_sha256=row.evidence_sha256,
            )
        )
    return found


def _open_promise(session: Session, actor: Actor, promise_id: str) -> Promise:
    row = session.get(Promise, promise_id)
    if row is None or not may_open(actor, row):
        raise DeskError("没有找到这项承诺。", advice="它可能还没有同步到本机。")
    return row


def _matter_key(session: Session, row: Promise) -> str:
    """Return the matter a promise belongs to now, which its visit may have been joined to."""
    now_in = select(_MATTER).select_from(Promise).outerjoin(VisitMatter, _OF_VISIT)
    return session.scalars(now_in.where(Promise.id == row.id)).first() or row.matter_id


def _open_matter(session: Session, actor: Actor, matter_id: str) -> Matter:
    matter = session.get(Matter, matter_id)
    if matter is None or not may_open(actor, matter):
        raise DeskError("没有找到这件信访事项。", advice="它可能还没有同步到本机。")
    return matter


def _unknown_unit(session: Session, promise: PromiseInput) -> str:
    keys = {promise.owner_unit_id, *promise.co_owner_ids}
    known = session.scalars(
        select(Unit.id).where(Unit.id.in_(keys), Unit.voided_at.is_(None))
    ).all()
    return "" if len(known) == len(keys) else "没有找到承诺的责任单位或者协办单位。"


def _today(actor: Actor) -> date:
    return now().astimezone(ZoneInfo(actor.desk.zone)).date()
