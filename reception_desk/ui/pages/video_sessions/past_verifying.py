"""Checks a recording in its lane, with progress and cancel, and says what was found."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from reception_desk.errors import DeskError
from reception_desk.recording.manifest import ManifestError
from reception_desk.recording.timeline import Timeline, timeline_of
from reception_desk.recording.verify import WHOLE, Verdict, verify
from reception_desk.records.recordings import RecordingRecord
from reception_desk.services.recording_files import present_folder
from reception_desk.ui.pages.video_sessions.keeping_card import KeepingCard
from reception_desk.ui.pages.video_sessions.past_words import verdict_words
from reception_desk.ui.tasks import Report, WorkCancelledError
from reception_desk.ui.workplace import Workplace

LANE = "verify recording"
UNREADABLE = "无法核对：清单或片段读不出来。"
Found = tuple[Verdict, Timeline | None]


class Verifying(QObject):
    """Signal `failed(error)`. The root on record is compared, too."""

    failed = Signal(object)

    def __init__(self, work: Workplace, card: KeepingCard) -> None:
        super().__init__(card)
        self._work, self._card = work, card
        self._report: Report | None = None
        self._recording: RecordingRecord | None = None
        card.verify_asked.connect(self._again)
        card.cancel_asked.connect(self.cancel)

    def verify(self, recording: RecordingRecord) -> None:
        """Check a recording; another that is being checked is dropped."""
        self.cancel()
        self._recording = recording
        self._card.show_verifying()
        work = partial(_verified, self._work.settings.recordings_path, recording)
        self._report = report = self._work.tasks.run_long(
            LANE,
            self,
            work,
            on_progress=self._card.progress.show_progress,
            on_done=lambda found: self._show(report, found),
            on_error=lambda error: self._fail(report, error),
        )

    def cancel(self) -> None:
        """Stop the check; nothing is said of the recording."""
        if self._report is not None:
            self._report.cancel()
            self._report = None
            self._card.show_verdict("还没有核对完。", is_whole=None)

    def _again(self) -> None:
        if self._recording is not None:
            self.verify(self._recording)

    def _show(self, report: Report, found: Found) -> None:
        if report is self._report:
            self._report = None
            verdict, timeline = found
            is_whole = verdict.status == WHOLE
            self._card.show_verdict(verdict_words(verdict, timeline), is_whole=is_whole)

    def _fail(self, report: Report, error: Exception) -> None:
        if report is not self._report or isinstance(error, WorkCancelledError):
            return
        self._report = None
        if isinstance(error, DeskError):
            self._card.show_verdict(error.message, is_whole=None)
        elif isinstance(error, OSError | KeyError | TypeError):
            self._card.show_verdict(UNREADABLE, is_whole=False)
        else:
            self._card.show_verdict(UNREADABLE, is_whole=None)
            self.failed.emit(error)


def _verified(recordings: Path, recording: RecordingRecord, report: Report) -> Found:
    """Runs in the lane."""
    folder = present_folder(recordings, recording)
    verdict = verify(folder, recording.summary.root_hash, lambda done, total: report(done, total))
    try:
        return verdict, timeline_of(folder)
    except ManifestError:
        return verdict, None
