"""What was arranged on a matter is found where its only visit belongs now."""

from datetime import date, timedelta

import pytest

from reception_desk.errors import InvalidInputError
from reception_desk.records.leader_bookings import InstructionInput
from reception_desk.records.steps import StepInput
from reception_desk.records.undertakings import UndertakingEvent, UndertakingEventInput
from reception_desk.records.visit import VisitRecord
from reception_desk.rules.calendar import shipped_calendar
from reception_desk.rules.corrections import Change, Subject
from reception_desk.rules.duty_ledger import Reckoning
from reception_desk.rules.leader_days import PlannedDay
from reception_desk.rules.permissions import Role
from reception_desk.rules.transition import Event
from reception_desk.services.corrections import correct_visit
from reception_desk.services.hearings import hearing_of_matter, hearings_to_come, plan_hearing
from reception_desk.services.leader_bookings import (
    BookingInput,
    book,
    bookings_of_day,
    bookings_of_matter,
)
from reception_desk.services.leader_days import reception_days
from reception_desk.services.leader_plan import keep_plan
from reception_desk.services.leader_reception import instruct
from reception_desk.services.promises import (
    earliest_days,
    open_promises,
    promises_of_matter,
    promises_of_matters_in,
)
from reception_desk.services.registration import register_visit
from reception_desk.services.standings import bring_up
from reception_desk.services.undertakings import (
    leaders_of_matters,
    open_undertakings,
    record_undertaking_event,
    undertakings_of_matter,
)
from tests.leaders import MORNING, NOON, two_leaders
from tests.offices import SampleOffice, person, today, visit
from tests.services.test_hearings import accepted, arranged
from tests.services.test_inquiries import take, transfer
from tests.services.test_promises import promise
from tests.services.test_steps import unit_id
from tests.undertakings import undertaken

BY = Reckoning(shipped_calendar())
RECEIVED_ON = today() + timedelta(days=20)
ACCEPTING = (StepInput(Event.UNIT_RECEIVED), StepInput(Event.ACCEPTED))


def came(desk: SampleOffice, **values: object) -> VisitRecord:
    return register_visit(desk.database, desk.clerk, visit(person(), **values))


def matter_of(record: VisitRecord) -> str:
    assert record.matter_id is not None
    return record.matter_id


def move(desk: SampleOffice, record: VisitRecord, before: str, after: str) -> None:
    change = Change(Subject.MATTER, "matter_id", before, after)
    correct_visit(desk.database, desk.clerk, record.visit_id, [change], reason="同一事项")


def promises(desk: SampleOffice, matter_id: str) -> list[str]:
    found = promises_of_matter(desk.database, desk.clerk, matter_id)
    with desk.database.read() as session:
        of_many = promises_of_matters_in(session, desk.clerk, [matter_id])
        first = earliest_days(session, desk.clerk, [matter_id])
    assert of_many.get(matter_id, ()) == found
    assert bool(first) == bool(found)
    assert {one.promise.matter_id for one in found} <= {matter_id}
    return [one.promise.promise_id for one in found]


def undertakings(desk: SampleOffice, matter_id: str) -> list[str]:
    found = undertakings_of_matter(desk.database, desk.clerk, matter_id)
    with desk.database.read() as session:
        held = leaders_of_matters(session, desk.clerk, [matter_id])
    assert set(held) == ({matter_id} if found else set())
    assert {one.standing.facts.matter_id for one in found} <= {matter_id}
    return [one.standing.facts.undertaking_id for one in found]


def test_promise_and_undertaking_go_with_the_only_visit_and_come_back_with_it(
    desk: SampleOffice,
):
    _, secretary, _ = two_leaders(desk)
    record, other = came(desk), matter_of(came(desk))
    own = matter_of(record)
    promised, taken_on = promise(desk, own), undertaken(desk, own, secretary)

    move(desk, record, own, other)
    for matter_id, kept in ((own, []), (other, [promised])):
        assert promises(desk, matter_id) == kept
    for matter_id, kept in ((own, []), (other, [taken_on])):
        assert undertakings(desk, matter_id) == kept
    (open_promise,) = open_promises(desk.database, desk.clerk)
    (open_undertaking,) = open_undertakings(desk.database, desk.clerk)
    assert open_promise.promise.matter_id == other
    assert open_undertaking.standing.facts.matter_id == other

    move(desk, record, other, own)
    assert (promises(desk, own), promises(desk, other)) == ([promised], [])
    assert (undertakings(desk, own), undertakings(desk, other)) == ([taken_on], [])


