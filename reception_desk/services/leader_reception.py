"""领导接访: a booked matter is received, and what the leader instructs is owed from then on."""

from base64 import b64encode
from hashlib import sha256

from sqlalchemy.orm import Session

from reception_desk.errors import InvalidInputError
from reception_desk.models import Database
from reception_desk.models.database import now
from reception_desk.models.leader_day import InstructionInk, LeaderInstruction
from reception_desk.models.matter import Matter
from reception_desk.models.rows import add_row
from reception_desk.records.actor import Actor
from reception_desk.records.leader_bookings import (
    BookingEvent,
    BookingEventRecord,
    InstructionInput,
)
from reception_desk.records.promises import PromiseInput, PromiseSource
from reception_desk.rules.leader_bookings import BookingState, why_not
from reception_desk.rules.wording import clean_line, clean_text
from reception_desk.services import audit
from reception_desk.services.authorship import by
from reception_desk.services.leader_bookings import (
    add_booking_event,
    open_booking,
    require_seat,
)
from reception_desk.services.leader_days import day_standing
from reception_desk.services.leader_instructions import WRITTEN_BY_PEN
from reception_desk.services.promises import make_promise_in
from reception_desk.services.signatures import MOST_POINTS, PNG_HEAD

_TITLE = 60
_UNTOUCHED = "批示还没有保存，您填写的内容都在。"


def instruct(database: Database, actor: Actor, booking_id: str, asked: InstructionInput) -> str:
    """Record what a leader instructed and the promise that owes it; return the promise's key.

    The clerk's side writes it too: the leader signs the paper. The booking is received with it.
    Raises `InvalidInputError` without text or ink, owner, person or day.
    """
    require_seat(actor)
    with database.write() as session:
        row, standing = open_booking(session, actor, booking_id)
        text = clean_text(asked.text).text.strip()
        if asked.ink is not None:
            _check(asked)
            text = text or _by_pen(session, standing.facts.matter_id)
        if not text:
            raise InvalidInputError("请写明领导的批示。", saved=_UNTOUCHED)
        if standing.state is not BookingState.RECEIVED:
            record = BookingEventRecord(
                "", BookingEvent.RECEIVED.value, now(), after_id=standing.last_event_id
            )
            if why := why_not(standing, record):
                raise InvalidInputError(why, saved=_UNTOUCHED)
            add_booking_event(session, actor, row, record)
        promise_id = make_promise_in(
            session, actor, standing.facts.matter_id, row.visit_id,
            PromiseInput(
                text, asked.owner_unit_id, clean_line(asked.owner_name).text, asked.due_on,
                asked.co_owner_ids, PromiseSource.LEADER_DAY, standing.day_id,
            ),
        )  # fmt: skip
        key = add_row(
            session,
            LeaderInstruction,
            **by(actor, stream=row.stream),
            booking_id=booking_id,
            leader_id=day_standing(session, standing.day_id).leader_id,
            text=text,
            promise_id=promise_id,
        )
        audit.record(session, actor, "instruct", table="leader_instruction", row_id=key)
        if asked.ink is not None:
            _keep_ink(session, actor, row.stream, key, asked)
        return promise_id


def _check(asked: InstructionInput) -> None:
    points = sum(map(len, asked.ink.strokes)) if asked.ink else 0
    if not 0 < points <= MOST_POINTS or not asked.picture.startswith(PNG_HEAD):
        raise InvalidInputError(
            "手写批示没有保存：笔迹不完整。", saved=_UNTOUCHED, advice="请重写，或者改为打字。"
        )


def _by_pen(session: Session, matter_id: str) -> str:
    """Return the words of an instruction that only a pen wrote: whoever owes it reads the sheet."""
    title = session.get_one(Matter, matter_id).title.rstrip("。")
    return f"{WRITTEN_BY_PEN}：{title[:_TITLE]}" if title else WRITTEN_BY_PEN


def _keep_ink(
    session: Session, actor: Actor, stream: int, instruction_id: str, asked: InstructionInput
) -> None:
    if asked.ink is None:
        raise TypeError("there is no ink to keep")
    strokes = asked.ink.to_json()
    key = add_row(
        session,
        InstructionInk,
        **by(actor, stream=stream),
        instruction_id=instruction_id,
        strokes=strokes,
        strokes_sha256=sha256(strokes.encode()).hexdigest(),
        picture=b64encode(asked.picture).decode("ascii"),
    )
    audit.record(session, actor, "instruct", table="instruction_ink", row_id=key)
