"""领导接访: leaders, the rules of the yearly plan, the days they give and what happened to them.

Times of the hall are text (`08:30`): a day keeps its hour whatever the zone is called later.
"""

from datetime import date, datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from reception_desk.models.base import AppendOnlyRow, Base, EditableRow, key_to


class Leader(EditableRow, Base):
    """A leader who receives people, as the notice names them."""

    __tablename__ = "leader"

    name: Mapped[str]
    post: Mapped[str]
    portfolio: Mapped[str | None]
    place: Mapped[int]


class LeaderDayRule(EditableRow, Base):
    """One line of the yearly plan; `leader_ids` is a JSON list, the roster in its order."""

    __tablename__ = "leader_day_rule"

    rhythm: Mapped[str]
    leader_ids: Mapped[str]
    number: Mapped[int | None]
    weekday: Mapped[int | None]
    rest_day: Mapped[str]
    starts_at: Mapped[str]
    ends_at: Mapped[str]
    place: Mapped[str]
    first: Mapped[date]
    last: Mapped[date]


class ReceptionDay(EditableRow, Base):
    """A day as it was planned. It holds no state: the state is the fold of its events.

    A day of a rule has the same key on every desk, so a plan that two desks keep is one plan.
    """

    __tablename__ = "reception_day"

    day: Mapped[date] = mapped_column(index=True)
    starts_at: Mapped[str]
    ends_at: Mapped[str]
    leader_id: Mapped[str] = key_to("leader")
    place: Mapped[str]
    rule_id: Mapped[str | None] = mapped_column(String(36))
    moved_from: Mapped[date | None]


class ReceptionDayEvent(AppendOnlyRow, Base):
    """What happened to a day; `after_id` is the last event its author saw."""

    __tablename__ = "reception_day_event"

    day_id: Mapped[str] = key_to("reception_day", index=True)
    event: Mapped[str]
    occurred_at: Mapped[datetime]
    after_id: Mapped[str | None] = mapped_column(String(36))
    reason: Mapped[str | None]
    leader_id: Mapped[str | None] = mapped_column(String(36))
    day: Mapped[date | None] = mapped_column(index=True)
    starts_at: Mapped[str | None]
    ends_at: Mapped[str | None]
    place: Mapped[str | None]
    other_day_id: Mapped[str | None] = mapped_column(String(36))


class LeaderBooking(AppendOnlyRow, Base):
    """A matter to be received on a day. It holds no state: the state is the fold of its events.

    The day is a plain key: days are the county's, a booking belongs to the stream of its matter.
    """

    __tablename__ = "leader_booking"

    day_id: Mapped[str] = mapped_column(String(36), index=True)
    matter_id: Mapped[str] = key_to("matter", index=True)
    visit_id: Mapped[str | None] = key_to("visit", index=True)
    at: Mapped[str | None]


class LeaderBookingEvent(AppendOnlyRow, Base):
    """What became of a booking; `after_id` is the last event its author saw."""

    __tablename__ = "leader_booking_event"

    booking_id: Mapped[str] = key_to("leader_booking", index=True)
    event: Mapped[str]
    occurred_at: Mapped[datetime]
    after_id: Mapped[str | None] = mapped_column(String(36))
    reason: Mapped[str | None]
    day_id: Mapped[str | None] = mapped_column(String(36), index=True)
    at: Mapped[str | None]


class LeaderInstruction(AppendOnlyRow, Base):
    """What a leader instructed (批示) on a booking; what is owed is the promise it names."""

    __tablename__ = "leader_instruction"

    booking_id: Mapped[str] = key_to("leader_booking", index=True)
    leader_id: Mapped[str] = mapped_column(String(36))
    text: Mapped[str]
    promise_id: Mapped[str] = key_to("promise")


class ReceptionDayUnit(AppendOnlyRow, Base):
    """A unit is asked to attend, says it comes, or need not: of a day, or of one booking.

    Either `day_id` or `booking_id` is there; what concerns a booking is of its matter's stream
    and goes with it to another day. `after_id` is the last of the same whose author saw it.
    """

    __tablename__ = "reception_day_unit"

    day_id: Mapped[str | None] = key_to("reception_day", index=True)
    booking_id: Mapped[str | None] = key_to("leader_booking", index=True)
    unit_id: Mapped[str] = key_to("unit")
    event: Mapped[str]
    occurred_at: Mapped[datetime]
    after_id: Mapped[str | None] = mapped_column(String(36))
    note: Mapped[str | None]


class InstructionInk(AppendOnlyRow, Base):
    """An instruction as the leader wrote it with a pen.

    It lies in the encrypted file itself, as a signature does: `strokes` is JSON, `picture` a PNG
    in base64; the hash lets anybody check that the strokes were not changed.
    """

    __tablename__ = "instruction_ink"

    instruction_id: Mapped[str] = key_to("leader_instruction", index=True)
    strokes: Mapped[str]
    strokes_sha256: Mapped[str] = mapped_column(String(64))
    picture: Mapped[str]
