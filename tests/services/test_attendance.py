"""Units are asked to attend a day or a matter of it; who may not see the matter learns nothing."""

import pytest

from reception_desk.errors import DeskError, InvalidInputError, NotPermittedError
from reception_desk.records.leader_bookings import BookingEvent
from reception_desk.rules.attendance import AttendanceEvent
from reception_desk.rules.permissions import Role
from reception_desk.services.attendance import (
    Asking,
    AttendanceNow,
    ask_units,
    record_attendance,
    units_of_day,
)
from reception_desk.services.leader_bookings import record_booking_event
from reception_desk.services.office import list_units
from tests.offices import SampleOffice
from tests.services.test_leader_bookings import booked, days

__all__ = ["days"]


def units(desk: SampleOffice) -> tuple[str, str]:
    first, second, *_ = list_units(desk.database)
    return first.unit_id, second.unit_id


def shown(desk: SampleOffice, day_id: str) -> list[AttendanceNow]:
    return list(units_of_day(desk.database, desk.clerk, day_id))


def test_a_unit_is_asked_for_the_day_and_another_for_a_matter(
    desk: SampleOffice, days: tuple[str, str]
):
    first, second = units(desk)
    _, booking_id = booked(desk, days[0])
    of_day, of_matter = Asking(first, day_id=days[0]), Asking(second, booking_id=booking_id)
    assert ask_units(desk.database, desk.clerk, [of_day, of_matter], "带卷宗") == 2
    assert ask_units(desk.database, desk.clerk, [of_day, of_matter]) == 0

    found = shown(desk, days[0])
    assert [one.asking for one in found] == [of_day, of_matter]
    assert found[0].booking is None
    assert found[1].booking is not None
    assert {one.standing.note for one in found} == {"带卷宗"}

    record_attendance(desk.database, desk.clerk, of_matter, AttendanceEvent.CONFIRMED, "王某")
    with pytest.raises(InvalidInputError, match="为什么"):
        record_attendance(desk.database, desk.clerk, of_day, AttendanceEvent.RELEASED)
    record_attendance(desk.database, desk.clerk, of_day, AttendanceEvent.RELEASED, "另派人")
    found = shown(desk, days[0])
    assert [one.standing.state for one in found] == [
        AttendanceEvent.CONFIRMED, AttendanceEvent.RELEASED,
    ]  # fmt: skip
    assert ask_units(desk.database, desk.clerk, [of_day]) == 1


def test_a_booking_moved_takes_its_units_along_and_one_withdrawn_needs_none(
    desk: SampleOffice, days: tuple[str, str]
):
    first, _ = units(desk)
    _, booking_id = booked(desk, days[0])
    ask_units(desk.database, desk.clerk, [Asking(first, booking_id=booking_id)])
    record_booking_event(
        desk.database, desk.clerk, booking_id, BookingEvent.MOVED, reason="改天", day_id=days[1]
    )
    assert (shown(desk, days[0]), len(shown(desk, days[1]))) == ([], 1)
    record_booking_event(
        desk.database, desk.clerk, booking_id, BookingEvent.WITHDRAWN, reason="不来了"
    )
    assert shown(desk, days[1]) == []


def test_what_is_not_here_and_who_may_not_is_refused(desk: SampleOffice, days: tuple[str, str]):
    first, _ = units(desk)

    with pytest.raises(DeskError, match="没有找到这个单位"):
        ask_units(desk.database, desk.clerk, [Asking("nobody", day_id=days[0])])
    with pytest.raises(DeskError, match="没有找到这个接访日"):
        ask_units(desk.database, desk.clerk, [Asking(first, day_id="never")])
    with pytest.raises(ValueError, match="a day or a booking"):
        ask_units(desk.database, desk.clerk, [Asking(first)])
    with pytest.raises(NotPermittedError):
        ask_units(desk.database, desk.account(Role.UNIT), [Asking(first, day_id=days[0])])
    assert units_of_day(desk.database, desk.account(Role.UNIT), days[0]) == ()
