"""A registration for the number at this window, and several for one."""

from PySide6.QtWidgets import QTabBar
from pytestqt.qtbot import QtBot

from reception_desk.records.tickets import TicketInput
from reception_desk.rules.permissions import Role
from reception_desk.rules.ticket_transition import TicketEvent, TicketState
from reception_desk.services import drafts
from reception_desk.services.tickets import issue_ticket
from tests.offices import SampleOffice
from tests.ui.hands import commit
from tests.ui.pages.calling_hands import KEY, Hands
from tests.ui.shell import opened


def serve(hands: Hands) -> None:
    """Call the next number and begin."""
    hands.press(KEY.Key_F4)
    hands.press(KEY.Key_F4)
    assert hands.here.state is TicketState.SERVING


def register(hands: Hands, name: str) -> str:
    """Register somebody in a new tab and return the visit."""
    page = hands.desk.window.reception()
    page.new_visitor()
    commit(page.form.who.person.name, name)
    page.submit()
    hands.rest()
    assert page.current_record is not None
    return page.current_record.visit_id


def test_two_matters_are_registered_for_one_number(qtbot: QtBot, desk: SampleOffice):
    issue_ticket(desk.database, desk.clerk, TicketInput())
    with opened(qtbot, desk) as shown:
        hands = Hands(qtbot, shown)
        assert not hands.page.number.register_button.isEnabled()
        serve(hands)
        hands.page.number.register_button.click()
        page = shown.window.reception()
        assert shown.window.pages.current_key() == "reception"
        assert page.tabs.findChildren(QTabBar)[0].tabText(0) == "甲001 来访人"
        first, second = register(hands, "张玮"), register(hands, "张玮")
        assert hands.here.visits == (first, second)
        assert "已登记 2 件" in page.strip.state.text()
        page.strip.buttons[TicketEvent.DONE].click()
        hands.rest()
        assert hands.tickets.here is None
        assert not page.strip.buttons[TicketEvent.DONE].isVisible()


def test_who_came_without_a_number_is_registered_for_none(qtbot: QtBot, desk: SampleOffice):
    issue_ticket(desk.database, desk.clerk, TicketInput())
    with opened(qtbot, desk) as shown:
        hands = Hands(qtbot, shown)
        register(hands, "张玮")
        hands.press(KEY.Key_F4)
        page = shown.window.reception()
        register(hands, "李䶮")
        assert page.strip.number.text() == "甲001"
        assert hands.here.visits == ()


def test_a_form_opened_before_is_taken_to_the_number(qtbot: QtBot, desk: SampleOffice):
    issue_ticket(desk.database, desk.clerk, TicketInput())
    with opened(qtbot, desk) as shown:
        hands = Hands(qtbot, shown)
        page = shown.window.reception()
        page.new_visitor()
        commit(page.form.who.person.name, "张玮")
        assert not page.strip.take_button.isVisible()
        serve(hands)
        assert page.strip.take_button.isVisible()
        page.strip.take_button.click()
        assert not page.strip.take_button.isVisible()
        page.submit()
        hands.rest()
        assert page.current_record is not None
        assert hands.here.visits == (page.current_record.visit_id,)


def test_a_number_finished_meanwhile_costs_no_registration(qtbot: QtBot, desk: SampleOffice):
    issue_ticket(desk.database, desk.clerk, TicketInput())
    with opened(qtbot, desk) as shown:
        hands = Hands(qtbot, shown)
        serve(hands)
        page = shown.window.reception()
        page.new_visitor()
        commit(page.form.who.person.name, "张玮")
        hands.tickets.press(TicketEvent.DONE)
        hands.rest()
        page.submit()
        hands.rest()
        assert page.current_record is not None
        assert "甲001现在是“已接待”" in page.notice.text
        assert "来访已经登记" in page.notice.text


def test_the_number_outlives_a_restart_of_the_desk(qtbot: QtBot, desk: SampleOffice):
    issue_ticket(desk.database, desk.clerk, TicketInput())
    with opened(qtbot, desk) as shown:
        hands = Hands(qtbot, shown)
        serve(hands)
        page = shown.window.reception()
        page.new_visitor()
        commit(page.form.who.person.name, "张玮")
    (kept,) = drafts.open_drafts(desk.database, desk.clerk)
    assert kept.content["ticket_number"] == "甲001"
    with opened(qtbot, desk) as shown:
        page = shown.window.reception()
        page.submit()
        hands = Hands(qtbot, shown)
        assert page.current_record is not None
        assert hands.here.visits == (page.current_record.visit_id,)


def test_who_calls_no_numbers_has_no_strip(qtbot: QtBot, desk: SampleOffice):
    with opened(qtbot, desk, desk.account(Role.SECTION)) as shown:
        assert not shown.window.reception().strip.isVisible()
