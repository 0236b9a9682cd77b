"""领导阅批来信: a letter is registered like a visit, read by a leader, and owes what he instructs.

A letter has the clock and the papers of its matter. It belongs to its visit's stream: who may not
see the visit sees no letter.
"""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import replace
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from reception_desk.errors import DeskError, InvalidInputError
from reception_desk.models import Database
from reception_desk.models.database import now
from reception_desk.models.leader_day import Leader
from reception_desk.models.letter import Letter
from reception_desk.models.letter import LetterReading as ReadingRow
from reception_desk.models.matter import Matter, VisitMatter
from reception_desk.models.rows import add_row
from reception_desk.models.visit import Visit
from reception_desk.records.actor import Actor
from reception_desk.records.letters import (
    LetterInput,
    LetterLine,
    LetterReading,
    ReadingInput,
    RegisteredLetter,
)
from reception_desk.records.promises import PromiseInput, PromiseSource
from reception_desk.records.visit import Channel
from reception_desk.rules.letters import LETTER_FORM, fold, refuse_days, refuse_reading
from reception_desk.rules.permissions import Action
from reception_desk.rules.wording import clean_line, clean_text
from reception_desk.services import audit
from reception_desk.services.authorship import by
from reception_desk.services.confidentiality import may_open, require_look, seen
from reception_desk.services.permissions import require
from reception_desk.services.promises import PromiseNow, make_promise_in, promises_in
from reception_desk.services.registration import register_visit_in

MOST_ROWS = 500
_NOON = time(12)
_UNSAVED = "来信还没有保存，您填写的内容都在。"
_UNTOUCHED = "阅批还没有保存，您填写的内容都在。"


def register_letter(database: Database, actor: Actor, asked: LetterInput) -> RegisteredLetter:
    """Put a letter on record: it begins a matter or joins one, and its clock runs from its arrival.

    Raises `InvalidInputError` for days that cannot be, an unknown leader, and what
    `register_visit` refuses.
    """
    require(actor, Action.REGISTER_VISIT)
    with database.write() as session:
        why = refuse_days(asked.arrived_on, asked.posted_on, _today(actor))
        why = why or (_unknown(session, asked.leader_id) if asked.leader_id else "")
        if why or asked.arrived_on is None:
            raise InvalidInputError(why, saved=_UNSAVED)
        visit = replace(
            asked.visit,
            form=LETTER_FORM,
            channel=Channel.LETTER,
            arrived_at=_moment(actor, asked.arrived_on),
        )
        record = register_visit_in(session, actor, visit)
        row = session.get_one(Visit, record.visit_id)
        letter_id = add_row(
            session,
            Letter,
            **by(actor, stream=row.stream),
            visit_id=row.id,
            arrived_on=asked.arrived_on,
            posted_on=asked.posted_on,
            leader_id=asked.leader_id or None,
            mail_number=clean_line(asked.mail_number).text or None,
        )
        audit.record(session, actor, "register_letter", table="letter", row_id=letter_id)
        number = row.number or row.provisional_number
        return RegisteredLetter(letter_id, row.id, record.matter_id or "", number)


def note_reading(database: Database, actor: Actor, letter_id: str, asked: ReadingInput) -> str:
    """Record that a leader read a letter, and what he instructed as a promise; return the key.

    The clerk's side writes it: the leader wrote on the letter. Raises `InvalidInputError` for a
    reading or an instruction that is not whole, `DeskError` for an unknown letter.
    """
    require(actor, Action.NOTE_LETTER_READING)
    with database.write() as session:
        row = session.get(Letter, letter_id)
        if row is None or not may_open(actor, row):
            raise DeskError("没有找到这封来信。", advice="它可能还没有同步到本机。")
        why = refuse_reading(asked, row.arrived_on, _today(actor))
        why = why or _unknown(session, asked.leader_id)
        if why:
            raise InvalidInputError(why, saved=_UNTOUCHED)
        text = clean_text(asked.text).text.strip()
        promise_id = _promise(session, actor, row, replace(asked, text=text)) if text else None
        key = add_row(
            session,
            ReadingRow,
            **by(actor, stream=row.stream),
            letter_id=letter_id,
            visit_id=row.visit_id,
            leader_id=asked.leader_id,
            read_on=asked.read_on,
            text=text or None,
            promise_id=promise_id,
        )
        audit.record(session, actor, "note_letter_reading", table="letter", row_id=letter_id)
        return key


