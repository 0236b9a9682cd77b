"""Standings follow the calendar, whether a day was set while the desk was closed or open."""

from datetime import date

import pytest
from pytestqt.qtbot import QtBot

from reception_desk.app import Desk
from reception_desk.rules.calendar import shipped_calendar
from reception_desk.rules.duty_ledger import Reckoning
from reception_desk.rules.permissions import Role
from reception_desk.services import calendar
from reception_desk.services.standings import bring_up
from tests.offices import SampleOffice
from tests.services.test_steps import next_legal, registered
from tests.ui.shell import idle, opened

DUE, AFTER = date(2026, 12, 8), date(2026, 12, 9)


@pytest.fixture
def matter_id(desk: SampleOffice) -> str:
    """A matter that falls due on Tuesday, 2026-12-08."""
    matter_id = registered(desk)
    bring_up(desk.database, desk.clerk, Reckoning(shipped_calendar()))
    assert next_legal(desk, matter_id) == DUE
    return matter_id


def set_rest_day(desk: SampleOffice) -> None:
    calendar.set_day(
        desk.database, desk.account(Role.SECTION), DUE, is_working=False, note="停电", source="县办"
    )


def show(qtbot: QtBot, shown: Desk) -> None:
    shown.window.open_page("matters")
    idle(qtbot, shown)


def test_a_day_set_while_the_desk_was_closed_moves_what_runs(qtbot, desk, matter_id):
    set_rest_day(desk)
    with opened(qtbot, desk) as shown:
        show(qtbot, shown)
    assert next_legal(desk, matter_id) == AFTER


def test_a_day_that_comes_from_another_desk_moves_what_runs(qtbot, desk, matter_id):
    with opened(qtbot, desk) as shown:
        show(qtbot, shown)
        set_rest_day(desk)
        shown.workplace.changes.code_list_changed.emit("")
        idle(qtbot, shown)
        assert next_legal(desk, matter_id) == AFTER
