"""领导包案 and 三跨三分离 on the matter's page and the board, by the keys."""

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QLabel, QWidget
from pytestqt.qtbot import QtBot

from reception_desk.app import Desk
from reception_desk.records.actor import Actor
from reception_desk.records.undertakings import UndertakingEvent
from reception_desk.rules.permissions import Role
from reception_desk.services.joint_matters import joint_matter
from reception_desk.services.undertakings import undertakings_of_matter
from reception_desk.ui.dialogs.joint_matter_form import JointMatterForm
from reception_desk.ui.dialogs.undertaking_form import UndertakingEventForm, UndertakingForm
from reception_desk.ui.pages.matters import MattersPage
from reception_desk.ui.pages.matters.matter_page import MatterPage
from tests.leaders import two_leaders
from tests.offices import SampleOffice, today
from tests.services.test_promises import paper
from tests.services.test_steps import registered, unit_id
from tests.ui.accessibility import nameless_controls
from tests.ui.hands import commit
from tests.ui.shell import box, idle, opened
from tests.ui.test_promise_reporting import matter_of
from tests.undertakings import undertaken

CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def leaders(desk: SampleOffice) -> tuple[Actor, str, str]:
    return two_leaders(desk)


@pytest.fixture
def matter_id(desk: SampleOffice) -> str:
    return registered(desk)


def words(part: QWidget) -> str:
    return "\n".join(one.text() for one in part.findChildren(QLabel))


def form_of(qtbot: QtBot, desk: Desk, kind: type[QDialog]) -> QDialog:
    idle(qtbot, desk)
    form = box(desk, kind)
    form.activateWindow()
    qtbot.waitUntil(form.isActiveWindow)
    assert nameless_controls(form) == []
    return form


def ask(
    qtbot: QtBot, desk: Desk, page: MatterPage, event: UndertakingEvent
) -> UndertakingEventForm:
    (button,) = (one for (_, kind), one in page.undertakings.buttons.items() if kind is event)
    button.click()
    form = form_of(qtbot, desk, UndertakingEventForm)
    assert isinstance(form, UndertakingEventForm)
    return form


def test_a_leader_takes_a_matter_upon_himself(
    qtbot: QtBot, desk: SampleOffice, leaders: tuple[Actor, str, str], matter_id: str
):
    section, secretary, _ = leaders
    with opened(qtbot, desk, section) as shown:
        page = matter_of(qtbot, shown, matter_id)
        assert "没有领导包案。" in words(page.undertakings)
        page.undertakings.undertake_button.click()
        form = form_of(qtbot, shown, UndertakingForm)
        assert isinstance(form, UndertakingForm)
        qtbot.keyClick(form, Qt.Key.Key_Return, CONTROL)
        assert "请选择包案领导。" in words(form)
        assert "请写明化解期限。" in words(form)
        form.leader.set_code(secretary)
        form.unit.set_code(unit_id(desk, "T100"))
        form.team.setText("程某、施某，夏某")
        commit(form.plan.edit, "逐户核对面积后补偿")
        form.due.set_day(today() + timedelta(days=30))
        qtbot.keyClick(form, Qt.Key.Key_Return, CONTROL)
        qtbot.waitUntil(lambda: "已记录领导包案。" in page.bar.text)
        idle(qtbot, shown)
        assert "何某" in words(page.undertakings)
        assert "专班：程某、施某、夏某" in words(page.undertakings)
        assert page.undertakings.undertake_button.isHidden()


