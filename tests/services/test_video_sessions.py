"""Video sessions on a real file: the table decides, clashes are told, the audit says who."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from reception_desk.errors import DeskError, InvalidInputError, NotPermittedError
from reception_desk.models.audit import AuditEntry
from reception_desk.models.database import now
from reception_desk.models.video_session import SessionEvent, VideoSession
from reception_desk.records.video_sessions import (
    ResourceKind,
    SessionEventInput,
    SessionInput,
    SessionLevel,
)
from reception_desk.rules.permissions import Role
from reception_desk.rules.session_transition import SessionEvent as Event
from reception_desk.rules.session_transition import SessionState
from reception_desk.rules.units import RESTRICTED_STREAM
from reception_desk.services.registration import ACCUSATION, register_visit
from reception_desk.services.session_resources import add_resource
from reception_desk.services.video_sessions import apply_for_session, record_event, session_now
from tests.offices import SampleOffice, group, visit
from tests.sessions import a_room, a_session


def test_from_the_application_to_the_end(desk: SampleOffice):
    sample = a_session(desk)
    assert sample.now().standing.state is SessionState.APPLIED
    assert sample.now().case.label.endswith("-S001")
    sample.begun()
    sample.record(Event.ENDED)
    standing = sample.now().standing
    assert standing.state is SessionState.ENDED
    assert standing.refused == ()
    assert standing.began_at is not None


def test_the_second_session_of_the_day_has_the_next_label(desk: SampleOffice):
    labels = [a_session(desk).now().case.label for _ in "12"]
    assert [label[-4:] for label in labels] == ["S001", "S002"]


def test_what_may_follow_is_offered_and_the_rest_refused_untouched(desk: SampleOffice):
    sample = a_session(desk)
    offered = [row.event for row in sample.now().offers]
    assert offered == [Event.AGREED, Event.RETURNED, Event.CANCELLED]
    with pytest.raises(InvalidInputError, match="已申请"):
        sample.record(Event.BEGUN)
    with pytest.raises(InvalidInputError, match="没有这样"):
        sample.record("unheard")
    with pytest.raises(InvalidInputError, match="文书"):
        sample.record(Event.READ_BACK)
    with desk.database.read() as session:
        assert session.scalars(select(SessionEvent.event)).all() == [Event.APPLIED]


def test_returned_completed_cancelled_with_reasons(desk: SampleOffice):
    sample = a_session(desk)
    sample.record(Event.RETURNED, decided_by="市信访局", reason="没有附处理意见书")
    sample.record(Event.APPLIED_AGAIN, reason="已补交")
    with pytest.raises(InvalidInputError, match="理由"):
        sample.record(Event.CANCELLED, result="petitioner")
    sample.record(Event.CANCELLED, result="petitioner", reason="已经解决")
    assert sample.now().standing.end_reason == "已经解决"
    assert sample.now().offers == ()


def test_a_missed_session_is_moved_to_another_day(desk: SampleOffice):
    sample = a_session(desk)
    room = a_room(desk)
    sample.appointed(room)
    sample.record(Event.MISSED, result="far", reason="接访领导临时开会")
    start = now() + timedelta(days=3)
    sample.record(
        Event.MOVED, starts_at=start, ends_at=start + timedelta(hours=1), room_id=room,
        reason="对方改期",
    )  # fmt: skip
    standing = sample.now().standing
    assert standing.moves == ("对方改期",)
    assert standing.appointment is not None
    assert standing.appointment.starts_at == start


def test_a_room_taken_twice_is_told_before_it_is_saved(desk: SampleOffice):
    first, second = a_session(desk), a_session(desk)
    room = a_room(desk)
    first.appointed(room)
    second.record(Event.AGREED, decided_by="市信访局")
    start = now()
    wanted = SessionEventInput(
        Event.APPOINTED, starts_at=start, ends_at=start + timedelta(hours=1), room_id=room
    )
    label = first.now().case.label
    with pytest.raises(InvalidInputError, match=f"与{label}时间重叠：视频接访室"):
        record_event(desk.database, desk.clerk, second.session_id, wanted)
    record_event(desk.database, desk.clerk, second.session_id, wanted, accepts_clash=True)
    assert second.now().standing.state is SessionState.APPOINTED


def test_a_room_that_is_on_no_list_is_refused(desk: SampleOffice):
    sample = a_session(desk)
    link = add_resource(desk.database, desk.clerk, ResourceKind.LINK, "市级线路")
    sample.record(Event.AGREED, decided_by="市信访局")
    start = now()
    times = {"starts_at": start, "ends_at": start + timedelta(hours=1)}
    for room in ("unheard", link):
        with pytest.raises(InvalidInputError, match="没有找到这个视频接访室"):
            sample.record(Event.APPOINTED, room_id=room, **times)


def test_the_representatives_of_a_group_take_part(desk: SampleOffice):
    made = register_visit(desk.database, desk.clerk, visit(*group(7, 3), head_count=7))
    assert made.matter_id is not None
    asked = SessionInput(made.matter_id, SessionLevel.FOUR_LEVELS, made.visit_id)
    session_id = apply_for_session(desk.database, desk.clerk, asked)
    people = session_now(desk.database, desk.clerk, session_id).case.participants
    assert [who.role.label for who in people] == ["代表"] * 3


def test_a_visit_of_another_matter_is_refused(desk: SampleOffice):
    one, two = a_session(desk), a_session(desk)
    asked = SessionInput(one.matter_id, SessionLevel.COUNTY_CITY, two.visit_id)
    with pytest.raises(InvalidInputError, match="不属于"):
        apply_for_session(desk.database, desk.clerk, asked)


def test_an_accusation_s_session_is_kept_apart_with_it(desk: SampleOffice):
    keeper = desk.account(Role.ACCUSATION_CLERK)
    sample = a_session(desk, keeper, matter_class=ACCUSATION)
    with desk.database.read() as session:
        assert session.scalars(select(VideoSession.stream)).all() == [RESTRICTED_STREAM]
        assert set(session.scalars(select(SessionEvent.stream))) == {RESTRICTED_STREAM}
    stranger = desk.account(Role.SECTION)
    with pytest.raises(DeskError, match="没有找到"):
        session_now(desk.database, stranger, sample.session_id)
    with pytest.raises(DeskError, match="没有找到"):
        record_event(
            desk.database, stranger, sample.session_id,
            SessionEventInput(Event.AGREED, decided_by="市信访局"),
        )  # fmt: skip


def test_a_room_taken_by_an_unseen_session_is_taken_and_not_named(desk: SampleOffice):
    hidden = a_session(desk, desk.account(Role.ACCUSATION_CLERK), matter_class=ACCUSATION)
    room = a_room(desk)
    hidden.appointed(room)
    sample = a_session(desk, desk.account(Role.SECTION))
    with pytest.raises(InvalidInputError, match="与另一场时间重叠：视频接访室") as refused:
        sample.appointed(room)
    assert hidden.now().case.label not in str(refused.value)


def test_only_who_holds_sessions_records_them_and_the_audit_names_each(desk: SampleOffice):
    sample = a_session(desk)
    guide = desk.account(Role.GUIDE)
    asked = SessionInput(sample.matter_id, SessionLevel.COUNTY_CITY)
    with pytest.raises(NotPermittedError):
        apply_for_session(desk.database, guide, asked)
    sample.record(Event.AGREED, decided_by="市信访局")
    with desk.database.read() as session:
        entries = session.execute(
            select(AuditEntry.detail, AuditEntry.created_by)
            .where(AuditEntry.action == "session_step")
            .order_by(AuditEntry.position)
        ).all()
    assert [tuple(entry) for entry in entries] == [
        (Event.APPLIED, desk.clerk.account_id),
        (Event.AGREED, desk.clerk.account_id),
    ]


def test_only_the_section_archives(desk: SampleOffice):
    sample = a_session(desk)
    sample.begun()
    with pytest.raises(InvalidInputError, match="接访中"):
        sample.record(Event.ARCHIVED)
