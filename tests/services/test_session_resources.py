"""Rooms, links and offered times: put on the list, withdrawn with a reason."""

from datetime import UTC, datetime, timedelta

import pytest

from reception_desk.errors import InvalidInputError, NotPermittedError
from reception_desk.records.video_sessions import ResourceKind, SessionEventInput
from reception_desk.rules.permissions import Role
from reception_desk.services.session_resources import (
    add_resource,
    offer_link,
    offers_between,
    resources,
    withdraw_offer,
    withdraw_resource,
)
from reception_desk.services.video_sessions import record_event
from tests.offices import SampleOffice
from tests.sessions import a_session

START = datetime(2026, 12, 1, 1, tzinfo=UTC)
HOUR = timedelta(hours=1)


def test_a_room_is_listed_once_and_withdrawn_with_a_reason(desk: SampleOffice):
    key = add_resource(desk.database, desk.clerk, ResourceKind.ROOM, " 一室 ", "二楼")
    (room,) = resources(desk.database, ResourceKind.ROOM)
    assert (room.name, room.place) == ("一室", "二楼")
    with pytest.raises(InvalidInputError, match="已经有"):
        add_resource(desk.database, desk.clerk, ResourceKind.ROOM, "一室")
    with pytest.raises(InvalidInputError, match="名称"):
        add_resource(desk.database, desk.clerk, ResourceKind.ROOM, " ")
    with pytest.raises(InvalidInputError, match="理由"):
        withdraw_resource(desk.database, desk.clerk, key, reason="")
    withdraw_resource(desk.database, desk.clerk, key, reason="改作他用")
    assert resources(desk.database, ResourceKind.ROOM) == ()
    with pytest.raises(InvalidInputError, match="没有找到"):
        withdraw_resource(desk.database, desk.clerk, key, reason="再次")


def test_a_link_is_offered_and_taken_back(desk: SampleOffice):
    link = add_resource(desk.database, desk.clerk, ResourceKind.LINK, "市级线路")
    room = add_resource(desk.database, desk.clerk, ResourceKind.ROOM, "一室")
    with pytest.raises(InvalidInputError, match="线路"):
        offer_link(desk.database, desk.clerk, room, START, START + HOUR)
    with pytest.raises(InvalidInputError, match="晚于"):
        offer_link(desk.database, desk.clerk, link, START, START)
    key = offer_link(desk.database, desk.clerk, link, START, START + HOUR)
    (offer,) = offers_between(desk.database, START, START + HOUR)
    assert (offer.offer_id, offer.link_id) == (key, link)
    assert offers_between(desk.database, START + HOUR, START + 2 * HOUR) == ()
    withdraw_offer(desk.database, desk.clerk, key, reason="对方取消")
    assert offers_between(desk.database, START, START + HOUR) == ()


def test_an_appointment_outside_of_the_offered_times_is_told(desk: SampleOffice):
    link = add_resource(desk.database, desk.clerk, ResourceKind.LINK, "市级线路")
    room = add_resource(desk.database, desk.clerk, ResourceKind.ROOM, "一室")
    offer_link(desk.database, desk.clerk, link, START, START + HOUR)
    sample = a_session(desk)
    sample.record("agreed", decided_by="市信访局")
    late = SessionEventInput(
        "appointed", starts_at=START + HOUR, ends_at=START + 2 * HOUR, room_id=room, link_id=link
    )
    with pytest.raises(InvalidInputError, match="线路时段"):
        record_event(desk.database, desk.clerk, sample.session_id, late)


def test_the_list_is_kept_by_who_holds_sessions(desk: SampleOffice):
    with pytest.raises(NotPermittedError):
        add_resource(desk.database, desk.account(Role.GUIDE), ResourceKind.ROOM, "一室")
