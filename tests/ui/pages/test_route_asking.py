"""法定途径助手 at the page of a matter: asked by Ctrl+R, kept, and followed by the step's form."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from reception_desk.app import Desk
from reception_desk.records.steps import StepInput
from reception_desk.rules.permissions import Role
from reception_desk.rules.routes import advice_note, as_answers
from reception_desk.rules.transition import ADVISED, Event
from reception_desk.services.steps import matter_now, take_step
from reception_desk.ui.dialogs.route_questions import RouteHelper
from reception_desk.ui.dialogs.step_form import StepForm
from reception_desk.ui.pages.matters import MattersPage
from tests.offices import SampleOffice
from tests.services.test_matter_papers import BY
from tests.services.test_route_advice import TOWN, WAGES
from tests.services.test_steps import registered, unit_id
from tests.ui.pages.test_matters import CONTROL, active, open_matter, press, rest, submit, texts
from tests.ui.shell import opened

KEYS_OF_WAGES = (Qt.Key.Key_1, Qt.Key.Key_1, Qt.Key.Key_2, Qt.Key.Key_1)
KEYS_OF_TOWN = (Qt.Key.Key_1, Qt.Key.Key_1, Qt.Key.Key_6, Qt.Key.Key_2)


@pytest.fixture
def shown(qtbot: QtBot, desk: SampleOffice) -> Iterator[Desk]:
    with opened(qtbot, desk, desk.account(Role.SECTION)) as shown:
        yield shown


def ask(qtbot: QtBot, shown: Desk, page: MattersPage, *keys: Qt.Key) -> None:
    """Open the helper by its key, answer, and take the advice."""
    qtbot.keyClick(QApplication.focusWidget() or page, Qt.Key.Key_R, CONTROL)
    helper = active(qtbot, shown, RouteHelper)
    assert isinstance(helper, RouteHelper)
    for key in keys:
        qtbot.waitUntil(lambda: helper.answers[0].hasFocus())
        qtbot.keyClick(helper, key)
    assert helper.advice is not None
    helper.take_button.click()
    rest(qtbot, shown)


def step_form(qtbot: QtBot, shown: Desk) -> StepForm:
    form = active(qtbot, shown, StepForm)
    assert isinstance(form, StepForm)
    return form


def leave(qtbot: QtBot, shown: Desk, form: StepForm) -> None:
    form.reject()
    shown.window.activateWindow()
    qtbot.waitUntil(shown.window.isActiveWindow)


def test_the_advice_is_kept_and_leads_to_the_form_of_its_step(
    qtbot: QtBot, desk: SampleOffice, shown: Desk
):
    matter_id = registered(desk)
    page = open_matter(qtbot, shown, matter_id)
    ask(qtbot, shown, page, *KEYS_OF_TOWN)
    assert "法定途径助手的建议" in texts(page.matter.steps)
    form = step_form(qtbot, shown)
    assert form.windowTitle() == "拟转送"
    assert form.reason.text() == advice_note(TOWN)
    form.unit.set_code(unit_id(desk, "T100"))
    submit(qtbot, shown, form)
    steps = matter_now(desk.database, shown.workplace.actor, matter_id, BY).case.steps
    assert [step.event for step in steps] == ["registered", ADVISED, "proposed"]
    assert steps[-1].details.route == as_answers(TOWN)


def test_advice_taken_back_in_the_form_stays_as_a_reason(
    qtbot: QtBot, desk: SampleOffice, shown: Desk
):
    matter_id = registered(desk)
    page = open_matter(qtbot, shown, matter_id)
    ask(qtbot, shown, page, *KEYS_OF_WAGES)
    leave(qtbot, shown, step_form(qtbot, shown))
    page.matter.take_focus()
    press(qtbot, page, "引导法定途径")
    form = step_form(qtbot, shown)
    assert form.reason.text() == advice_note(WAGES)
    leave(qtbot, shown, form)
    press(qtbot, page, "当场答复")
    assert step_form(qtbot, shown).reason.text() == "", "not what was advised"


def test_answers_of_the_registration_stand_in_the_form_and_in_the_helper(
    qtbot: QtBot, desk: SampleOffice, shown: Desk
):
    matter_id = registered(desk, route=as_answers(WAGES))
    page = open_matter(qtbot, shown, matter_id)
    press(qtbot, page, "引导法定途径")
    form = step_form(qtbot, shown)
    assert form.reason.text() == advice_note(WAGES)
    leave(qtbot, shown, form)
    page.matter.next.route_button.click()
    helper = active(qtbot, shown, RouteHelper)
    assert isinstance(helper, RouteHelper)
    assert helper.advice == WAGES
    helper.go_back()
    assert helper.answers, "and can be answered otherwise"


def test_what_another_has_to_do_is_said_and_kept_for_them(
    qtbot: QtBot, desk: SampleOffice, shown: Desk
):
    matter_id = registered(desk)
    page = open_matter(qtbot, shown, matter_id)
    ask(qtbot, shown, page, Qt.Key.Key_4)
    assert "“呈报”由其他人员办理" in page.matter.bar.text
    assert "立即报告" in texts(page.matter.steps)


def test_it_is_not_offered_once_the_route_is_chosen(qtbot: QtBot, desk: SampleOffice, shown: Desk):
    matter_id = registered(desk)
    step = StepInput(Event.TRANSFERRED, unit_id=unit_id(desk, "T100"))
    take_step(desk.database, desk.account(Role.BUREAU_LEADER), matter_id, step, BY)
    page = open_matter(qtbot, shown, matter_id)
    assert not page.matter.next.route_button.isVisible()
    qtbot.keyClick(QApplication.focusWidget() or page, Qt.Key.Key_R, CONTROL)
    assert not shown.window.findChildren(RouteHelper)
