"""What is known of the papers of a leader's day, by the names their templates use.

The petitioner's name stands there as on every paper of a matter; the telephone is masked, and an
accusation keeps its author to itself (条例 Art. 30(3)).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from reception_desk.models.leader_day import Leader
from reception_desk.records.document import DocumentKind
from reception_desk.rules.leader_bookings import BookingStanding, BookingState
from reception_desk.rules.leader_day_standing import DayStanding
from reception_desk.services.leader_bookings import standings_of_day
from reception_desk.services.leader_days import day_standing
from reception_desk.services.leader_instructions import InstructionNow, instructions_of
from reception_desk.services.paper_case import PaperCase
from reception_desk.services.visits import visit_in

UNNAMED = "（信访人信息保密）"
_HIDDEN = ("petitioner_phone", "petitioner_address", "recipient", "party")


@dataclass(frozen=True, slots=True)
class BookingTold:
    """All that a paper of a booking is drafted from besides its matter."""

    told: PaperCase
    booking: BookingStanding
    kind: DocumentKind
    instruction_id: str = ""


def known_of_booking(
    session: Session, asked: BookingTold, known: Mapping[str, Any]
) -> dict[str, Any]:
    """Return what the booking, its day and its instructions add to what is `known`."""
    day = day_standing(session, asked.booking.day_id)
    given = _instructions(session, asked)
    return {
        "leader": leader_words(session, day),
        "date": day.day,
        **_about_petitioner(session, asked, known),
        **_OF_KIND[asked.kind](session, asked, day, given, known),
    }


def leader_words(session: Session, day: DayStanding) -> str:
    """Return the leader as a paper names them: post and name."""
    row = session.get_one(Leader, day.leader_id)
    return f"{row.post}{row.name}"


def _instructions(session: Session, asked: BookingTold) -> tuple[InstructionNow, ...]:
    found = instructions_of(session, asked.told.actor, [asked.booking])
    return found.get(asked.booking.facts.booking_id, ())


def _about_petitioner(
    session: Session, asked: BookingTold, known: Mapping[str, Any]
) -> dict[str, Any]:
    """Who came with the booked visit; of the matter's first visit where none is named."""
    if asked.told.case.facts.is_accusation:
        return {"petitioner": UNNAMED, "head_count": 1} | dict.fromkeys(_HIDDEN, "")
    key = asked.booking.facts.visit_id
    if key is None:
        return {"head_count": known.get("head_count") or 1}
    visit = visit_in(session, asked.told.actor, key)
    main = visit.main_person
    name = (main.name or main.organisation_name or "") if main else ""
    return {
        "petitioner": name or known.get("petitioner"),
        "head_count": visit.head_count,
    }


def _booking_form(
    session: Session,
    asked: BookingTold,
    day: DayStanding,
    _given: tuple[InstructionNow, ...],
    known: Mapping[str, Any],
) -> dict[str, Any]:
    span = f"{day.starts_at:%-H:%M}—{day.ends_at:%-H:%M}"
    standing = asked.told.standing
    unit = known.get("unit")
    doing = f"{unit}，{standing.state.label}。" if unit and standing.state else ""
    return {
        "time": f"{asked.booking.at:%-H:%M}" if asked.booking.at else span,
        "order": _order(session, asked.booking),
        "units": [unit] if unit else [],
        "progress": doing,
    }


def _order(session: Session, booking: BookingStanding) -> str:
    """Return the place in the day's list, of everybody's: nobody's name stands there."""
    awaited = [
        one.facts.booking_id
        for one in standings_of_day(session, booking.day_id)
        if one.state is not BookingState.WITHDRAWN
    ]
    key = booking.facts.booking_id
    return str(awaited.index(key) + 1) if key in awaited else ""


def _visit_form(
    session: Session,
    asked: BookingTold,
    day: DayStanding,
    given: tuple[InstructionNow, ...],
    known: Mapping[str, Any],
) -> dict[str, Any]:
    who = _about_petitioner(session, asked, known)
    count = who["head_count"]
    name = who.get("petitioner") or known.get("petitioner") or ""
    row = {
        "no": "1",
        "petitioner": f"{name}等{count}人" if count > 1 else name,
        "claim": known.get("matter", ""),
        "units": known.get("unit", ""),
        "opinion": "；".join(_opinion(one) for one in given),
    }
    return {
        "place": day.place,
        "visits": [row],
        "total": f"接访1批{count}人，批办{len(given)}件",
    }


def _opinion(one: InstructionNow) -> str:
    promise = one.promise.promise
    due = f"{promise.due_on.month}月{promise.due_on.day}日前"
    return f"{one.text.rstrip('。')}（{promise.owner_unit}，{due}）"


def _instruction(
    _session: Session,
    asked: BookingTold,
    _day: DayStanding,
    given: tuple[InstructionNow, ...],
    _known: Mapping[str, Any],
) -> dict[str, Any]:
    one = next((each for each in given if each.instruction_id == asked.instruction_id), None)
    if one is None:
        return {"unit": None}
    promise = one.promise.promise
    helpers = "、".join(filter(None, promise.co_owners))
    return {
        "instruction": "" if one.is_by_pen else one.text,
        "ink": one.ink.to_json() if one.ink else "",
        "unit": promise.owner_organ + (f"（协办：{helpers}）" if helpers else ""),
        "responsible": f"{promise.owner_unit}{promise.owner_name}",
        "due_on": promise.due_on,
    }


_Make = Callable[
    [Session, BookingTold, DayStanding, tuple[InstructionNow, ...], Mapping[str, Any]],
    dict[str, Any],
]
_OF_KIND: Mapping[DocumentKind, _Make] = {
    DocumentKind.LEADER_BOOKING_FORM: _booking_form,
    DocumentKind.LEADER_VISIT_FORM: _visit_form,
    DocumentKind.LEADER_INSTRUCTION: _instruction,
}
