"""From a matter to a leader's day: the days offered, the free times, what a refusal keeps."""

from datetime import time, timedelta

from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from reception_desk.rules.leader_days import PlannedDay
from reception_desk.services.leader_bookings import bookings_of_matter
from reception_desk.services.leader_days import reception_days
from reception_desk.services.leader_plan import keep_plan
from reception_desk.ui.leader_booking import LeaderBooking
from reception_desk.ui.tasks import Tasks
from tests.leaders import MORNING, NOON, two_leaders
from tests.offices import SampleOffice, today
from tests.services.test_steps import registered
from tests.ui.desks import workplace
from tests.ui.stage import show


def asking(qtbot: QtBot, desk: SampleOffice, tasks: Tasks) -> LeaderBooking:
    page = QWidget()
    window = show(qtbot, page, width=800, height=600)
    return LeaderBooking(workplace(desk, tasks, window=window), page)


def test_a_matter_is_booked_at_a_free_time(qtbot: QtBot, desk: SampleOffice, tasks: Tasks):
    planner, secretary, _ = two_leaders(desk)
    day = today() + timedelta(days=10)
    keep_plan(desk.database, planner, [PlannedDay(day, MORNING, NOON, secretary, "第一接访室")])
    day_id = reception_days(desk.database, day, day)[0].standing.facts.day_id
    first, second = registered(desk), registered(desk)
    booking = asking(qtbot, desk, tasks)
    form = booking.ask(first)
    assert form is not None
    form.day.set_code(day_id)
    form.at.set_code("09:00")
    with qtbot.waitSignal(booking.booked):
        form.press.click()

    (kept,) = bookings_of_matter(desk.database, desk.clerk, first)
    assert kept.standing.at == time(9)
    again = booking.ask(second)
    assert again is not None
    again.day.set_code(day_id)
    again.at.set_code("09:00")
    assert again.at.code() == ""
    again.at.set_code("09:30")
    again.press.click()
    assert len(bookings_of_matter(desk.database, desk.clerk, second)) == 1


def test_a_matter_booked_already_is_refused_in_the_form(
    qtbot: QtBot, desk: SampleOffice, tasks: Tasks
):
    planner, secretary, _ = two_leaders(desk)
    day = today() + timedelta(days=10)
    keep_plan(desk.database, planner, [PlannedDay(day, MORNING, NOON, secretary, "第一接访室")])
    day_id = reception_days(desk.database, day, day)[0].standing.facts.day_id
    matter_id = registered(desk)
    booking = asking(qtbot, desk, tasks)
    first, form = booking.ask(matter_id), booking.ask(matter_id)
    assert first is not None
    assert form is not None
    for one in (first, form):
        one.day.set_code(day_id)
        one.press.click()
    assert "已经预约" in form.bar.text
    form.reject()


def test_without_a_day_ahead_it_is_said_who_plans_one(
    qtbot: QtBot, desk: SampleOffice, tasks: Tasks
):
    booking = asking(qtbot, desk, tasks)

    assert booking.ask(registered(desk)) is None
