"""承诺 on the matter's page: reported on, closed with evidence, taken up again, by the keys."""

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from reception_desk.app import Desk
from reception_desk.records.actor import Actor
from reception_desk.records.document import DocumentKind
from reception_desk.records.promises import PromiseInput, ReportInput, ReportKind
from reception_desk.rules.permissions import Role
from reception_desk.services.papers import issue_paper
from reception_desk.services.promises import (
    evidence_for,
    make_promise,
    promises_of_matter,
    report_promise,
)
from reception_desk.services.visits import visits_of_day
from reception_desk.ui.dialogs.promise_report_form import PromiseReportForm
from reception_desk.ui.pages.matters import MattersPage
from reception_desk.ui.pages.matters.matter_page import MatterPage
from reception_desk.ui.promise_reporting import kinds_of
from tests.offices import MORNING, SampleOffice, today
from tests.services.test_steps import registered, unit_id
from tests.ui.accessibility import nameless_controls
from tests.ui.hands import commit
from tests.ui.shell import box, idle, opened

CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def section(desk: SampleOffice) -> Actor:
    return desk.account(Role.SECTION)


@pytest.fixture
def matter_id(desk: SampleOffice) -> str:
    return registered(desk)


@pytest.fixture
def promise_id(desk: SampleOffice, matter_id: str) -> str:
    asked = PromiseInput(
        "重新测量", unit_id(desk, "T100"), "施某", today() + timedelta(days=20)
    )  # fmt: skip
    return make_promise(desk.database, desk.clerk, matter_id, asked)


def paper(desk: SampleOffice) -> str:
    (row,) = visits_of_day(desk.database, desk.clerk, MORNING)
    kind = DocumentKind.REGISTRATION_FORM
    return issue_paper(desk.database, desk.files, desk.clerk, row.visit_id, kind).sha256


def matter_of(qtbot: QtBot, desk: Desk, matter_id: str) -> MatterPage:
    desk.window.open_matter(matter_id)
    page = desk.window.open_page("matters")
    assert isinstance(page, MattersPage)
    qtbot.waitUntil(lambda: page.matter.isVisible() and page.matter.is_whole)
    idle(qtbot, desk)
    return page.matter


def press(qtbot: QtBot, desk: Desk, page: MatterPage, key: tuple[str, ReportKind]) -> QWidget:
    """Press a promise's button by the keyboard and return the form in front."""
    desk.window.activateWindow()
    qtbot.waitUntil(desk.window.isActiveWindow)
    button = page.promises.buttons[key]
    button.setFocus()
    qtbot.keyPress(button, Qt.Key.Key_Space)
    qtbot.waitUntil(button.isDown)  # a key is held back until it is known not to be a card's
    qtbot.keyRelease(button, Qt.Key.Key_Space)
    idle(qtbot, desk)
    form = box(desk, PromiseReportForm)
    form.activateWindow()
    qtbot.waitUntil(form.isActiveWindow)
    return form


def words(part: QWidget) -> str:
    return "\n".join(one.text() for one in part.findChildren(QLabel))


def test_it_is_reported_on_closed_with_evidence_and_taken_up_again(
    qtbot: QtBot, desk: SampleOffice, section: Actor, matter_id: str, promise_id: str
):
    sha256 = paper(desk)
    with opened(qtbot, desk, section) as shown:
        page = matter_of(qtbot, shown, matter_id)
        form = press(qtbot, shown, page, (promise_id, ReportKind.REPORTED))
        assert isinstance(form, PromiseReportForm)
        assert "承诺：重新测量" in words(form)
        assert nameless_controls(form) == []
        qtbot.keyClick(form, Qt.Key.Key_Return, CONTROL)
        assert "请写明办理情况。" in words(form)
        commit(form.text.edit, "已约测绘")
        qtbot.keyClick(form, Qt.Key.Key_Return, CONTROL)
        qtbot.waitUntil(lambda: "已记录承诺的反馈。" in page.bar.text)
        idle(qtbot, shown)

        form = press(qtbot, shown, page, (promise_id, ReportKind.CLOSED))
        assert isinstance(form, PromiseReportForm)
        commit(form.text.edit, "已测量并答复")
        qtbot.keyClick(form, Qt.Key.Key_Return, CONTROL)
        assert "请选择佐证材料。" in words(form)
        form.evidence.set_code(sha256)
        qtbot.keyClick(form, Qt.Key.Key_Return, CONTROL)
        qtbot.waitUntil(lambda: "已记录承诺的销号。" in page.bar.text)
        idle(qtbot, shown)
        (kept,) = promises_of_matter(desk.database, section, matter_id)
        assert (kept.standing.is_open, kept.standing.evidence_sha256) == (False, sha256)
        assert list(page.promises.buttons) == [
            (promise_id, ReportKind.CALLED_BACK),
            (promise_id, ReportKind.REOPENED),
        ]
        assert "还没有回访" in words(page.promises)

        form = press(qtbot, shown, page, (promise_id, ReportKind.CALLED_BACK))
        assert isinstance(form, PromiseReportForm)
        assert "满意不满意由本人自己评价" in words(form)
        commit(form.text.edit, "电话告知测量结果，本人要求寄送书面答复")
        qtbot.keyClick(form, Qt.Key.Key_Return, CONTROL)
        qtbot.waitUntil(lambda: "已记录承诺的回访。" in page.bar.text)
        idle(qtbot, shown)
        assert "已回访" in words(page.promises)

        form = press(qtbot, shown, page, (promise_id, ReportKind.REOPENED))
        assert isinstance(form, PromiseReportForm)
        commit(form.text.edit, "面积有误")
        qtbot.keyClick(form, Qt.Key.Key_Return, CONTROL)
        qtbot.waitUntil(lambda: "1 项未办结" in words(page.promises))
        idle(qtbot, shown)
        assert "回访：电话告知" in words(page.promises)
        assert "（" + section.name + "）" in words(page.promises)


