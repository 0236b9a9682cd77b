"""The board in its window: on its own screen or on none, and what it hears of the queue."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from reception_desk.config import BoardSettings
from reception_desk.devices.speaker.calling_voice import SILENT
from reception_desk.devices.speaker.shaping import chime, to_sound
from reception_desk.devices.speaker.simulated import SimulatedSpeaker
from reception_desk.errors import AlreadyOpenError
from reception_desk.models import OnlookingDatabase
from reception_desk.records.hall_board import BoardTexts
from reception_desk.records.sound import SpeakerCondition
from reception_desk.records.tickets import TicketInput
from reception_desk.rules.ticket_transition import TicketEvent
from reception_desk.services.hall_board import save_board_texts
from reception_desk.services.tickets import call_next, issue_ticket, note_event
from reception_desk.ui.desk_devices import open_devices
from reception_desk.ui.hall.board_view import BoardView
from reception_desk.ui.hall.hall_screen import HallScreen
from reception_desk.ui.hall.hall_window import HallWindow
from reception_desk.ui.lamp_watch import LampWatch
from reception_desk.ui.lamps import hall_report
from reception_desk.ui.named_screens import screen_named, screens_here
from reception_desk.ui.tasks import Tasks
from reception_desk.ui.widgets.lamp import LampState
from tests.offices import KEY, SampleOffice
from tests.ui.desks import workplace
from tests.ui.hall.boards import busy_board

HERE = "desk"
"""The screen of the tests (`ui/offscreen.py`)."""
BOARD = BoardSettings(HERE, voice=SILENT)


@pytest.fixture
def hall(desk: SampleOffice, app: QApplication) -> Iterator[HallScreen]:
    made = HallScreen(desk.database, desk.clerk.desk, BOARD)
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
    hall = HallScreen(onlooking, desk.clerk.desk, BOARD)
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
    with qtbot.waitSignal(hall.window.placed) as told:
        assert hall.begin()
    assert told.args == [True]
    assert hall.window.isVisible()
    screen = screen_named(HERE)
    assert screen is not None
    assert hall.window.geometry() == screen.geometry()
    assert hall.window.windowState() & Qt.WindowState.WindowFullScreen


def test_a_screen_that_is_changed_is_filled_and_not_outgrown(qtbot: QtBot):
    """What was large on the larger screen holds the window no larger than the new one."""
    view = BoardView("Asia/Shanghai")
    window = HallWindow(view, HERE)
    qtbot.addWidget(window)
    window.resize(3840, 2160)
    window.show()
    view.show_now(busy_board())
    qtbot.waitUntil(lambda: window.minimumSizeHint().height() > 720)

    window.resize(1280, 720)
    assert (window.width(), window.height()) == (1280, 720)
    qtbot.waitUntil(lambda: window.minimumSizeHint().height() <= 720)


def test_without_its_screen_there_is_no_board(qtbot: QtBot, desk: SampleOffice, app: QApplication):
    hall = HallScreen(desk.database, desk.clerk.desk, BoardSettings("HDMI-2"))
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
    with qtbot.waitSignal(hall.window.placed) as told:
        app.screenRemoved.emit(screen)
    assert told.args == [False]
    assert not hall.window.isVisible()
    with qtbot.waitSignal(hall.window.placed) as told:
        app.screenAdded.emit(screen)
    assert told.args == [True]
    assert hall.window.isVisible()


def test_one_home_has_one_board(desk: SampleOffice, hall: HallScreen):
    with pytest.raises(AlreadyOpenError):
        HallScreen(desk.database, desk.clerk.desk, BOARD)


def test_the_screens_are_told_by_name():
    assert dict(screens_here())[HERE].startswith("desk（1366 × 768）")


def test_a_call_is_heard_too(qtbot: QtBot, desk: SampleOffice, app: QApplication):
    speaker = SimulatedSpeaker()
    hall = HallScreen(desk.database, desk.clerk.desk, BoardSettings(HERE, "chime"), speaker)
    hall.begin()
    qtbot.waitUntil(lambda: hall.view.before is not None)
    assert hall.condition is SpeakerCondition.READY
    call(desk)
    qtbot.waitUntil(lambda: len(speaker.heard) == 1)
    assert speaker.heard[0] == to_sound(chime())
    assert len(hall.view.calls.flashing) == 1
    hall.close()


def test_the_sound_of_this_machine_is_asked_for(
    qtbot: QtBot, desk: SampleOffice, app: QApplication
):
    hall = HallScreen(desk.database, desk.clerk.desk, BoardSettings(HERE, "chime"))
    hall.begin()
    qtbot.waitUntil(lambda: hall.voice is not None)
    assert hall.condition is not SpeakerCondition.OFF
    said: list[object] = []
    assert hall.voice is not None
    hall.voice.said.connect(lambda what, _kind: said.append(what.call.number))
    qtbot.waitUntil(lambda: hall.view.before is not None)
    call(desk)
    qtbot.waitUntil(lambda: said == ["甲001"])
    assert len(hall.view.calls.flashing) == 1
    hall.close()


def test_the_lamp_says_whether_the_hall_sees_and_hears(
    qtbot: QtBot, desk: SampleOffice, app: QApplication, hall: HallScreen
):
    hall.begin()
    work = workplace(desk, hall_tasks := Tasks())
    work = replace(work, settings=replace(work.settings, board=BOARD))
    with closing(open_devices(work.settings, simulate=False)) as devices:
        watch = LampWatch(work, devices, None, hall)
        assert watch.kinds[-1].key == "hall"
        assert watch.report("hall").word == "正常"
        app.screenRemoved.emit(QGuiApplication.primaryScreen())
        assert (watch.report("hall").state, watch.report("hall").word) == (
            LampState.ERROR, "屏幕断开",
        )  # fmt: skip
        app.screenAdded.emit(QGuiApplication.primaryScreen())
        qtbot.waitUntil(lambda: watch.report("hall").word == "正常")
        qtbot.waitUntil(lambda: hall_tasks.pending == 0)
        watch.deleteLater()
    hall_tasks.close()


@pytest.mark.parametrize("condition", list(SpeakerCondition))
def test_a_board_without_sound_is_told(condition: SpeakerCondition):
    report = hall_report("HDMI-2", condition, is_placed=True, is_silent=False)
    is_heard = condition is SpeakerCondition.READY
    assert report.state is (LampState.OK if is_heard else LampState.WARN)
    quiet = hall_report("HDMI-2", condition, is_placed=True, is_silent=True)
    assert quiet.state is LampState.OK