def test_they_stay_while_another_visit_belongs_to_the_matter(desk: SampleOffice):
    _, secretary, _ = two_leaders(desk)
    record = came(desk)
    own, other = matter_of(record), matter_of(came(desk))
    again = came(desk, matter_id=own)
    promised, taken_on = promise(desk, own), undertaken(desk, own, secretary)
    move(desk, record, own, other)
    assert (promises(desk, own), promises(desk, other)) == ([promised], [])
    assert (undertakings(desk, own), undertakings(desk, other)) == ([taken_on], [])

    third = matter_of(came(desk))
    move(desk, again, own, third)
    assert (promises(desk, other), promises(desk, third)) == ([], [promised])
    assert (undertakings(desk, other), undertakings(desk, third)) == ([], [taken_on])


def test_they_go_on_from_matter_to_matter(desk: SampleOffice):
    _, secretary, _ = two_leaders(desk)
    record = came(desk)
    own, second, third = matter_of(record), matter_of(came(desk)), matter_of(came(desk))
    promised, taken_on = promise(desk, own), undertaken(desk, own, secretary)
    move(desk, record, own, second)
    move(desk, record, second, third)
    assert (promises(desk, second), promises(desk, third)) == ([], [promised])
    assert (undertakings(desk, second), undertakings(desk, third)) == ([], [taken_on])


def test_an_undertaking_that_went_with_the_visit_is_reported_on_and_bars_a_second(
    desk: SampleOffice,
):
    section, secretary, magistrate = two_leaders(desk)
    record, other = came(desk), matter_of(came(desk))
    taken_on = undertaken(desk, matter_of(record), secretary)
    move(desk, record, matter_of(record), other)
    report = UndertakingEventInput(UndertakingEvent.REPORTED, "已走访三户")
    record_undertaking_event(desk.database, section, taken_on, report)
    (found,) = undertakings_of_matter(desk.database, desk.clerk, other)
    assert [one.text for one in found.standing.facts.events] == ["已走访三户"]
    with pytest.raises(InvalidInputError, match="已经有领导包案"):
        undertaken(desk, other, magistrate)


def test_a_leaders_booking_goes_with_the_only_visit_and_comes_back_with_it(desk: SampleOffice):
    planner, secretary, _ = two_leaders(desk)
    keep_plan(desk.database, planner, [PlannedDay(RECEIVED_ON, MORNING, NOON, secretary, "一室")])
    (day,) = reception_days(desk.database, RECEIVED_ON, RECEIVED_ON)
    day_id = day.standing.facts.day_id
    record, other = came(desk), matter_of(came(desk))
    own = matter_of(record)
    key = book(desk.database, desk.clerk, BookingInput(day_id, own), BY)

    move(desk, record, own, other)
    assert (bookings(desk, own), bookings(desk, other)) == ([], [key])
    assert matters_of_day(desk, day_id) == [other]
    with pytest.raises(InvalidInputError, match="已经预约了这一天"):
        book(desk.database, desk.clerk, BookingInput(day_id, other), BY)
    asked = InstructionInput("请镇里答复。", unit_id(desk, "T100"), "施某", RECEIVED_ON)
    promised = instruct(desk.database, desk.clerk, key, asked)
    assert (promises(desk, own), promises(desk, other)) == ([], [promised])

    move(desk, record, other, own)
    assert (bookings(desk, own), bookings(desk, other)) == ([key], [])
    assert matters_of_day(desk, day_id) == [own]


def bookings(desk: SampleOffice, matter_id: str) -> list[str]:
    found = bookings_of_matter(desk.database, desk.clerk, matter_id)
    assert {one.standing.facts.matter_id for one in found} <= {matter_id}
    return [one.standing.facts.booking_id for one in found]


def matters_of_day(desk: SampleOffice, day_id: str) -> list[str]:
    found = bookings_of_day(desk.database, desk.clerk, day_id)
    return [one.standing.facts.matter_id for one in found]


def test_a_hearing_goes_with_the_only_visit(desk: SampleOffice):
    section = desk.account(Role.SECTION)
    target, record = accepted(desk), came(desk)
    own = matter_of(record)
    take(desk, record, transfer(desk), *ACCEPTING)
    held_on = today() + timedelta(days=25)
    plan_hearing(desk.database, section, own, arranged(held_on), BY)
    move(desk, record, own, target)
    bring_up(desk.database, desk.clerk, BY)

    assert days(desk) == [(target, held_on)]
    assert hearing_of_matter(desk.database, desk.clerk, own, BY) is None
    found = hearing_of_matter(desk.database, desk.clerk, target, BY)
    assert found is not None
    assert found.standing.held_on == held_on

    move(desk, record, target, own)
    bring_up(desk.database, desk.clerk, BY)
    assert days(desk) == [(own, held_on)]


def days(desk: SampleOffice) -> list[tuple[str, date | None]]:
    found = hearings_to_come(desk.database, desk.clerk, BY)
    return [(one.matter_id, one.standing.held_on) for one in found]
