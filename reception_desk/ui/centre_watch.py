"""The centre as the screen sees it: the loop on its own thread, its words in the UI thread."""

from dataclasses import replace

from PySide6.QtCore import QObject, Signal, Slot

from reception_desk.models import Database
from reception_desk.models.database_key import destroy
from reception_desk.records.sync import LinkState, LinkStatus, SyncReport
from reception_desk.services.files import FileStore
from reception_desk.sync.link import CentreLink, secret_path
from reception_desk.sync.loop import SyncLoop
from reception_desk.ui.changes import Changes

_SIGNALS = {
    "visit": "visit_changed",
    "visit_person": "visit_changed",
    "visit_need": "visit_changed",
    "material": "visit_changed",
    "correction": "visit_changed",
    "visit_matter": "matter_changed",
    "matter": "matter_changed",
    "step": "matter_changed",
    "promise": "matter_changed",
    "promise_report": "matter_changed",
    "advice": "matter_changed",
    "hearing_plan": "matter_changed",
    "adviser": "reception_day_changed",
    "adviser_shift": "reception_day_changed",
    "letter": "visit_changed",
    "letter_reading": "visit_changed",
    "undertaking": "matter_changed",
    "undertaking_event": "matter_changed",
    "matter_trait": "matter_changed",
    "matter_unit": "matter_changed",
    "video_session": "video_session_changed",
    "session_participant": "video_session_changed",
    "session_event": "video_session_changed",
    "session_note": "video_session_changed",
    "recording_answer": "video_session_changed",
    "recording": "video_session_changed",
    "ticket": "ticket_changed",
    "ticket_event": "ticket_changed",
    "leader": "reception_day_changed",
    "leader_booking": "reception_day_changed",
    "leader_booking_event": "reception_day_changed",
    "leader_instruction": "reception_day_changed",
    "instruction_ink": "reception_day_changed",
    "reception_day": "reception_day_changed",
    "reception_day_event": "reception_day_changed",
    "reception_day_unit": "reception_day_changed",
    "person": "person_changed",
    "document": "document_changed",
    "print_event": "document_changed",
    "scanned_page": "scan_changed",
    "filed_paper": "scan_changed",
    "calendar_day": "code_list_changed",
    "erased_row": "visit_erased",
    "erase_order": "erasure_changed",
    "erase_decision": "erasure_changed",
    "sync_conflict": "conflict_changed",
    "conflict_settlement": "conflict_changed",
}
_NAMELESS = frozenset({"promise_report"})
"""Tables whose rows do not say which record they are a part of: it is read again."""
MOST_NAMED = 8
"""Each record named is looked up by the pages at once, in the UI thread; more are read again."""
_LOCAL = (
    "visit_registered",
    "visit_changed",
    "visit_erased",
    "erasure_changed",
    "person_changed",
    "matter_changed",
    "document_changed",
    "scan_changed",
    "code_list_changed",
    "video_session_changed",
    "ticket_changed",
    "reception_day_changed",
    "conflict_changed",
)


class CentreWatch(QObject):
    """Keeps desk and centre together while somebody is signed in.

    Signals: `state_changed(LinkStatus)` for the lamp; `reported(SyncReport)` is what the loop's
    thread says, `round_done(SyncReport)` follows when the pages have been told.
    `lost()`: the centre was told that this machine is lost, and its key is destroyed.
    What came is announced in `changes`; what is committed here wakes the loop.
    """

    state_changed = Signal(object)
    round_done = Signal(object)
    reported = Signal(object)
    lost = Signal()
    _state_heard = Signal(object)

    def __init__(
        self, database: Database, link: CentreLink, files: FileStore, changes: Changes
    ) -> None:
        super().__init__()
        self.last: LinkStatus | None = None
        self._changes = changes
        self._is_announcing = False
        self._loop = SyncLoop(database, link, files)
        self._state_heard.connect(self._take_state)
        self.reported.connect(self._take_report)
        for name in _LOCAL:
            getattr(changes, name).connect(self._wake)
        self._home = database.path.parent
        self._files = files
        self._loop.start(self.reported.emit, self._state_heard.emit, self._destroy_key)

    def retry_now(self) -> None:
        """Connect without waiting for the pause to end."""
        self._loop.retry_now()

    def close(self) -> None:
        """End the loop; a call in progress is given a short grace."""
        self._loop.stop()

    def _destroy_key(self) -> None:
        """Runs on the loop's thread: the rows can no longer be read once the file is closed."""
        destroy(self._home)
        self._files.remove_all()
        secret_path(self._home).unlink(missing_ok=True)

    def _wake(self) -> None:
        if not self._is_announcing:
            self._loop.wake()

    @Slot(object)
    def _take_state(self, status: LinkStatus) -> None:
        self.last = status
        self.state_changed.emit(status)
        if status.state is LinkState.LOST:
            self.lost.emit()

    @Slot(object)
    def _take_report(self, report: SyncReport) -> None:
        if self.last is not None:
            self.last = replace(
                self.last, waiting=report.waiting, held=report.held, files=report.files
            )
        self._is_announcing = True
        try:
            for name, record_id in _announcements(report):
                getattr(self._changes, name).emit(record_id)
        finally:
            self._is_announcing = False
        self.round_done.emit(report)


def _announcements(report: SyncReport) -> list[tuple[str, str]]:
    """Return (signal, id) for what came; an empty id says "more than a few: read again"."""
    found: dict[str, dict[str, None]] = {}
    for change in report.changes:
        if (signal := _SIGNALS.get(change.table)) is not None:
            ids = () if change.table in _NAMELESS else change.ids
            found.setdefault(signal, {}).update(dict.fromkeys(ids or ("",)))
    return [
        (signal, record_id)
        for signal, ids in found.items()
        for record_id in (ids if "" not in ids and len(ids) <= MOST_NAMED else ("",))
    ]
