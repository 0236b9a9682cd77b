"""值班律师、调解员 beside the day, and their advice on the matter's page."""

from datetime import timedelta

from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from reception_desk.rules.permissions import Role
from reception_desk.services.advice import advice_of_matter, log_advice
from reception_desk.services.advisers import shifts
from reception_desk.ui.dialogs.adviser_forms import AdviceForm, ShiftForm
from reception_desk.ui.dialogs.reason_form import ReasonForm
from reception_desk.ui.tasks import Tasks
from tests.advisers import a_lawyer, an_advice
from tests.offices import SampleOffice, today
from tests.services.test_steps import registered
from tests.ui.accessibility import nameless_controls
from tests.ui.hands import commit
from tests.ui.pages.test_leader_days import Hand
from tests.ui.shell import box, idle, opened
from tests.ui.test_promise_reporting import matter_of


def words(part: QWidget) -> str:
    return "\n".join(one.text() for one in part.findChildren(QLabel))


def test_a_duty_is_planned_beside_the_day_and_withdrawn(
    qtbot: QtBot, desk: SampleOffice, tasks: Tasks
):
    hand = Hand(qtbot, desk, tasks, desk.account(Role.SECTION))
    card = hand.month.duty
    hand.month.grid.choose(today())
    hand.rest()
    assert "这一天没有安排。" in words(card)
    card.add_button.click()
    qtbot.waitUntil(lambda: isinstance(card.form, ShiftForm))
    form = card.form
    assert isinstance(form, ShiftForm)
    assert nameless_controls(form) == []
    form.press.click()
    assert "姓名和单位" in form.bar.text
    form.name.setText("孔某")
    form.firm.setText("湖北示例律师事务所")
    form.place.setText("3号窗口")
    form.until.set_day(today() + timedelta(days=7))
    form.press.click()
    qtbot.waitUntil(lambda: "已加上 2 班。" in hand.page.bar.text)
    hand.rest()
    assert "孔某　律师" in words(card)
    assert len(shifts(desk.database, today(), today() + timedelta(days=30))) == 2

    (button,) = card.buttons.values()
    button.click()
    reason = card.form
    assert isinstance(reason, ReasonForm)
    commit(reason.reason.edit, "出庭")
    reason.press.click()
    qtbot.waitUntil(lambda: "已撤下这一班。" in hand.page.bar.text)
    hand.rest()
    assert "这一天没有安排。" in words(card)


def test_a_clerk_sees_the_duty_and_plans_none(qtbot: QtBot, desk: SampleOffice, tasks: Tasks):
    a_lawyer(desk)
    hand = Hand(qtbot, desk, tasks, desk.clerk)
    hand.month.grid.choose(today())
    hand.rest()
    assert "孔某　律师" in words(hand.month.duty)
    assert hand.month.duty.buttons == {}


def test_an_advice_is_written_down_on_the_matter(qtbot: QtBot, desk: SampleOffice):
    matter_id, lawyer = registered(desk), a_lawyer(desk)
    with opened(qtbot, desk) as shown:
        page = matter_of(qtbot, shown, matter_id)
        page.advice.button.click()
        idle(qtbot, shown)
        form = box(shown, AdviceForm)
        assert isinstance(form, AdviceForm)
        assert nameless_controls(form) == []
        assert form.adviser.code() == lawyer
        form.press.click()
        assert "请写明咨询的问题。" in form.bar.text
        form.topic.setText("劳动报酬")
        commit(form.text.edit, "可以申请仲裁。")
        form.referral.set_code("03")
        form.press.click()
        qtbot.waitUntil(lambda: "已登记律师、调解员的意见。" in page.bar.text)
        idle(qtbot, shown)
        assert "转介：劳动人事争议仲裁" in words(page.advice)
        found = advice_of_matter(desk.database, desk.clerk, matter_id)
        assert [one.text for one in found or ()] == ["可以申请仲裁。"]


def test_the_paper_is_printed_and_none_of_it_kept(qtbot: QtBot, desk: SampleOffice):
    matter_id = registered(desk)
    log_advice(desk.database, desk.clerk, matter_id, an_advice(a_lawyer(desk)))
    with opened(qtbot, desk) as shown:
        page = matter_of(qtbot, shown, matter_id)
        (button,) = page.advice.buttons.values()
        with qtbot.waitSignal(page.advising.done) as told:
            button.click()
        assert told.args == ["意见单已送打印机，一份交信访人。"]
        idle(qtbot, shown)
        assert page.opened is not None
        assert page.opened.file.papers == ()


def test_who_may_not_see_it_has_no_card_and_without_a_list_it_is_said(
    qtbot: QtBot, desk: SampleOffice
):
    matter_id = registered(desk)
    with opened(qtbot, desk) as shown:
        page = matter_of(qtbot, shown, matter_id)
        page.advice.button.click()
        qtbot.waitUntil(lambda: "还没有律师、调解员的名单。" in page.bar.text)
        idle(qtbot, shown)
    with opened(qtbot, desk, desk.account(Role.COUNTY_LEADER)) as shown:
        page = matter_of(qtbot, shown, matter_id)
        assert page.advice.isHidden()
