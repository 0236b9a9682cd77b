"""接访席: today's list masked and in its order, who is in front, and their brief."""

from datetime import time, timedelta

import pytest
from sqlalchemy import select

from reception_desk.errors import InvalidInputError, NotPermittedError
from reception_desk.models.leader_day import InstructionInk
from reception_desk.records.leader_bookings import BookingEvent
from reception_desk.records.signature import Handwriting, Point
from reception_desk.rules.leader_bookings import BookingState
from reception_desk.rules.leader_days import PlannedDay
from reception_desk.rules.permissions import Role
from reception_desk.services.leader_bookings import bookings_of_day, record_booking_event
from reception_desk.services.leader_days import reception_days
from reception_desk.services.leader_desk import SeatWanted, open_seat
from reception_desk.services.leader_instructions import WRITTEN_BY_PEN
from reception_desk.services.leader_plan import keep_plan
from reception_desk.services.leader_reception import instruct
from reception_desk.services.signatures import PNG_HEAD
from tests.leaders import MORNING, NOON, two_leaders
from tests.offices import SampleOffice
from tests.services.test_leader_bookings import BY, TODAY, booked, instruction
from tests.services.test_leader_briefs import booked_accusation

INK = Handwriting(640, 220, ((Point(10, 20, 0), Point(90, 60, 14)),))


@pytest.fixture
def today_s(desk: SampleOffice) -> str:
    """Today's day of one leader, and another's beside it."""
    planner, secretary, magistrate = two_leaders(desk)
    planned = [PlannedDay(TODAY, MORNING, NOON, key, "接访室") for key in (secretary, magistrate)]
    keep_plan(desk.database, planner, planned)
    found = reception_days(desk.database, TODAY, TODAY)
    return next(one.standing.facts.day_id for one in found if one.standing.leader_id == secretary)


def record(desk: SampleOffice, key: str, event: BookingEvent, role: Role) -> None:
    record_booking_event(desk.database, desk.account(role), key, event)


def test_the_list_is_masked_and_the_next_one_is_shown(desk: SampleOffice, today_s: str):
    _, later = booked(desk, today_s, time(9, 30))
    _, first = booked(desk, today_s, time(9))
    leader = desk.account(Role.COUNTY_LEADER)

    seat = open_seat(desk.database, leader, BY, SeatWanted(today_s))
    assert [line.booking_id for line in seat.lines] == [first, later]
    assert {line.petitioner for line in seat.lines} == {"张*"}
    assert seat.chosen is not None
    assert seat.chosen.standing.facts.booking_id == first
    assert seat.brief is not None
    assert seat.brief.booking_id == first
    assert len(seat.days) == 2


def test_who_came_in_is_in_front_until_the_leader_ends_it(desk: SampleOffice, today_s: str):
    _, first = booked(desk, today_s, time(9))
    _, second = booked(desk, today_s, time(9, 30))
    leader = desk.account(Role.COUNTY_LEADER)
    record(desk, second, BookingEvent.RECEIVED, Role.COUNTY_LEADER)
    seat = open_seat(desk.database, leader, BY, SeatWanted(today_s))
    assert [line.is_in_front for line in seat.lines] == [False, True]
    assert seat.chosen is not None
    assert seat.chosen.standing.facts.booking_id == second

    record(desk, second, BookingEvent.LEFT, Role.COUNTY_LEADER)
    seat = open_seat(desk.database, leader, BY, SeatWanted(today_s))
    assert seat.chosen is not None
    assert seat.chosen.standing.facts.booking_id == first
    left = next(line for line in seat.lines if line.booking_id == second)
    assert left.left_at is not None
    with pytest.raises(InvalidInputError, match="已经结束"):
        record(desk, second, BookingEvent.LEFT, Role.COUNTY_LEADER)
    with pytest.raises(NotPermittedError):
        record(desk, first, BookingEvent.WITHDRAWN, Role.COUNTY_LEADER)


def test_a_leader_instructs_and_the_desk_sees_it(desk: SampleOffice, today_s: str):
    _, key = booked(desk, today_s, time(9))
    instruct(desk.database, desk.account(Role.COUNTY_LEADER), key, instruction(desk))

    (found,) = bookings_of_day(desk.database, desk.clerk, today_s)
    assert found.standing.state is BookingState.RECEIVED
    assert len(found.instructions) == 1
    with pytest.raises(NotPermittedError):
        instruct(desk.database, desk.account(Role.UNIT), key, instruction(desk))


def test_an_instruction_by_pen_keeps_strokes_and_names_the_matter(desk: SampleOffice, today_s: str):
    _, key = booked(desk, today_s, time(9))
    asked = instruction(desk, text="", ink=INK, picture=PNG_HEAD)
    instruct(desk.database, desk.account(Role.COUNTY_LEADER), key, asked)

    (found,) = bookings_of_day(desk.database, desk.clerk, today_s)
    (given,) = found.instructions
    assert given.ink == INK
    assert given.text.startswith(f"{WRITTEN_BY_PEN}：")
    assert given.promise.promise.what == given.text
    with desk.database.read() as session:
        (row,) = session.scalars(select(InstructionInk)).all()
    assert row.instruction_id == given.instruction_id


@pytest.mark.parametrize("wrong", [{"ink": Handwriting(1, 1)}, {"ink": INK, "picture": b"GIF"}])
def test_ink_without_strokes_or_picture_is_refused(
    desk: SampleOffice, today_s: str, wrong: dict[str, object]
):
    _, key = booked(desk, today_s)
    with pytest.raises(InvalidInputError, match="笔迹不完整"):
        instruct(desk.database, desk.clerk, key, instruction(desk, **wrong))
    (found,) = bookings_of_day(desk.database, desk.clerk, today_s)
    assert found.instructions == ()


def test_a_day_without_bookings_and_without_leaders_is_empty(desk: SampleOffice, today_s: str):
    leader = desk.account(Role.COUNTY_LEADER)
    assert open_seat(desk.database, leader, BY, SeatWanted(today_s)).lines == ()
    with pytest.raises(NotPermittedError):
        open_seat(desk.database, desk.account(Role.UNIT), BY)


def test_an_accusation_is_not_on_the_list_of_a_leader(desk: SampleOffice, today_s: str):
    booked(desk, today_s, time(9))
    booked_accusation(desk, today_s)
    leader = desk.account(Role.COUNTY_LEADER)
    seat = open_seat(desk.database, leader, BY, SeatWanted(today_s))
    assert len(seat.lines) == 1
    assert seat.today - TODAY < timedelta(days=1)
