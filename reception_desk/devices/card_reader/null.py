"""A desk without a reader."""

from collections.abc import Callable
from threading import Event

from reception_desk.records.card import ReaderEvent, ReaderState


class NullCardReader:
    """Says once that there is no reader."""

    def __init__(self) -> None:
        self._is_told = False

    def poll(self, now: float) -> ReaderEvent | None:  # noqa: ARG002 - the protocol's signature
        if self._is_told:
            return None
        self._is_told = True
        return ReaderEvent(ReaderState.NO_READER)

    def run(self, stop: Event, on_event: Callable[[ReaderEvent], None]) -> None:
        if not stop.is_set() and (event := self.poll(0.0)) is not None:
            on_event(event)
        stop.wait()

    def close(self) -> None:
        """Nothing is open."""
