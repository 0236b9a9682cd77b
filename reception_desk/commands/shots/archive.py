"""The archive of video sessions: its list, one session with its film, a sealed part, a hold."""

from datetime import timedelta
from pathlib import Path

from reception_desk.commands.shots.accounts import SETTLE_MS, Close, Open
from reception_desk.commands.shots.sample_day import SampleDay
from reception_desk.commands.shots.sample_sessions import hold_session
from reception_desk.recording.film import FilmPlan, write_film
from reception_desk.recording.recording import Recording
from reception_desk.recording.summary import summary_of
from reception_desk.records.recording import RecordingMode, RecordingOrder, Source, SourceKind
from reception_desk.records.recordings import KeepingEvent, KeepingInput
from reception_desk.records.session_log import NoteInput, NoteKind
from reception_desk.records.video_sessions import SessionEventInput
from reception_desk.rules.permissions import Role
from reception_desk.rules.session_transition import SessionEvent
from reception_desk.services.past_sessions import past_sessions
from reception_desk.services.recordings import keep_recording, register_recording
from reception_desk.services.session_calendar import open_sessions
from reception_desk.services.session_log import write_note
from reception_desk.services.video_sessions import record_event, session_now
from reception_desk.ui.pages.video_sessions import VideoSessionsPage
from reception_desk.ui.rehearsal import Rehearsal

_REASON = "核对笔录"
_PLAN = FilmPlan(width=640, height=360, seconds=8)
_PAUSE_AT_MS, _PAUSE_MS, _PATIENCE_SECONDS = 2000, 1500, 30.0
_LOG = (
    (0.5, NoteKind.CLAIM, "请求明确村组水费的收取标准，退回多收的部分。"),
    (1.5, NoteKind.FACT, "2024年以来按每亩六十元收取，没有开具收据。"),
    (4.5, NoteKind.EXPLANATION, "水费标准由县水利和湖泊局核定，核实后书面答复。"),
)


def draw_archive(day: SampleDay, rehearsal: Rehearsal, open_: Open, close: Close) -> None:
    """Draw what was recorded before, with a part sealed and a hold."""
    _record_once(day, rehearsal)
    desk = open_(day.staff[Role.SECTION])
    page = desk.window.open_page("video_sessions")
    if not isinstance(page, VideoSessionsPage):
        raise TypeError("who holds sessions has their page")
    tasks = desk.workplace.tasks

    def take(name: str) -> None:
        rehearsal.wait(lambda: not tasks.pending, name)
        rehearsal.settle(SETTLE_MS)
        rehearsal.take_picture(desk.window, name)

    page.show_archive()
    take("archive")
    page.open_past(page.archive.model.record(0).session_id)
    rehearsal.wait(lambda: page.is_past, "档案")
    past = page.past
    take("archive-shut")
    past.look(_REASON)
    rehearsal.wait(lambda: past.player.playback is not None, "录像")
    if past.film_button.isVisible():
        past.film_button.setChecked(True)
    past.player.go(past.player.length - 1000)
    rehearsal.wait(lambda: not past.film.picture.image.isNull(), "画面")
    take("archive-film")
    past.show_part(2)
    take("archive-keeping")
    past.show_part(1)
    take("archive-people")
    if past.recording is not None:
        form = past.acts.ask(past.recording, KeepingEvent.SEALED, place_ms=1000)
        rehearsal.settle(SETTLE_MS)
        rehearsal.take_picture(form, "archive-seal")
        form.close()
    close(desk)


def _record_once(day: SampleDay, rehearsal: Rehearsal) -> None:
    """Hold, record, pause and end one session; a part of it is sealed, and it is held."""
    database, section = day.database, day.staff[Role.SECTION]
    if past_sessions(database, section).total:
        return
    matter_id = open_sessions(database, section)[0].matter_id
    session_id = hold_session(database, section, matter_id)
    summary = summary_of(_recorded(day, rehearsal, session_id))
    people = session_now(database, section, session_id).case.participants
    for seconds, kind, words in _LOG:
        said_at = summary.began_at + timedelta(seconds=seconds)
        speaker = people[-1 if kind is NoteKind.EXPLANATION else 0].participant_id
        note = NoteInput(kind, words, said_at=said_at, participant_id=speaker)
        write_note(database, section, session_id, note)
    key = register_recording(database, section, session_id, summary)
    record_event(database, section, session_id, SessionEventInput(SessionEvent.ENDED))
    for act in (
        KeepingInput(KeepingEvent.SEALED, "涉及他人住址", from_second=0, to_second=1),
        KeepingInput(KeepingEvent.HELD, "信访人申请复查"),
    ):
        keep_recording(database, section, key, act)


def _recorded(day: SampleDay, rehearsal: Rehearsal, session_id: str) -> Path:
    """Record a drawn film at its own pace, with a pause."""
    film = write_film(day.home / "film.mkv", _PLAN)
    source = Source(SourceKind.PACED_FILE, str(film), picture="画面", sound="信访人")
    folder = day.home / "recordings" / "sample-1"
    mode = RecordingMode.PICTURE_AND_SOUND
    recording = Recording(RecordingOrder(session_id, "sample", mode, str(folder), (source,)))
    rehearsal.wait(lambda: recording.status().written_ms >= _PAUSE_AT_MS, "录制")
    recording.pause("信访人喝水")
    rehearsal.settle(_PAUSE_MS)
    recording.resume()
    rehearsal.wait(lambda: recording.status().written_ms >= 2 * _PAUSE_AT_MS, "录制")
    recording.close()
    recording.wait(_PATIENCE_SECONDS)
    return folder
