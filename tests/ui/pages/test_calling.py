"""叫号 at the keyboard: from a number taken to the end of its reception."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QSignalSpy, QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from reception_desk.records.tickets import TicketInput
from reception_desk.rules.permissions import Role
from reception_desk.rules.ticket_transition import TicketEvent, TicketState
from reception_desk.services.tickets import issue_ticket
from reception_desk.ui.dialogs.open_tickets import OpenTickets
from reception_desk.ui.dialogs.ticket_issue import time_of
from tests.offices import SampleOffice
from tests.services.test_ticket_closing import yesterdays
from tests.ui.accessibility import nameless_controls
from tests.ui.pages.calling_hands import CONTROL, KEY, SHIFT, Hands
from tests.ui.shell import box, idle, opened


def test_a_number_is_taken_in_two_keys_and_who_needs_help_comes_first(
    qtbot: QtBot, desk: SampleOffice
):
    with opened(qtbot, desk) as shown:
        hands = Hands(qtbot, shown)
        assert (hands.issue(), hands.issue(KEY.Key_H)) == ("甲001", "甲002")
        assert hands.numbers() == ["甲002", "甲001"]
        assert hands.page.queue.model.lines[0].needs_help
        assert "等多久还说不准" in hands.page.queue.wait.text()


def test_a_reception_from_call_to_end_by_its_keys(qtbot: QtBot, desk: SampleOffice):
    for _ in range(3):
        issue_ticket(desk.database, desk.clerk, TicketInput())
    with opened(qtbot, desk) as shown:
        hands = Hands(qtbot, shown)
        changes = QSignalSpy(shown.workplace.changes.ticket_changed)
        hands.press(KEY.Key_F4)
        assert (hands.here.facts.number, hands.page.number.number.text()) == ("甲001", "甲001")
        assert hands.here.state is TicketState.CALLED
        hands.press(KEY.Key_F4, SHIFT)
        assert len(hands.here.calls) == 2
        hands.press(KEY.Key_F4)
        assert hands.here.state is TicketState.SERVING
        hands.press(KEY.Key_F4)
        assert "甲001还在接待" in hands.page.bar.text
        hands.press(KEY.Key_F6)
        assert hands.tickets.here is None
        assert [one.facts.number for one in hands.tickets.aside] == ["甲001"]
        assert hands.page.aside.isVisible()
        hands.press(KEY.Key_F6)
        assert hands.here.state is TicketState.SERVING
        hands.press(KEY.Key_F8)
        assert hands.tickets.here is None
        assert hands.numbers() == ["甲002", "甲003"]
        assert changes.count() == 6


def test_a_missed_number_waits_for_three_others_and_comes_back(qtbot: QtBot, desk: SampleOffice):
    for _ in range(5):
        issue_ticket(desk.database, desk.clerk, TicketInput())
    with opened(qtbot, desk) as shown:
        hands = Hands(qtbot, shown)
        hands.press(KEY.Key_F4)
        hands.press(KEY.Key_F7)
        assert hands.numbers() == ["甲002", "甲003", "甲004", "甲005", "甲001"]
        assert "过号，再叫 3 个后回来" in hands.page.queue.model.lines[-1].note
        for _ in range(3):
            for key in (KEY.Key_F4, KEY.Key_F4, KEY.Key_F8):
                hands.press(key)
        assert hands.numbers() == ["甲001", "甲005"]


def test_the_marked_number_is_called_received_helped_and_left(qtbot: QtBot, desk: SampleOffice):
    for _ in range(4):
        issue_ticket(desk.database, desk.clerk, TicketInput())
    with opened(qtbot, desk) as shown:
        hands = Hands(qtbot, shown)
        hands.press(KEY.Key_Down)
        hands.press(KEY.Key_Return)
        assert hands.here.facts.number == "甲002"
        assert not hands.page.queue.buttons[TicketEvent.CALLED].isEnabled()
        hands.press(KEY.Key_R)
        assert hands.tickets.here is None
        hands.page.queue.mark(hands.page.queue.model.lines[2].ticket_id)
        hands.press(KEY.Key_H)
        assert hands.numbers()[0] == "甲003"
        hands.press(KEY.Key_L)
        assert "甲003" not in hands.numbers()
        hands.page.queue.left_button.setChecked(True)
        hands.page.queue.mark(hands.page.queue.model.lines[-1].ticket_id)
        hands.press(KEY.Key_W)
        assert (hands.here.facts.number, hands.here.state) == ("甲003", TicketState.SERVING)


def test_without_anybody_else_a_number_goes_nowhere(qtbot: QtBot, desk: SampleOffice):
    issue_ticket(desk.database, desk.clerk, TicketInput())
    with opened(qtbot, desk) as shown:
        hands = Hands(qtbot, shown)
        hands.press(KEY.Key_F4)
        hands.press(KEY.Key_T)
        assert hands.page.bar.text == "本大厅没有别的窗口。"
        hands.press(KEY.Key_F7)
        hands.press(KEY.Key_F4)
        hands.press(KEY.Key_F7)
        hands.page.queue.press(TicketEvent.LEFT)
        hands.rest()
        hands.press(KEY.Key_F4)
        assert hands.page.bar.text == "没有可以叫的号码。"


def test_the_keys_of_calling_rest_where_nobody_sees_the_number(qtbot: QtBot, desk: SampleOffice):
    issue_ticket(desk.database, desk.clerk, TicketInput())
    with opened(qtbot, desk) as shown:
        hands = Hands(qtbot, shown)
        for key in ("scanning", "register"):
            shown.window.open_page(key)
            idle(qtbot, shown)
            QTest.keyClick(shown.window, KEY.Key_F4)
            hands.rest()
        assert hands.tickets.here is None
        shown.window.reception()
        hands.press(KEY.Key_F4)
        assert hands.here.facts.number == "甲001"


@pytest.mark.parametrize("role", [Role.SECTION, Role.BUREAU_LEADER])
def test_who_looks_after_the_hall_sees_it_and_calls_nobody(
    qtbot: QtBot, desk: SampleOffice, role: Role
):
    issue_ticket(desk.database, desk.clerk, TicketInput())
    with opened(qtbot, desk, desk.account(role)) as shown:
        hands = Hands(qtbot, shown)
        assert hands.numbers() == ["甲001"]
        assert "1 人等候" in hands.page.hall.count.text()
        assert not hands.page.number.isVisible()
        for key in (KEY.Key_F4, KEY.Key_W, KEY.Key_H, KEY.Key_L, KEY.Key_R, KEY.Key_Return):
            hands.press(key)
        hands.press(KEY.Key_T, CONTROL)
        assert shown.workplace.messages.open_boxes() == []
        assert hands.page.bar.text == ""
        assert hands.numbers() == ["甲001"]


@pytest.mark.parametrize(
    ("typed", "clock"), [("930", "09:30"), ("9：05", "09:05"), ("1430", "14:30"), ("2560", None)]
)
def test_a_time_is_typed_the_short_way(typed: str, clock: str | None):
    found = time_of(typed)
    assert (f"{found:%H:%M}" if found else None) == clock


def test_what_yesterday_left_open_is_named_and_settled(qtbot: QtBot, desk: SampleOffice):
    yesterdays(desk, 1)
    yesterdays(desk, 2, TicketEvent.CALLED, TicketEvent.MISSED)
    with opened(qtbot, desk) as shown:
        hands = Hands(qtbot, shown)
        assert "以前有 2 个号码没有结清" in hands.page.earlier.text
        hands.page.closing.ask_earlier()
        hands.rest()
        sheet = box(shown, OpenTickets)
        assert isinstance(sheet, OpenTickets)
        assert [row[0] for row in sheet.model.rows()] == ["甲001", "甲002"]
        sheet.carry_button.click()
        hands.rest()
        assert hands.numbers() == ["甲001", "甲002"]
        assert hands.page.bar.text == "结转 2 个。"
        assert hands.page.earlier.text == ""


def test_the_day_is_ended_and_what_is_at_a_window_is_named(qtbot: QtBot, desk: SampleOffice):
    for _ in range(3):
        issue_ticket(desk.database, desk.clerk, TicketInput())
    with opened(qtbot, desk) as shown:
        hands = Hands(qtbot, shown)
        hands.press(KEY.Key_F4)
        hands.press(KEY.Key_F4)
        hands.page.close_button.click()
        hands.rest()
        sheet = box(shown, OpenTickets)
        assert isinstance(sheet, OpenTickets)
        assert [(row[0], row[3]) for row in sheet.model.rows()] == [
            ("甲001", "1号窗口"), ("甲002", None), ("甲003", None),
        ]  # fmt: skip
        sheet.left_button.click()
        hands.rest()
        assert hands.page.bar.text == "记为离开 2 个；甲001还在窗口，由那个窗口办完或退回。"
        hands.press(KEY.Key_F8)
        hands.page.close_button.click()
        hands.rest()
        assert hands.page.bar.text == "没有要结清的号码。"


def test_the_days_are_told_with_what_is_not_counted(qtbot: QtBot, desk: SampleOffice):
    for ordinal in range(1, 7):
        yesterdays(desk, ordinal, TicketEvent.CALLED, TicketEvent.BEGUN, TicketEvent.DONE)
    yesterdays(desk, 7, TicketEvent.CALLED, TicketEvent.CALLED)
    with opened(qtbot, desk, desk.account(Role.BUREAU_LEADER)) as shown:
        hands = Hands(qtbot, shown)
        hands.press(KEY.Key_2, Qt.KeyboardModifier.AltModifier)
        view = hands.page.statistics
        assert QApplication.focusWidget() is view.table
        (row,) = view.model.rows()
        assert row[1:] == (7, 6, 0, 1, "1 分钟", "1 分钟", "1 分钟", "1 分钟", 1)
        assert "甲007（记录交叉）" in view.doubts.text()
        hands.press(KEY.Key_1, Qt.KeyboardModifier.AltModifier)
        assert QApplication.focusWidget() is hands.page.queue.list


def test_every_control_of_the_page_has_a_name(qtbot: QtBot, desk: SampleOffice):
    yesterdays(desk, 1)
    issue_ticket(desk.database, desk.clerk, TicketInput())
    with opened(qtbot, desk) as shown:
        hands = Hands(qtbot, shown)
        hands.press(KEY.Key_F4)
        hands.press(KEY.Key_F6)
        assert hands.page.aside.isVisible()
        assert nameless_controls(hands.page) == []
        hands.page.show_statistics()
        hands.rest()
        assert nameless_controls(hands.page) == []
