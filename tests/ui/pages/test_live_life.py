"""A session from the first arrival to the archive, by the cards beside its log."""

from typing import TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog, QPushButton
from pytestqt.qtbot import QtBot

from reception_desk.config import RecorderSettings
from reception_desk.records.actor import Actor
from reception_desk.records.recordings import ConsentAnswer
from reception_desk.rules.permissions import Role
from reception_desk.rules.recording_consent import newest
from reception_desk.rules.session_transition import SessionEvent as Event
from reception_desk.rules.session_transition import SessionState
from reception_desk.ui.dialogs.paper_form import PaperForm
from reception_desk.ui.dialogs.participant_form import ParticipantForm
from reception_desk.ui.dialogs.session_event import SessionEventForm
from reception_desk.ui.pages.video_sessions import VideoSessionsPage
from reception_desk.ui.pages.video_sessions.live_session import LiveSession
from reception_desk.ui.tasks import Tasks
from tests.offices import SampleOffice
from tests.sessions import NONE, SampleSession, a_session
from tests.ui.accessibility import nameless_controls
from tests.ui.desks import workplace
from tests.ui.shell import opened
from tests.ui.stage import show

SLOW = 30_000
T = TypeVar("T", bound=QDialog)


@pytest.fixture
def section(desk: SampleOffice) -> Actor:
    return desk.account(Role.SECTION)


@pytest.fixture
def sample(desk: SampleOffice, section: Actor) -> SampleSession:
    made = a_session(desk, section)
    made.appointed()
    return made


@pytest.fixture
def live(
    qtbot: QtBot, desk: SampleOffice, sample: SampleSession, section: Actor, tasks: Tasks
) -> LiveSession:
    places = RecorderSettings(petitioner_sound="drawn:sine")
    widget = LiveSession(workplace(desk, tasks, actor=section, recorder=places))
    show(qtbot, widget, width=1200, height=900)
    with qtbot.waitSignal(widget.shown):
        widget.open_session(sample.session_id)
    return widget


def buttons(live: LiveSession, name: str) -> list[QPushButton]:
    return [
        each
        for each in live.people.findChildren(QPushButton)
        if name in {each.accessibleName(), each.text()} and each.isVisible()
    ]


def button(qtbot: QtBot, live: LiveSession, name: str) -> QPushButton:
    """Return the one button of the people's card that is called so."""
    qtbot.waitUntil(lambda: len(buttons(live, name)) == 1)
    return buttons(live, name)[0]


def press(qtbot: QtBot, live: LiveSession, name: str) -> None:
    button(qtbot, live, name).click()
    settled(qtbot, live)


def settled(qtbot: QtBot, live: LiveSession) -> None:
    qtbot.waitUntil(lambda: live.work.tasks.pending == 0, timeout=SLOW)


def f8(qtbot: QtBot, live: LiveSession) -> None:
    live.window().activateWindow()
    qtbot.waitUntil(live.window().isActiveWindow)
    qtbot.keyClick(live, Qt.Key.Key_F8)
    settled(qtbot, live)


def state(live: LiveSession) -> SessionState | None:
    assert live.file is not None
    return live.file.standing.state


def form(live: LiveSession, kind: type[T]) -> T:
    (found,) = [each for each in live.window().findChildren(kind) if each.isVisible()]
    return found


def test_f8_in_the_whole_desk_is_the_sessions_own(
    qtbot: QtBot, desk: SampleOffice, sample: SampleSession, section: Actor
):
    with opened(qtbot, desk, section) as shown:
        page = shown.window.open_page("video_sessions")
        assert isinstance(page, VideoSessionsPage)
        page.open_session(sample.session_id)
        qtbot.waitUntil(lambda: page.is_live, timeout=SLOW)
        for name in ("张伟到场", "何某到场", "不申请回避"):
            press(qtbot, page.live, name)
        target = QApplication.focusWidget()
        assert target is not None
        qtbot.keyClick(target, Qt.Key.Key_F8)
        settled(qtbot, page.live)
        assert state(page.live) is SessionState.IN_SESSION


def test_a_session_lives_from_arrival_to_archive(qtbot: QtBot, live: LiveSession):
    assert not live.steps.buttons[Event.BEGUN].isEnabled()
    press(qtbot, live, "张伟到场")
    press(qtbot, live, "何某到场")
    press(qtbot, live, "不申请回避")
    f8(qtbot, live)
    assert state(live) is SessionState.IN_SESSION
    f8(qtbot, live)
    assert state(live) is SessionState.IN_SESSION  # asked twice
    f8(qtbot, live)
    assert state(live) is SessionState.ENDED

    f8(qtbot, live)
    (paper,) = live.window().findChildren(PaperForm)
    paper.press.click()
    qtbot.waitUntil(lambda: state(live) is SessionState.READ_BACK, timeout=SLOW)
    qtbot.waitUntil(lambda: "已出具" in live.bar.text, timeout=SLOW)
    settled(qtbot, live)
    press(qtbot, live, "张伟已签名")
    assert not live.steps.buttons[Event.SIGNED].isEnabled()
    button(qtbot, live, "何某未签名…").click()
    why = form(live, SessionEventForm)
    why.press.click()
    assert state(live) is SessionState.READ_BACK  # a reason is asked
    why.reason.set_text("在外地，另行寄送")
    why.press.click()
    settled(qtbot, live)
    f8(qtbot, live)
    assert state(live) is SessionState.SIGNED
    f8(qtbot, live)
    f8(qtbot, live)
    assert state(live) is SessionState.ARCHIVED


