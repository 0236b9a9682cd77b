"""Says the calls of the whole hall, one after the other, wherever they were made."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal

from reception_desk.devices.speaker import Speaker
from reception_desk.devices.speaker.calling_voice import CallingVoice, SpokenCall
from reception_desk.records.hall_board import HallBoard
from reception_desk.records.sound import VoiceKind
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


@dataclass(slots=True)
class _Chimed:
    """A call of which the chime is heard; `words` are what follows it once `is_made`."""

    what: Announcement
    is_over: bool = False
    is_made: bool = False
    words: SpokenCall | None = None


class HallVoice(QObject):
    """Hears what stands on the board, and says what is new there.

    A call is made into sound in a lane of its own; the queue goes on when it was heard. Speech
    takes its time: it is made while the chime is heard already. Signal
    `said(Announcement, VoiceKind)` when the words of one begin, or it had no more than the chime.
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
        self._is_busy = self._is_closed = False
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
        self._is_closed = self._is_busy = True
        self._waiting = ()
        self._rest.stop()
        self._speaker.close()

    def _begin(self) -> None:
        if self._is_busy or not self._waiting:
            return
        first, *rest = self._waiting
        self._waiting = tuple(rest)
        self._is_busy = True
        words = words_of(first.call, says_yao=self._says_yao)
        make = partial(self._voice.begin, words)
        self._tasks.run(LANE, self, make, partial(self._play, first, words), self._fail)

    def _play(self, what: Announcement, words: Sequence[str], spoken: SpokenCall) -> None:
        if self._is_closed:
            return
        if spoken.kind is not VoiceKind.CHIME:
            self._say(what, spoken)
            return
        chimed = _Chimed(what)
        self._speaker.play(spoken.sound, partial(self._end_chime, chimed))
        make, take = partial(self._voice.follow, words), partial(self._take_words, chimed)
        self._tasks.run(LANE, self, make, take, lambda _error: take(None))

    def _end_chime(self, chimed: _Chimed) -> None:
        chimed.is_over = True
        self._follow(chimed)

    def _take_words(self, chimed: _Chimed, words: SpokenCall | None) -> None:
        chimed.is_made, chimed.words = True, words
        self._follow(chimed)

    def _follow(self, chimed: _Chimed) -> None:
        if self._is_closed or not (chimed.is_over and chimed.is_made):
            return
        if chimed.words is not None:
            self._say(chimed.what, chimed.words)
        else:
            self.said.emit(chimed.what, VoiceKind.CHIME)
            self._end()

    def _say(self, what: Announcement, spoken: SpokenCall) -> None:
        self.said.emit(what, spoken.kind)
        self._speaker.play(spoken.sound, self._end)

    def _end(self) -> None:
        if not self._is_closed:
            self._rest.start()

    def _fail(self, _error: Exception) -> None:
        """It is logged by the lane; the next call is no worse for it."""
        self._end()

    def _go_on(self) -> None:
        self._is_busy = False
        self._begin()
