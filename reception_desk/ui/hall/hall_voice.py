"""Says the calls of the whole hall, one after the other, wherever they were made."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal

from reception_desk.devices.speaker import Speaker
from reception_desk.devices.speaker.calling_voice import CallingVoice, SpokenCall
from reception_desk.records.hall_board import HallBoard
from reception_desk.rules.announcements import (
    SPACING_SECONDS,
    Announcement,
    announcements,
    lined_up,
    still_wanted,
    words_of,
)
from reception_desk.rules.hall_board import new_calls
from reception_desk.ui.tasks import Tasks

LANE = "voice"


class HallVoice(QObject):
    """Hears what stands on the board, and says what is new there.

    A call is made into sound in a lane of its own; the queue goes on when it was heard. Signal
    `said(Announcement, VoiceKind)` when one begins to be heard.
    """

    said = Signal(object, object)

    def __init__(
        self,
        voice: CallingVoice,
        speaker: Speaker,
        tasks: Tasks,
        *,
        says_yao: bool = False,
        spacing_seconds: float = SPACING_SECONDS,
    ) -> None:
        super().__init__()
        self._voice = voice
        self._speaker = speaker
        self._tasks = tasks
        self._says_yao = says_yao
        self._before: HallBoard | None = None
        self._waiting: tuple[Announcement, ...] = ()
        self._is_busy = False
        self._rest = QTimer(self, singleShot=True, interval=round(spacing_seconds * 1000))
        self._rest.timeout.connect(self._go_on)

    @property
    def waiting(self) -> Sequence[Announcement]:
        """What has to be said yet, in its order."""
        return self._waiting

    def hear(self, board: HallBoard) -> None:
        """Take in what stands on the board now."""
        fresh = announcements(self._before, new_calls(self._before, board))
        self._before = board
        self._waiting = still_wanted(lined_up(self._waiting, fresh), board)
        self._begin()

    def close(self) -> None:
        """Say nothing more."""
        self._rest.stop()
        self._waiting = ()
        self._is_busy = True
        self._speaker.close()

    def _begin(self) -> None:
        if self._is_busy or not self._waiting:
            return
        first, *rest = self._waiting
        self._waiting = tuple(rest)
        self._is_busy = True
        words = words_of(first.call, says_yao=self._says_yao)
        make = partial(self._voice.call, words)
        self._tasks.run(LANE, self, make, partial(self._play, first), self._fail)

    def _play(self, what: Announcement, spoken: SpokenCall) -> None:
        if not self._rest.isActive():
            self.said.emit(what, spoken.kind)
            self._speaker.play(spoken.sound, self._rest.start)

    def _fail(self, _error: Exception) -> None:
        """It is logged by the lane; the next call is no worse for it."""
        self._rest.start()

    def _go_on(self) -> None:
        self._is_busy = False
        self._begin()
