"""Keeps an eye on the recorder of this desk while somebody is signed in, and passes orders on.

It asks a few times a second while something is recorded. That what runs stays within what was
allowed is looked at with each question, whichever page is open.
"""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QImage

from reception_desk.config import Settings
from reception_desk.models import Database
from reception_desk.recording.client import RecorderLostError
from reception_desk.records.actor import Actor
from reception_desk.records.recording import RUNNING, RecordingOrder, RecordingStatus
from reception_desk.ui.changes import Changes
from reception_desk.ui.picture_formats import decoded
from reception_desk.ui.recorder_work import IDLE, UNFINISHED, RecorderNews, RecorderWork
from reception_desk.ui.tasks import Tasks

LANE = "recorder"
OFTEN_MS, SELDOM_MS = 250, 3000
OnError = Callable[[Exception], object]
Seen = tuple[RecorderNews, QImage]


class RecorderWatch(QObject):
    """Signals: `changed()` when it stands otherwise or shows another picture, `failed(error)` for
    what nobody asked for and could not be done, `busy_changed()` around an order.
    """

    changed = Signal()
    busy_changed = Signal()
    failed = Signal(object)

    def __init__(
        self, settings: Settings, database: Database, actor: Actor, tasks: Tasks, changes: Changes
    ) -> None:
        super().__init__()
        self._tasks, self._changes = tasks, changes
        self._work = RecorderWork(settings.home, database, actor)
        self.status: RecordingStatus = IDLE
        self.picture = QImage()
        self.is_busy = False
        self.wants_picture = False
        """Whether somebody looks at the picture now."""
        self._is_asked = False
        self._is_lost = False
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self.look)
        changes.video_session_changed.connect(self._look_soon)

    @property
    def is_recording(self) -> bool:
        """Whether picture or sound is being taken now."""
        return self.status.state in RUNNING

    @property
    def is_unfinished(self) -> bool:
        """Whether a recording waits to be ended."""
        return self.status.state in UNFINISHED

    def look(self) -> None:
        """Ask how it stands, unless that is being asked."""
        if not self._is_asked:
            self._is_asked = True
            look = partial(self._work.look, with_picture=self.wants_picture)
            self._tasks.run(LANE, self, partial(_seen, look), self._looked, self._not_looked)

    def start(self, order: Callable[[], RecordingOrder], on_error: OnError) -> None:
        """Begin to record; the order is made in the lane."""
        work = self._work
        self._order(lambda: work.start(order()), on_error)

    def pause(self, reason: str, on_error: OnError) -> None:
        """Rest for a reason."""
        self._order(partial(self._work.pause, reason), on_error)

    def resume(self, on_error: OnError) -> None:
        """Go on."""
        self._order(self._work.resume, on_error)

    def stop(self, on_error: OnError, on_done: Callable[[], object] | None = None) -> None:
        """End, seal and put on record, then `on_done`."""
        self._order(self._work.stop, on_error, on_done)

    def mark(self, note_id: str) -> None:
        """Put the moment of an entry into the recording that runs."""
        if self.is_recording:
            mark = partial(_seen, partial(self._work.mark, note_id))
            self._tasks.run(LANE, self, mark, self._take, self.failed.emit)

    def close(self) -> None:
        """Ask no more; what is recorded goes on."""
        self._timer.stop()

    def _order(
        self,
        order: Callable[[], RecorderNews],
        on_error: OnError,
        on_done: Callable[[], object] | None = None,
    ) -> None:
        self._set_busy(is_busy=True)

        def done(seen: Seen) -> None:
            self._set_busy(is_busy=False)
            self._take(seen)
            self._again()
            if on_done is not None:
                on_done()

        def failed(error: Exception) -> None:
            self._set_busy(is_busy=False)
            on_error(error)
            self._look_soon()

        self._tasks.run(LANE, self, partial(_seen, order), done, failed)

    def _set_busy(self, *, is_busy: bool) -> None:
        self.is_busy = is_busy
        self.busy_changed.emit()

    def _look_soon(self, _session_id: str = "") -> None:
        self._timer.start(0)

    def _again(self) -> None:
        self._timer.start(OFTEN_MS if self.is_recording else SELDOM_MS)

    def _looked(self, seen: Seen) -> None:
        self._is_asked = self._is_lost = False
        self._take(seen)
        self._again()

    def _not_looked(self, error: Exception) -> None:
        """A recorder that went away is asked for once more: the next one tells what it left."""
        self._is_asked = False
        if isinstance(error, RecorderLostError) and not self._is_lost:
            self._is_lost = True
            self._look_soon()
            return
        self.failed.emit(error)
        self._again()

    def _take(self, seen: Seen) -> None:
        news, picture = seen
        is_other = news.status != self.status or not picture.isNull()
        self.status = news.status
        if not picture.isNull() or not self.is_recording:
            self.picture = picture
        if is_other:
            self.changed.emit()
        if news.problem is not None:
            self.failed.emit(news.problem)
        if news.changed_session:
            self._changes.video_session_changed.emit(news.changed_session)


def _seen(ask: Callable[[], RecorderNews]) -> Seen:
    """Runs in the lane: the picture is decoded there."""
    news = ask()
    return news, decoded(news.picture) if news.picture else QImage()
