"""领导包案: taken on, reported on, extended, handed over, settled or lifted; due on the board.

An undertaking belongs to its matter: who may not see the matter sees nothing of it. It goes on
with the matter that the only visit of its own was moved to.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date
from json import dumps, loads
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, exists, select, true
from sqlalchemy.orm import Session

from reception_desk.errors import DeskError, InvalidInputError
from reception_desk.models import Database
from reception_desk.models.database import now
from reception_desk.models.leader_day import Leader
from reception_desk.models.matter import Matter
from reception_desk.models.organisation import Unit
from reception_desk.models.rows import add_row
from reception_desk.models.undertaking import Undertaking
from reception_desk.models.undertaking import UndertakingEvent as EventRow
from reception_desk.records.actor import Actor
from reception_desk.records.undertakings import (
    UndertakingEvent,
    UndertakingEventInput,
    UndertakingEventRecord,
    UndertakingFacts,
    UndertakingInput,
)
from reception_desk.rules.permissions import Action
from reception_desk.rules.undertakings import (
    UndertakingStanding,
    fold,
    refuse_undertaking,
    why_not,
)
from reception_desk.rules.wording import clean_line, clean_text
from reception_desk.services import audit
from reception_desk.services.authorship import by
from reception_desk.services.confidentiality import may_open, require_look, seen
from reception_desk.services.evidence import Exhibit, exhibits_in, is_on_record
from reception_desk.services.matter_home import at_home_in, home_of
from reception_desk.services.permissions import require
from reception_desk.services.session_cases import names_of

_UNSAVED = "包案还没有保存，您填写的内容都在。"
_UNTOUCHED = "包案没有改动，您填写的内容都在。"
_GONE = "（不在领导名单）"


@dataclass(frozen=True, slots=True)
class UndertakingNow:
    """An undertaking as it stands, with the names for lists; `matter` is the matter's title."""

    standing: UndertakingStanding
    matter: str
    leader: str
    unit: str
    leaders: dict[str, str]
    """The name of every leader its events speak of, by key."""


def undertake(database: Database, actor: Actor, matter_id: str, asked: UndertakingInput) -> str:
    """Record that a leader takes a matter upon himself and return the key.

    Raises `InvalidInputError` without leader, unit, plan or a day to come, and where a leader
    answers for the matter already.
    """
    require(actor, Action.KEEP_UNDERTAKING)
    with database.write() as session:
        matter = _open_matter(session, actor, matter_id)
        wanted = _cleaned(asked)
        why = refuse_undertaking(wanted, _today(actor)) or _unknown(session, wanted)
        held = _load(session, actor, at_home_in(Undertaking.matter_id, [matter_id]))
        if not why and any(one.standing.is_open for one in held):
            why = "这件事项已经有领导包案，换领导请用“移交”。"
        if why:
            raise InvalidInputError(why, saved=_UNSAVED)
        key = add_row(
            session,
            Undertaking,
            **by(actor, stream=matter.stream),
            matter_id=matter_id,
            leader_id=wanted.leader_id,
            unit_id=wanted.unit_id,
            team=dumps(wanted.team, ensure_ascii=False) if wanted.team else None,
            plan=wanted.plan,
            due_on=wanted.due_on,
        )
        audit.record(session, actor, "undertake", table="undertaking", row_id=key)
        return key


