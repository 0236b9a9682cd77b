"""Consent on a real file: asked of each person, withdrawn at any time, never a condition."""

from datetime import timedelta
from functools import partial

import pytest

from reception_desk.errors import InvalidInputError
from reception_desk.models.database import now
from reception_desk.records.recordings import ConsentAnswer
from reception_desk.records.video_sessions import ParticipantInput, ParticipantRole, SessionSide
from reception_desk.rules.recording_consent import Demand, Permitted
from reception_desk.rules.session_transition import SessionEvent as Event
from reception_desk.services.recording_consents import (
    ConsentNow,
    Demanded,
    consent_now,
    demanded_now,
    permitted_now,
    record_answer,
)
from reception_desk.services.session_participants import add_participant
from tests.offices import SampleOffice
from tests.sessions import SampleSession, a_session


def answer(sample: SampleSession, who: str, said: ConsentAnswer, **more: object) -> ConsentNow:
    values = {"notice_version": "v1"} | more
    return record_answer(
        sample.desk.database, sample.actor, sample.session_id, who, said, **values,  # pyright: ignore[reportArgumentType]
    )  # fmt: skip


def allowed(sample: SampleSession) -> Permitted:
    return permitted_now(sample.desk.database, sample.actor, sample.session_id)


def test_nothing_is_allowed_before_everybody_in_the_room_has_agreed(desk: SampleOffice):
    sample = a_session(desk)
    companion = add_participant(
        desk.database, desk.clerk, sample.session_id,
        ParticipantInput(SessionSide.NEAR, ParticipantRole.COMPANION, name="王某"),
    )  # fmt: skip
    sample.begun()
    assert allowed(sample) is Permitted.NOTHING
    asked = answer(sample, sample.petitioner, ConsentAnswer.AGREES)
    assert [who.participant_id for who in asked.unanswered] == [companion]
    assert allowed(sample) is Permitted.PICTURE_AND_SOUND
    sample.record(Event.ARRIVED, participant_id=companion)
    assert allowed(sample) is Permitted.NOTHING
    answer(sample, companion, ConsentAnswer.SOUND_ONLY)
    assert allowed(sample) is Permitted.SOUND
    sample.record(Event.LEFT, participant_id=companion)
    assert allowed(sample) is Permitted.PICTURE_AND_SOUND


def test_withdrawing_stops_it_and_stays_on_record(desk: SampleOffice):
    sample = a_session(desk)
    sample.begun()
    answer(sample, sample.petitioner, ConsentAnswer.AGREES)
    answer(sample, sample.petitioner, ConsentAnswer.WITHDRAWN)
    assert allowed(sample) is Permitted.NOTHING
    sample.record(Event.ENDED)
    found = consent_now(desk.database, desk.clerk, sample.session_id)
    assert [one.answer for one in found.answers] == [ConsentAnswer.AGREES, ConsentAnswer.WITHDRAWN]
    assert found.answers[0].author_name == "周敏"


def test_consent_is_withdrawn_after_the_session_too_but_not_given(desk: SampleOffice):
    sample = a_session(desk)
    sample.begun()
    answer(sample, sample.petitioner, ConsentAnswer.AGREES)
    sample.record(Event.ENDED)
    with pytest.raises(InvalidInputError, match="结束以前"):
        answer(sample, sample.petitioner, ConsentAnswer.AGREES)
    answer(sample, sample.petitioner, ConsentAnswer.WITHDRAWN)
    with pytest.raises(InvalidInputError, match="不用撤回"):
        answer(sample, sample.petitioner, ConsentAnswer.WITHDRAWN)


def test_what_may_be_recorded_ends_with_the_session(desk: SampleOffice):
    sample = a_session(desk)
    sample.begun()
    answer(sample, sample.petitioner, ConsentAnswer.AGREES)
    sample.record(Event.ENDED)
    assert allowed(sample) is Permitted.NOTHING


def test_staff_are_not_asked_and_an_answer_names_its_text(desk: SampleOffice):
    sample = a_session(desk)
    sample.begun()
    for who, said, more, word in (
        (sample.receiver, ConsentAnswer.AGREES, {}, "不需要"),
        (sample.petitioner, ConsentAnswer.AGREES, {"notice_version": " "}, "版本"),
        (
            sample.petitioner,
            ConsentAnswer.AGREES,
            {"answered_at": now() + timedelta(hours=1)},
            "晚于现在",
        ),
    ):
        with pytest.raises(InvalidInputError, match=word):
            answer(sample, who, said, **more)
    assert consent_now(desk.database, desk.clerk, sample.session_id).answers == ()


def test_who_declines_is_received_all_the_same(desk: SampleOffice):
    sample = a_session(desk)
    sample.appointed()
    sample.come()
    answer(sample, sample.petitioner, ConsentAnswer.DECLINES)
    sample.record(Event.RECUSAL_ASKED, result="none")
    sample.record(Event.BEGUN)
    sample.record(Event.ENDED)
    assert sample.now().standing.refused == ()


def test_what_a_running_recording_has_to_do_is_said_with_names(desk: SampleOffice):
    sample = a_session(desk)
    ask = partial(demanded_now, desk.database, desk.clerk, sample.session_id)
    assert ask(has_picture=True) == Demanded(Demand.STOP, "接访不在进行中", is_over=True)
    sample.begun()
    assert ask(has_picture=True).because == "张伟还没有答复是否同意录音录像"
    answer(sample, sample.petitioner, ConsentAnswer.AGREES)
    assert ask(has_picture=True) == Demanded(Demand.GO_ON)
    answer(sample, sample.petitioner, ConsentAnswer.SOUND_ONLY)
    assert ask(has_picture=False) == Demanded(Demand.GO_ON)
    assert ask(has_picture=True) == Demanded(Demand.STOP, "张伟只同意录音")
    sample.record(Event.LEFT, participant_id=sample.petitioner)
    assert ask(has_picture=False) == Demanded(Demand.PAUSE, "同意录音录像的人不在场")
