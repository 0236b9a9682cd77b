"""Two ways to watch a reader: step by step on a clock of one's own, or in its thread."""

from collections.abc import Iterator
from contextlib import contextmanager
from queue import Queue
from threading import Event, Thread

from reception_desk.devices.card_reader.exchange import Patience
from reception_desk.devices.card_reader.reader import CardReader, SamCardReader
from reception_desk.devices.card_reader.simulated import InProcessReader
from reception_desk.records.card import ReaderEvent, ReaderState

STEP_SECONDS = 0.01
WAIT_SECONDS = 30.0


class Bench:
    """A reader on an in-process simulator, with time that passes only by `advance`."""

    def __init__(self, patience: Patience | None = None) -> None:
        self.now = 0.0
        self.simulator = InProcessReader(clock=lambda: self.now)
        self.reader = SamCardReader(self.simulator.transport(), patience)
        self.events: list[ReaderEvent] = []

    def advance(self, seconds: float) -> list[ReaderEvent]:
        """Let time pass in small steps and return what the reader reported meanwhile."""
        before = len(self.events)
        for _ in range(round(seconds / STEP_SECONDS)):
            self.now += STEP_SECONDS
            if (event := self.reader.poll(self.now)) is not None:
                self.events.append(event)
        return self.events[before:]

    def states(self, seconds: float) -> list[ReaderState]:
        """Let time pass and return the states the reader came into."""
        return [event.state for event in self.advance(seconds)]


class Watch:
    """A reader running in its thread; events are waited for, never slept for."""

    def __init__(self) -> None:
        self._queue: Queue[ReaderEvent] = Queue()
        self.seen: list[ReaderEvent] = []

    def take(self, event: ReaderEvent) -> None:
        """Note an event; called by the reader's thread."""
        self._queue.put(event)

    def wait_for(self, state: ReaderState) -> ReaderEvent:
        """Return the next event with `state`; `queue.Empty` if none comes."""
        while True:
            event = self._queue.get(timeout=WAIT_SECONDS)
            self.seen.append(event)
            if event.state is state:
                return event


@contextmanager
def watching(reader: CardReader) -> Iterator[Watch]:
    """Run `reader` in a thread; at the end it has to stop by itself."""
    watch = Watch()
    stop = Event()
    thread = Thread(target=reader.run, args=(stop, watch.take), name="card-reader")
    thread.start()
    try:
        yield watch
    finally:
        stop.set()
        thread.join(WAIT_SECONDS)
    assert not thread.is_alive()
