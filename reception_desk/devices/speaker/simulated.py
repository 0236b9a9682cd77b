"""A loudspeaker without a sound card: it keeps what it was given, sample by sample."""

from collections.abc import Callable

from reception_desk.records.sound import Sound, SpeakerCondition


class SimulatedSpeaker:
    """`heard` holds the sounds in their order; one ends when `finish` says so, or at once."""

    def __init__(self, *, is_held: bool = False) -> None:
        self.heard: list[Sound] = []
        self._is_held = is_held
        self._on_end: Callable[[], None] | None = None

    @property
    def is_playing(self) -> bool:
        """Whether a sound has not ended."""
        return self._on_end is not None

    def condition(self) -> SpeakerCondition:
        return SpeakerCondition.READY

    def play(self, sound: Sound, on_end: Callable[[], None]) -> None:
        self.stop()
        self.heard.append(sound)
        self._on_end = on_end
        if not self._is_held:
            self.finish()

    def finish(self) -> None:
        """Let the sound come to its end."""
        if self._on_end is not None:
            on_end, self._on_end = self._on_end, None
            on_end()

    def stop(self) -> None:
        self.finish()

    def close(self) -> None:
        self.finish()
