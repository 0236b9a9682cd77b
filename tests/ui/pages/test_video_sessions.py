"""视频接访: applied for from a matter, listed, and shown in the week with its clashes."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from reception_desk.app import Desk
from reception_desk.models.database import now
from reception_desk.records.actor import Actor
from reception_desk.records.video_sessions import ResourceKind, SessionEventInput, SessionLevel
from reception_desk.rules.permissions import Role
from reception_desk.rules.session_transition import SessionEvent, SessionState
from reception_desk.services.drafts import open_drafts
from reception_desk.services.session_calendar import open_sessions
from reception_desk.services.session_resources import add_resource, offer_link
from reception_desk.services.video_sessions import record_event
from reception_desk.ui.dialogs.help_sheet import HelpSheet
from reception_desk.ui.dialogs.session_application import SessionApplication
from reception_desk.ui.pages.matters import MattersPage
from reception_desk.ui.pages.video_sessions import VideoSessionsPage
from reception_desk.ui.pages.video_sessions.log_draft import PAGE
from tests.offices import SampleOffice
from tests.services.test_steps import registered
from tests.sessions import SampleSession, a_room, a_session
from tests.ui.accessibility import nameless_controls
from tests.ui.hands import commit
from tests.ui.shell import box, idle, opened

ALT = Qt.KeyboardModifier.AltModifier
HOUR = timedelta(hours=1)


@pytest.fixture
def section(desk: SampleOffice) -> Actor:
    return desk.account(Role.SECTION)


@pytest.fixture
def shown(qtbot: QtBot, desk: SampleOffice, section: Actor) -> Iterator[Desk]:
    with opened(qtbot, desk, section) as window:
        yield window


def page_of(qtbot: QtBot, desk: Desk) -> VideoSessionsPage:
    page = desk.window.open_page("video_sessions")
    assert isinstance(page, VideoSessionsPage)
    idle(qtbot, desk)
    return page


def words(part: QWidget) -> set[str]:
    return {label.text() for label in part.findChildren(QLabel)}


def noon(section: Actor) -> datetime:
    """Today at twelve in the hall."""
    zone = ZoneInfo(section.desk.zone)
    return datetime.combine(now().astimezone(zone).date(), time(12), zone)


def clashing(desk: SampleOffice, section: Actor) -> tuple[SampleSession, SampleSession]:
    """Two sessions of today in one room."""
    one, two = a_session(desk, section), a_session(desk, section)
    room, start = a_room(desk, "一室"), noon(section)
    one.appointed(room, start)
    two.record(SessionEvent.AGREED, decided_by="市信访局")
    wanted = SessionEventInput(
        SessionEvent.APPOINTED, starts_at=start, ends_at=start + HOUR, room_id=room
    )
    record_event(desk.database, section, two.session_id, wanted, accepts_clash=True)
    return one, two


def test_a_session_is_applied_for_from_its_matter(
    qtbot: QtBot, desk: SampleOffice, section: Actor, shown: Desk
):
    matter_id = registered(desk)
    shown.window.open_matter(matter_id)
    matters = shown.window.open_page("matters")
    assert isinstance(matters, MattersPage)
    qtbot.waitUntil(matters.matter.isVisible)
    idle(qtbot, shown)
    assert not matters.matter.sessions.isVisible()
    matters.matter.video_button.click()
    form = box(shown, SessionApplication)
    assert isinstance(form, SessionApplication)
    form.level.set_code(SessionLevel.COUNTY_PROVINCE.value)
    form.press.click()
    qtbot.waitUntil(lambda: matters.matter.sessions.isVisibleTo(matters.matter))
    idle(qtbot, shown)
    assert "已申请视频接访，等待对方答复。" in matters.matter.bar.text
    (line,) = open_sessions(desk.database, section)
    assert (line.matter_id, line.level) == (matter_id, SessionLevel.COUNTY_PROVINCE)
    assert line.label in words(matters.matter.sessions)


def test_without_a_level_the_form_says_so(qtbot: QtBot, desk: SampleOffice, shown: Desk):
    matters = shown.window.open_page("matters")
    assert isinstance(matters, MattersPage)
    form = matters.matter.applying.ask(registered(desk))
    form.level.set_code("")
    form.press.click()
    assert "请选择方式。" in words(form)
    form.close()
    idle(qtbot, shown)


def test_the_list_has_what_is_in_hand_and_leads_to_the_matter(
    qtbot: QtBot, desk: SampleOffice, section: Actor, shown: Desk
):
    page = page_of(qtbot, shown)
    assert page.listing.model.rowCount() == 0
    applied = a_session(desk, section)
    clashing(desk, section)
    shown.workplace.changes.video_session_changed.emit("")
    qtbot.waitUntil(lambda: page.listing.model.rowCount() == 3)
    first, last = page.listing.model.rows()[0], page.listing.model.rows()[-1]
    assert first[2] == "安排有冲突"
    assert (last[0], last[1], last[-1]) == (
        None, SessionState.APPLIED.label, applied.now().case.label,
    )  # fmt: skip
    page.listing.table.opened.emit(applied.session_id)
    matters = shown.window.open_page("matters")
    assert isinstance(matters, MattersPage)
    qtbot.waitUntil(matters.matter.isVisible)
    assert matters.matter.matter_id == applied.matter_id
    idle(qtbot, shown)


def test_the_week_shows_clashes_and_offered_links_and_is_walked_by_keys(
    qtbot: QtBot, desk: SampleOffice, section: Actor, shown: Desk
):
    link = add_resource(desk.database, section, ResourceKind.LINK, "市级线路")
    offer_link(desk.database, section, link, noon(section), noon(section) + HOUR)
    one, two = clashing(desk, section)
    page = page_of(qtbot, shown)
    qtbot.keyClick(page.listing.table, Qt.Key.Key_2, ALT)
    idle(qtbot, shown)
    assert page.week_button.isChecked()
    said = words(page.week)
    assert "线路时段 12:00–13:00 市级线路" in said
    assert f"与{one.now().case.label}时间重叠：视频接访室、接访人员" in said
    assert len(page.week.buttons) == 2
    qtbot.waitUntil(lambda: page.focusWidget() is page.week.buttons[0])
    assert two.now().case.label in page.week.buttons[1].toolTip()
    page.week.on.click()
    idle(qtbot, shown)
    assert page.week.buttons == []
    page.week.this_week.click()
    idle(qtbot, shown)
    assert len(page.week.buttons) == 2
    qtbot.keyClick(page.week.buttons[0], Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.is_live)
    assert page.live.file is not None
    assert page.live.file.case.session_id == one.session_id
    idle(qtbot, shown)


def test_a_session_opens_in_the_place_of_the_list_and_keeps_what_is_typed(
    qtbot: QtBot, desk: SampleOffice, section: Actor, shown: Desk
):
    sample = a_session(desk, section)
    sample.begun()
    page = page_of(qtbot, shown)
    qtbot.keyClick(page.listing.table, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.is_live)
    qtbot.waitUntil(page.live.line.fields.text.hasFocus)
    qtbot.keyClick(page.live.line.fields.text, Qt.Key.Key_2, ALT)
    assert page.is_live  # not the week
    commit(page.live.line.fields.text, "去年三月")
    qtbot.keyClick(page.live.line.fields.text, Qt.Key.Key_Escape)
    assert not page.is_live
    qtbot.keyClick(page.listing.table, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.is_live)
    assert page.live.line.fields.text.toPlainText() == "去年三月"
    assert [one.content["session"] for one in open_drafts(desk.database, section, PAGE)] == [
        sample.session_id
    ]
    with qtbot.waitSignal(page.matter_asked) as asked:
        page.live.matter_button.click()
    assert asked.args == [sample.matter_id]
    idle(qtbot, shown)


def test_the_keys_of_the_page_are_explained(qtbot: QtBot, shown: Desk):
    page_of(qtbot, shown)
    qtbot.keyClick(shown.window, Qt.Key.Key_F1)
    (sheet,) = shown.window.findChildren(HelpSheet)
    assert "F9" in words(sheet)
    sheet.close()


def test_every_control_has_a_name(qtbot: QtBot, desk: SampleOffice, section: Actor, shown: Desk):
    clashing(desk, section)
    page = page_of(qtbot, shown)
    page.show_week()
    idle(qtbot, shown)
    assert nameless_controls(page) == []