def test_without_anything_on_record_it_is_said_what_to_do(
    qtbot: QtBot, desk: SampleOffice, section: Actor, matter_id: str, promise_id: str
):
    with opened(qtbot, desk, section) as shown:
        page = matter_of(qtbot, shown, matter_id)
        page.promises.buttons[promise_id, ReportKind.CLOSED].click()
        qtbot.waitUntil(lambda: "还没有可作佐证的材料" in page.bar.text)
        idle(qtbot, shown)


def test_a_refusal_of_the_service_keeps_what_was_typed(
    qtbot: QtBot, desk: SampleOffice, section: Actor, matter_id: str, promise_id: str
):
    sha256 = paper(desk)
    with opened(qtbot, desk, section) as shown:
        page = matter_of(qtbot, shown, matter_id)
        form = press(qtbot, shown, page, (promise_id, ReportKind.REPORTED))
        assert isinstance(form, PromiseReportForm)
        commit(form.text.edit, "已约测绘")
        closing = ReportInput(ReportKind.CLOSED, "另一窗口已销号", sha256)
        report_promise(desk.database, section, promise_id, closing)
        form.press.click()
        qtbot.waitUntil(lambda: "这项承诺已经销号。" in form.bar.text)
        assert form.text.text() == "已约测绘"
        assert form.press.isEnabled()
        form.close()
        idle(qtbot, shown)


def test_who_closes_nothing_reports_all_the_same(
    qtbot: QtBot, desk: SampleOffice, matter_id: str, promise_id: str
):
    assert kinds_of(desk.clerk) == {ReportKind.REPORTED, ReportKind.CALLED_BACK}
    assert kinds_of(desk.account(Role.AUDITOR)) == set()
    with opened(qtbot, desk) as shown:
        page = matter_of(qtbot, shown, matter_id)
        assert list(page.promises.buttons) == [(promise_id, ReportKind.REPORTED)]


def test_the_evidence_offered_is_that_of_the_matter(
    desk: SampleOffice, section: Actor, promise_id: str
):
    sha256 = paper(desk)
    assert [one.sha256 for one in evidence_for(desk.database, section, promise_id)] == [sha256]


def test_the_board_names_what_was_promised_and_is_due(
    qtbot: QtBot, desk: SampleOffice, section: Actor, matter_id: str, promise_id: str
):
    with opened(qtbot, desk, section) as shown:
        page = shown.window.open_page("matters")
        assert isinstance(page, MattersPage)
        page.overview.show_board()
        idle(qtbot, shown)
        board = page.overview.board
        assert not board.owed.isVisible()  # twenty days ahead
        near = PromiseInput("先行答复", unit_id(desk, "T100"), "施某", today() + timedelta(days=2))
        make_promise(desk.database, section, matter_id, near)
        board.reload()
        qtbot.waitUntil(board.owed.isVisible)
        idle(qtbot, shown)
        assert [row[3] for row in board.owed.model.rows()] == ["先行答复"]
        assert str(board.owed.model.rows()[0][0]) == "三天内 还有 2 天"
        with qtbot.waitSignal(board.opened) as asked:
            qtbot.keyClick(board.owed.table, Qt.Key.Key_Return)
        assert asked.args == [matter_id]
        idle(qtbot, shown)
