"""The microphone of a desk, for the office's recordings of the words of a call."""

from collections.abc import Callable
from typing import Protocol

from reception_desk.records.sound import MicrophoneCondition


class Microphone(Protocol):
    """Listens between `start` and `stop` and never else; used from one thread."""

    def condition(self) -> MicrophoneCondition:
        """Return whether anything can be recorded now."""
        ...

    def start(self, on_samples: Callable[[bytes], None]) -> None:
        """Listen; what is heard comes piece by piece, 16 bit of one channel at `SOUND_RATE`.

        A start while it listens begins anew. Without a device nothing comes.
        """
        ...

    def stop(self) -> None:
        """Hear nothing more; harmless when nothing is heard."""
        ...

    def close(self) -> None:
        """Let go of the device; harmless the second time."""
        ...