def record_undertaking_event(
    database: Database, actor: Actor, undertaking_id: str, asked: UndertakingEventInput
) -> str:
    """Record what became of an undertaking and return the key of the event.

    The evidence is the SHA-256 of a paper or page on record in the matter. Raises
    `InvalidInputError` for what may not follow, `DeskError` for an unknown undertaking.
    """
    is_report = asked.event is UndertakingEvent.REPORTED
    require(actor, Action.REPORT_UNDERTAKING if is_report else Action.KEEP_UNDERTAKING)
    with database.write() as session:
        row = _open_undertaking(session, actor, undertaking_id)
        (held,) = _load(session, actor, Undertaking.id == undertaking_id, is_opened=True)
        event = UndertakingEventRecord(
            "", asked.event.value, clean_text(asked.text).text.strip(), _today(actor),
            held.standing.last_event_id, due_on=asked.due_on, leader_id=asked.leader_id,
            evidence_sha256=asked.evidence_sha256,
        )  # fmt: skip
        matter_id = held.standing.facts.matter_id
        why = why_not(held.standing, event) or _unknown_to(session, matter_id, event)
        if why:
            raise InvalidInputError(why, saved=_UNTOUCHED)
        key = add_row(
            session,
            EventRow,
            **by(actor, stream=row.stream),
            undertaking_id=undertaking_id,
            matter_id=matter_id,
            event=event.event,
            text=event.text,
            after_id=event.after_id,
            due_on=event.due_on,
            leader_id=event.leader_id,
            evidence_sha256=event.evidence_sha256,
        )
        audit.record(
            session, actor, "report_undertaking", table="undertaking", row_id=undertaking_id,
            detail=event.event,
        )  # fmt: skip
        return key


def undertakings_of_matter(
    database: Database, actor: Actor, matter_id: str
) -> tuple[UndertakingNow, ...]:
    """Return every undertaking of a matter, the newest first."""
    require_look(actor)
    with database.read() as session:
        found = _load(session, actor, at_home_in(Undertaking.matter_id, [matter_id]))
        return tuple(sorted(found, key=lambda one: one.standing.facts.undertaking_id, reverse=True))


def open_undertakings(
    database: Database, actor: Actor, *, leader_id: str | None = None, until: date | None = None
) -> tuple[UndertakingNow, ...]:
    """Return what leaders answer for now, the nearest day first.

    `leader_id` for those of one leader, handed over or taken on; `until` for those due then.
    """
    require_look(actor)
    with database.read() as session:
        found = [one for one in _load(session, actor, _never_ended()) if one.standing.is_open]
    wanted = [
        one
        for one in found
        if (leader_id is None or one.standing.leader_id == leader_id)
        and (until is None or one.standing.due_on <= until)
    ]
    return tuple(
        sorted(wanted, key=lambda one: (one.standing.due_on, one.standing.facts.undertaking_id))
    )


def leaders_of_matters(
    session: Session, actor: Actor, matter_ids: Collection[str]
) -> dict[str, UndertakingNow]:
    """Return by matter who answers for it now, for the lists."""
    wanted = at_home_in(Undertaking.matter_id, matter_ids) & _never_ended()
    found = _load(session, actor, wanted)
    return {one.standing.facts.matter_id: one for one in found if one.standing.is_open}


def undertaking_evidence(
    database: Database, actor: Actor, undertaking_id: str
) -> tuple[Exhibit, ...]:
    """Return what is on record in the matter and can settle the undertaking, the newest first."""
    require(actor, Action.KEEP_UNDERTAKING)
    with database.read() as session:
        _open_undertaking(session, actor, undertaking_id)
        (held,) = _load(session, actor, Undertaking.id == undertaking_id, is_opened=True)
        return exhibits_in(session, held.standing.facts.matter_id)


def _never_ended() -> ColumnElement[bool]:
    """Fold only those without an ending that counts: an ending unproved ends nothing."""
    is_ending = (EventRow.event == UndertakingEvent.LIFTED.value) | (
        (EventRow.event == UndertakingEvent.SETTLED.value) & EventRow.evidence_sha256.is_not(None)
    )
    return ~exists().where(
        EventRow.undertaking_id == Undertaking.id, EventRow.text != "", is_ending
    )


