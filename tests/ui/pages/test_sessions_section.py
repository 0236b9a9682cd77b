"""设置—视频接访: rooms, links and offered times, put on the list and withdrawn with a reason."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from reception_desk.app import Desk
from reception_desk.models.database import now
from reception_desk.records.video_sessions import ResourceKind
from reception_desk.services.session_resources import offers_between, resources
from reception_desk.ui.dialogs.reason_form import ReasonForm
from reception_desk.ui.pages.settings.sessions_section import SessionsSection
from tests.offices import SampleOffice, today
from tests.ui.accessibility import nameless_controls
from tests.ui.shell import box, opened


@pytest.fixture
def section(qtbot: QtBot, desk: SampleOffice) -> Iterator[tuple[SessionsSection, Desk]]:
    with opened(qtbot, desk) as shown:
        found = shown.window.settings_page().open_section("video_sessions")
        assert isinstance(found, SessionsSection)
        yield found, shown


def words(section: SessionsSection) -> set[str]:
    return {part.text() for part in section.findChildren(QLabel)}


def listed(section: SessionsSection, kind: ResourceKind, name: str, place: str = "") -> str:
    section.names[kind].setText(name)
    section.places[kind].setText(place)
    section.add_resource(kind)
    found = resources(section.work.database, kind)
    return next(one.resource_id for one in found if one.name == name)


def test_a_room_is_listed_and_withdrawn_with_a_reason(section: tuple[SessionsSection, Desk]):
    part, shown = section
    assert "还没有登记视频接访室。" in words(part)
    room = listed(part, ResourceKind.ROOM, "一室", "二楼")
    assert "一室　二楼" in words(part)
    assert part.names[ResourceKind.ROOM].text() == ""
    part.withdraw_buttons[room].click()
    form = box(shown, ReasonForm)
    assert isinstance(form, ReasonForm)
    form.reason.set_text("改作他用")
    form.press.click()
    assert resources(part.work.database, ResourceKind.ROOM) == ()
    assert "还没有登记视频接访室。" in words(part)


def test_a_name_is_asked_for(section: tuple[SessionsSection, Desk]):
    part, _shown = section
    part.add_resource(ResourceKind.LINK)
    assert "名称" in part.bar.text


def test_a_link_is_offered_for_a_span_of_a_day(section: tuple[SessionsSection, Desk]):
    part, shown = section
    link = listed(part, ResourceKind.LINK, "市级线路", "市信访局")
    part.link.set_code(link)
    part.day.set_day(today() + timedelta(days=3))
    part.span.setText("九点")
    part.offer()
    assert "时段" in part.bar.text
    part.span.setText("09:00-11:30")
    part.offer()
    (offer,) = offers_between(part.work.database, now(), now() + timedelta(days=9))
    assert any("09:00–11:30　市级线路" in said for said in words(part))
    part.withdraw_buttons[offer.offer_id].click()
    form = box(shown, ReasonForm)
    assert isinstance(form, ReasonForm)
    form.reason.set_text("对方取消")
    form.press.click()
    assert offers_between(part.work.database, now(), now() + timedelta(days=9)) == ()


def test_without_link_or_day_nothing_is_offered(section: tuple[SessionsSection, Desk]):
    part, _shown = section
    part.span.setText("09:00-11:30")
    part.offer()
    assert "线路和日期" in part.bar.text


def test_every_control_has_a_name(section: tuple[SessionsSection, Desk]):
    part, _shown = section
    listed(part, ResourceKind.ROOM, "一室")
    assert nameless_controls(part) == []
