"""视频接访: from the application to the day, by the buttons under the list of sessions in hand."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from reception_desk.app import Desk
from reception_desk.records.actor import Actor
from reception_desk.records.document import DocumentKind
from reception_desk.rules.permissions import Role
from reception_desk.rules.session_transition import SessionEvent, SessionState
from reception_desk.ui.dialogs.session_appointment import SessionAppointmentForm
from reception_desk.ui.dialogs.session_event import SessionEventForm
from reception_desk.ui.pages.video_sessions import VideoSessionsPage
from reception_desk.ui.pages.video_sessions.preparing import steps_of
from tests.offices import SampleOffice, today
from tests.sessions import SampleSession, a_room, a_session
from tests.ui.accessibility import nameless_controls
from tests.ui.shell import idle, opened

SOON = today() + timedelta(days=5)


@pytest.fixture
def section(desk: SampleOffice) -> Actor:
    return desk.account(Role.SECTION)


@pytest.fixture
def session(desk: SampleOffice, section: Actor) -> SampleSession:
    return a_session(desk, section)


@pytest.fixture
def shown(
    qtbot: QtBot, desk: SampleOffice, section: Actor, session: SampleSession
) -> Iterator[Desk]:
    with opened(qtbot, desk, section) as window:
        yield window


def page_of(qtbot: QtBot, desk: Desk) -> VideoSessionsPage:
    page = desk.window.open_page("video_sessions")
    assert isinstance(page, VideoSessionsPage)
    idle(qtbot, desk)
    return page


def words(part: QWidget) -> str:
    return "\n".join(label.text() for label in part.findChildren(QLabel))


def ask(page: VideoSessionsPage, event: SessionEvent) -> SessionEventForm | SessionAppointmentForm:
    page.listing.chosen.buttons[event].click()
    form = page.listing.preparing.form
    assert form is not None
    return form


def settle(qtbot: QtBot, desk: Desk, page: VideoSessionsPage) -> None:
    idle(qtbot, desk)
    page.reload()
    idle(qtbot, desk)


def agreed(qtbot: QtBot, desk: Desk, page: VideoSessionsPage) -> None:
    form = ask(page, SessionEvent.AGREED)
    assert isinstance(form, SessionEventForm)
    form.decider.setText("市信访局何某")
    form.press.click()
    settle(qtbot, desk, page)


def appointment(page: VideoSessionsPage, event: SessionEvent, room: str) -> SessionAppointmentForm:
    form = ask(page, event)
    assert isinstance(form, SessionAppointmentForm)
    form.day.set_day(SOON)
    form.span.setText("9:00-10:00")
    form.room.set_code(room)
    return form


def test_a_session_is_agreed_to_and_appointed(
    qtbot: QtBot, desk: SampleOffice, shown: Desk, session: SampleSession
):
    room = a_room(desk, "一室")
    page = page_of(qtbot, shown)
    form = ask(page, SessionEvent.AGREED)
    form.press.click()
    assert "请写明由谁决定。" in words(form)
    form.reject()
    agreed(qtbot, shown, page)
    assert session.now().standing.state is SessionState.AGREED

    asked = ask(page, SessionEvent.APPOINTED)
    asked.press.click()
    assert "请选择视频接访室。" in words(asked)
    asked.reject()
    appointment(page, SessionEvent.APPOINTED, room).press.click()
    settle(qtbot, shown, page)
    standing = session.now().standing
    assert standing.appointment is not None
    assert standing.appointment.room_id == room
    assert f"{SOON.isoformat()} 09:00" in page.listing.chosen.where.text()
    assert "已记录“约定时间”。" in page.bar.text


def test_a_clash_is_told_and_may_be_meant(
    qtbot: QtBot, desk: SampleOffice, section: Actor, shown: Desk, session: SampleSession
):
    room = a_room(desk, "一室")
    page = page_of(qtbot, shown)
    agreed(qtbot, shown, page)
    appointment(page, SessionEvent.APPOINTED, room).press.click()
    settle(qtbot, shown, page)
    other = a_session(desk, section)
    settle(qtbot, shown, page)
    page.listing.table.setCurrentIndex(
        page.listing.model.index(page.listing.model.row_of(other.session_id), 0)
    )
    agreed(qtbot, shown, page)
    form = appointment(page, SessionEvent.APPOINTED, room)
    assert not form.insist.isVisible()
    form.press.click()
    idle(qtbot, shown)
    assert "冲突" in form.bar.text
    assert other.now().standing.appointment is None
    form.insist.click()
    settle(qtbot, shown, page)
    assert other.now().standing.appointment is not None


def test_a_session_is_returned_applied_for_again_and_cancelled(
    qtbot: QtBot, shown: Desk, session: SampleSession
):
    page = page_of(qtbot, shown)
    form = ask(page, SessionEvent.RETURNED)
    assert isinstance(form, SessionEventForm)
    form.decider.setText("市信访局")
    form.reason.set_text("材料不全")
    form.press.click()
    settle(qtbot, shown, page)
    again = ask(page, SessionEvent.APPLIED_AGAIN)
    assert isinstance(again, SessionEventForm)
    again.reason.set_text("已补合同")
    again.press.click()
    settle(qtbot, shown, page)
    assert session.now().standing.state is SessionState.APPLIED
    cancel = ask(page, SessionEvent.CANCELLED)
    assert isinstance(cancel, SessionEventForm)
    cancel.reason.set_text("改走窗口")
    cancel.press.click()
    assert "请选择情况。" in words(cancel)
    cancel.outcome.set_code("petitioner")
    cancel.press.click()
    settle(qtbot, shown, page)
    assert session.now().standing.state is SessionState.CANCELLED
    assert not page.listing.chosen.isVisible()


def test_a_session_that_was_missed_is_moved_with_its_reason(
    qtbot: QtBot, desk: SampleOffice, shown: Desk, session: SampleSession
):
    room = a_room(desk, "一室")
    session.appointed(room)
    page = page_of(qtbot, shown)
    form = ask(page, SessionEvent.MISSED)
    assert isinstance(form, SessionEventForm)
    form.outcome.set_code("link")
    form.reason.set_text("专线中断")
    form.press.click()
    settle(qtbot, shown, page)
    assert session.now().standing.state is SessionState.MISSED
    moved = appointment(page, SessionEvent.MOVED, room)
    moved.press.click()
    assert "请写明理由。" in words(moved)
    moved.reason.set_text("对方另定时间")
    moved.press.click()
    settle(qtbot, shown, page)
    assert session.now().standing.moves == ("对方另定时间",)


def test_the_notice_is_made_from_the_list(
    qtbot: QtBot, desk: SampleOffice, shown: Desk, session: SampleSession
):
    session.appointed(a_room(desk, "一室"))
    page = page_of(qtbot, shown)
    page.listing.chosen.buttons[DocumentKind.VIDEO_SESSION_NOTICE].click()
    idle(qtbot, shown)
    issue = page.listing.preparing.issue
    assert issue is not None
    issue.forms[0].press.click()
    idle(qtbot, shown)
    assert len(session.now().standing.notices) == 1


def test_without_a_room_it_is_said_where_one_is_put_on_the_list(
    qtbot: QtBot, shown: Desk, session: SampleSession
):
    page = page_of(qtbot, shown)
    agreed(qtbot, shown, page)
    page.listing.chosen.buttons[SessionEvent.APPOINTED].click()
    assert "还没有登记视频接访室。" in page.bar.text


def test_only_what_the_table_allows_is_offered():
    assert steps_of(SessionState.APPLIED) == (
        SessionEvent.AGREED, SessionEvent.RETURNED, SessionEvent.CANCELLED,
    )  # fmt: skip
    assert steps_of(SessionState.ARCHIVED) == ()
    assert steps_of("a later release's state") == ()


def test_every_control_of_the_card_has_a_name(qtbot: QtBot, shown: Desk):
    assert nameless_controls(page_of(qtbot, shown)) == []
