"""What the office owes for the days ahead stands beside the month and goes when it is done."""

from datetime import timedelta

import pytest
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from reception_desk.rules.leader_days import PlannedDay
from reception_desk.rules.leader_owed import Owed
from reception_desk.rules.permissions import Role
from reception_desk.services.leader_days import reception_days
from reception_desk.services.leader_plan import keep_plan
from reception_desk.ui.pages.leader_days import LeaderDaysPage
from reception_desk.ui.tasks import Tasks
from tests.leaders import MORNING, NOON, two_leaders
from tests.offices import SampleOffice, today
from tests.ui.accessibility import nameless_controls
from tests.ui.desks import workplace
from tests.ui.stage import show


def words(part: QWidget) -> str:
    return "\n".join(one.text() for one in part.findChildren(QLabel))


@pytest.fixture
def page(qtbot: QtBot, desk: SampleOffice, tasks: Tasks) -> LeaderDaysPage:
    """The page, with a day so near that all is owed and some of it late."""
    planner, secretary, _ = two_leaders(desk)
    made = LeaderDaysPage(workplace(desk, tasks, actor=planner))
    day = made.month.today + timedelta(days=1)
    keep_plan(desk.database, planner, [PlannedDay(day, MORNING, NOON, secretary, "接访室")])
    show(qtbot, made, width=1240, height=660)
    qtbot.waitUntil(lambda: tasks.pending == 0)
    return made


def test_each_act_is_shown_with_its_day_and_recorded_with_how_and_by_whom(
    qtbot: QtBot, page: LeaderDaysPage, desk: SampleOffice, tasks: Tasks
):
    month = page.month
    day = month.today + timedelta(days=1)
    (found,) = reception_days(desk.database, day, day)
    day_id = found.standing.facts.day_id
    assert not month.owed.isHidden()
    assert set(month.owed.buttons) == {(day_id, act) for act in Owed}
    assert "告知领导" in words(month.owed)
    assert "已晚" in words(month.owed)
    assert nameless_controls(month.owed) == []

    month.owed.buttons[day_id, Owed.TELL_LEADER].click()
    form = month.acting.telling
    assert form is not None
    assert "领导不能到场的" in words(form)
    form.more.setText("秘书已回复")
    form.press.click()
    qtbot.waitUntil(lambda: (day_id, Owed.TELL_LEADER) not in month.owed.buttons)
    qtbot.waitUntil(lambda: tasks.pending == 0)
    assert "已记录：告知领导。" in page.bar.text
    month.grid.choose(day)
    qtbot.waitUntil(lambda: "已告知领导：" in words(month.day_card))
    assert "电话，秘书已回复" in words(month.day_card)


def test_the_notice_owed_leads_to_the_month_it_is_printed_from(page: LeaderDaysPage, qtbot: QtBot):
    day = page.month.today + timedelta(days=1)
    key = next(key for key in page.month.owed.buttons if key[1] is Owed.PUBLISH)
    page.month.owed.buttons[key].click()

    assert page.month.grid.chosen == day
    qtbot.waitUntil(lambda: page.month.grid.month == day.replace(day=1))


def test_a_clerk_and_an_office_that_owes_nothing_see_no_card(
    qtbot: QtBot, desk: SampleOffice, tasks: Tasks
):
    planner, secretary, _ = two_leaders(desk)
    far = today() + timedelta(days=60)
    keep_plan(desk.database, planner, [PlannedDay(far, MORNING, NOON, secretary, "接访室")])
    for actor in (planner, desk.account(Role.RECEPTIONIST)):
        made = LeaderDaysPage(workplace(desk, tasks, actor=actor))
        show(qtbot, made, width=1240, height=660)
        qtbot.waitUntil(lambda: tasks.pending == 0)
        assert made.month.owed.isHidden()
