"""A board that runs: its window, its view, its voice, and what looks after the queue for them."""

from functools import partial

from PySide6.QtCore import QObject, Signal, Slot

from reception_desk.config import BoardSettings
from reception_desk.devices.speaker import Speaker
from reception_desk.devices.speaker.calling_voice import CallingVoice, best_voice
from reception_desk.models import Database
from reception_desk.models.instance_lock import InstanceLock
from reception_desk.records.actor import DeskIdentity
from reception_desk.records.hall_board import BoardNow
from reception_desk.records.sound import SpeakerCondition, VoiceKind
from reception_desk.ui.hall.board_view import BoardView
from reception_desk.ui.hall.board_watch import BoardWatch
from reception_desk.ui.hall.hall_voice import HallVoice
from reception_desk.ui.hall.hall_window import HallWindow
from reception_desk.ui.hall.sound_output import SoundOutput, load_multimedia
from reception_desk.ui.tasks import Tasks

_LOCK = "board.lock"
_RECORDINGS = "voice"


class HallScreen(QObject):
    """One board of one home, whoever opened it.

    Signal `changed()`: it can be seen or not, or its sound stands otherwise.
    """

    changed = Signal()

    def __init__(
        self,
        database: Database,
        desk: DeskIdentity,
        board: BoardSettings,
        speaker: Speaker | None = None,
    ) -> None:
        """Make the board; without `speaker` calls are heard from this machine's output.

        Raises `AlreadyOpenError` where another program shows it.
        """
        super().__init__()
        self._lock = InstanceLock(database.path.with_name(_LOCK))
        self._tasks = Tasks()
        self._is_open = True
        self._board = board
        self._recordings = database.path.with_name(_RECORDINGS)
        self.is_placed = False
        self.condition = SpeakerCondition.OFF
        self.voice: HallVoice | None = None
        self.view = BoardView(desk.zone)
        self.window = HallWindow(self.view, board.screen_name)
        self.watch = BoardWatch(database, desk, self._tasks)
        self._speaker = speaker
        self.watch.changed.connect(self._show)
        self.window.placed.connect(self._note_place)

    @property
    def screen_name(self) -> str:
        """The screen it belongs to."""
        return self._board.screen_name

    def begin(self) -> bool:
        """Look after the queue, and show the board if its screen is there."""
        self.watch.begin()
        best = best_voice(self._board.voice)
        if best is not None and self._speaker is not None:
            self._take_voice(best, self._speaker)
        elif best is not None:
            take = partial(self._take_output, best)
            self._tasks.run("voice", self, load_multimedia, take, _logged)
        return self.window.place()

    def close(self) -> None:
        """End the thread, then the window; the file may be closed afterwards."""
        self._is_open = False
        if self.voice is not None:
            self.voice.close()
        self._tasks.close()
        self.window.close()
        for part in (self.watch, self.window, self.voice, self._tasks):
            if part is not None:
                part.deleteLater()
        self._lock.release()

    @Slot(object)
    def _show(self, now: BoardNow) -> None:
        if not self._is_open:  # what the thread said last was still on its way
            return
        self.view.show_now(now)
        if self.voice is not None:
            self.voice.hear(now.board)

    def _take_output(self, best: VoiceKind, is_loaded: bool) -> None:  # noqa: FBT001 - an answer
        self._take_voice(best, SoundOutput(is_loaded=is_loaded))

    def _take_voice(self, best: VoiceKind, speaker: Speaker) -> None:
        voice = CallingVoice(self._recordings, best)
        self.voice = HallVoice(voice, speaker, self._tasks, says_yao=self._board.says_yao)
        self.voice.said.connect(self._note_sound)
        self._speaker = speaker
        if self.view.before is not None:
            self.voice.hear(self.view.before)
        self._note_sound()

    def _note_sound(self) -> None:
        """A card may be plugged in or out between two calls."""
        condition = self._speaker.condition() if self._speaker else SpeakerCondition.OFF
        if condition is not self.condition:
            self.condition = condition
            self.changed.emit()

    def _note_place(self, is_placed: bool) -> None:  # noqa: FBT001 - Qt's signal
        self.is_placed = is_placed
        self.changed.emit()


def _logged(_error: Exception) -> None:
    """The lane has logged it; the board is seen all the same."""
