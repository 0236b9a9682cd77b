"""The legal-route helper at the clerk's page: a proposal that the clerk sees and may change."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from reception_desk.models.matter import Step
from reception_desk.models.visit import Visit
from reception_desk.rules.codes import CodeListName, code_list
from reception_desk.rules.route_tree import Question
from reception_desk.rules.routes import advise, may_receive, path_of
from reception_desk.services.office import unit_id
from reception_desk.services.step_details import details_of
from reception_desk.ui.dialogs.route_questions import RouteHelper
from reception_desk.ui.pages.reception import ReceptionPage
from reception_desk.ui.pages.reception.filling import take_advice
from reception_desk.ui.pages.reception.visit_draft import VisitDraft
from reception_desk.ui.tasks import Tasks
from tests.offices import SampleOffice
from tests.ui.desks import workplace
from tests.ui.hands import commit
from tests.ui.stage import show

WAGES = (Qt.Key.Key_1, Qt.Key.Key_1, Qt.Key.Key_2, Qt.Key.Key_1)
BRIBES = (Qt.Key.Key_3, Qt.Key.Key_1)
TOWN, DISCIPLINE, LABOUR = unit_id("T100"), unit_id("D10"), unit_id("D24")


@pytest.fixture
def page(qtbot: QtBot, desk: SampleOffice, tasks: Tasks) -> Iterator[ReceptionPage]:
    opened = ReceptionPage(workplace(desk, tasks))
    show(qtbot, opened, width=1282, height=700)
    opened.new_visitor()
    yield opened
    opened.close_page()


def helpers(page: QWidget) -> list[RouteHelper]:
    return [one for one in page.window().findChildren(RouteHelper) if one.isVisible()]


def answer(qtbot: QtBot, page: ReceptionPage, *keys: Qt.Key) -> None:
    """Open the helper by its key, answer, and take the advice."""
    QTest.keyClick(page.form.claim.claim.edit, Qt.Key.Key_R, Qt.KeyboardModifier.ControlModifier)
    (helper,) = helpers(page)
    qtbot.waitUntil(lambda: helper.answers[0].hasFocus())
    for key in keys:
        QTest.keyClick(QApplication.focusWidget() or helper, key)
    assert helper.advice is not None
    QTest.keyClick(helper.take_button, Qt.Key.Key_Return)
    assert helpers(page) == []


def stored(desk: SampleOffice) -> Visit:
    with desk.database.read() as session:
        return session.scalars(select(Visit)).one()


def test_the_advice_fills_class_result_unit_and_reasons(
    qtbot: QtBot, page: ReceptionPage, desk: SampleOffice
):
    page.form.claim.claim.edit.setFocus()
    commit(page.form.claim.claim.edit, "反映企业拖欠工资")
    answer(qtbot, page, *WAGES)

    assert page.form.what.matter_class.code() == "3"
    assert page.form.route.outcome.text() == "引导法定途径"
    assert page.form.route.target_unit_id.code() == LABOUR
    assert "第三十一条第二项" in page.form.route.outcome_note.text()
    assert "法定途径告知书" in page.form.route.bar.text
    page.submit()
    kept = stored(desk)
    assert (kept.matter_class, kept.outcome, kept.target_unit_id) == ("3", "02", LABOUR)
    assert kept.outcome_note is not None
    assert kept.outcome_note.endswith("属于劳动、人事争议，应当先申请仲裁。")
    with desk.database.read() as session:
        step = session.scalars(select(Step)).one()
    told = ("form=visit", "kind=claim", "earlier=first", "subject=arbitration")
    assert details_of(step.details).route == (*told, "arbitration=labour")


def test_the_proposal_is_taken_back_by_one_link(
    qtbot: QtBot, page: ReceptionPage, desk: SampleOffice
):
    page.form.route.outcome_note.setText("")
    commit(page.form.route.outcome_note, "先看材料")
    answer(qtbot, page, *WAGES)
    commit(page.form.claim.claim.edit, "后来写的诉求")
    link = next(
        button
        for button in page.form.route.bar.findChildren(QPushButton)
        if button.text() == "恢复原来的内容"
    )
    qtbot.mouseClick(link, Qt.MouseButton.LeftButton)

    assert page.form.route.outcome_note.text() == "先看材料"
    assert page.form.route.outcome.code() == ""
    assert page.form.what.matter_class.code() == ""
    assert page.form.claim.claim.text() == "后来写的诉求"
    page.submit()
    with desk.database.read() as session:
        assert session.scalars(select(Step.details)).all() == [None]
    assert page.form.route.bar.text == ""


def test_escape_changes_nothing(qtbot: QtBot, page: ReceptionPage):
    qtbot.mouseClick(page.form.route.ask_button, Qt.MouseButton.LeftButton)
    (helper,) = helpers(page)
    QTest.keyClick(helper, Qt.Key.Key_Escape)

    assert page.form.route.outcome.code() == ""
    assert page.form.route.bar.text == ""


def test_ac_22_an_accusation_is_offered_the_discipline_inspection_only(
    qtbot: QtBot, page: ReceptionPage, desk: SampleOffice
):
    page.form.route.target_unit_id.set_code(TOWN)
    answer(qtbot, page, *BRIBES)
    assert page.form.route.target_unit_id.code() == DISCIPLINE
    page.form.route.target_unit_id.set_code(TOWN)
    assert page.form.route.target_unit_id.code() == ""
    page.form.route.target_unit_id.set_code(DISCIPLINE)
    page.submit()

    assert (stored(desk).matter_class, stored(desk).target_unit_id) == ("2", DISCIPLINE)


def test_ac_22_a_unit_chosen_before_is_let_go_when_it_becomes_an_accusation(page: ReceptionPage):
    page.form.route.target_unit_id.set_code(TOWN)
    page.form.what.matter_class.set_code("2")

    assert page.form.route.target_unit_id.code() == ""
    assert "第三十条" in page.form.route.bar.text
    page.form.what.matter_class.set_code("3")
    page.form.route.target_unit_id.set_code(TOWN)
    assert page.form.route.target_unit_id.code() == TOWN


def test_without_an_open_visitor_the_key_opens_nothing(
    qtbot: QtBot, desk: SampleOffice, tasks: Tasks
):
    page = ReceptionPage(workplace(desk, tasks))
    show(qtbot, page, width=1282, height=700)
    page.routing.ask()

    assert helpers(page) == []
    page.close_page()


def every_path(answers: dict[str, str]) -> Iterator[dict[str, str]]:
    ahead = path_of(answers).ahead
    if isinstance(ahead, Question):
        for one in ahead.answers:
            yield from every_path({**answers, ahead.code: one.code})
    else:
        yield answers


def test_every_advice_fills_a_result_of_the_list_and_a_unit_that_may_receive_it(
    page: ReceptionPage,
):
    units = {unit.code: unit for unit in page.form.route.units}
    kinds = {unit.unit_id: unit.kind for unit in page.form.route.units}
    results = {entry.code for entry in code_list(CodeListName.RECEPTION_RESULT).rows}
    for answers in every_path({"form": "visit"}):
        draft = VisitDraft.begin("d")
        draft.target_unit_id = TOWN
        take_advice(draft, advise(answers), {code: unit.unit_id for code, unit in units.items()})

        assert draft.outcome in results
        assert not draft.target_unit_id or may_receive(
            draft.matter_class, kinds[draft.target_unit_id]
        )
        assert draft.outcome_note.endswith("。")
