"""What the recorder's card says, and the order it makes."""

from dataclasses import replace
from pathlib import Path

import pytest

from reception_desk.config import RecorderSettings, Settings
from reception_desk.errors import InvalidInputError
from reception_desk.models.database import now
from reception_desk.records.recording import (
    Alarm,
    AlarmKind,
    EndReason,
    RecordingMode,
    RecordingState,
    RecordingStatus,
)
from reception_desk.records.recordings import ConsentAnswer
from reception_desk.records.video_sessions import ParticipantInput, ParticipantRole, SessionSide
from reception_desk.rules.session_transition import SessionEvent as Event
from reception_desk.services.live_sessions import LiveFile, open_live
from reception_desk.services.recording_consents import record_answer
from reception_desk.services.session_participants import add_participant
from reception_desk.ui.pages.video_sessions.recorder_order import order_for
from reception_desk.ui.pages.video_sessions.recorder_words import (
    INTERRUPTED,
    NO_SOURCES,
    NOT_BEGUN,
    alarm_words,
    consent_sentence,
    elapsed_text,
    room_words,
    state_sentence,
    why_not_start,
)
from tests.offices import SampleOffice
from tests.sessions import SampleSession, a_session

PLACES = RecorderSettings(
    video="rtsp://admin:secret@10.0.0.8/1", receiver_sound="桌面话筒", petitioner_sound="camera"
)


@pytest.fixture
def sample(desk: SampleOffice) -> SampleSession:
    made = a_session(desk)
    made.begun()
    return made


def file_of(sample: SampleSession) -> LiveFile:
    return open_live(sample.desk.database, sample.actor, sample.session_id)


def answer(sample: SampleSession, who: str, said: ConsentAnswer) -> None:
    database, actor = sample.desk.database, sample.actor
    record_answer(database, actor, sample.session_id, who, said, notice_version="v1")


def test_one_sentence_follows_from_all_answers(sample: SampleSession, desk: SampleOffice):
    lawyer = add_participant(
        desk.database,
        desk.clerk,
        sample.session_id,
        ParticipantInput(SessionSide.NEAR, ParticipantRole.LAWYER, name="余某"),
    )
    sample.record(Event.ARRIVED, participant_id=lawyer)
    assert consent_sentence(file_of(sample)) == "还要征求张伟、余某的意见。"
    answer(sample, sample.petitioner, ConsentAnswer.AGREES)
    assert consent_sentence(file_of(sample)) == "还要征求余某的意见。"
    answer(sample, lawyer, ConsentAnswer.SOUND_ONLY)
    assert consent_sentence(file_of(sample)) == "余某只同意录音：可以录音，不录像。"
    answer(sample, lawyer, ConsentAnswer.AGREES)
    assert consent_sentence(file_of(sample)) == "在场各人都同意，可以录音录像。"
    answer(sample, sample.petitioner, ConsentAnswer.WITHDRAWN)
    assert consent_sentence(file_of(sample)) == "张伟不同意，不录音录像，接访照常进行。"


def test_before_anybody_has_come_nobody_is_said_to_need_no_asking(desk: SampleOffice):
    sample = a_session(desk)
    sample.appointed()
    assert consent_sentence(file_of(sample)) == "还没有需要征求意见的人到场。"


def test_the_button_says_why_nothing_can_be_recorded(sample: SampleSession):
    assert why_not_start(PLACES, file_of(sample)) == "还要征求张伟的意见。"
    answer(sample, sample.petitioner, ConsentAnswer.AGREES)
    assert why_not_start(PLACES, file_of(sample)) == ""
    assert why_not_start(RecorderSettings(), file_of(sample)) == NO_SOURCES
    sample.record(Event.ENDED)
    assert why_not_start(PLACES, file_of(sample)) == NOT_BEGUN


def test_the_order_takes_what_was_allowed_and_nothing_more(sample: SampleSession):
    settings = Settings(home=Path("/desk"), recorder=PLACES)
    with pytest.raises(InvalidInputError, match="没有得到同意"):
        order_for(settings, file_of(sample), now())
    answer(sample, sample.petitioner, ConsentAnswer.AGREES)
    order = order_for(settings, file_of(sample), now())
    assert order.mode is RecordingMode.PICTURE_AND_SOUND
    assert [(each.picture, each.sound) for each in order.sources] == [
        ("画面", "信访人"),
        ("", "接访人"),
    ]
    assert order.consent == file_of(sample).consent.answers[0].answer_id
    answer(sample, sample.petitioner, ConsentAnswer.SOUND_ONLY)
    order = order_for(settings, file_of(sample), now())
    assert order.mode is RecordingMode.SOUND_ONLY
    assert [(each.picture, each.sound) for each in order.sources] == [
        ("", "信访人"),
        ("", "接访人"),
    ]


def test_a_recording_lies_in_a_folder_that_names_nobody(sample: SampleSession):
    answer(sample, sample.petitioner, ConsentAnswer.AGREES)
    settings = Settings(home=Path("/desk"), recorder=PLACES)
    folder = Path(order_for(settings, file_of(sample), now()).folder)
    assert folder.parent == Path("/desk/recordings")
    assert folder.name.startswith(file_of(sample).case.label)
    elsewhere = replace(settings, recorder=replace(PLACES, folder="/video"))
    assert Path(order_for(elsewhere, file_of(sample), now()).folder).parent == Path("/video")


def test_sound_without_a_microphone_is_refused_with_what_to_do(sample: SampleSession):
    answer(sample, sample.petitioner, ConsentAnswer.SOUND_ONLY)
    settings = Settings(home=Path("/desk"), recorder=RecorderSettings(video="/dev/video0"))
    with pytest.raises(InvalidInputError, match="没有设置能录音的话筒"):
        order_for(settings, file_of(sample), now())


def test_figures_are_read_at_a_glance():
    assert elapsed_text(754_000) == "00:12:34"
    status = RecordingStatus(RecordingState.RECORDING, free_minutes=95.7)
    assert room_words(status) == "磁盘还可录约 95 分钟"
    assert room_words(replace(status, free_minutes=4590)) == "磁盘还可录约 76 小时"
    assert room_words(replace(status, free_minutes=None)) == ""
    assert alarm_words(Alarm(AlarmKind.SILENCE, "信访人")).startswith("信访人：长时间没有声音")
    assert alarm_words(Alarm(AlarmKind.DISK_LOW)) == "磁盘空间不多"


def test_what_a_person_must_know_stands_beside_the_state():
    status = RecordingStatus(RecordingState.PAUSED, pause_reason="中场休息")
    assert state_sentence(status) == "暂停原因：中场休息"
    assert state_sentence(replace(status, state=RecordingState.INTERRUPTED)) == INTERRUPTED
    full = RecordingStatus(RecordingState.CLOSED, end_reason=EndReason.DISK_FULL)
    assert state_sentence(full) == "磁盘将满，自动结束。已录下的内容已封存。"
    assert state_sentence(replace(full, end_reason=EndReason.STOPPED)) == ""
