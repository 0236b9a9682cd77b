"""The board in its window: on its own screen or on none, and what it hears of the queue."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from reception_desk.errors import AlreadyOpenError
from reception_desk.models import OnlookingDatabase
from reception_desk.records.hall_board import BoardTexts
from reception_desk.records.tickets import TicketInput
from reception_desk.rules.ticket_transition import TicketEvent
from reception_desk.services.hall_board import save_board_texts
from reception_desk.services.tickets import call_next, issue_ticket, note_event
from reception_desk.ui.hall.hall_screen import HallScreen
from reception_desk.ui.hall.hall_window import screen_named, screens_here
from tests.offices import KEY, SampleOffice

HERE = "desk"
"""The screen of the tests (`ui/offscreen.py`)."""


@pytest.fixture
def hall(desk: SampleOffice, app: QApplication) -> Iterator[HallScreen]:
    made = HallScreen(desk.database, desk.clerk.desk, HERE)
    yield made
    made.close()


def call(desk: SampleOffice) -> str:
    issue_ticket(desk.database, desk.clerk, TicketInput())
    called = call_next(desk.database, desk.clerk, None)
    assert called is not None
    return called.facts.ticket_id


def test_a_call_is_seen_and_swings(qtbot: QtBot, desk: SampleOffice, hall: HallScreen):
    assert hall.begin()
    qtbot.waitUntil(lambda: hall.view.before is not None)
    key = call(desk)
    qtbot.waitUntil(lambda: len(hall.view.calls.flashing) == 1)
    (shown,) = hall.view.calls.calls
    assert (shown.number, shown.window) == ("甲001", desk.clerk.desk.window)
    note_event(desk.database, desk.clerk, key, TicketEvent.BEGUN)
    qtbot.waitUntil(lambda: hall.view.calls.calls[0].is_here)
    assert hall.view.calls.flashing == ()


def test_a_recall_swings_again(qtbot: QtBot, desk: SampleOffice, hall: HallScreen):
    key = call(desk)
    hall.begin()
    qtbot.waitUntil(lambda: len(hall.view.calls.calls) == 1)
    assert hall.view.calls.flashing == ()
    note_event(desk.database, desk.clerk, key, TicketEvent.RECALLED)
    qtbot.waitUntil(lambda: len(hall.view.calls.flashing) == 1)


def test_a_second_program_reads_what_the_desk_writes(qtbot: QtBot, desk: SampleOffice):
    onlooking = OnlookingDatabase(desk.database.path, KEY)
    hall = HallScreen(onlooking, desk.clerk.desk, HERE)
    hall.begin()
    qtbot.waitUntil(lambda: hall.view.before is not None)
    call(desk)
    qtbot.waitUntil(lambda: len(hall.view.calls.flashing) == 1)
    hall.close()
    onlooking.close()


def test_words_of_the_office_come_without_a_new_start(
    qtbot: QtBot, desk: SampleOffice, hall: HallScreen
):
    hall.begin()
    save_board_texts(desk.database, desk.administrator, BoardTexts(("今天有律师值班",)))
    qtbot.waitUntil(lambda: hall.view.marquee.notices == ("今天有律师值班",), timeout=10_000)


def test_the_board_fills_its_screen(qtbot: QtBot, hall: HallScreen):
    with qtbot.waitSignal(hall.placed) as told:
        assert hall.begin()
    assert told.args == [True]
    assert hall.window.isVisible()
    screen = screen_named(HERE)
    assert screen is not None
    assert hall.window.geometry() == screen.geometry()
    assert hall.window.windowState() & Qt.WindowState.WindowFullScreen


def test_without_its_screen_there_is_no_board(qtbot: QtBot, desk: SampleOffice, app: QApplication):
    hall = HallScreen(desk.database, desk.clerk.desk, "HDMI-2")
    assert not hall.begin()
    assert not hall.window.isVisible()
    app.screenAdded.emit(QGuiApplication.primaryScreen())
    assert not hall.window.isVisible()
    hall.close()


def test_it_hides_with_its_screen_and_comes_back_with_it(
    qtbot: QtBot, app: QApplication, hall: HallScreen
):
    hall.begin()
    screen = QGuiApplication.primaryScreen()
    with qtbot.waitSignal(hall.placed) as told:
        app.screenRemoved.emit(screen)
    assert told.args == [False]
    assert not hall.window.isVisible()
    with qtbot.waitSignal(hall.placed) as told:
        app.screenAdded.emit(screen)
    assert told.args == [True]
    assert hall.window.isVisible()


def test_one_home_has_one_board(desk: SampleOffice, hall: HallScreen):
    with pytest.raises(AlreadyOpenError):
        HallScreen(desk.database, desk.clerk.desk, HERE)


def test_the_screens_are_told_by_name():
    assert dict(screens_here())[HERE].startswith("desk（1366 × 768）")
