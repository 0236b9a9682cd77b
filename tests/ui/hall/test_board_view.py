"""The board as people in the hall see it."""

from dataclasses import replace

import pytest
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from reception_desk.records.hall_board import BoardNow, BoardTexts, HallBoard
from reception_desk.ui.hall.board_part import BoardPart
from reception_desk.ui.hall.board_view import NOBODY_WAITS, BoardView
from reception_desk.ui.hall.call_list import FLASH_SECONDS, FLASHES_A_SECOND, CallList
from reception_desk.ui.hall.hall_look import Ground
from reception_desk.ui.hall.marquee import Marquee
from reception_desk.ui.hall.queue_panel import wait_words
from tests.ui.hall.boards import busy_board, call


class Clock:
    """Seconds that pass when the test says so."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


def shown(qtbot: QtBot, now: BoardNow, width: int = 1920, height: int = 1080) -> BoardView:
    view = BoardView("Asia/Shanghai")
    qtbot.addWidget(view)
    view.resize(width, height)
    view.show()
    view.show_now(now)
    return view


def picture(part: QWidget) -> QImage:
    return part.grab().toImage()


@pytest.mark.parametrize("size", [(1366, 768), (1920, 1080), (3840, 2160), (1080, 1920)])
def test_all_parts_lie_within_the_screen(qtbot: QtBot, size: tuple[int, int]):
    view = shown(qtbot, busy_board(), *size)
    parts = [part for part in view.findChildren(BoardPart) if part.isVisible()]
    qtbot.waitUntil(lambda: all(view.rect().contains(part.geometry()) for part in parts))
    assert all(part.height() > 0 for part in parts)
    for one in parts:
        assert not any(
            one.geometry().intersects(other.geometry()) for other in parts if other != one
        )


def test_a_new_call_swings_ten_seconds_and_then_rests(qtbot: QtBot):
    clock, first, second = Clock(), call("甲001", "1", 0), call("甲002", "2", 1)
    calls = CallList(clock)
    qtbot.addWidget(calls)
    calls.resize(1200, 600)
    calls.show()
    calls.show_calls((second, first), (second,), "")
    assert calls.flashing == (second,)
    quiet = picture(calls)
    clock.now = 0.5 / FLASHES_A_SECOND
    assert calls.glow_of(second) == pytest.approx(1.0)
    assert calls.glow_of(first) == 0.0
    bright = picture(calls)
    assert bright != quiet
    assert bright.pixelColor(600, 30) == QColor(Ground.GLOW.value)
    clock.now = FLASH_SECONDS
    calls.swing()
    assert calls.flashing == ()
    assert picture(calls).pixelColor(600, 30) == QColor(Ground.PANEL.value)


def test_it_never_flashes_three_times_a_second():
    assert FLASHES_A_SECOND < 3


def test_who_came_to_the_window_does_not_swing_on(qtbot: QtBot):
    clock, one = Clock(), call("甲001", "1", 0)
    calls = CallList(clock)
    qtbot.addWidget(calls)
    calls.show_calls((one,), (one,), "")
    calls.show_calls((replace(one, is_here=True),), (), "")
    assert calls.flashing == ()


def test_a_board_just_switched_on_flashes_nothing(qtbot: QtBot):
    now = busy_board()
    view = shown(qtbot, now)
    assert view.calls.flashing == ()
    later = replace(now.board, calls=(call("甲025", "2", 61), *now.board.calls))
    view.show_now(replace(now, board=later))
    assert [one.number for one in view.calls.flashing] == ["甲025"]


def test_as_many_calls_are_drawn_as_there_is_room_for(qtbot: QtBot):
    view = shown(qtbot, busy_board())
    assert len(view.calls.rows(view.calls.rect().toRectF())) == 5
    view.show_now(replace(busy_board(), texts=BoardTexts(pause="午休")))
    qtbot.waitUntil(lambda: view.pause.isVisible())
    qtbot.waitUntil(lambda: len(view.calls.rows(view.calls.rect().toRectF())) < 5)


def test_the_board_is_told_in_words_too(qtbot: QtBot):
    view = shown(qtbot, busy_board())
    assert view.calls.accessibleName().startswith("甲024，3号窗口，请到窗口；")
    assert "甲023，2号窗口，接待中" in view.calls.accessibleName()
    assert view.queue.accessibleName() == (
        "请准备：甲025、乙008、甲026、甲027；正在等候12个号；现在取号约等 20 至 40 分钟；"
        "过号的请到任一窗口说明：甲019"
    )
    assert view.head.accessibleName() == "孝昌县群众来访接待大厅"
    assert view.foot.accessibleName().startswith("办理流程：取号，等候叫号")


def test_an_empty_hall_is_a_welcome(qtbot: QtBot):
    view = shown(qtbot, BoardNow("大厅", HallBoard(), BoardTexts()))
    assert view.calls.accessibleName() == NOBODY_WAITS
    assert not picture(view).isNull()


def test_the_wait_is_a_range_or_nothing():
    assert wait_words(None) == ""
    assert wait_words((0, 5)) == "现在取号约等 5 分钟以内"
    assert wait_words((10, 25)) == "现在取号约等 10 至 25 分钟"


def test_long_notices_go_by_and_short_ones_stand(qtbot: QtBot):
    marquee = Marquee()
    qtbot.addWidget(marquee)
    marquee.resize(1200, marquee.height())
    marquee.show()
    marquee.suit(0.7)
    marquee.say(("今天有律师值班",))
    assert not marquee.moves
    marquee.say(("今天有律师值班", "取号自愿，" * 20))
    assert marquee.moves
    before = picture(marquee)
    qtbot.waitUntil(lambda: picture(marquee) != before)


def test_the_longest_notices_still_go_by(qtbot: QtBot):
    marquee = Marquee()
    qtbot.addWidget(marquee)
    marquee.resize(3840, 208)
    marquee.show()
    marquee.suit(2.0)
    marquee.say(("通知" * 60,) * 12)
    assert marquee.moves
    assert not picture(marquee).isNull()


def test_the_code_is_there_only_with_an_address(qtbot: QtBot):
    now = busy_board()
    view = shown(qtbot, now)
    with_code = picture(view.foot)
    view.show_now(replace(now, texts=replace(now.texts, code_address="")))
    assert picture(view.foot) != with_code
