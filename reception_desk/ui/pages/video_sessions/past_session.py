"""One held session: read in the background, its film opened for a reason, each line a moment."""

from datetime import timedelta
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

from PySide6.QtCore import QEvent, QModelIndex, QObject, QSize, Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent

from reception_desk.errors import DeskError
from reception_desk.models import Database
from reception_desk.recording.playback import Playback, Seen
from reception_desk.records.actor import Actor
from reception_desk.records.document import DocumentRecord
from reception_desk.records.recordings import KeepingEvent, RecordingRecord
from reception_desk.rules.permissions import Action, Role, may
from reception_desk.rules.recording_keeping import SealedPart, keeping
from reception_desk.services.past_sessions import PastFile, open_past
from reception_desk.services.recording_files import present_folder
from reception_desk.services.recordings import view_recording
from reception_desk.services.session_words import one_recording_words
from reception_desk.ui.file_viewer import FileViewer
from reception_desk.ui.pages.video_sessions.film_player import FilmPlayer
from reception_desk.ui.pages.video_sessions.keeping_acts import KeepingActs
from reception_desk.ui.pages.video_sessions.log_words import LogLine, clock_text, log_lines
from reception_desk.ui.pages.video_sessions.past_verifying import Verifying
from reception_desk.ui.pages.video_sessions.past_view import PastView
from reception_desk.ui.pages.video_sessions.past_words import (
    marked_spans,
    moment_words,
    not_recorded_words,
)
from reception_desk.ui.recording_export import RecordingExport
from reception_desk.ui.session_lines import NO_TITLE
from reception_desk.ui.workplace import Workplace

LANE = "past session"
ASK = "查阅录音录像要写明理由"
Span = tuple[int, int]


