"""One video session while people talk: before it begins, declined, recorded, recorder lost."""

import os
import signal
from collections.abc import Callable

from reception_desk import app
from reception_desk.commands.shots.accounts import SETTLE_MS, Close
from reception_desk.commands.shots.sample_day import SampleDay
from reception_desk.config import RecorderSettings
from reception_desk.recording.client import find_recorder
from reception_desk.recording.film import FilmPlan
from reception_desk.recording.places import CAMERA_SOUND
from reception_desk.recording.simulated_camera import SimulatedCamera
from reception_desk.records.actor import Actor
from reception_desk.records.recording import RecordingState
from reception_desk.records.recordings import ConsentAnswer
from reception_desk.rules.permissions import Role
from reception_desk.rules.session_transition import SessionState
from reception_desk.services.session_calendar import open_sessions
from reception_desk.ui.pages.video_sessions import VideoSessionsPage
from reception_desk.ui.rehearsal import Rehearsal

OpenRecording = Callable[[Actor, RecorderSettings], app.Desk]
_PLAN = FilmPlan(width=640, height=360)


def draw_live_sessions(
    day: SampleDay, rehearsal: Rehearsal, open_: OpenRecording, close: Close
) -> None:
    """Draw the states with a camera that speaks RTSP and a real recorder."""
    with SimulatedCamera(_PLAN) as camera:
        places = RecorderSettings(video=camera.url, petitioner_sound=CAMERA_SOUND)
        desk = open_(day.staff[Role.SECTION], places)
        _LiveShots(desk, rehearsal).draw()
        close(desk)
    client = find_recorder(day.home)
    if client is not None:
        client.end()


class _LiveShots:
    def __init__(self, desk: app.Desk, rehearsal: Rehearsal) -> None:
        self._desk, self._rehearsal = desk, rehearsal
        self._recorder = desk.workplace.recorder
        page = desk.window.open_page("video_sessions")
        if not isinstance(page, VideoSessionsPage):
            raise TypeError("who holds sessions has their page")
        self._page = page

    def draw(self) -> None:
        self._open(SessionState.APPOINTED)
        self._take("live-before")
        self._open(SessionState.IN_SESSION)
        self._answer(ConsentAnswer.DECLINES)
        self._take("live-declined")
        self._answer(ConsentAnswer.AGREES)
        self._record()
        self._page.live.line.press("5")
        self._rehearsal.write(self._page.live.line.fields.text, "一个月内把水费标准公示到组")
        self._take("live-recording")
        self._lose_recorder()
        self._take("live-recorder-lost")
        self._page.live.recorder.stop_button.click()
        self._wait(RecordingState.CLOSED)
        self._page.live.line.drop()
        self._take("live-recorded")

    def _open(self, state: SessionState) -> None:
        work, page = self._desk.workplace, self._page
        lines = open_sessions(work.database, work.actor)
        page.open_session(next(one.session_id for one in lines if one.state == state))
        self._rehearsal.wait(lambda: page.is_live and page.live.is_settled, "接访")

    def _answer(self, answer: ConsentAnswer) -> None:
        live = self._page.live
        if live.file is None:
            raise LookupError("no session is open")
        for who in live.file.case.participants:
            if who.role.asks_consent:
                live.people.answered.emit(who.participant_id, answer)
        self._rehearsal.wait(lambda: not self._desk.workplace.tasks.pending, "答复")

    def _record(self) -> None:
        live = self._page.live
        if live.side_button.isVisible():
            live.side_button.setChecked(True)
        self._rehearsal.wait(live.recorder.start_button.isEnabled, "可以录制")
        live.recorder.press_key()
        self._rehearsal.wait(lambda: not live.recorder.view.picture.isNull(), "画面")
        self._rehearsal.wait(lambda: any(live.recorder.levels.values()), "声音")

    def _lose_recorder(self) -> None:
        client = find_recorder(self._desk.workplace.settings.home)
        if client is not None:
            os.kill(client.pid, signal.SIGTERM if os.name == "nt" else signal.SIGKILL)
        self._wait(RecordingState.INTERRUPTED)

    def _wait(self, state: RecordingState) -> None:
        self._rehearsal.wait(lambda: self._recorder.status.state is state, state.label)
        self._rehearsal.wait(lambda: not self._desk.workplace.tasks.pending, state.label)

    def _take(self, name: str) -> None:
        self._rehearsal.settle(SETTLE_MS)
        live = self._page.live
        self._rehearsal.take_picture(self._desk.window, name)
        if live.side_button.isVisible():  # too narrow for both: what is in the other place, too
            live.side_button.toggle()
            self._rehearsal.settle(SETTLE_MS)
            self._rehearsal.take_picture(self._desk.window, f"{name}-other")
            live.side_button.toggle()
