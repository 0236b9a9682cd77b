"""One opened session: read in the background, followed as things happen, worked by its keys."""

from collections.abc import Callable
from functools import partial
from zoneinfo import ZoneInfo

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut

from reception_desk.errors import DeskError
from reception_desk.records.document import DocumentKind, DocumentRecord
from reception_desk.records.session_log import NoteKind
from reception_desk.records.video_sessions import SessionEventInput
from reception_desk.rules.session_transition import SessionEvent, SessionState
from reception_desk.services import office
from reception_desk.services.live_sessions import LiveFile, open_live
from reception_desk.services.printing import document_of
from reception_desk.ui.file_viewer import FileViewer
from reception_desk.ui.pages.video_sessions.exhibit_taking import ExhibitTaking
from reception_desk.ui.pages.video_sessions.live_acting import LiveActing
from reception_desk.ui.pages.video_sessions.live_recording import LiveRecording
from reception_desk.ui.pages.video_sessions.live_steps import StepsCard
from reception_desk.ui.pages.video_sessions.live_view import LiveView
from reception_desk.ui.pages.video_sessions.log_entry import SPEAKER_KEYS
from reception_desk.ui.pages.video_sessions.log_words import LogLine, log_lines, speaker_words
from reception_desk.ui.pages.video_sessions.log_writing import LogWriting
from reception_desk.ui.pages.video_sessions.participants_card import ParticipantsCard
from reception_desk.ui.pages.video_sessions.recorder_card import RecorderCard
from reception_desk.ui.paper_issue import PapersWanted
from reception_desk.ui.session_paper_issue import SessionPaperIssue
from reception_desk.ui.widgets.choices import Choice
from reception_desk.ui.widgets.inline_bar import Level
from reception_desk.ui.workplace import Workplace

LANE = "video session"
NO_TITLE = "（诉求待补充）"
_WRITABLE = frozenset({SessionState.IN_SESSION, SessionState.BROKEN_OFF, SessionState.ENDED})


