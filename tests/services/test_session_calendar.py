"""Calendar and list of sessions: what is when, clashes shown, what is over left out."""

from datetime import timedelta

from reception_desk.models.database import now
from reception_desk.records.video_sessions import ResourceKind, SessionEventInput
from reception_desk.rules.permissions import Role
from reception_desk.rules.session_transition import SessionEvent as Event
from reception_desk.rules.session_transition import SessionState
from reception_desk.services.registration import ACCUSATION
from reception_desk.services.session_calendar import (
    open_sessions,
    sessions_between,
    sessions_of_matter,
)
from reception_desk.services.session_resources import add_resource
from reception_desk.services.video_sessions import record_event
from tests.offices import SampleOffice
from tests.sessions import a_room, a_session

HOUR = timedelta(hours=1)


def test_the_day_is_read_in_the_order_of_time(desk: SampleOffice):
    one, two, far = (a_session(desk) for _ in "123")
    start = now() + timedelta(days=2)
    two.appointed(a_room(desk, "甲室"), start + 2 * HOUR)
    one.appointed(a_room(desk, "乙室"), start)
    far.appointed(a_room(desk, "丙室"), start + timedelta(days=9))
    lines = sessions_between(desk.database, desk.clerk, start, start + 5 * HOUR)
    assert [line.session_id for line in lines] == [one.session_id, two.session_id]
    first = lines[0]
    assert (first.room, first.state, first.clashes) == ("乙室", SessionState.APPOINTED, ())
    assert first.receivers == ("市信访局副局长何某",)
    assert "土地流转费" in first.matter


def test_a_clash_is_shown_on_both_lines(desk: SampleOffice):
    one, two = a_session(desk), a_session(desk)
    room, start = a_room(desk), now() + timedelta(days=2)
    one.appointed(room, start)
    two.record(Event.AGREED, decided_by="市信访局")
    wanted = SessionEventInput(Event.APPOINTED, starts_at=start, ends_at=start + HOUR, room_id=room)
    record_event(desk.database, desk.clerk, two.session_id, wanted, accepts_clash=True)
    lines = sessions_between(desk.database, desk.clerk, start, start + HOUR)
    labels = [line.label for line in lines]
    for line, other in zip(lines, reversed(labels), strict=True):
        assert line.clashes == (f"与{other}时间重叠：视频接访室、接访人员",)


def test_what_is_over_leaves_the_list_and_stays_with_the_matter(desk: SampleOffice):
    sample = a_session(desk)
    assert [line.label for line in open_sessions(desk.database, desk.clerk)] == [
        sample.now().case.label
    ]
    sample.record(Event.CANCELLED, result="petitioner", reason="已经解决")
    assert open_sessions(desk.database, desk.clerk) == ()
    (line,) = sessions_of_matter(desk.database, desk.clerk, sample.matter_id)
    assert line.state == SessionState.CANCELLED


def test_an_accusation_s_session_is_in_no_list_but_its_keeper_s(desk: SampleOffice):
    keeper = desk.account(Role.ACCUSATION_CLERK)
    hidden = a_session(desk, keeper, matter_class=ACCUSATION)
    start = now() + timedelta(days=2)
    hidden.appointed(a_room(desk), start)
    stranger = desk.account(Role.SECTION)
    assert sessions_between(desk.database, stranger, start, start + HOUR) == ()
    assert open_sessions(desk.database, stranger) == ()
    assert sessions_of_matter(desk.database, stranger, hidden.matter_id) == ()
    assert len(sessions_between(desk.database, keeper, start, start + HOUR)) == 1


def test_a_link_is_named_with_the_session(desk: SampleOffice):
    link = add_resource(desk.database, desk.clerk, ResourceKind.LINK, "孝感市级线路")
    sample, start = a_session(desk), now() + timedelta(days=2)
    sample.record(Event.AGREED, decided_by="市信访局")
    sample.record(
        Event.APPOINTED, starts_at=start, ends_at=start + HOUR, room_id=a_room(desk),
        link_id=link,
    )  # fmt: skip
    (line,) = sessions_between(desk.database, desk.clerk, start, start + HOUR)
    assert line.link == "孝感市级线路"