class PastSession(PastView):
    """Signals: `shown()` once a session stands there, `gone(error)` when it cannot be opened."""

    shown = Signal()
    gone = Signal(object)

    def __init__(self, work: Workplace) -> None:
        super().__init__(work.actor)
        self._work = work
        self._zone = ZoneInfo(work.actor.desk.zone)
        self._wanted = ""
        self._chosen = 0
        self._moments: list[int | None] = []
        self._lines: list[LogLine] = []
        self._sealed: tuple[SealedPart, ...] = ()
        self.past: PastFile | None = None
        self.player = FilmPlayer(work.tasks, self)
        self.verifying = Verifying(work, self.keeping)
        self.acts = KeepingActs(work, self)
        self._viewer = FileViewer(work.files, work.tasks)
        self.people.papers.add(self._viewer)
        self._listen()

    @property
    def recording(self) -> RecordingRecord | None:
        """The recording that is shown or can be."""
        if self.past is None or not self.past.file.recordings:
            return None
        return self.past.file.recordings[self._chosen]

    def open_session(self, session_id: str) -> None:
        """Read a session and show it, its film still shut."""
        self._wanted, self._chosen, self.past = session_id, 0, None
        self.bar.clear()
        self._shut()
        self._read(is_new=True)

    def close_session(self) -> None:
        """Let go of film and check."""
        self._wanted = ""
        self._shut()
        self.verifying.cancel()

    def look(self, reason: str) -> None:
        """Open the film for a reason, which is on record before a picture is seen."""
        recording, work = self.recording, self._work
        if recording is None:
            return
        folder = work.settings.recordings_path
        read = partial(_opened, work.database, work.actor, folder, recording, reason)
        show = partial(self._show_film, recording.recording_id)
        work.tasks.run(LANE, self, read, show, self._say_error)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The space bar plays and pauses at the log and the time bar; a button it presses."""
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and event.key() == Qt.Key.Key_Space
        ):
            self.player.toggle()
            return True
        return super().eventFilter(watched, event)

    def _read(self, *, is_new: bool) -> None:
        read = partial(open_past, self._work.database, self._work.actor, self._wanted)
        show = partial(self._show, self._wanted, is_new)
        self._work.tasks.run(LANE, self, read, show, partial(self._refuse, self._wanted))

    def _follow(self, session_id: str) -> None:
        if self._wanted and session_id in {"", self._wanted}:
            self._read(is_new=False)

    def _show(self, session_id: str, is_new: bool, past: PastFile) -> None:  # noqa: FBT001
        if session_id != self._wanted:
            return
        self.past = past
        file = past.file
        self.title.setText(file.matter or NO_TITLE)
        self.title.setToolTip(file.case.label)
        state = file.standing.state.label if file.standing.state else ""
        began = file.standing.began_at
        held = moment_words(began, self._zone) if began else ""
        self.held.setText(" · ".join(filter(None, (held, state))))
        self._lines = log_lines(file, self._zone)
        self.log.show_lines(self._lines)
        self.show_log(has_lines=bool(self._lines))
        self.log_card.set_count(f"{len(self._lines)} 条" if self._lines else "")
        self.people.show_file(past)
        self._show_recordings(is_new=is_new)
        if is_new:
            self.shown.emit()

    def _show_recordings(self, *, is_new: bool) -> None:
        recording = self.recording
        if self.past is None:
            return
        recordings = self.past.file.recordings
        words = [f"第 {at} 份：{one_recording_words(one)}" for at, one in enumerate(recordings, 1)]
        self.film.show_recordings(words, self._chosen)
        if recording is None:
            words_ = not_recorded_words(self.past.file)
            self.film.show_shut(words_, can_look=False)
            self.keeping.show_none(words_)
            return
        self.keeping.show_recording(recording)
        kept = keeping(recording)
        if self.player.playback is not None and kept.sealed != self._sealed:
            self._shut()
        if kept.disposed is not None:
            self._shut()
            self.film.show_shut("录音录像已经销毁，销毁证明在“人员文书”。", can_look=False)
            self.keeping.show_verdict("", is_whole=None)
        elif self.player.playback is None:
            can_look = may([Role(role) for role in self._work.actor.roles], Action.VIEW_RECORDING)
            words_ = f"{ASK}，理由记入审计日志。" if can_look else "您没有查阅录音录像的权限。"
            self.film.show_shut(words_, can_look=can_look)
        if is_new and kept.disposed is None:
            self.verifying.verify(recording)

    def _choose(self, place: int) -> None:
        if place != self._chosen:
            self._chosen = place
            self._shut()
            self._show_recordings(is_new=True)

    def _ask_reason(self) -> None:
        self._work.messages.ask_reason(ASK, self.look, yes="查阅")

    def _show_film(self, recording_id: str, opened: tuple[Playback, tuple[Span, ...]]) -> None:
        playback, hidden = opened
        recording = self.recording
        if recording is None or self.past is None or recording.recording_id != recording_id:
            playback.stop()
            return
        timeline, log = playback.timeline, self.past.file.log
        notes = {entry.note.note_id: entry.note for entry in log.entries}
        self._moments = [
            timeline.place_of(notes[line.note_id].said_at, line.note_id)
            if line.note_id in notes
            else None
            for line in self._lines
        ]
        self._sealed = keeping(recording).sealed
        sealed = [(part.from_second, part.to_second, part.reason) for part in self._sealed]
        ticks = [at for at in self._moments if at is not None and timeline.holds(at)]
        self.film.bar.show_film(timeline.length_ms, marked_spans(timeline, log, sealed), ticks)
        self.film.show_open(timeline.sounds)
        self.player.load(playback, hidden)
        self._say_playing()
        self.film.play_button.setFocus()

    def _go_to_line(self, line: LogLine) -> None:
        """Jump to the second of a line."""
        if self.player.playback is None or line not in self._lines:
            return
        self.film_button.setChecked(self.film_button.isVisible())
        at = self._moments[self._lines.index(line)]
        if at is None or not self.player.playback.timeline.holds(at):
            self.film.said.setText(f"{line.when} 没有录下：不在这份录音录像的起止时间以内。")
            return
        self.player.go(at)

    def _go_to_row(self, index: QModelIndex) -> None:
        if 0 <= index.row() < len(self._lines):
            self._go_to_line(self._lines[index.row()])

    def _show_place(self, place_ms: int) -> None:
        if self.player.playback is not None:
            began = self.player.playback.timeline.began_at
            moment = clock_text(began + timedelta(milliseconds=place_ms), self._zone)
            self.film.show_place(place_ms, self.player.length, moment)
        if not self.player.is_playing:
            return
        past = [at for at, moment in enumerate(self._moments) if _is_past(moment, place_ms)]
        if past and self.log.currentIndex().row() != past[-1]:
            self.log.setCurrentIndex(self.log.log.index(past[-1], 0))

    def _show_seen(self, seen: Seen, image: QImage) -> None:
        if self.player.playback is not None:
            has_picture = self.player.playback.timeline.has_picture
            self.film.show_seen(seen, image, has_picture=has_picture)

    def _say_playing(self) -> None:
        problem = self.player.sound.problem
        fast = "" if self.player.speed == 1.0 else "变速播放时没有声音。"
        self.film.show_playing(problem or fast, is_playing=self.player.is_playing)

    def _set_speed(self, speed: float) -> None:
        self.player.set_speed(speed)
        self._say_playing()

    def _shut(self) -> None:
        self.player.close()
        self._moments = []
        self.film.picture.show_picture(QImage(), "")

    def _ask_act(self, event: KeepingEvent) -> None:
        if self.recording is not None:
            self.acts.ask(self.recording, event, place_ms=self.player.place)

    def _unseal(self, act_id: str) -> None:
        if self.recording is not None:
            self.acts.ask(self.recording, KeepingEvent.UNSEALED, answers_id=act_id)

    def _let_go(self) -> None:
        """Files that are removed are not open here."""
        self._shut()
        self.verifying.cancel()

    def _export(self) -> None:
        if self.recording is not None and self.past is not None:
            RecordingExport(self._work, self.window(), self.past, self.recording)

    def _show_paper(self, paper: DocumentRecord) -> None:
        send = partial(self._work.print_desk.print_document, self._work.actor, paper)
        self._viewer.show_paper(paper, self._say_error, send)

    def _resize_picture(self, size: QSize) -> None:
        self.player.room = size
        if not self.player.is_playing:
            self.player.look()

    def _refuse(self, session_id: str, error: Exception) -> None:
        if session_id != self._wanted:
            return
        if isinstance(error, DeskError):
            self._wanted = ""
            self.gone.emit(error)
        else:
            self._work.messages.show_error(error)

    def _say_error(self, error: Exception) -> None:
        if isinstance(error, DeskError):
            self.bar.say_error(error)
        else:
            self._work.messages.show_error(error)

    def _listen(self) -> None:
        self._work.changes.video_session_changed.connect(self._follow)
        film, player = self.film, self.player
        film.look_asked.connect(self._ask_reason)
        film.recording_chosen.connect(self._choose)
        film.play_asked.connect(player.toggle)
        film.skip_asked.connect(player.skip)
        film.speed_asked.connect(self._set_speed)
        film.bar.moved.connect(player.go)
        film.picture.resized.connect(self._resize_picture)
        player.moved.connect(self._show_place)
        player.seen.connect(self._show_seen)
        player.changed.connect(self._say_playing)
        self.log.correction_asked.connect(self._go_to_line)
        self.log.clicked.connect(self._go_to_row)
        self.people.paper_asked.connect(self._show_paper)
        self.keeping.export_asked.connect(self._export)
        self.keeping.act_asked.connect(self._ask_act)
        self.keeping.unseal_asked.connect(self._unseal)
        self.acts.about_to_remove.connect(self._let_go)
        self.acts.certified.connect(self._show_paper)
        for part in (player, self.acts, self.verifying):
            part.failed.connect(self._say_error)
        for part in (self.log, film.bar):
            part.installEventFilter(self)


def _is_past(moment: int | None, place_ms: int) -> bool:
    return moment is not None and moment <= place_ms


def _opened(
    database: Database, actor: Actor, recordings: Path, recording: RecordingRecord, reason: str
) -> tuple[Playback, tuple[Span, ...]]:
    """Runs in the lane: the look is in the audit before the film is opened."""
    folder = present_folder(recordings, recording)
    parts = view_recording(database, actor, recording.recording_id, reason=reason)
    bounds = [0, *(edge for part in parts for edge in part)]
    hidden = tuple(
        (first * 1000, last * 1000)
        for first, last in zip(bounds[::2], bounds[1::2], strict=False)
        if first < last
    )
    length = recording.summary.span_seconds
    if parts[-1][1] < length:
        hidden = (*hidden, (parts[-1][1] * 1000, length * 1000))
    return Playback(folder, hidden), hidden
