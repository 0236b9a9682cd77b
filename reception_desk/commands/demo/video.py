"""A video reception about the first visit: two windows, a recorder, a record both ends sign."""

import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

from reception_desk.commands.demo.hall import DemoDesk
from reception_desk.errors import DeskError
from reception_desk.models.database import now
from reception_desk.recording.client import RecorderClient, open_recorder
from reception_desk.recording.export import LogNote, export
from reception_desk.recording.film import FilmPlan
from reception_desk.recording.simulated_camera import SimulatedCamera
from reception_desk.recording.summary import summary_of
from reception_desk.records.document import DocumentKind
from reception_desk.records.promises import PromiseInput
from reception_desk.records.recording import RecordingMode, RecordingOrder, Source, SourceKind
from reception_desk.records.recordings import ConsentAnswer
from reception_desk.records.session_log import NoteInput, NoteKind
from reception_desk.records.video_sessions import (
    ParticipantInput,
    ParticipantRole,
    ResourceKind,
    SessionEventInput,
    SessionInput,
    SessionLevel,
    SessionSide,
)
from reception_desk.records.visit import VisitRecord
from reception_desk.rules.duty_ledger import Reckoning
from reception_desk.rules.session_log import LogEntry
from reception_desk.rules.session_transition import SessionEvent as Event
from reception_desk.rules.session_transition import SessionState
from reception_desk.rules.video_sessions import NONE, SIGNED
from reception_desk.services import office
from reception_desk.services.calendar import work_calendar
from reception_desk.services.matter_papers import PaperDesk
from reception_desk.services.recording_consents import consent_now, record_answer
from reception_desk.services.recordings import register_recording
from reception_desk.services.session_log import log_of, write_note
from reception_desk.services.session_paper_data import notice_version
from reception_desk.services.session_papers import (
    SessionPaperOrder,
    draft_session_paper,
    issue_session_paper,
)
from reception_desk.services.session_participants import add_participant
from reception_desk.services.session_resources import add_resource
from reception_desk.services.video_sessions import apply_for_session, record_event, session_now
from reception_desk.ui.rehearsal import Rehearsal

TOWN = "T100"
_CAMERA = FilmPlan(width=640, height=360, rate=15, seconds=4)
_RECORD = DocumentKind.VIDEO_SESSION_RECORD