def letters(
    database: Database, actor: Actor, *, waits_only: bool = False, most: int = MOST_ROWS
) -> tuple[LetterLine, ...]:
    """Return letters, those no leader has read first, the newest on top; at most `most`."""
    require_look(actor)
    read = select(ReadingRow.letter_id)
    wanted = (
        select(Letter, Visit, Matter)
        .join(Visit, Visit.id == Letter.visit_id)
        .join(VisitMatter, (VisitMatter.visit_id == Visit.id) & VisitMatter.voided_at.is_(None))
        .join(Matter, Matter.id == VisitMatter.matter_id)
        .where(seen(actor, Letter.stream))
        .order_by(Letter.id.in_(read), Letter.arrived_on.desc(), Letter.id.desc())
        .limit(most)
    )
    if waits_only:
        wanted = wanted.where(Letter.id.not_in(read))
    with database.read() as session:
        found = session.execute(wanted).all()
        readings = _readings(session, [letter.id for letter, _, _ in found])
        owed = {one.promise_id for given in readings.values() for one in given if one.promise_id}
        promises = {one.promise.promise_id: one for one in promises_in(session, actor, owed)}
        names = {row.id: row.name for row in session.execute(select(Leader.id, Leader.name))}
        return tuple(
            _line((row[0], row[1], row[2]), readings[row[0].id], promises, names) for row in found
        )


def count_waiting_letters(database: Database, actor: Actor) -> int:
    """Return how many letters no leader has read."""
    require_look(actor)
    waiting = Letter.id.not_in(select(ReadingRow.letter_id))
    with database.read() as session:
        counted = (
            select(func.count()).select_from(Letter).where(waiting, seen(actor, Letter.stream))
        )
        return session.scalar(counted) or 0


def _line(
    row: tuple[Letter, Visit, Matter],
    readings: Collection[LetterReading],
    promises: dict[str, PromiseNow],
    names: dict[str, str],
) -> LetterLine:
    letter, visit, matter = row
    standing = fold(readings)
    last = standing.readings[-1] if standing.readings else None
    owed = promises.get(last.promise_id or "") if last else None
    return LetterLine(
        letter_id=letter.id,
        visit_id=visit.id,
        matter_id=matter.id,
        number=visit.number or visit.provisional_number,
        title=matter.title,
        arrived_on=letter.arrived_on,
        leader_id=letter.leader_id or "",
        leader=names.get(letter.leader_id or "", ""),
        read_on=standing.first_read_on,
        reader=names.get(last.leader_id, "") if last else "",
        instruction=last.text if last else "",
        reply_due=owed.promise.due_on if owed else None,
        is_answered=bool(owed and not owed.standing.is_open),
    )


def _promise(session: Session, actor: Actor, row: Letter, asked: ReadingInput) -> str:
    matter_id = session.scalars(
        select(VisitMatter.matter_id).where(
            VisitMatter.visit_id == row.visit_id, VisitMatter.voided_at.is_(None)
        )
    ).first()
    if matter_id is None:
        raise DeskError("这封来信的事项还没有同步到本机。", saved=_UNTOUCHED)
    promise = PromiseInput(
        asked.text, asked.owner_unit_id, asked.owner_name, asked.due_on,
        source=PromiseSource.LETTER, source_id=row.id,
    )  # fmt: skip
    return make_promise_in(session, actor, matter_id, row.visit_id, promise)


def _readings(session: Session, keys: Collection[str]) -> dict[str, list[LetterReading]]:
    found: dict[str, list[LetterReading]] = defaultdict(list)
    for row in session.scalars(select(ReadingRow).where(ReadingRow.letter_id.in_(keys))):
        found[row.letter_id].append(
            LetterReading(row.id, row.leader_id, row.read_on, row.text or "", row.promise_id)
        )
    return found


def _unknown(session: Session, leader_id: str) -> str:
    leader = session.get(Leader, leader_id)
    return "名单里没有这位领导。" if leader is None or leader.voided_at is not None else ""


def _moment(actor: Actor, day: date) -> datetime:
    """Return when the letter came: this moment today, noon of an earlier day."""
    zone = ZoneInfo(actor.desk.zone)
    return now() if day == _today(actor) else datetime.combine(day, _NOON, zone)


def _today(actor: Actor) -> date:
    return now().astimezone(ZoneInfo(actor.desk.zone)).date()
