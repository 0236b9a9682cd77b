"""领导批示: what a leader instructed on a booked matter, and the promise that owes it."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from reception_desk.models.leader_day import InstructionInk, LeaderInstruction
from reception_desk.records.actor import Actor
from reception_desk.records.signature import Handwriting
from reception_desk.rules.leader_bookings import BookingStanding
from reception_desk.services.promises import PromiseNow, promises_of_source_in

WRITTEN_BY_PEN = "领导手写批示（见批办单）"
"""What stands for the words of an instruction that only a pen wrote."""


@dataclass(frozen=True, slots=True)
class InstructionNow:
    """What a leader instructed, and the promise that owes it; `ink` where it was written by pen."""

    instruction_id: str
    text: str
    promise: PromiseNow
    ink: Handwriting | None = None

    @property
    def is_by_pen(self) -> bool:
        """Whether only a pen said it."""
        return self.ink is not None and self.text.startswith(WRITTEN_BY_PEN)


def instructions_of(
    session: Session, actor: Actor, bookings: Collection[BookingStanding]
) -> Mapping[str, tuple[InstructionNow, ...]]:
    """Return by booking what was instructed, as far as the actor may see its promise."""
    promises = {
        one.promise.promise_id: one
        for day_id in {one.day_id for one in bookings}
        for one in promises_of_source_in(session, actor, day_id)
    }
    found: dict[str, list[InstructionNow]] = defaultdict(list)
    keys = [one.facts.booking_id for one in bookings]
    wanted = select(LeaderInstruction).where(LeaderInstruction.booking_id.in_(keys))
    rows = session.scalars(wanted.order_by(LeaderInstruction.id)).all()
    inked = _ink_of(session, [row.id for row in rows])
    for row in rows:
        if row.promise_id in promises:
            now = InstructionNow(row.id, row.text, promises[row.promise_id], inked.get(row.id))
            found[row.booking_id].append(now)
    return {key: tuple(given) for key, given in found.items()}


def _ink_of(session: Session, keys: Collection[str]) -> dict[str, Handwriting]:
    rows = session.execute(
        select(InstructionInk.instruction_id, InstructionInk.strokes)
        .where(InstructionInk.instruction_id.in_(keys))
        .order_by(InstructionInk.id)
    )
    return {key: Handwriting.from_json(strokes) for key, strokes in rows}
