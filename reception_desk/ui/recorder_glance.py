"""Whether the recorder of this machine records while nobody is signed in: seen, never ordered."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from reception_desk.errors import DeskError
from reception_desk.recording.client import find_recorder
from reception_desk.records.recording import RUNNING, RecordingState, RecordingStatus
from reception_desk.ui.tasks import Tasks

LANE = "recorder glance"
PAUSE_MS = 1000
_IDLE = RecordingStatus(RecordingState.IDLE)


class RecorderGlance(QObject):
    """Signal `changed()`. It needs neither the database nor a person: it reads no session."""

    changed = Signal()

    def __init__(self, home: Path, tasks: Tasks) -> None:
        super().__init__()
        self._home, self._tasks = home, tasks
        self.status = _IDLE
        self._round = 0
        self._timer = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._timer.timeout.connect(self._look)

    @property
    def is_recording(self) -> bool:
        """Whether picture or sound is being taken now."""
        return self.status.state in RUNNING

    def begin(self) -> None:
        """Look now and once a second from now on."""
        self._round += 1
        self._look()

    def rest(self) -> None:
        """Look no more: somebody is signed in, and the desk's own watch follows the recorder."""
        self._round += 1
        self._timer.stop()
        self._take(_IDLE)

    def _look(self) -> None:
        seen = partial(self._seen, self._round)
        self._tasks.run(LANE, self, partial(_status, self._home), seen, lambda _error: seen(_IDLE))

    def _seen(self, number: int, status: RecordingStatus) -> None:
        if number == self._round:
            self._take(status)
            self._timer.start()

    def _take(self, status: RecordingStatus) -> None:
        if status != self.status:
            self.status = status
            self.changed.emit()


def _status(home: Path) -> RecordingStatus:
    """Runs in the lane. A recorder that was killed takes nothing; who signs in is told of it."""
    try:
        client = find_recorder(home)
        return client.status() if client is not None else _IDLE
    except DeskError:
        return _IDLE
