"""Leaders' days at two windows around a real centre: both say the same, no promise is lost.

A few random histories in every run; a longer campaign by
`DESK_LEADER_HISTORIES=300 pytest tests/services/test_leader_days_apart.py`.
"""

import os
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reception_desk.errors import DeskError, InvalidInputError
from reception_desk.records.actor import Actor
from reception_desk.records.leader_bookings import BookingEvent, InstructionInput
from reception_desk.records.leader_days import DayEvent
from reception_desk.rules.attendance import AttendanceEvent
from reception_desk.rules.calendar import shipped_calendar
from reception_desk.rules.duty_ledger import Reckoning
from reception_desk.rules.leader_days import PlannedDay
from reception_desk.rules.permissions import Role
from reception_desk.services.attendance import (
    Asking,
    AttendanceNow,
    ask_units,
    record_attendance,
    units_of_day,
)
from reception_desk.services.leader_bookings import (
    BookingInput,
    BookingNow,
    book,
    bookings_of_day,
    record_booking_event,
)
from reception_desk.services.leader_days import (
    DayChange,
    ReceptionDayNow,
    reception_days,
    record_change,
    swap_days,
    tell_leader,
)
from reception_desk.services.leader_paper import keep_paper, open_paper
from reception_desk.services.leader_plan import keep_plan, plan_rules, propose_plan
from reception_desk.services.leader_reception import instruct
from reception_desk.services.leaders import leaders
from reception_desk.services.promises import open_promises
from reception_desk.services.registration import register_visit
from tests.leaders import MORNING, NOON, two_leaders
from tests.offices import person, today, visit
from tests.services.test_leader_paper import MAGISTRATE, SECRETARY, paper
from tests.services.test_steps import unit_id
from tests.windows import Window, meet

HISTORIES = int(os.environ.get("DESK_LEADER_HISTORIES", "5"))
BY = Reckoning(shipped_calendar())
FIRST, LAST = date(2027, 1, 4), date(2027, 1, 29)
DAYS = (date(2027, 1, 5), date(2027, 1, 12), date(2027, 1, 19))


@dataclass
class Office:
    """Two windows with a planner each, the leaders and matters both know."""

    windows: tuple[Window, Window]
    leader_ids: tuple[str, str]
    matters: tuple[str, ...]
    town: str
    planners: tuple[Actor, Actor]
    promised: Counter[str] = field(default_factory=Counter)

    def days(self, who: int) -> tuple[ReceptionDayNow, ...]:
        return reception_days(self.windows[who].database, FIRST, LAST)

    def bookings(self, who: int) -> list[BookingNow]:
        window = self.windows[who]
        keys = [one.standing.facts.day_id for one in self.days(who)]
        return [one for key in keys for one in bookings_of_day(window.database, window.clerk, key)]

    def units(self, who: int) -> list[AttendanceNow]:
        window = self.windows[who]
        keys = [one.standing.facts.day_id for one in self.days(who)]
        return [one for key in keys for one in units_of_day(window.database, window.clerk, key)]


@pytest.fixture
def office(windows: tuple[Window, Window]) -> Office:
    one, two = windows
    planner, *leader_ids = two_leaders(one.office)
    matters = tuple(
        register_visit(one.database, one.clerk, visit(person(name))).matter_id or ""
        for name in ("张伟", "李娜", "王芳")
    )
    town = unit_id(one.office, "T100")
    meet(one, two)
    other = two.office.account(Role.SECTION)
    first, second = leader_ids
    made = Office(windows, (first, second), matters, town, (planner, other))
    begin(made, 0)
    return made


def begin(office: Office, number: int) -> None:
    """Plan three days that both windows know, at a minute of their own."""
    begins = MORNING.replace(minute=number % 60)
    days = [
        PlannedDay(day, begins, NOON, office.leader_ids[at % 2], "接访室")
        for at, day in enumerate(DAYS)
    ]
    keep_plan(office.windows[0].database, office.planners[0], days)
    meet(*office.windows)


def act(office: Office, who: int, verb: str, number: int) -> None:
    """Let a window do something; what the rules refuse raises."""
    window, planner = office.windows[who], office.planners[who]
    if verb == "sync":
        window.sync()
    elif verb in ("book", "move", "withdraw", "receive", "instruct", "ask", "confirm"):
        _receive(office, who, verb, number)
    else:
        days = office.days(who)
        day, other = (days[at % len(days)] for at in (number, number + 1))
        _plan(office, window, planner, (verb, number), (day, other))


def _receive(office: Office, who: int, verb: str, number: int) -> None:
    window, days, bookings = office.windows[who], office.days(who), office.bookings(who)
    database, clerk = window.database, window.clerk
    day_id = days[number % len(days)].standing.facts.day_id
    if verb == "book":
        matter_id = office.matters[number % len(office.matters)]
        book(database, clerk, BookingInput(day_id, matter_id), BY)
        return
    if not bookings:
        _receive(office, who, "book", number)
        bookings = office.bookings(who)
    key = bookings[number % len(bookings)].standing.facts.booking_id
    if verb == "move":
        event = BookingEvent.MOVED
        record_booking_event(database, clerk, key, event, reason="改天", day_id=day_id)
    elif verb == "withdraw":
        record_booking_event(database, clerk, key, BookingEvent.WITHDRAWN, reason="不来了")
    elif verb == "receive":
        record_booking_event(database, clerk, key, BookingEvent.RECEIVED)
    elif verb == "ask":
        ask_units(database, clerk, [Asking(office.town, booking_id=key)])
    elif verb == "confirm":
        asking = Asking(office.town, booking_id=key)
        record_attendance(database, clerk, asking, AttendanceEvent.CONFIRMED, "王某")
    else:
        due = today() + timedelta(days=10 + number)
        promise_id = instruct(
            database, clerk, key, InstructionInput("请办好", office.town, "施某", due)
        )
        office.promised[promise_id] += 1


