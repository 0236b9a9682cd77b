"""From a press to an act of keeping on record: asked in a form, done in a lane, told to all."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from reception_desk.errors import DeskError
from reception_desk.records.document import DocumentRecord
from reception_desk.records.recordings import KeepingEvent, KeepingInput, RecordingRecord
from reception_desk.rules.recording_keeping import keeping
from reception_desk.services.calendar import reckoning
from reception_desk.services.matter_papers import PaperDesk
from reception_desk.services.recording_disposal import dispose
from reception_desk.services.recording_files import remove_files
from reception_desk.services.recordings import keep_recording
from reception_desk.ui.dialogs.keeping_form import KeepingForm
from reception_desk.ui.pages.video_sessions.recorder_words import elapsed_text
from reception_desk.ui.workplace import Workplace

LANE = "recording keeping"


class KeepingActs(QObject):
    """Signals: `certified(DocumentRecord)` after a disposal, `about_to_remove()` before one,
    `failed(error)`.
    """

    certified = Signal(object)
    about_to_remove = Signal()
    failed = Signal(object)

    def __init__(self, work: Workplace, window: QWidget) -> None:
        super().__init__(window)
        self._work, self._window = work, window

    def ask(
        self,
        recording: RecordingRecord,
        event: KeepingEvent,
        *,
        answers_id: str | None = None,
        place_ms: int = 0,
    ) -> KeepingForm:
        """Open the form of an act; a part to be sealed begins at `place_ms`."""
        kept = keeping(recording)
        if kept.asked is not None and event in {
            KeepingEvent.DISPOSAL_APPROVED,
            KeepingEvent.DISPOSAL_DECLINED,
        }:
            answers_id = kept.asked.act_id
        first = elapsed_text(place_ms)
        last = elapsed_text(min(place_ms + 60_000, recording.summary.span_seconds * 1000))
        form = KeepingForm(
            self._window.window(), event, answers_id=answers_id, seconds=(first, last)
        )
        act = self._dispose if event is KeepingEvent.DISPOSED else self._keep
        form.asked.connect(partial(act, form, recording))
        form.open()
        return form

    def _keep(self, form: KeepingForm, recording: RecordingRecord, act: KeepingInput) -> None:
        database, actor = self._work.database, self._work.actor
        keep = partial(keep_recording, database, actor, recording.recording_id, act)
        self._run(form, recording, keep, lambda _key: None)

    def _dispose(self, form: KeepingForm, recording: RecordingRecord, act: KeepingInput) -> None:
        self.about_to_remove.emit()
        work = self._work
        desk = PaperDesk(work.papers, reckoning(work.database, work.settings))
        remove = partial(remove_files, work.settings.recordings_path, work.actor)
        go = partial(dispose, desk, work.actor, recording.recording_id, remove, way=act.reason)
        self._run(form, recording, go, self.certified.emit)

    def _run(
        self,
        form: KeepingForm,
        recording: RecordingRecord,
        act: Callable[[], str] | Callable[[], DocumentRecord],
        on_done: Callable[..., object],
    ) -> None:
        def done(made: object) -> None:
            form.accept()
            on_done(made)
            self._work.changes.video_session_changed.emit(recording.session_id)

        def refuse(error: Exception) -> None:
            if isinstance(error, DeskError):
                form.refuse(error)
            else:
                form.reject()
                self.failed.emit(error)

        self._work.tasks.run(LANE, self, act, done, refuse)
