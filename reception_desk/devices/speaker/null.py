"""No loudspeaker: every call is only seen."""

from collections.abc import Callable

from reception_desk.records.sound import Sound, SpeakerCondition


class NullSpeaker:
    """Says why nothing is heard, and lets everything end at once."""

    def __init__(self, why: SpeakerCondition = SpeakerCondition.OFF) -> None:
        self._why = why

    def condition(self) -> SpeakerCondition:
        return self._why

    def play(self, sound: Sound, on_end: Callable[[], None]) -> None:  # noqa: ARG002
        on_end()

    def stop(self) -> None:
        """Nothing is ever played."""

    def close(self) -> None:
        """Nothing is ever held."""
