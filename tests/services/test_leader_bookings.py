"""预约领导接访: a matter is booked, moved, received and instructed on; nothing is lost apart."""

from datetime import date, time, timedelta

import pytest

from reception_desk.errors import DeskError, InvalidInputError, NotPermittedError
from reception_desk.records.leader_bookings import BookingEvent, InstructionInput
from reception_desk.records.leader_days import DayEvent
from reception_desk.rules.calendar import shipped_calendar
from reception_desk.rules.duty_ledger import Reckoning
from reception_desk.rules.leader_bookings import BookingState
from reception_desk.rules.leader_days import PlannedDay
from reception_desk.rules.permissions import Role
from reception_desk.rules.states import State
from reception_desk.services.leader_bookings import (
    BookingInput,
    book,
    bookings_of_day,
    bookings_of_matter,
    free_times,
    record_booking_event,
)
from reception_desk.services.leader_days import DayChange, reception_days, record_change
from reception_desk.services.leader_plan import keep_plan
from reception_desk.services.leader_reception import instruct
from reception_desk.services.promises import open_promises
from reception_desk.services.steps import matter_now
from tests.leaders import MORNING, NOON, two_leaders
from tests.offices import SampleOffice, today
from tests.services.test_steps import registered, unit_id

BY = Reckoning(shipped_calendar())
TODAY = today()
FIRST, SECOND = date(2026, 12, 15), date(2026, 12, 16)


@pytest.fixture
def days(desk: SampleOffice) -> tuple[str, str]:
    planner, secretary, magistrate = two_leaders(desk)
    keep_plan(
        desk.database,
        planner,
        [
            PlannedDay(FIRST, MORNING, NOON, secretary, "第一接访室"),
            PlannedDay(SECOND, MORNING, NOON, magistrate, "第一接访室"),
        ],
    )
    first, second = reception_days(desk.database, FIRST, SECOND)
    return first.standing.facts.day_id, second.standing.facts.day_id


def booked(desk: SampleOffice, day_id: str, at: time | None = None) -> tuple[str, str]:
    """Return a new matter and its booking."""
    matter_id = registered(desk)
    key = book(desk.database, desk.clerk, BookingInput(day_id, matter_id, at=at), BY)
    return matter_id, key


def instruction(desk: SampleOffice, **more: object) -> InstructionInput:
    values = {
        "text": "请花园镇重新测量，书面答复。",
        "owner_unit_id": unit_id(desk, "T100"),
        "owner_name": "施某",
        "due_on": TODAY + timedelta(days=20),
    } | more
    return InstructionInput(**values)  # pyright: ignore[reportArgumentType]


def test_a_booked_matter_waits_for_the_leader(desk: SampleOffice, days: tuple[str, str]):
    matter_id, _ = booked(desk, days[0], time(9))

    assert matter_now(desk.database, desk.clerk, matter_id, BY).standing.state is State.LEADER
    (found,) = bookings_of_day(desk.database, desk.clerk, days[0])
    assert (found.standing.at, found.standing.state) == (time(9), BookingState.BOOKED)
    assert found.matter
    assert time(9) not in free_times(desk.database, desk.clerk, days[0])


def test_a_time_is_given_once_and_a_matter_booked_once_a_day(
    desk: SampleOffice, days: tuple[str, str]
):
    matter_id, _ = booked(desk, days[0], time(9))

    with pytest.raises(InvalidInputError, match="已有预约"):
        booked(desk, days[0], time(9))
    with pytest.raises(InvalidInputError, match="接访时间内"):
        booked(desk, days[0], time(18))
    with pytest.raises(InvalidInputError, match="已经预约"):
        book(desk.database, desk.clerk, BookingInput(days[0], matter_id), BY)
    booked(desk, days[0])
    booked(desk, days[0])
    assert len(bookings_of_day(desk.database, desk.clerk, days[0])) == 3


def test_a_booking_moves_with_its_reason(desk: SampleOffice, days: tuple[str, str]):
    matter_id, key = booked(desk, days[0], time(9))
    record_booking_event(
        desk.database, desk.clerk, key, BookingEvent.MOVED,
        reason="信访人住院", day_id=days[1], at=time(10),
    )  # fmt: skip

    assert bookings_of_day(desk.database, desk.clerk, days[0]) == ()
    (found,) = bookings_of_day(desk.database, desk.clerk, days[1])
    assert (found.standing.at, found.standing.reasons) == (time(10), ("信访人住院",))
    assert time(9) in free_times(desk.database, desk.clerk, days[0])
    assert [
        one.standing.day_id for one in bookings_of_matter(desk.database, desk.clerk, matter_id)
    ] == [days[1]]


def test_a_cancelled_day_takes_no_booking(desk: SampleOffice, days: tuple[str, str]):
    planner = desk.account(Role.SECTION)
    record_change(desk.database, planner, days[0], DayChange(DayEvent.CANCELLED, "防汛"))

    with pytest.raises(InvalidInputError, match="已取消"):
        booked(desk, days[0])


def test_an_instruction_is_a_promise_with_owner_and_day(desk: SampleOffice, days: tuple[str, str]):
    matter_id, key = booked(desk, days[0], time(9))
    promise_id = instruct(desk.database, desk.clerk, key, instruction(desk))

    (found,) = bookings_of_day(desk.database, desk.clerk, days[0])
    assert found.standing.state is BookingState.RECEIVED
    (given,) = found.instructions
    assert (given.promise.promise.promise_id, given.promise.promise.owner_name) == (
        promise_id, "施某",
    )  # fmt: skip
    (owed,) = open_promises(desk.database, desk.clerk)
    assert (owed.promise.matter_id, owed.promise.what) == (matter_id, instruction(desk).text)


@pytest.mark.parametrize(
    "wrong", [{"text": " "}, {"owner_name": ""}, {"due_on": None}, {"owner_unit_id": "nobody"}]
)
def test_no_instruction_stands_without_text_owner_and_day(
    desk: SampleOffice, days: tuple[str, str], wrong: dict[str, object]
):
    _, key = booked(desk, days[0])

    with pytest.raises(InvalidInputError):
        instruct(desk.database, desk.clerk, key, instruction(desk, **wrong))
    (found,) = bookings_of_day(desk.database, desk.clerk, days[0])
    assert found.standing.state is BookingState.BOOKED
    assert open_promises(desk.database, desk.clerk) == ()


def test_what_is_not_here_or_not_allowed_is_refused(desk: SampleOffice, days: tuple[str, str]):
    matter_id = registered(desk)

    with pytest.raises(DeskError, match="没有找到"):
        book(desk.database, desk.clerk, BookingInput("nothing", matter_id), BY)
    with pytest.raises(DeskError, match="没有找到"):
        record_booking_event(desk.database, desk.clerk, "nothing", BookingEvent.NOT_COME)
    with pytest.raises(NotPermittedError):
        book(desk.database, desk.account(Role.AUDITOR), BookingInput(days[0], matter_id), BY)