def _plan(
    office: Office,
    window: Window,
    planner: Actor,
    wanted: tuple[str, int],
    days: tuple[ReceptionDayNow, ReceptionDayNow],
) -> None:
    (verb, number), (day, other) = wanted, days
    day_id = day.standing.facts.day_id
    if verb == "swap":
        swap_days(window.database, planner, day_id, other.standing.facts.day_id, "出差")
    elif verb == "tell":
        tell_leader(window.database, planner, day_id, DayEvent.LEADER_TOLD, "电话")
    else:
        stand_in = office.leader_ids[number % 2]
        later = FIRST + timedelta(days=number % 5)
        change = {
            "publish": DayChange(DayEvent.PUBLISHED),
            "substitute": DayChange(DayEvent.SUBSTITUTED, "出差", stand_in),
            "move": DayChange(DayEvent.MOVED, "会议", None, later, MORNING, NOON, "二楼"),
            "cancel": DayChange(DayEvent.CANCELLED, "防汛"),
        }[verb.removeprefix("day ")]
        record_change(window.database, planner, day_id, change)


VERBS = (
    "sync", "sync", "book", "book", "move", "withdraw", "receive", "instruct", "instruct", "ask",
    "confirm", "swap", "tell", "day publish", "day substitute", "day move", "day cancel",
)  # fmt: skip
HISTORY = st.lists(
    st.tuples(st.integers(0, 1), st.sampled_from(VERBS), st.integers(0, 20)),
    min_size=15,
    max_size=40,
)


def check(office: Office) -> None:
    """Both windows say the same, and every promise ever made is there with owner and day."""
    assert office.days(0) == office.days(1)
    assert office.bookings(0) == office.bookings(1)
    assert office.units(0) == office.units(1)
    for window in office.windows:
        promises = open_promises(window.database, window.clerk)
        assert {one.promise.promise_id for one in promises} == set(office.promised)
        for one in promises:
            assert one.promise.owner_unit_id == office.town
            assert one.promise.owner_name
            assert one.promise.due_on >= today()
    instructed = [given for one in office.bookings(0) for given in one.instructions]
    assert len(instructed) <= len(office.promised)


@pytest.mark.slow
@pytest.mark.timeout(120 + HISTORIES * 20)
def test_windows_apart_agree_and_lose_no_promise(office: Office):
    done: Counter[str] = Counter()

    @settings(
        max_examples=HISTORIES, deadline=None, database=None, report_multiple_bugs=False,
        suppress_health_check=list(HealthCheck),  # pyright: ignore[reportArgumentType]
    )  # fmt: skip
    @given(HISTORY)
    def a_history(steps: Sequence[tuple[int, str, int]]) -> None:
        done["histories"] += 1
        begin(office, done["histories"])
        for who, verb, number in steps:
            try:
                act(office, who, verb, number)
                done[verb] += 1
            except DeskError:
                done["refused"] += 1
        meet(*office.windows)
        check(office)

    a_history()
    assert office.promised
    assert done["histories"] >= HISTORIES


def test_two_windows_that_instruct_on_one_booking_owe_both(office: Office):
    act(office, 0, "book", 0)
    meet(*office.windows)
    for who in (0, 1):
        act(office, who, "instruct", who)
    meet(*office.windows)

    check(office)
    assert len(office.promised) == 2
    (booking,) = office.bookings(0)
    assert len(booking.instructions) == 2


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        (InstructionInput("请办好", "", "施某", today()), "责任单位"),
        (InstructionInput("请办好", "town", "", today()), "责任人"),
        (InstructionInput("请办好", "town", "施某", None), "时限|哪天|日期|期限"),
    ],
)
def test_there_is_no_promise_without_owner_and_day(
    office: Office, asked: InstructionInput, words: str
):
    act(office, 0, "book", 0)
    (booking,) = office.bookings(0)
    window = office.windows[0]
    if asked.owner_unit_id:
        asked = InstructionInput(asked.text, office.town, asked.owner_name, asked.due_on)

    with pytest.raises(InvalidInputError, match=words):
        instruct(window.database, window.clerk, booking.standing.facts.booking_id, asked)
    assert open_promises(window.database, window.clerk) == ()
    assert office.bookings(0)[0].instructions == ()


def test_the_same_paper_imported_at_two_windows_is_one_plan(
    windows: tuple[Window, Window], tmp_path: Path
):
    path = paper(tmp_path, SECRETARY, MAGISTRATE)
    first, last = date(2027, 1, 1), date(2027, 12, 31)
    for window in windows:
        planner = window.office.account(Role.SECTION)
        keep_paper(window.database, planner, open_paper(window.database, planner, path, 2027))
        days = propose_plan(window.database, planner, first, last).days
        keep_plan(window.database, planner, days)
    meet(*windows)

    one, two = (window.database for window in windows)
    assert leaders(one) == leaders(two)
    assert [found.name for found in leaders(one)] == ["何某", "吕某"]
    assert plan_rules(one) == plan_rules(two)
    assert len(plan_rules(one)) == 2
    assert reception_days(one, first, last) == reception_days(two, first, last)
    planner = windows[0].office.account(Role.SECTION)
    assert propose_plan(one, planner, first, last).days == ()
