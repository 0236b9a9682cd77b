"""Recording a session from its page: a real recorder process and a camera that speaks RTSP."""

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from reception_desk.config import RecorderSettings
from reception_desk.recording import verify
from reception_desk.recording.client import find_recorder
from reception_desk.recording.simulated_camera import SimulatedCamera
from reception_desk.records.recording import PICTURE_TITLE, RecordingState
from reception_desk.records.recordings import ConsentAnswer
from reception_desk.records.video_sessions import (
    ParticipantInput,
    ParticipantRole,
    SessionSide,
)
from reception_desk.rules.session_transition import SessionEvent, SessionState
from reception_desk.services.recordings import recordings_of
from reception_desk.services.session_log import log_of
from reception_desk.services.session_participants import add_participant
from reception_desk.ui.dialogs.reason_form import ReasonForm
from reception_desk.ui.pages.video_sessions.live_session import LiveSession
from reception_desk.ui.tasks import Tasks
from tests.offices import SampleOffice
from tests.recordings import PLAN, lines_of
from tests.sessions import SampleSession, a_session
from tests.ui.desks import workplace
from tests.ui.stage import show

SLOW = 30_000


@pytest.fixture
def camera() -> Iterator[SimulatedCamera]:
    with SimulatedCamera(PLAN) as running:
        yield running


@pytest.fixture
def sample(desk: SampleOffice) -> SampleSession:
    made = a_session(desk)
    made.begun()
    return made


@pytest.fixture
def live(
    qtbot: QtBot,
    desk: SampleOffice,
    sample: SampleSession,
    camera: SimulatedCamera,
    tasks: Tasks,
) -> Iterator[LiveSession]:
    yield opened(qtbot, desk, sample, camera, tasks)
    tasks.close()
    client = find_recorder(desk.database.path.parent)
    if client is not None:
        if client.status().state not in {RecordingState.IDLE, RecordingState.CLOSED}:
            client.stop()
        client.end()


def opened(
    qtbot: QtBot,
    desk: SampleOffice,
    sample: SampleSession,
    camera: SimulatedCamera,
    tasks: Tasks,
) -> LiveSession:
    places = RecorderSettings(video=camera.url, petitioner_sound="camera")
    widget = LiveSession(workplace(desk, tasks, recorder=places))
    show(qtbot, widget, width=1200, height=680)
    with qtbot.waitSignal(widget.shown):
        widget.open_session(sample.session_id)
    widget.take_focus()
    return widget


def answer(qtbot: QtBot, live: LiveSession, sample: SampleSession, said: ConsentAnswer) -> None:
    live.people.answered.emit(sample.petitioner, said)
    qtbot.waitUntil(
        lambda: (
            live.file is not None and any(one.answer is said for one in live.file.consent.answers)
        ),
        timeout=SLOW,
    )


def record(qtbot: QtBot, live: LiveSession) -> None:
    """Agree, press F9 and wait until something is on the disk."""
    qtbot.waitUntil(live.recorder.start_button.isEnabled)
    qtbot.keyClick(live, Qt.Key.Key_F9)
    status = live.work.recorder
    qtbot.waitUntil(lambda: status.status.state is RecordingState.RECORDING, timeout=SLOW)
    qtbot.waitUntil(lambda: status.status.written_ms > 300, timeout=SLOW)


def state_becomes(qtbot: QtBot, live: LiveSession, state: RecordingState) -> None:
    qtbot.waitUntil(lambda: live.work.recorder.status.state is state, timeout=SLOW)


def said_in_log(sample: SampleSession) -> list[str]:
    found = log_of(sample.desk.database, sample.actor, sample.session_id)
    return [entry.text for entry in found.entries]


def test_f9_records_only_after_consent_and_puts_it_on_record(
    qtbot: QtBot, live: LiveSession, sample: SampleSession, desk: SampleOffice
):
    assert not live.recorder.start_button.isEnabled()
    assert "还要征求张伟的意见" in live.recorder.why.text()
    answer(qtbot, live, sample, ConsentAnswer.AGREES)
    record(qtbot, live)
    qtbot.waitUntil(lambda: not live.recorder.view.picture.isNull(), timeout=SLOW)
    qtbot.waitUntil(lambda: (live.recorder.levels.get("信访人") or -99) > -60, timeout=SLOW)
    qtbot.keyClick(live, Qt.Key.Key_F9)
    state_becomes(qtbot, live, RecordingState.CLOSED)
    qtbot.waitUntil(lambda: live.file is not None and bool(live.file.recordings), timeout=SLOW)

    (kept,) = recordings_of(desk.database, desk.clerk, sample.session_id)
    folder = desk.database.path.parent / "recordings" / kept.summary.folder
    assert verify.verify(folder, kept.summary.root_hash).status == verify.WHOLE
    assert kept.summary.has_picture
    assert not any(part in str(folder) for part in ("张", "伟"))


def test_who_agreed_to_sound_only_is_not_filmed(
    qtbot: QtBot, live: LiveSession, sample: SampleSession, camera: SimulatedCamera
):
    answer(qtbot, live, sample, ConsentAnswer.SOUND_ONLY)
    assert "录音" in live.recorder.start_button.text()
    assert "录像" not in live.recorder.start_button.text()
    record(qtbot, live)
    assert [track.title for track in live.work.recorder.status.tracks] == ["信访人"]
    assert camera.sent_pictures == 0
    assert live.recorder.view.isHidden()


