"""A microphone without a sound card: it hears what a test says."""

from collections.abc import Callable

from reception_desk.records.sound import MicrophoneCondition, Sound


class SimulatedMicrophone:
    """`hear` speaks into it; what is said while it does not listen is lost."""

    def __init__(self, condition: MicrophoneCondition = MicrophoneCondition.READY) -> None:
        self._condition = condition
        self._on_samples: Callable[[bytes], None] | None = None

    @property
    def is_listening(self) -> bool:
        """Whether it was started and not stopped."""
        return self._on_samples is not None

    def hear(self, sound: Sound) -> None:
        """Say something into it."""
        if self._on_samples is not None:
            self._on_samples(sound.samples)

    def condition(self) -> MicrophoneCondition:
        return self._condition

    def start(self, on_samples: Callable[[bytes], None]) -> None:
        if self._condition is MicrophoneCondition.READY:
            self._on_samples = on_samples

    def stop(self) -> None:
        self._on_samples = None

    def close(self) -> None:
        self.stop()
