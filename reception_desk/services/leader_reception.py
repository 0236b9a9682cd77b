"""领导接访: a booked matter is received, and what the leader instructs is owed from then on."""

from reception_desk.errors import InvalidInputError
from reception_desk.models import Database
from reception_desk.models.database import now
from reception_desk.models.leader_day import LeaderInstruction
from reception_desk.models.rows import add_row
from reception_desk.records.actor import Actor
from reception_desk.records.leader_bookings import (
    BookingEvent,
    BookingEventRecord,
    InstructionInput,
)
from reception_desk.records.promises import PromiseInput, PromiseSource
from reception_desk.rules.leader_bookings import BookingState, why_not
from reception_desk.rules.permissions import Action
from reception_desk.rules.wording import clean_line, clean_text
from reception_desk.services import audit
from reception_desk.services.authorship import by
from reception_desk.services.leader_bookings import add_booking_event, open_booking
from reception_desk.services.leader_days import day_standing
from reception_desk.services.permissions import require
from reception_desk.services.promises import make_promise_in

_UNTOUCHED = "批示还没有保存，您填写的内容都在。"


def instruct(database: Database, actor: Actor, booking_id: str, asked: InstructionInput) -> str:
    """Record what a leader instructed and the promise that owes it; return the promise's key.

    The clerk's side writes it too: the leader signs the paper. The booking is received with it.
    Raises `InvalidInputError` without text, owner, person or day.
    """
    require(actor, Action.BOOK_LEADER_DAY)
    with database.write() as session:
        row, standing = open_booking(session, actor, booking_id)
        text = clean_text(asked.text).text.strip()
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
            session, actor, row.matter_id, row.visit_id,
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
        return promise_id
