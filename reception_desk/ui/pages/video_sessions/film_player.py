"""Plays a recording: asks for the picture of each moment in its lane, and never waits for it.

The clock runs on; a picture that takes long is followed by the one that is due then.
"""

import time
from functools import partial

from PySide6.QtCore import QObject, QSize, QTimer, Signal
from PySide6.QtGui import QImage

from reception_desk.recording.playback import Playback, Seen, Wanted
from reception_desk.ui.film_sound import AHEAD_MS, FilmSound, load_sound
from reception_desk.ui.tasks import Tasks

LANE = "film"
BEAT_MS = 40
LOOK_MS = 100
"""How much sound the levels are taken from."""
SPEEDS = (0.5, 1.0, 1.5, 2.0, 4.0)


class FilmPlayer(QObject):
    """Signals: `moved(ms)`, `seen(Seen, QImage)`, `changed()` when it begins or stops to play,
    `failed(error)`.
    """

    moved = Signal(int)
    seen = Signal(object, QImage)
    changed = Signal()
    failed = Signal(object)

    def __init__(self, tasks: Tasks, parent: QObject) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self.sound = FilmSound(self)
        self._is_sound_asked = False
        self.room = QSize(640, 360)
        """How large a picture is wanted, in px."""
        self.playback: Playback | None = None
        self.is_playing = False
        self.speed = 1.0
        self._hidden: tuple[tuple[int, int], ...] = ()
        self._place, self._since = 0.0, 0.0
        self._sound_ms = 0
        self._is_asked = self._is_stale = False
        self._beat = QTimer(self, interval=BEAT_MS)
        self._beat.timeout.connect(self._tick)

    @property
    def place(self) -> int:
        """Where it is, in ms of the recording."""
        passed = (time.monotonic() - self._since) * 1000 * self.speed if self.is_playing else 0.0
        return min(round(self._place + passed), self.length)

    @property
    def length(self) -> int:
        """How long the recording is, in ms."""
        return self.playback.timeline.length_ms if self.playback else 0

    def load(self, playback: Playback, hidden: tuple[tuple[int, int], ...]) -> None:
        """Show the beginning of another recording; `hidden` is never shown."""
        self.close()
        self.playback, self._hidden = playback, hidden
        if not self._is_sound_asked:
            self._is_sound_asked = True
            self._tasks.run(LANE, self, load_sound, self._open_sound, self.failed.emit)
        self.go(0)

    def close(self) -> None:
        """Let go of the recording."""
        self.pause()
        if self.playback is not None:
            self.playback.stop()
        self.playback, self._place, self._hidden = None, 0.0, ()

    def toggle(self) -> None:
        """Play or pause."""
        if self.is_playing:
            self.pause()
        else:
            self.play()

    def play(self) -> None:
        """Play from where it is, from the beginning after the end."""
        if self.playback is None or self.is_playing:
            return
        if self._place >= self.length - 1:
            self._place = 0.0
        self.is_playing, self._since = True, time.monotonic()
        self._sound_ms = self.place
        self._beat.start()
        self.changed.emit()

    def pause(self) -> None:
        """Stand still."""
        if not self.is_playing:
            return
        self._place, self.is_playing = float(self.place), False
        self._beat.stop()
        self.sound.stop()
        self.changed.emit()

    def go(self, at_ms: int) -> None:
        """Jump to a moment, playing on if it played."""
        if self.playback is None:
            return
        self._place = float(min(max(at_ms, 0), max(self.length - 1, 0)))
        self._since = time.monotonic()
        self._sound_ms = self.place
        self.sound.stop()
        self.moved.emit(self.place)
        self.look()

    def skip(self, by_ms: int) -> None:
        """Jump so far on, or back."""
        self.go(self.place + by_ms)

    def set_speed(self, speed: float) -> None:
        """Play faster or slower; there is sound at the true speed only."""
        self._place, self._since = float(self.place), time.monotonic()
        self._sound_ms = self.place
        self.speed = speed
        self.sound.stop()

    def look(self) -> None:
        """Ask for what is seen now, unless that is being asked: then once more after it."""
        playback = self.playback
        if playback is None:
            return
        self._is_stale = self._is_asked
        if self._is_asked:
            return
        self._is_asked = True
        work = partial(_seen, playback, self._wanted())
        show = partial(self._show, playback)
        self._tasks.run(LANE, self, work, show, self._fail)

    def _open_sound(self, is_loaded: bool) -> None:  # noqa: FBT001  # an answer of the lane
        self.sound.open(is_loaded=is_loaded)
        self.changed.emit()

    def _wanted(self) -> Wanted:
        at_ms = self.place
        has_sound = self.is_playing and self.speed == 1.0 and self.sound.is_there
        from_ms, to_ms = at_ms, min(at_ms + LOOK_MS, self.length)
        if has_sound:
            if not at_ms <= self._sound_ms <= at_ms + AHEAD_MS:
                self._sound_ms = at_ms
            from_ms, to_ms = self._sound_ms, min(at_ms + AHEAD_MS, self.length)
        to_ms = min([to_ms, *(first for first, _ in self._hidden if first >= from_ms)])
        if has_sound:
            self._sound_ms = to_ms
        width, height = self.room.width(), self.room.height()
        return Wanted(at_ms, width, height, from_ms, to_ms, has_sound=has_sound)

    def _tick(self) -> None:
        place = self.place
        if place >= self.length:
            self.pause()
        over = next((last for first, last in self._hidden if first <= place < last), None)
        if over is not None:
            self.go(over)
            return
        self.moved.emit(place)
        self.look()

    def _show(self, playback: Playback, seen: tuple[Seen, QImage]) -> None:
        self._is_asked = False
        if playback is self.playback:
            if seen[0].sound and self.is_playing:
                self.sound.play(seen[0].sound)
            self.seen.emit(*seen)
        if self._is_stale:
            self.look()

    def _fail(self, error: Exception) -> None:
        self._is_asked = False
        self.pause()
        self.failed.emit(error)


def _seen(playback: Playback, wanted: Wanted) -> tuple[Seen, QImage]:
    """Runs in the lane: the picture is made there."""
    seen = playback.look(wanted)
    if not seen.picture:
        return seen, QImage()
    image = QImage(seen.picture, seen.width, seen.height, QImage.Format.Format_RGB32)
    return seen, image.copy()