def test_it_is_handed_over_extended_and_settled(
    qtbot: QtBot, desk: SampleOffice, leaders: tuple[Actor, str, str], matter_id: str
):
    section, secretary, magistrate = leaders
    sha256 = paper(desk)
    undertaken(desk, matter_id, secretary)
    with opened(qtbot, desk, section) as shown:
        page = matter_of(qtbot, shown, matter_id)
        change = ask(qtbot, shown, page, UndertakingEvent.HANDED_OVER)
        commit(change.text.edit, "分工调整")
        change.press.click()
        assert "请选择移交给哪位领导。" in words(change)
        change.leader.set_code(magistrate)
        change.press.click()
        qtbot.waitUntil(lambda: "已记录包案的移交。" in page.bar.text)
        idle(qtbot, shown)
        assert "移交给吕某" in words(page.undertakings)

        change = ask(qtbot, shown, page, UndertakingEvent.EXTENDED)
        commit(change.text.edit, "测绘未完")
        change.due.set_day(today() + timedelta(days=3))
        change.press.click()
        qtbot.waitUntil(lambda: "新的期限要晚于" in change.bar.text)
        assert change.text.text() == "测绘未完"
        change.due.set_day(today() + timedelta(days=90))
        change.press.click()
        qtbot.waitUntil(lambda: "已记录包案的延长期限。" in page.bar.text)
        idle(qtbot, shown)

        change = ask(qtbot, shown, page, UndertakingEvent.SETTLED)
        commit(change.text.edit, "已补偿到户")
        change.evidence.set_code(sha256)
        change.press.click()
        qtbot.waitUntil(lambda: "已记录包案的化解销案。" in page.bar.text)
        idle(qtbot, shown)
        assert "化解销案，按期" in words(page.undertakings)
        assert page.undertakings.buttons == {}
        (ended,) = undertakings_of_matter(desk.database, section, matter_id)
        assert not ended.standing.is_open


def test_without_leaders_or_evidence_it_is_said_what_to_do(
    qtbot: QtBot, desk: SampleOffice, matter_id: str
):
    with opened(qtbot, desk, desk.account(Role.SECTION)) as shown:
        page = matter_of(qtbot, shown, matter_id)
        page.undertakings.undertake_button.click()
        qtbot.waitUntil(lambda: "还没有领导名单。" in page.bar.text)
        idle(qtbot, shown)
        _, secretary, _ = two_leaders(desk)
        undertaken(desk, matter_id, secretary)
        shown.workplace.changes.matter_changed.emit(matter_id)
        idle(qtbot, shown)
        (button,) = (
            one
            for (_, kind), one in page.undertakings.buttons.items()
            if kind is UndertakingEvent.SETTLED
        )
        button.click()
        qtbot.waitUntil(lambda: "还没有可作佐证的材料" in page.bar.text)
        idle(qtbot, shown)


def test_a_clerk_reports_and_sees_no_empty_card(
    qtbot: QtBot, desk: SampleOffice, leaders: tuple[Actor, str, str], matter_id: str
):
    with opened(qtbot, desk) as shown:
        page = matter_of(qtbot, shown, matter_id)
        assert page.undertakings.isHidden()
        assert page.joint.isHidden()
        key = undertaken(desk, matter_id, leaders[1])
        shown.workplace.changes.matter_changed.emit(matter_id)
        idle(qtbot, shown)
        assert list(page.undertakings.buttons) == [(key, UndertakingEvent.REPORTED)]


def test_who_leads_and_who_supports_is_named_on_the_page(
    qtbot: QtBot, desk: SampleOffice, leaders: tuple[Actor, str, str], matter_id: str
):
    with opened(qtbot, desk, leaders[0]) as shown:
        page = matter_of(qtbot, shown, matter_id)
        page.joint.button.click()
        form = form_of(qtbot, shown, JointMatterForm)
        assert isinstance(form, JointMatterForm)
        form.supports[0].set_code(unit_id(desk, "T101"))
        qtbot.keyClick(form, Qt.Key.Key_Return, CONTROL)
        assert "要明确一个主办单位" in words(form)
        form.lead.set_code(unit_id(desk, "T100"))
        form.traits.set_chosen(["crosses_regions"])
        qtbot.keyClick(form, Qt.Key.Key_Return, CONTROL)
        qtbot.waitUntil(lambda: "已记录主办、协办单位。" in page.bar.text)
        idle(qtbot, shown)
        assert "跨地区" in words(page.joint)
        assert "协办：" in words(page.joint)
        assert joint_matter(desk.database, leaders[0], matter_id).is_joint


def test_the_board_names_what_leaders_answer_for_and_is_due(
    qtbot: QtBot, desk: SampleOffice, leaders: tuple[Actor, str, str], matter_id: str
):
    undertaken(desk, matter_id, leaders[1], due_on=today() + timedelta(days=2))
    with opened(qtbot, desk, leaders[0]) as shown:
        page = shown.window.open_page("matters")
        assert isinstance(page, MattersPage)
        page.overview.show_board()
        idle(qtbot, shown)
        board = page.overview.board
        qtbot.waitUntil(board.owed.isVisible)
        (row,) = board.owed.model.rows()
        assert row[2:4] == ("包案", "逐户核对面积后补偿")
        assert str(row[4]).startswith("何某 ")
