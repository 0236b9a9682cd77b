"""The evaluation of a reception: offered by the clerk, answered where the clerk cannot see it."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from reception_desk.app import Desk
from reception_desk.config import PetitionerSettings
from reception_desk.models.evaluation import EvaluationBox
from reception_desk.records.visit import VisitRecord
from reception_desk.services.registration import register_visit
from reception_desk.ui.offscreen import PETITIONERS
from reception_desk.ui.pages.reception import ReceptionPage
from reception_desk.ui.pages.reception.evaluating import OVER
from reception_desk.ui.petitioner import petitioner_screen
from reception_desk.ui.petitioner.window import PetitionerWindow
from reception_desk.ui.widgets.buttons import Button
from tests.offices import SampleOffice, person, visit
from tests.ui.shell import opened


@pytest.fixture
def at_work(qtbot: QtBot, desk: SampleOffice) -> Iterator[Desk]:
    with opened(qtbot, desk, petitioner=PetitionerSettings(PETITIONERS)) as made:
        made.workplace.petitioner.begin()
        yield made


@pytest.fixture
def page(at_work: Desk) -> ReceptionPage:
    return at_work.window.reception()


@pytest.fixture
def window(at_work: Desk) -> PetitionerWindow:
    made = at_work.workplace.petitioner.window
    assert made is not None
    return made


@pytest.fixture
def record(desk: SampleOffice, page: ReceptionPage) -> VisitRecord:
    """A registered visit in sight."""
    made = register_visit(desk.database, desk.clerk, visit(person()))
    page.correct_visit(made.visit_id)
    page.correcting.cancel()
    return made


def tap(button: Button) -> None:
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def offer(page: ReceptionPage, window: PetitionerWindow) -> None:
    page.registered.evaluation_button.click()
    assert window.current is window.evaluation


def box(desk: SampleOffice) -> list[str]:
    with desk.database.read() as session:
        return list(session.scalars(select(EvaluationBox.grade)))


def said(window: PetitionerWindow) -> str:
    return window.said.head.text()


def test_a_choice_is_kept_and_the_clerk_hears_only_that_it_is_over(
    desk: SampleOffice, page: ReceptionPage, window: PetitionerWindow, record: VisitRecord
):
    offer(page, window)
    view = window.evaluation
    assert view.choices.chosen == [], "nothing is chosen beforehand"
    assert not view.done.isEnabled()
    tap(view.choices.buttons["very_satisfied"])
    tap(view.choices.buttons["dissatisfied"])
    tap(view.done)

    assert box(desk) == ["dissatisfied"]
    assert page.registered.bar.text == OVER
    assert said(window) == "谢谢您"
    assert view.choices.chosen == [], "nothing stays on the screen"
    words = "".join(label.text() for label in page.findChildren(QLabel))
    assert "不满意" not in words


def test_declining_looks_the_same_at_the_desk_and_keeps_nothing(
    desk: SampleOffice, page: ReceptionPage, window: PetitionerWindow, record: VisitRecord
):
    offer(page, window)
    tap(window.evaluation.choices.buttons["satisfied"])
    tap(window.evaluation.decline)

    assert box(desk) == []
    assert page.registered.bar.text == OVER
    assert said(window) == "谢谢您"


def test_who_does_not_answer_is_left_alone(
    qtbot: QtBot, desk: SampleOffice, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(petitioner_screen, "EVALUATION_MS", 1)
    with opened(qtbot, desk, petitioner=PetitionerSettings(PETITIONERS)) as made:
        made.workplace.petitioner.begin()
        page, window = made.window.reception(), made.workplace.petitioner.window
        assert window is not None
        record = register_visit(desk.database, desk.clerk, visit(person()))
        page.correct_visit(record.visit_id)
        page.correcting.cancel()
        page.registered.evaluation_button.click()
        qtbot.waitUntil(lambda: window.current is window.welcome)
        assert page.registered.bar.text == OVER
        assert box(desk) == []


def test_a_second_answer_to_one_reception_is_told_to_the_petitioner_alone(
    desk: SampleOffice, page: ReceptionPage, window: PetitionerWindow, record: VisitRecord
):
    for grade in ("satisfied", "very_dissatisfied"):
        offer(page, window)
        tap(window.evaluation.choices.buttons[grade])
        tap(window.evaluation.done)
    assert box(desk) == ["satisfied"]
    assert "已经评价过了" in said(window)
    assert page.registered.bar.text == OVER


def test_a_second_press_on_a_choice_takes_it_back(
    page: ReceptionPage, window: PetitionerWindow, record: VisitRecord
):
    offer(page, window)
    button = window.evaluation.choices.buttons["satisfied"]
    tap(button)
    assert window.evaluation.done.isEnabled()
    tap(button)
    assert window.evaluation.choices.chosen == []
    assert not window.evaluation.done.isEnabled()


def test_it_comes_last_and_is_not_asked_twice_by_the_key(
    page: ReceptionPage, window: PetitionerWindow, record: VisitRecord
):
    release = page.registered.release_button
    release.click()
    tap(window.read_back.right)
    release.click()
    tap(window.signing.on_paper)
    assert release.text() == "请来访人评价"
    assert not page.registered.evaluation_button.isVisible(), "one button says it"
    release.click()
    assert window.current is window.evaluation
    assert release.text() == "收起来访人屏幕"
    tap(window.evaluation.decline)
    assert release.text() == "请来访人核对"
    assert page.registered.evaluation_button.isVisible()


def test_another_tab_takes_it_off_without_an_answer(
    desk: SampleOffice, page: ReceptionPage, window: PetitionerWindow, record: VisitRecord
):
    offer(page, window)
    tap(window.evaluation.choices.buttons["satisfied"])
    page.new_visitor()
    assert window.current is window.welcome
    assert window.evaluation.choices.chosen == []
    assert box(desk) == []


def test_no_key_of_the_clerk_evaluates(
    desk: SampleOffice, page: ReceptionPage, window: PetitionerWindow, record: VisitRecord
):
    offer(page, window)
    for key in (Qt.Key.Key_Tab, Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_1):
        QTest.keyClick(window, key)
    buttons = window.evaluation.findChildren(Button)
    assert {button.focusPolicy() for button in buttons} == {Qt.FocusPolicy.NoFocus}
    assert window.evaluation.choices.chosen == []
    assert box(desk) == []


def test_every_choice_has_a_name_and_room_for_a_finger(
    page: ReceptionPage, window: PetitionerWindow, record: VisitRecord
):
    offer(page, window)
    names = [button.accessibleName() for button in window.evaluation.choices.buttons.values()]
    assert names == ["非常满意", "满意", "基本满意", "不满意", "非常不满意"]
    for button in window.evaluation.findChildren(Button):
        assert button.height() >= 15 / 25.4 * 96


def test_a_desk_without_such_a_screen_offers_nothing(qtbot: QtBot, desk: SampleOffice):
    with opened(qtbot, desk) as made:
        page = made.window.reception()
        record = register_visit(desk.database, desk.clerk, visit(person()))
        page.correct_visit(record.visit_id)
        page.correcting.cancel()
        assert not page.registered.evaluation_button.isVisible()
        page.releasing.release_evaluation()
        assert made.workplace.petitioner.released is None
