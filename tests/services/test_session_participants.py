"""Who takes part: the visitors by themselves, others by name; who came stays on record."""

import pytest
from sqlalchemy import select

from reception_desk.errors import InvalidInputError
from reception_desk.models.video_session import SessionParticipant
from reception_desk.records.video_sessions import (
    ParticipantInput,
    ParticipantRole,
    SessionSide,
)
from reception_desk.rules.session_transition import SessionEvent as Event
from reception_desk.services.session_participants import add_participant, remove_participant
from tests.offices import SampleOffice
from tests.sessions import SampleSession, a_session

LAWYER = ParticipantInput(SessionSide.NEAR, ParticipantRole.LAWYER, " 孔某 ", "示例律师事务所")


def add(sample: SampleSession, who: ParticipantInput) -> str:
    return add_participant(sample.desk.database, sample.actor, sample.session_id, who)


def test_visitors_are_named_by_their_registration_and_not_twice(desk: SampleOffice):
    sample = a_session(desk)
    petitioner, receiver = sample.now().case.participants
    assert (petitioner.name, petitioner.role) == ("张伟", ParticipantRole.PETITIONER)
    assert receiver.shown == "市信访局副局长何某"
    with desk.database.read() as session:
        names = session.scalars(select(SessionParticipant.name).order_by(SessionParticipant.id))
        assert names.all() == [None, "何某"]


def test_a_lawyer_is_added_and_taken_out_with_a_reason(desk: SampleOffice):
    sample = a_session(desk)
    key = add(sample, LAWYER)
    assert sample.now().case.participants[-1].shown == "示例律师事务所孔某"
    with pytest.raises(InvalidInputError, match="理由"):
        remove_participant(desk.database, desk.clerk, sample.session_id, key, reason=" ")
    remove_participant(desk.database, desk.clerk, sample.session_id, key, reason="登记错了")
    assert key not in {p.participant_id for p in sample.now().case.participants}
    with pytest.raises(InvalidInputError, match="不在"):
        remove_participant(desk.database, desk.clerk, sample.session_id, key, reason="再删")


def test_who_has_come_is_not_taken_out(desk: SampleOffice):
    sample = a_session(desk)
    sample.appointed()
    sample.come()
    with pytest.raises(InvalidInputError, match="离场"):
        remove_participant(
            desk.database, desk.clerk, sample.session_id, sample.receiver, reason="删去"
        )
    sample.record(Event.LEFT, participant_id=sample.receiver)
    assert not sample.now().standing.is_present(sample.receiver)


def test_nobody_and_a_stranger_s_registration_are_refused(desk: SampleOffice):
    sample = a_session(desk)
    with pytest.raises(InvalidInputError, match="姓名"):
        add(sample, ParticipantInput(SessionSide.FAR, ParticipantRole.LEADER))
    other = a_session(desk).now().case.participants[0].person_id
    stranger = ParticipantInput(SessionSide.NEAR, ParticipantRole.PETITIONER, person_id=other)
    with pytest.raises(InvalidInputError, match="没有为这件事项来访"):
        add(sample, stranger)


def test_a_cancelled_session_takes_nobody(desk: SampleOffice):
    sample = a_session(desk)
    sample.record(Event.CANCELLED, result="office", reason="改为现场接访")
    with pytest.raises(InvalidInputError, match="取消"):
        add(sample, LAWYER)