def test_a_withdrawal_stops_at_once_and_the_log_says_why(
    qtbot: QtBot, live: LiveSession, sample: SampleSession, desk: SampleOffice
):
    answer(qtbot, live, sample, ConsentAnswer.AGREES)
    record(qtbot, live)
    answer(qtbot, live, sample, ConsentAnswer.WITHDRAWN)
    state_becomes(qtbot, live, RecordingState.CLOSED)
    qtbot.waitUntil(lambda: bool(said_in_log(sample)), timeout=SLOW)

    assert said_in_log(sample) == ["张伟撤回同意，录音录像停止，接访照常进行。"]
    assert live.file is not None
    assert live.file.standing.state is SessionState.IN_SESSION
    assert len(recordings_of(desk.database, desk.clerk, sample.session_id)) == 1
    qtbot.waitUntil(lambda: not live.recorder.start_button.isEnabled())


def test_sound_only_during_a_film_ends_the_film(
    qtbot: QtBot, live: LiveSession, sample: SampleSession
):
    answer(qtbot, live, sample, ConsentAnswer.AGREES)
    record(qtbot, live)
    answer(qtbot, live, sample, ConsentAnswer.SOUND_ONLY)
    state_becomes(qtbot, live, RecordingState.CLOSED)
    record(qtbot, live)
    titles = [track.title for track in live.work.recorder.status.tracks]
    assert PICTURE_TITLE not in titles


def test_somebody_new_in_the_room_is_asked_before_it_goes_on(
    qtbot: QtBot, live: LiveSession, sample: SampleSession, desk: SampleOffice
):
    answer(qtbot, live, sample, ConsentAnswer.AGREES)
    record(qtbot, live)
    lawyer = add_participant(
        desk.database,
        desk.clerk,
        sample.session_id,
        ParticipantInput(SessionSide.NEAR, ParticipantRole.LAWYER, name="余某"),
    )
    live.people.came.emit(lawyer)
    state_becomes(qtbot, live, RecordingState.PAUSED)
    assert said_in_log(sample) == ["余某还没有答复是否同意录音录像，录音录像暂停。"]
    live.recorder.resume_button.click()
    qtbot.waitUntil(lambda: "余某还没有答复" in live.bar.text, timeout=SLOW)

    live.people.answered.emit(lawyer, ConsentAnswer.AGREES)
    qtbot.waitUntil(lambda: live.file is not None and len(live.file.consent.answers) == 2)
    live.recorder.resume_button.click()
    state_becomes(qtbot, live, RecordingState.RECORDING)


def test_a_pause_asks_a_reason_that_stands_in_the_log(
    qtbot: QtBot, live: LiveSession, sample: SampleSession
):
    answer(qtbot, live, sample, ConsentAnswer.AGREES)
    record(qtbot, live)
    live.recorder.pause_button.click()
    (form,) = live.window().findChildren(ReasonForm)
    form.reason.set_text("中场休息")
    form.press.click()
    state_becomes(qtbot, live, RecordingState.PAUSED)
    assert live.work.recorder.status.pause_reason == "中场休息"
    assert said_in_log(sample) == ["录音录像暂停：中场休息"]


def test_a_lost_recorder_is_told_and_goes_on(
    qtbot: QtBot, live: LiveSession, sample: SampleSession, desk: SampleOffice
):
    answer(qtbot, live, sample, ConsentAnswer.AGREES)
    record(qtbot, live)
    client = find_recorder(desk.database.path.parent)
    assert client is not None
    os.kill(client.pid, signal.SIGKILL)
    state_becomes(qtbot, live, RecordingState.INTERRUPTED)
    assert live.recorder.resume_button.isVisible()
    assert live.bar.text == ""  # the card says it, with what to do
    live.recorder.resume_button.click()
    state_becomes(qtbot, live, RecordingState.RECORDING)
    qtbot.keyClick(live, Qt.Key.Key_F9)
    qtbot.waitUntil(lambda: live.file is not None and bool(live.file.recordings), timeout=SLOW)
    (kept,) = recordings_of(desk.database, desk.clerk, sample.session_id)
    assert kept.summary.gaps == 1


def test_a_recording_is_found_again_by_the_next_window(
    qtbot: QtBot,
    live: LiveSession,
    sample: SampleSession,
    desk: SampleOffice,
    camera: SimulatedCamera,
    tasks: Tasks,
):
    answer(qtbot, live, sample, ConsentAnswer.AGREES)
    record(qtbot, live)
    live.work.recorder.close()
    again = opened(qtbot, desk, sample, camera, tasks)
    state_becomes(qtbot, again, RecordingState.RECORDING)
    assert again.recording.runs_here
    again.steps.asked.emit(SessionEvent.ENDED)
    qtbot.waitUntil(
        lambda: (
            again.file is not None
            and again.file.standing.state is SessionState.ENDED
            and bool(again.file.recordings)
        ),
        timeout=SLOW,
    )
    assert again.work.recorder.status.state is RecordingState.CLOSED


def test_an_entry_written_while_it_runs_is_marked_in_the_recording(
    qtbot: QtBot, live: LiveSession, sample: SampleSession
):
    answer(qtbot, live, sample, ConsentAnswer.AGREES)
    record(qtbot, live)
    live.line.take_focus()
    live.line.press("2")
    live.line.fields.text.setPlainText("去年三月测量")
    with qtbot.waitSignal(live.writing.written) as told:
        qtbot.keyClick(live.line.fields.text, Qt.Key.Key_Return)
    assert told.args is not None
    folder = Path(live.work.recorder.status.folder)
    qtbot.waitUntil(lambda: bool(lines_of(folder, "mark")), timeout=SLOW)
    assert [line["reference"] for line in lines_of(folder, "mark")] == told.args
