"""One opened session: read in the background, followed as things happen, worked by its keys."""

from collections.abc import Callable
from functools import partial
from zoneinfo import ZoneInfo

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut

from reception_desk.errors import DeskError
from reception_desk.records.session_log import NoteKind
from reception_desk.rules.session_transition import SessionState
from reception_desk.services import office
from reception_desk.services.live_sessions import LiveFile, open_live
from reception_desk.ui.pages.video_sessions.live_view import LiveView
from reception_desk.ui.pages.video_sessions.log_entry import SPEAKER_KEYS
from reception_desk.ui.pages.video_sessions.log_words import LogLine, log_lines, speaker_words
from reception_desk.ui.pages.video_sessions.log_writing import LogWriting
from reception_desk.ui.widgets.choices import Choice
from reception_desk.ui.workplace import Workplace

LANE = "video session"
NO_TITLE = "（诉求待补充）"
_WRITABLE = frozenset({SessionState.IN_SESSION, SessionState.BROKEN_OFF, SessionState.ENDED})


class LiveSession(LiveView):
    """Signals: `shown()` once a session stands there, `gone(error)` when it cannot be opened."""

    shown = Signal()
    gone = Signal(object)

    def __init__(self, work: Workplace) -> None:
        self._zone = ZoneInfo(work.actor.desk.zone)
        super().__init__(self._zone)
        self.work = work
        self._wanted = ""
        self.file: LiveFile | None = None
        self.writing = LogWriting(work, self.line)
        units = office.list_units(work.database)
        self.line.fields.set_units(
            Choice(unit.unit_id, unit.name, keys=unit.initials) for unit in units
        )
        self._listen()
        self._take_keys()

    def open_session(self, session_id: str) -> None:
        """Read a session and show it, with what was being typed of it."""
        if session_id != self._wanted:
            self.bar.clear()
            self._wanted = session_id
            self.writing.open(session_id)
        self._read(is_new=True)

    def take_focus(self) -> None:
        """Begin at the line of the log while it can be written, else at the way back."""
        if self.line.isEnabled():
            self.line.take_focus()
        else:
            self.back.setFocus(Qt.FocusReason.OtherFocusReason)

    def leave(self) -> None:
        """Keep what is typed; the session is followed on."""
        self.writing.keep()

    close_page = leave

    def _read(self, *, is_new: bool) -> None:
        read = partial(open_live, self.work.database, self.work.actor, self._wanted)
        show = partial(self._show, self._wanted, is_new)
        self.work.tasks.run(LANE, self, read, show, partial(self._refuse, self._wanted))

    def _follow(self, session_id: str) -> None:
        """Something happened to a session, "" for perhaps several."""
        if self._wanted and session_id in {"", self._wanted}:
            self._read(is_new=False)

    def _show(self, session_id: str, is_new: bool, file: LiveFile) -> None:  # noqa: FBT001
        if session_id != self._wanted:
            return
        self.file = file
        state = file.standing.state
        self.title.setText(file.matter or NO_TITLE)
        self.title.setToolTip(file.case.label)
        self.state.setText(state.label if state else "")
        lines = log_lines(file, self._zone)
        self.log.show_lines(lines)
        self.show_log(has_lines=bool(lines))
        self.log_card.set_count(f"{len(lines)} 条" if lines else "")
        self.line.setEnabled(state in _WRITABLE)
        self._show_line(file)
        if is_new:
            self.shown.emit()

    def _show_line(self, file: LiveFile) -> None:
        present = [p for p in file.case.participants if file.standing.is_present(p.participant_id)]
        people = [(p.participant_id, speaker_words(file, p.participant_id)) for p in present]
        self.line.show_people(people, is_paused=file.log.open_interruption is not None)
        self.line.fields.set_exhibits(
            Choice(one.sha256, one.title, f"{one.put_at.astimezone(self._zone):%m-%d %H:%M}")
            for one in file.exhibits
        )

    def _refuse(self, session_id: str, error: Exception) -> None:
        if session_id != self._wanted:
            return
        if isinstance(error, DeskError):
            self._wanted, self.file = "", None
            self.gone.emit(error)
        else:
            self.work.messages.show_error(error)

    def _correct(self, line: LogLine) -> None:
        if self.file is None or not self.line.isEnabled():
            return
        entries = {one.note.note_id: one.note for one in self.file.log.entries}
        note = entries.get(line.note_id)
        if note is not None:
            self.line.correct(line, NoteKind(note.kind))

    def _listen(self) -> None:
        changes = self.work.changes
        changes.video_session_changed.connect(self._follow)
        for name in ("scan_changed", "document_changed", "visit_changed", "visit_erased"):
            getattr(changes, name).connect(lambda _: self._follow(""))
        self.log.correction_asked.connect(self._correct)

    def _take_keys(self) -> None:
        for sign in (*(kind.key for kind in NoteKind), *SPEAKER_KEYS):
            self._key(f"Alt+{sign}", partial(self._press, sign))
        self._key("Alt+L", self._go_to_log)

    def _press(self, sign: str) -> None:
        if self.line.isEnabled():
            self.line.press(sign)

    def _go_to_log(self) -> None:
        self.log.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _key(self, keys: str, act: Callable[[], object]) -> None:
        shortcut = QShortcut(QKeySequence(keys), self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.setAutoRepeat(False)
        shortcut.activated.connect(act)