class DemoVideo:
    """One session: window 1 holds it, window 2 writes in its log; `folder` is what both keep."""

    def __init__(
        self, desks: list[DemoDesk], record: VisitRecord, rehearsal: Rehearsal, folder: Path
    ) -> None:
        self._first, self._second = desks
        self._matter_id = record.matter_id or ""
        self._rehearsal = rehearsal
        self._folder = folder
        self._session_id = ""

    def play(self, say: Callable[[str], None]) -> None:
        """Hold the session, record it, have it signed, and hand out what can be checked."""
        self._appoint()
        with SimulatedCamera(_CAMERA) as camera:
            recorded = self._hold(camera.url)
        minutes = self._sign()
        notes = [LogNote(entry.note.said_at, entry.text) for entry in self._log()]
        export(recorded, self._folder, notes, minutes)
        self._check()
        say(f"视频接访已录音录像、签名、归档，封存在 {self._folder}，verify.py 核对无误")

    def _appoint(self) -> None:
        """Apply, have it agreed to, and appoint a room; those who talk are in it."""
        database, actor = self._first.database, self._first.clerk
        asked = SessionInput(self._matter_id, SessionLevel.COUNTY_CITY)
        self._session_id = apply_for_session(database, actor, asked)
        receiver = ParticipantInput(
            SessionSide.FAR, ParticipantRole.LEADER, name="何某", unit="孝感市信访局", post="副局长"
        )
        add_participant(database, actor, self._session_id, receiver)
        room = add_resource(database, actor, ResourceKind.ROOM, "视频接访室")
        self._record(Event.AGREED, decided_by="孝感市信访局何某")
        begins = now()
        self._record(
            Event.APPOINTED, starts_at=begins, ends_at=begins + timedelta(hours=1), room_id=room,
            far_place="孝感市群众来访接待服务中心",
        )  # fmt: skip
        for who in self._people():
            self._record(Event.ARRIVED, participant_id=who)
        self._record(Event.RECUSAL_ASKED, result=NONE)
        for who in consent_now(database, actor, self._session_id).unanswered:
            record_answer(
                database, actor, self._session_id, who.participant_id, ConsentAnswer.AGREES,
                notice_version=notice_version(),
            )  # fmt: skip

    def _hold(self, camera_url: str) -> Path:
        """Record while both windows write; return the closed folder."""
        self._record(Event.BEGUN)
        home = self._first.settings.home
        folder = home / "recordings" / self._session_id
        source = Source(SourceKind.RTSP, camera_url, picture="画面", sound="信访人")
        recorder = open_recorder(home)
        mode = RecordingMode.PICTURE_AND_SOUND
        recorder.start(
            RecordingOrder(self._session_id, self._session_id, mode, str(folder), (source,))
        )
        self._written(recorder, 1)
        petitioner, receiver = self._people()
        claim = NoteInput(NoteKind.CLAIM, "请求支付2024年的土地流转费。", participant_id=petitioner)
        self._write(self._first, claim)
        if self._first.desk.centre is not None:
            self._rehearsal.wait(self._is_at_second, "2号窗口出现这次视频接访")
            words = "流转费由花园镇核实后按合同支付。"
            note = NoteInput(NoteKind.EXPLANATION, words, participant_id=receiver)
            self._write(self._second, note)
        self._promise(receiver)
        self._written(recorder, 3)
        closed = recorder.stop()
        recorder.end()
        register_recording(
            self._first.database, self._first.clerk, self._session_id, summary_of(folder)
        )
        if closed.root != summary_of(folder).root_hash:
            raise DeskError("录制程序报告的校验值与封存的不同。")
        return folder

    def _promise(self, receiver: str) -> None:
        town = office.unit_id(TOWN)
        due = now().astimezone().date() + timedelta(days=15)
        promise = PromiseInput("", town, "花园镇镇长", due)
        note = NoteInput(NoteKind.PROMISE, "十五日内付清流转费。", participant_id=receiver)
        write_note(self._first.database, self._first.clerk, self._session_id, note, promise)

    def _sign(self) -> bytes:
        """Read the record back, have everybody sign, archive; return the record's PDF."""
        workplace, actor = self._first.desk.workplace, self._first.clerk
        if self._first.desk.centre is not None:
            self._rehearsal.wait(
                lambda: any(e.note.kind == NoteKind.EXPLANATION for e in self._log()),
                "2号窗口的记录回到1号窗口",
            )
        self._record(Event.ENDED)
        desk = PaperDesk(workplace.papers, Reckoning(work_calendar(self._first.database)))
        data = draft_session_paper(desk, actor, self._session_id, _RECORD)
        order = SessionPaperOrder(self._session_id, _RECORD, data)
        paper = issue_session_paper(desk, actor, order).document
        for who in self._people():
            self._record(Event.SIGNATURE, participant_id=who, result=SIGNED)
        self._record(Event.SIGNED)
        archived = SessionEventInput(Event.ARCHIVED)
        record_event(self._first.database, self._first.section, self._session_id, archived)
        return workplace.files.get(paper.sha256)

    def _check(self) -> None:
        """Run the verifier that lies in the folder, as whoever was given it would."""
        done = subprocess.run(
            [sys.executable, "-I", "verify.py", "."],
            cwd=self._folder,
            capture_output=True,
            check=False,
            text=True,
        )
        if done.returncode != 0:
            raise DeskError(f"封存的文件夹没有通过核对：{done.stdout}{done.stderr}")

    def _record(self, event: Event, **said: Any) -> None:
        given = SessionEventInput(event, **said)
        record_event(self._first.database, self._first.clerk, self._session_id, given)
        self._announce(self._first)

    def _write(self, desk: DemoDesk, note: NoteInput) -> None:
        write_note(desk.database, desk.clerk, self._session_id, note)
        self._announce(desk)

    def _announce(self, desk: DemoDesk) -> None:
        """Tell the desk's own pages and its line to the centre, as its page would."""
        desk.desk.workplace.changes.video_session_changed.emit(self._session_id)

    def _people(self) -> list[str]:
        now_ = session_now(self._first.database, self._first.clerk, self._session_id)
        return [who.participant_id for who in now_.case.participants]

    def _log(self) -> tuple[LogEntry, ...]:
        return log_of(self._first.database, self._first.clerk, self._session_id).entries

    def _written(self, recorder: RecorderClient, seconds: int) -> None:
        """Until so much is on the disk."""
        self._rehearsal.wait(lambda: recorder.status().written_ms >= 1000 * seconds, "录制写入磁盘")

    def _is_at_second(self) -> bool:
        """Whether the other window knows that the session has begun."""
        try:
            known = session_now(self._second.database, self._second.clerk, self._session_id)
        except DeskError:
            return False
        return known.standing.state is SessionState.IN_SESSION