class LiveSession(LiveView):
    """Signals: `shown()` once a session stands there, `gone(error)` when it cannot be opened,
    `matter_asked(matter id)`.
    """

    shown = Signal()
    matter_asked = Signal(str)
    gone = Signal(object)

    def __init__(self, work: Workplace) -> None:
        self._zone = ZoneInfo(work.actor.desk.zone)
        super().__init__(self._zone)
        self.work = work
        self._wanted = ""
        self.file: LiveFile | None = None
        self.issue: SessionPaperIssue | None = None
        self._viewer = FileViewer(work.files, work.tasks)
        self.steps, self.people = StepsCard(), ParticipantsCard()
        self.steps.add(self._viewer)
        self.recorder = RecorderCard()
        self.side.put(self.steps, self.recorder, self.people)
        self.writing = LogWriting(work, self.line)
        self.acting = LiveActing(work, self)
        self.recording = LiveRecording(work, self.recorder)
        self.taking = ExhibitTaking(work, self)
        units = office.list_units(work.database)
        self.line.fields.set_units(
            Choice(unit.unit_id, unit.name, keys=unit.initials) for unit in units
        )
        self._listen()
        self._take_keys()

    @property
    def is_settled(self) -> bool:
        """Whether the session that was asked for last is the one that stands there."""
        return self.file is not None and self.file.case.session_id == self._wanted

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

    def event(self, event: QEvent) -> bool:
        """Claim F8 before the window takes it: of two shortcuts Qt would press neither."""
        if event.type() == QEvent.Type.ShortcutOverride and _is_forward(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if _is_forward(event):
            if not event.isAutoRepeat():
                self.steps.press_key()
        else:
            super().keyPressEvent(event)

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
        self.file = self.acting.file = file
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
        self.steps.show_steps(file)
        self.people.show_people(file)
        self.recording.show_file(file)
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

    def _take_page(self) -> None:
        """What is held up becomes a page on record and is what the entry shows."""
        if self.file is not None:
            self.taking.take(self.file.case.visit_id)
            self._say_taking()

    def _say_taking(self) -> None:
        self.line.fields.say_taking(is_taking=self.taking.is_taking)

    def _listen(self) -> None:
        changes = self.work.changes
        changes.video_session_changed.connect(self._follow)
        for name in ("scan_changed", "document_changed", "visit_changed", "visit_erased"):
            getattr(changes, name).connect(lambda _: self._follow(""))
        self.log.correction_asked.connect(self._correct)
        self.line.fields.page_asked.connect(self._take_page)
        self.taking.taken.connect(self.line.fields.show_page)
        self.taking.failed.connect(self._say_error)
        self.taking.ended.connect(self._say_taking)
        self.writing.written.connect(self.work.recorder.mark)
        self.matter_button.clicked.connect(self._ask_matter)
        self.steps.asked.connect(self._take_step)
        self.steps.objection_asked.connect(self.acting.objected)
        self.steps.record_asked.connect(self._show_record)
        for part in (self.acting, self.recording):
            part.failed.connect(self._say_error)
        people, acting = self.people, self.acting
        for signal, act in (
            (people.came, acting.came),
            (people.left, acting.left),
            (people.answered, acting.answered),
            (people.signed, acting.signed),
            (people.unsigned, acting.unsigned),
            (people.recusal_asked, acting.recusal_asked),
            (people.recusal_decided, acting.recusal_decided),
            (people.add_asked, acting.add_somebody),
            (people.consent_paper_asked, self._issue_consent),
        ):
            signal.connect(act)

    def _ask_matter(self) -> None:
        if self.file is not None:
            self.writing.keep()
            self.matter_asked.emit(self.file.case.matter_id)

    def _take_step(self, event: SessionEvent) -> None:
        match event:
            case SessionEvent.ENDED:
                self._after_recording(
                    partial(self.acting.record, SessionEventInput(SessionEvent.ENDED))
                )
            case SessionEvent.BROKEN_OFF:
                self._after_recording(self.acting.broke_off)
            case SessionEvent.READ_BACK:
                self._make_record()
            case SessionEvent.RECORD_CORRECTED:
                self.acting.correct_record()
            case _:
                self.acting.record(SessionEventInput(event))

    def _after_recording(self, act: Callable[[], None]) -> None:
        """Before a session ends its recording does, so that the record can name it."""
        if self.recording.runs_here:
            self.work.recorder.stop(self._say_error, act)
        else:
            act()

    def _make_record(self) -> None:
        """Draft the record from all that is known, and read it back."""
        self._issue(DocumentKind.VIDEO_SESSION_RECORD)

    def _issue_consent(self, participant_id: str) -> None:
        """The notice about recording that somebody signs; what they say is put on record beside."""
        self._issue(DocumentKind.RECORDING_CONSENT, participant_id)

    def _issue(self, kind: DocumentKind, participant_id: str | None = None) -> None:
        if self.file is None:
            return
        case = self.file.case
        issue = SessionPaperIssue(
            self.work, self.window(), self._viewer, case.session_id, participant_id=participant_id
        )
        issue.refused.connect(self._say_error)
        issue.issued.connect(partial(self.bar.say, Level.OK))
        issue.ask(PapersWanted(case.matter_id, (kind,)))
        self.issue = issue

    def _show_record(self) -> None:
        record_id = self.file.standing.record_id if self.file else None
        if record_id is not None:
            read = partial(document_of, self.work.database, self.work.actor, record_id)
            self.work.tasks.run(LANE, self, read, self._show_paper, self._say_error)

    def _show_paper(self, paper: DocumentRecord) -> None:
        send = partial(self.work.print_desk.print_document, self.work.actor, paper)
        self._viewer.show_paper(paper, self._say_error, send)

    def _say_error(self, error: Exception) -> None:
        if isinstance(error, DeskError):
            self.bar.say_error(error)
        else:
            self.work.messages.show_error(error)

    def _take_keys(self) -> None:
        for sign in (*(kind.key for kind in NoteKind), *SPEAKER_KEYS):
            self._key(f"Alt+{sign}", partial(self._press, sign))
        self._key("Alt+L", self._go_to_log)
        self._key("F9", self.recorder.press_key)

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


def _is_forward(event: QEvent) -> bool:
    if not isinstance(event, QKeyEvent) or event.key() != Qt.Key.Key_F8:
        return False
    return event.modifiers() == Qt.KeyboardModifier.NoModifier
