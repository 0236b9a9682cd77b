"""The loudspeaker of the hall, and the voices that a call is said by."""

from collections.abc import Callable
from typing import Protocol

from reception_desk.records.sound import Sound, SpeakerCondition


class Speaker(Protocol):
    """Plays one sound at a time; used from one thread, and no call waits for the sound."""

    def condition(self) -> SpeakerCondition:
        """Return whether anything can be heard now."""
        ...

    def play(self, sound: Sound, on_end: Callable[[], None]) -> None:
        """Begin a sound and call `on_end` once when it was heard, was stopped or cannot be heard.

        A sound that is still played is stopped first.
        """
        ...

    def stop(self) -> None:
        """Be silent at once; harmless when nothing is played."""
        ...

    def close(self) -> None:
        """Let go of the device; harmless the second time."""
        ...
