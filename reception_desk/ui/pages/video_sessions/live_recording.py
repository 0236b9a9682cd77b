"""The recorder beside one opened session: what may begin, what runs, what to say when it fails."""

from functools import partial

from PySide6.QtCore import QObject, Signal

from reception_desk.models.database import now
from reception_desk.records.recording import RecordingOrder
from reception_desk.services.live_sessions import LiveFile, open_live
from reception_desk.ui.dialogs.reason_form import ReasonForm
from reception_desk.ui.pages.video_sessions.recorder_card import RecorderCard
from reception_desk.ui.pages.video_sessions.recorder_order import order_for
from reception_desk.ui.pages.video_sessions.recorder_words import kept_words, why_not_start
from reception_desk.ui.workplace import Workplace

_OF_ANOTHER = "这是另一场视频接访的录制，要先结束它才能录这一场。"
_PAUSE = "暂停时摄像机和话筒都关闭。暂停的时间和原因会写入记录。"


class LiveRecording(QObject):
    """Signal `failed(error)`: for the session's bar."""

    failed = Signal(object)

    def __init__(self, work: Workplace, card: RecorderCard) -> None:
        super().__init__(card)
        self._work, self._card, self._watch = work, card, work.recorder
        self._file: LiveFile | None = None
        for signal in (self._watch.changed, self._watch.busy_changed):
            signal.connect(self._refresh)
        self._watch.failed.connect(self.failed)
        card.start_asked.connect(self.start)
        card.stop_asked.connect(partial(self._watch.stop, self.failed.emit))
        card.resume_asked.connect(partial(self._watch.resume, self.failed.emit))
        card.pause_asked.connect(self._ask_pause)
        card.seen.connect(self._look)
        self._refresh()

    @property
    def runs_here(self) -> bool:
        """Whether a recording of the opened session waits to be ended."""
        is_own = self._file is not None and self._watch.status.session == self._session_id
        return self._watch.is_unfinished and is_own

    @property
    def _session_id(self) -> str:
        return self._file.case.session_id if self._file else ""

    def show_file(self, file: LiveFile) -> None:
        """Suit another session, or the same one after something happened."""
        self._file = file
        self._card.show_kept(kept_words(file))
        self._refresh()

    def start(self) -> None:
        """Begin to record what is allowed at this moment."""
        if self._file is not None:
            self._watch.start(partial(self._order, self._session_id), self.failed.emit)

    def _order(self, session_id: str) -> RecordingOrder:
        """Runs in the lane: by the answers as they are then."""
        file = open_live(self._work.database, self._work.actor, session_id)
        return order_for(self._work.settings, file, now())

    def _ask_pause(self) -> None:
        form = ReasonForm(self._card.window(), "暂停录制", "暂停", _PAUSE)

        def paused(reason: str) -> None:
            form.accept()
            self._watch.pause(reason, self.failed.emit)

        form.asked.connect(paused)
        form.open()

    def _look(self, is_shown: bool) -> None:  # noqa: FBT001 - Qt's signal
        self._watch.wants_picture = is_shown
        if is_shown:
            self._watch.look()

    def _refresh(self) -> None:
        watch, file = self._watch, self._file
        self._card.show_status(watch.status, watch.picture, is_busy=watch.is_busy)
        if file is None:
            return
        why = why_not_start(self._work.settings.recorder, file)
        self._card.show_permitted(file.consent.permitted, why, is_busy=watch.is_busy)
        if watch.is_unfinished and not self.runs_here:
            self._card.say(_OF_ANOTHER)
