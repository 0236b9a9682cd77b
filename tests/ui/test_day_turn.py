"""A desk open over night shows the new day in the morning, and what is chosen stays chosen."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import TypeVar

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot
from sqlalchemy import func, select

from reception_desk.app import Desk
from reception_desk.models.database import now
from reception_desk.models.evaluation import Evaluation
from reception_desk.records.evaluation import Grade, Opinion
from reception_desk.rules.permissions import Role
from reception_desk.services import evaluations
from reception_desk.services.registration import register_visit
from reception_desk.services.self_service import visitor_at
from reception_desk.ui import today
from reception_desk.ui.day_turn import DayTurn
from reception_desk.ui.pages.leader_days import LeaderDaysPage
from reception_desk.ui.pages.matters import MattersPage
from reception_desk.ui.pages.video_sessions import VideoSessionsPage
from tests.offices import SampleOffice, person, visit
from tests.services.test_steps import registered
from tests.ui.shell import idle, opened

Clock = Callable[[int], None]
GLAD = Opinion(Grade.SATISFIED)
Page = TypeVar("Page", bound=QWidget)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """Say which day it is: so many days from now, at noon in the hall."""

    def turn(days: int) -> None:
        moment = (now() + timedelta(days=days)).replace(hour=4)
        monkeypatch.setattr(today, "now", lambda: moment)
        monkeypatch.setattr(evaluations, "now", lambda: moment)

    turn(0)
    return turn


@pytest.fixture
def section(qtbot: QtBot, desk: SampleOffice, clock: Clock) -> Iterator[Desk]:
    """The desk of the section, which plans the days and supervises."""
    with opened(qtbot, desk, desk.account(Role.SECTION)) as shown:
        yield shown


def turn(desk: Desk) -> DayTurn:
    (found,) = desk.window.findChildren(DayTurn)
    return found


def opened_page(qtbot: QtBot, desk: Desk, kind: type[Page], key: str) -> Page:
    page = desk.window.open_page(key)
    assert isinstance(page, kind)
    idle(qtbot, desk)
    return page


def test_a_new_day_is_announced_once(section: Desk, clock: Clock):
    heard: list[str] = []
    changes = section.workplace.changes
    changes.day_turned.connect(lambda: heard.append("day"))
    changes.matter_changed.connect(heard.append)
    turn(section).look()
    assert heard == []

    clock(1)
    turn(section).look()
    turn(section).look()
    assert heard == ["day", ""]


def test_an_open_matter_has_a_day_less(
    qtbot: QtBot, desk: SampleOffice, section: Desk, clock: Clock
):
    matter_id = registered(desk)
    page = opened_page(qtbot, section, MattersPage, "matters")
    page.open_matter(matter_id)
    qtbot.waitUntil(page.matter.isVisible)
    assert page.matter.opened
    before = page.matter.opened.today

    clock(1)
    turn(section).look()
    tomorrow = before + timedelta(days=1)
    qtbot.waitUntil(lambda: page.matter.opened is not None and page.matter.opened.today == tomorrow)


def test_who_looked_at_today_s_leader_looks_at_the_new_day_s(
    qtbot: QtBot, section: Desk, clock: Clock
):
    page = opened_page(qtbot, section, LeaderDaysPage, "leader_days")
    month, first = page.month, page.month.today
    clock(40)
    turn(section).look()
    qtbot.waitUntil(lambda: month.grid.chosen == first + timedelta(days=40))
    qtbot.waitUntil(lambda: month.grid.month == month.today.replace(day=1))
    assert month.grid.today == month.today

    chosen = month.today.replace(day=2 if month.today.day == 1 else 1)
    month.grid.choose(chosen)
    clock(41)
    turn(section).look()
    qtbot.waitUntil(lambda: month.today == first + timedelta(days=41))
    idle(qtbot, section)
    assert month.grid.chosen == chosen


def test_the_meeting_counts_by_the_new_day_and_its_period_stays(
    qtbot: QtBot, section: Desk, clock: Clock
):
    page = opened_page(qtbot, section, LeaderDaysPage, "leader_days")
    page.show_meeting()
    meeting = page.meeting
    qtbot.waitUntil(lambda: meeting.pack is not None, timeout=20_000)
    assert meeting.pack
    first = meeting.pack.period

    clock((first.last - meeting.today).days + 1)
    turn(section).look()
    qtbot.waitUntil(lambda: meeting.pack is not None and meeting.pack.today == meeting.today)
    assert meeting.pack.period == first
    assert meeting.period.code() == "1"


def test_the_week_of_video_sessions_goes_on(qtbot: QtBot, section: Desk, clock: Clock):
    page = opened_page(qtbot, section, VideoSessionsPage, "video_sessions")
    page.show_week()
    monday = page.week.monday
    clock(7)
    turn(section).look()
    qtbot.waitUntil(lambda: page.week.monday == monday + timedelta(days=7))
    page.week.back.click()
    clock(14)
    page.week.reload()
    assert page.week.monday == monday


def test_what_was_said_yesterday_joins_the_evaluations(
    qtbot: QtBot, desk: SampleOffice, section: Desk, clock: Clock
):
    visit_id = register_visit(desk.database, desk.clerk, visit(person())).visit_id
    evaluations.evaluate_window(desk.database, visitor_at(desk.clerk.desk), visit_id, GLAD)
    turn(section).look()
    idle(qtbot, section)
    assert _answers(desk) == 0

    clock(1)
    turn(section).look()
    qtbot.waitUntil(lambda: _answers(desk) == 1)


def _answers(desk: SampleOffice) -> int:
    with desk.database.read() as session:
        return session.scalar(select(func.count()).select_from(Evaluation)) or 0
