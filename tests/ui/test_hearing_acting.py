"""听证 on the matter's page: arranged, moved and called off by its buttons."""

from datetime import timedelta

from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from reception_desk.app import Desk
from reception_desk.rules.permissions import Role
from reception_desk.ui.dialogs.hearing_form import HearingForm
from reception_desk.ui.pages.matters.matter_page import MatterPage
from tests.offices import SampleOffice, today
from tests.services.test_hearings import accepted
from tests.services.test_steps import registered
from tests.ui.accessibility import nameless_controls
from tests.ui.hands import commit
from tests.ui.shell import box, idle, opened
from tests.ui.test_promise_reporting import matter_of


def words(part: QWidget) -> str:
    return "\n".join(one.text() for one in part.findChildren(QLabel))


def press(qtbot: QtBot, desk: Desk, page: MatterPage, key: str) -> HearingForm:
    page.hearing.buttons[key].click()
    idle(qtbot, desk)
    form = box(desk, HearingForm)
    assert isinstance(form, HearingForm)
    assert nameless_controls(form) == []
    return form


def test_it_is_arranged_moved_and_called_off(qtbot: QtBot, desk: SampleOffice):
    matter_id = accepted(desk)
    with opened(qtbot, desk, desk.account(Role.SECTION)) as shown:
        page = matter_of(qtbot, shown, matter_id)
        assert "没有安排听证。" in words(page.hearing)
        form = press(qtbot, shown, page, "arranged")
        form.press.click()
        assert "请写明主持人。" in words(form)
        form.place.setText("二楼听证室")
        form.chair.setText("周某")
        form.held_on.set_day(today() + timedelta(days=2))
        assert "通知最迟" in form.told.text()
        form.press.click()
        qtbot.waitUntil(lambda: "送达" in form.bar.text)
        form.held_on.set_day(today() + timedelta(days=20))
        form.press.click()
        qtbot.waitUntil(lambda: "已记录：安排听证。" in page.bar.text)
        idle(qtbot, shown)
        assert "二楼听证室　主持人 周某" in words(page.hearing)
        assert "送达通知：" in words(page.hearing)
        assert list(page.hearing.buttons) == ["notice", "moved", "cancelled"]

        form = press(qtbot, shown, page, "moved")
        form.place.setText("三楼")
        commit(form.reason.edit, "当事人请求")
        form.press.click()
        qtbot.waitUntil(lambda: "已记录：改期。" in page.bar.text)
        idle(qtbot, shown)
        form = press(qtbot, shown, page, "cancelled")
        form.press.click()
        assert "请写明理由。" in words(form)
        commit(form.reason.edit, "双方和解")
        form.press.click()
        qtbot.waitUntil(lambda: "已记录：取消。" in page.bar.text)
        idle(qtbot, shown)
        assert "没有安排听证。" in words(page.hearing)


def test_a_matter_not_in_hand_has_no_card(qtbot: QtBot, desk: SampleOffice):
    matter_id = registered(desk)
    with opened(qtbot, desk, desk.account(Role.SECTION)) as shown:
        page = matter_of(qtbot, shown, matter_id)
        assert page.hearing.isHidden()