def _load(
    session: Session,
    actor: Actor,
    wanted: ColumnElement[bool],
    *,
    is_opened: bool = False,
) -> tuple[UndertakingNow, ...]:
    """Return undertakings the actor may see; `is_opened` when the row was opened by the rule."""
    zone = ZoneInfo(actor.desk.zone)
    allowed = true() if is_opened else seen(actor, Undertaking.stream)
    rows = session.execute(
        select(Undertaking, Matter, Unit.short_name)
        .select_from(Undertaking)
        .join(Matter, Matter.id == home_of(Undertaking.matter_id))
        .join(Unit, Unit.id == Undertaking.unit_id)
        .where(wanted, allowed)
        .order_by(Undertaking.due_on, Undertaking.id)
    ).all()
    events = _events(session, [row.id for row, _, _ in rows], zone)
    names = {one.id: one.name for one in session.execute(select(Leader.id, Leader.name))}
    found = []
    for row, matter, unit in rows:
        facts = replace(_facts(row, events[row.id], zone), matter_id=matter.id)
        standing = fold(facts, events[row.id])
        leader = names.get(standing.leader_id, _GONE)
        found.append(UndertakingNow(standing, matter.title, leader, unit, names))
    return tuple(found)


def _facts(
    row: Undertaking, events: Iterable[UndertakingEventRecord], zone: ZoneInfo
) -> UndertakingFacts:
    return UndertakingFacts(
        undertaking_id=row.id,
        matter_id=row.matter_id,
        leader_id=row.leader_id,
        unit_id=row.unit_id,
        plan=row.plan,
        due_on=row.due_on,
        undertaken_on=row.created_at.astimezone(zone).date(),
        team=tuple(loads(row.team or "[]")),
        events=tuple(events),
    )


def _events(
    session: Session, keys: Collection[str], zone: ZoneInfo
) -> dict[str, list[UndertakingEventRecord]]:
    rows = session.scalars(
        select(EventRow).where(EventRow.undertaking_id.in_(keys)).order_by(EventRow.id)
    ).all()
    names = names_of(session, {row.created_by for row in rows if row.created_by})
    found: dict[str, list[UndertakingEventRecord]] = defaultdict(list)
    for row in rows:
        found[row.undertaking_id].append(
            UndertakingEventRecord(
                row.id, row.event, row.text, row.created_at.astimezone(zone).date(), row.after_id,
                names.get(row.created_by or "", ""), row.due_on, row.leader_id,
                row.evidence_sha256,
            )
        )  # fmt: skip
    return found


def _cleaned(asked: UndertakingInput) -> UndertakingInput:
    team = (clean_line(name).text for name in asked.team)
    return UndertakingInput(
        asked.leader_id, asked.unit_id, clean_text(asked.plan).text.strip(), asked.due_on,
        tuple(name for name in team if name),
    )  # fmt: skip


def _unknown(session: Session, asked: UndertakingInput) -> str:
    unit = session.get(Unit, asked.unit_id)
    if unit is None or unit.voided_at is not None:
        return "没有找到包案的责任单位。"
    return _unknown_leader(session, asked.leader_id)


def _unknown_leader(session: Session, leader_id: str) -> str:
    leader = session.get(Leader, leader_id)
    return "名单里没有这位领导。" if leader is None or leader.voided_at is not None else ""


def _unknown_to(session: Session, matter_id: str, event: UndertakingEventRecord) -> str:
    if event.event == UndertakingEvent.HANDED_OVER and event.leader_id:
        return _unknown_leader(session, event.leader_id)
    if event.evidence_sha256 and not is_on_record(session, matter_id, event.evidence_sha256):
        return "佐证材料不在这件事项的材料和文书里，请先归档。"
    return ""


def _open_undertaking(session: Session, actor: Actor, undertaking_id: str) -> Undertaking:
    row = session.get(Undertaking, undertaking_id)
    if row is None or not may_open(actor, row):
        raise DeskError("没有找到这件领导包案。", advice="它可能还没有同步到本机。")
    return row


def _open_matter(session: Session, actor: Actor, matter_id: str) -> Matter:
    matter = session.get(Matter, matter_id)
    if matter is None or not may_open(actor, matter):
        raise DeskError("没有找到这件信访事项。", advice="它可能还没有同步到本机。")
    return matter


def _today(actor: Actor) -> date:
    return now().astimezone(ZoneInfo(actor.desk.zone)).date()