def test_consent_is_answered_with_one_press_and_withdrawn_as_easily(
    qtbot: QtBot, live: LiveSession, sample: SampleSession
):
    def given() -> ConsentAnswer:
        assert live.file is not None
        return newest(live.file.consent.answers)[sample.petitioner].answer

    press(qtbot, live, "张伟到场")
    assert live.people.sentence.text() == "还要征求张伟的意见。"
    press(qtbot, live, "张伟同意录音录像")
    assert given() is ConsentAnswer.AGREES
    assert button(qtbot, live, "张伟同意录音录像").isChecked()
    press(qtbot, live, "张伟同意录音录像")
    assert live.file is not None
    assert len(live.file.consent.answers) == 1  # the same again says nothing new
    press(qtbot, live, "张伟撤回同意")
    assert given() is ConsentAnswer.WITHDRAWN
    assert "接访照常进行" in live.people.sentence.text()


def test_declining_changes_nothing_in_the_session(
    qtbot: QtBot, live: LiveSession, sample: SampleSession
):
    """E-33: the visitor declines recording; the session goes the same way."""
    press(qtbot, live, "张伟到场")
    press(qtbot, live, "张伟不同意")
    sample.record(Event.RECUSAL_ASKED, result=NONE)
    live.work.changes.video_session_changed.emit(sample.session_id)
    settled(qtbot, live)
    f8(qtbot, live)
    assert state(live) is SessionState.IN_SESSION
    assert not live.recorder.start_button.isEnabled()
    assert live.recorder.why.text() == "张伟不同意，不录音录像，接访照常进行。"
    assert live.line.isEnabled()
    f8(qtbot, live)
    f8(qtbot, live)
    assert state(live) is SessionState.ENDED


def test_recusal_is_asked_for_somebody_and_decided(
    qtbot: QtBot, live: LiveSession, sample: SampleSession
):
    press(qtbot, live, "张伟到场")
    button(qtbot, live, "申请回避…").click()
    asked = form(live, SessionEventForm)
    asked.who.set_code(sample.receiver)
    asked.reason.set_text("与村干部是亲属")
    asked.press.click()
    settled(qtbot, live)
    assert not live.steps.buttons[Event.BEGUN].isEnabled()
    button(qtbot, live, "不同意…").click()
    decided = form(live, SessionEventForm)
    decided.decider.setText("市信访局")
    decided.reason.set_text("没有亲属关系")
    decided.press.click()
    settled(qtbot, live)
    assert live.file is not None
    (recusal,) = live.file.standing.recusals
    assert (recusal.is_granted, recusal.decided_by) == (False, "市信访局")


def test_somebody_who_comes_along_is_named_and_asked(qtbot: QtBot, live: LiveSession):
    live.people.add_button.click()
    who = form(live, ParticipantForm)
    who.press.click()
    assert who.isVisible()
    who.name.setText("余某")
    who.role.set_code("lawyer")
    assert who.side.code() == "near"
    who.press.click()
    settled(qtbot, live)
    press(qtbot, live, "余某到场")
    assert live.people.sentence.text() == "还要征求余某的意见。"


def test_a_failure_ends_it_with_an_explanation(
    qtbot: QtBot, live: LiveSession, sample: SampleSession
):
    sample.come()
    sample.record(Event.RECUSAL_ASKED, result=NONE)
    sample.record(Event.BEGUN)
    live.work.changes.video_session_changed.emit(sample.session_id)
    settled(qtbot, live)
    live.steps.buttons[Event.BROKEN_OFF].click()
    why = form(live, SessionEventForm)
    why.reason.set_text("线路中断，不能恢复")
    why.press.click()
    settled(qtbot, live)
    assert state(live) is SessionState.BROKEN_OFF
    assert live.line.isEnabled()  # what was not written down yet may be added


def test_every_control_beside_the_log_has_a_name(qtbot: QtBot, live: LiveSession):
    press(qtbot, live, "张伟到场")
    assert nameless_controls(live) == []


def test_the_keyboard_stays_at_the_person_that_was_pressed(qtbot: QtBot, live: LiveSession):
    came = button(qtbot, live, "张伟到场")
    came.setFocus()
    qtbot.keyClick(came, Qt.Key.Key_Space)
    settled(qtbot, live)
    assert button(qtbot, live, "张伟离场").hasFocus()
