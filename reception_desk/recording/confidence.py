"""Judges what is on the disk: silence, a black or still picture, pictures that are missing.

Pure: it is given what was decoded, and says what is wrong now. Times in ms of the file.
"""

from collections import deque
from dataclasses import dataclass, field
from statistics import median

from reception_desk.recording.alarms import News
from reception_desk.records.recording import AlarmKind, RecordingLimits

SILENT_DB = -60.0
"""A quiet room with an open microphone is louder; a muted or dead one is not."""
BLACK_MEAN = 24.0
BLACK_SPREAD = 4.0
"""Luma of 0 to 255 in which black is 16: a closed lens, not a dark room."""
STILL_CHANGE = 0.2
"""Mean change of luma; the noise of any live sensor is more."""
DROPPED_SHARE = 0.01
COUNTED = 250
"""Pictures over which missing ones are counted."""


@dataclass(slots=True)
class _Spell:
    """Something that is wrong since a moment, told when it has lasted."""

    kind: AlarmKind
    after_ms: float
    since: float | None = None
    is_told: bool = False

    def see(self, is_so: bool, at_ms: float, track: str) -> list[News]:  # noqa: FBT001 - what is seen
        """Return the news of this look."""
        if not is_so:
            was_told, self.since, self.is_told = self.is_told, None, False
            return [(self.kind, track, False)] if was_told else []
        if self.since is None:
            self.since = at_ms
        if self.is_told or at_ms - self.since < self.after_ms:
            return []
        self.is_told = True
        return [(self.kind, track, True)]


@dataclass(frozen=True, slots=True)
class Look:
    """A picture made small: mean and spread of its luma, and the small picture itself."""

    mean: float
    spread: float
    luma: bytes


@dataclass(slots=True)
class PictureJudge:
    """One track of pictures."""

    track: str
    limits: RecordingLimits
    _last: bytes = b""
    _steps: deque[float] = field(default_factory=lambda: deque(maxlen=COUNTED))
    _before: float | None = None
    _spells: dict[AlarmKind, _Spell] = field(default_factory=dict)

    def __post_init__(self) -> None:
        seconds = {
            AlarmKind.BLACK: self.limits.black_seconds,
            AlarmKind.STILL: self.limits.still_seconds,
            AlarmKind.DROPPED: 0.0,
        }
        self._spells = {kind: _Spell(kind, 1000 * after) for kind, after in seconds.items()}

    def look(self, look: Look, at_ms: float) -> list[News]:
        """Judge one key picture."""
        is_black = look.mean < BLACK_MEAN and look.spread < BLACK_SPREAD
        is_still = bool(self._last) and _change(self._last, look.luma) < STILL_CHANGE
        self._last = look.luma
        return [
            *self._spells[AlarmKind.BLACK].see(is_black, at_ms, self.track),
            *self._spells[AlarmKind.STILL].see(is_still and not is_black, at_ms, self.track),
        ]

    def count(self, at_ms: float) -> list[News]:
        """Count one picture, key or not; pictures that did not come leave a hole."""
        before, self._before = self._before, at_ms
        if before is not None:
            self._steps.append(at_ms - before)
        if len(self._steps) < COUNTED:
            return []
        usual = median(self._steps)
        missing = sum(round(step / usual) - 1 for step in self._steps if step > 1.7 * usual)
        is_so = missing / (COUNTED + missing) > DROPPED_SHARE
        return self._spells[AlarmKind.DROPPED].see(is_so, at_ms, self.track)

    def new_file(self) -> None:
        """Forget when the last picture was: what lies between two files is no loss."""
        self._before = None


@dataclass(slots=True)
class SoundJudge:
    """One track of sound."""

    track: str
    limits: RecordingLimits
    _silence: _Spell | None = None

    def hear(self, level_db: float, at_ms: float) -> list[News]:
        """Judge the level of the last moment, in dB below full scale."""
        if self._silence is None:
            self._silence = _Spell(AlarmKind.SILENCE, 1000 * self.limits.silence_seconds)
        return self._silence.see(level_db < SILENT_DB, at_ms, self.track)


def _change(before: bytes, after: bytes) -> float:
    """Return the mean difference of two small pictures; all of it where their sizes differ."""
    if len(before) != len(after):
        return 255.0
    total = sum(abs(one - other) for one, other in zip(before, after, strict=True))
    return total / len(after)
