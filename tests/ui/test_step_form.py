"""The form of a step: what the workflow asks for, and nothing typed is lost."""

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot
from pytestqt.wait_signal import SignalBlocker

from reception_desk.errors import InvalidInputError
from reception_desk.records.steps import StepInput
from reception_desk.rules.guards import URGENT_RECIPIENTS
from reception_desk.rules.transition import PROPOSED, Event, Need
from reception_desk.rules.workflow import TRANSITIONS
from reception_desk.ui.dialogs.reason_form import ReasonForm
from reception_desk.ui.dialogs.step_form import StepForm, StepWanted
from reception_desk.ui.widgets.choices import Choice
from tests.ui.accessibility import nameless_controls
from tests.ui.hands import commit
from tests.ui.stage import show

TODAY = date(2026, 11, 27)
UNITS = (Choice("town", "花园镇", keys=("hyz",)), Choice("labour", "人社局", keys=("rsj",)))


def form(qtbot: QtBot, event: Event, *, proposes: bool = False, given: StepInput | None = None):
    row = TRANSITIONS[event]
    page = show(qtbot, QWidget(), width=1000, height=640)
    wanted = StepWanted(row, proposes, row.label, TODAY, UNITS, given or StepInput(event=""))
    made = StepForm(page, wanted)
    made.open()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    return made


def said(asked: SignalBlocker) -> StepInput:
    assert asked.args is not None
    (step,) = asked.args
    return step


@pytest.mark.parametrize("event", [event for event in TRANSITIONS if event is not Event.REGISTERED])
def test_each_step_asks_for_what_the_table_needs(qtbot: QtBot, event: Event):
    made = form(qtbot, event)
    fields = {
        Need.UNIT: made.unit,
        Need.DUE_DATE: made.due_on,
        Need.DAYS: made.days,
        Need.REASON: made.reason,
        Need.BASIS: made.basis,
        Need.RESULT: made.outcome,
        Need.WAY: made.way,
        Need.NOTICE_DAY: made.noticed_on,
        Need.RECIPIENTS: made.recipients,
        Need.LINKED_MATTER: made.matter,
        Need.WRITTEN: made.written,
    }
    for need, part in fields.items():
        is_asked = need in TRANSITIONS[event].needs or need is Need.REASON
        assert part.isVisible() is is_asked, need
    assert made.day.day() == TODAY
    assert nameless_controls(made) == []
    made.close()


def test_a_proposal_says_what_is_proposed_and_to_which_unit(qtbot: QtBot):
    made = form(qtbot, Event.TRANSFERRED, proposes=True)
    qtbot.keyClicks(made.unit, "hyz")
    qtbot.keyClick(made.unit, Qt.Key.Key_Return)
    commit(made.reason.edit, "属镇政府职权")
    with qtbot.waitSignal(made.asked) as asked:
        qtbot.keyClick(made.reason.edit, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert said(asked) == StepInput(
        PROPOSED, day=TODAY, reason="属镇政府职权", unit_id="town", result="transferred"
    )
    made.close()


def test_what_is_missing_is_said_under_its_field_and_nothing_is_asked(qtbot: QtBot):
    made = form(qtbot, Event.ASSIGNED)
    commit(made.reason.edit, "要报结果")
    with qtbot.assertNotEmitted(made.asked):
        made.press.click()
    assert made.unit.accessibleDescription() == "请填写单位。"
    assert made.due_on.accessibleDescription() == "请填写日期。"
    assert made.unit.hasFocus()
    assert made.reason.text() == "要报结果"
    made.close()


def test_a_refusal_stands_in_the_form_and_what_was_typed_stays(qtbot: QtBot):
    made = form(qtbot, Event.DECLINED)
    commit(made.reason.edit, "不属本县职权")
    made.press.click()
    assert not made.press.isEnabled(), "asked once, and no second time meanwhile"
    made.refuse(InvalidInputError("日期早于上一步办理的日期，请核对。", saved="没有改动。"))
    assert "日期早于上一步" in made.bar.text
    assert made.reason.text() == "不属本县职权"
    assert made.press.isEnabled()
    assert made.isVisible()
    made.close()


@pytest.mark.parametrize(
    "event", [Event.CLOSED, Event.ARCHIVED, Event.WITHDRAWN, Event.DECLINED_FURTHER]
)
def test_what_is_final_is_asked_once_more_in_its_own_words(qtbot: QtBot, event: Event):
    made = form(qtbot, event)
    commit(made.reason.edit, "本人已解决")
    made.matter.set_matter("m", "复核终结的事项")
    with qtbot.assertNotEmitted(made.asked):
        made.press.click()
    assert made.bar.text
    assert made.press.text() == f"确认{TRANSITIONS[event].label}"
    with qtbot.waitSignal(made.asked):
        made.press.click()
    made.close()


def test_a_proposal_of_what_is_final_is_not_asked_twice(qtbot: QtBot):
    made = form(qtbot, Event.DECLINED_FURTHER, proposes=True)
    made.matter.set_matter("m", "复核终结的事项")
    commit(made.reason.edit, "同一事实和理由")
    with qtbot.waitSignal(made.asked) as asked:
        made.press.click()
    assert said(asked).linked_matter_id == "m"
    made.close()


def test_an_approval_shows_what_was_proposed(qtbot: QtBot):
    given = StepInput(
        event="", reason="属实", unit_id="labour", due_on=date(2026, 12, 31), answers_id="p"
    )
    made = form(qtbot, Event.ASSIGNED, given=given)
    with qtbot.waitSignal(made.asked) as asked:
        made.press.click()
    step = said(asked)
    assert (step.event, step.unit_id, step.due_on) == ("assigned", "labour", date(2026, 12, 31))
    assert (step.answers_id, step.result, step.day) == ("p", None, TODAY)
    made.close()


def test_the_post_s_number_is_asked_for_with_the_post_only(qtbot: QtBot):
    made = form(qtbot, Event.SERVED)
    assert not made.mail.isVisible()
    made.way.set_code("1")
    assert made.mail.isVisible()
    commit(made.mail, "XA123")
    made.agreed.setChecked(True)
    with qtbot.waitSignal(made.asked) as asked:
        made.press.click()
    details = said(asked).details
    assert (details.way, details.mail_number, details.is_agreed) == ("1", "XA123", True)
    made.close()


def test_an_urgent_report_names_everybody_it_reached(qtbot: QtBot):
    made = form(qtbot, Event.ESCALATED)
    made.recipients.set_chosen(URGENT_RECIPIENTS)
    commit(made.reason.edit, "四十余人讨薪")
    with qtbot.waitSignal(made.asked) as asked:
        made.press.click()
    details = said(asked).details
    assert (details.recipients, details.known_on) == (tuple(URGENT_RECIPIENTS), TODAY)
    made.close()


def test_a_reason_is_asked_for_and_kept(qtbot: QtBot):
    page = show(qtbot, QWidget(), width=1000, height=640)
    made = ReasonForm(page, "退回“拟转送”", "退回", "可以修改后重新提出。")
    made.open()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    with qtbot.assertNotEmitted(made.asked):
        made.press.click()
    assert made.reason.accessibleDescription() == "请写明理由。"
    commit(made.reason.edit, " 先核实 ")
    with qtbot.waitSignal(made.asked) as asked:
        qtbot.keyClick(made.reason.edit, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert asked.args == ["先核实"]
    made.close()
