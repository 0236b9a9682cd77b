"""A simulated reader to work and test with: the real bytes over a pseudo-terminal.

`SimulatedReader.path` is a terminal that the real `SerialPort` opens. Where the system has
no pseudo-terminals (Windows) `InProcessReader` carries the same bytes inside the process.
"""

import sys
import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Event, Thread

from reception_desk.devices.card_reader.exchange import Patience
from reception_desk.devices.card_reader.reader import SamCardReader
from reception_desk.devices.card_reader.sample_cards import SAMPLE_CARDS
from reception_desk.devices.card_reader.serial_port import SerialPort
from reception_desk.devices.card_reader.simulated_lines import InProcessPort, PtyLine
from reception_desk.devices.card_reader.simulated_sam import (
    PLACEHOLDER_PHOTO,
    Faults,
    SimulatedSam,
)
from reception_desk.devices.card_reader.transport import Transport
from reception_desk.records.card import CardData


@dataclass(frozen=True, slots=True)
class ScriptStep:
    """After so many seconds put this card on the reader, or lift what lies there."""

    seconds: float
    card: CardData | None


SAMPLE_SCRIPT = tuple(
    step for card in SAMPLE_CARDS for step in (ScriptStep(4.0, card), ScriptStep(4.0, None))
)


class Simulator(ABC):
    """What one can do to a simulated reader, whatever line it hangs on."""

    def __init__(self, photo: bytes = PLACEHOLDER_PHOTO) -> None:
        self.sam = SimulatedSam(photo)
        self._closed = Event()
        self._player: Thread | None = None

    def put_card(self, card: CardData) -> None:
        """Put a card on the reader, in place of any other."""
        self.sam.put_card(card)

    def lift_card(self) -> None:
        """Take the card away."""
        self.sam.lift_card()

    def fail(self, faults: Faults) -> None:
        """Behave like this from now on; `Faults()` makes the reader sound again."""
        self.sam.fail(faults)

    def play(self, script: Iterable[ScriptStep]) -> None:
        """Put and lift cards by a script, once, in a thread that `close` ends."""
        self._player = Thread(
            target=self._play, args=(tuple(script),), name="card-script", daemon=True
        )
        self._player.start()

    def close(self) -> None:
        """End the script and the line."""
        self._closed.set()
        if self._player is not None:
            self._player.join()
        self.vanish()

    @abstractmethod
    def transport(self) -> Transport:
        """Return the line a reader opens to reach this simulator."""

    @abstractmethod
    def vanish(self) -> None:
        """Pull the plug."""

    @abstractmethod
    def come_back(self) -> None:
        """Plug it in again, without a card."""

    def _play(self, script: tuple[ScriptStep, ...]) -> None:
        for step in script:
            if self._closed.wait(step.seconds):
                return
            if step.card is None:
                self.lift_card()
            else:
                self.put_card(step.card)


class SimulatedReader(Simulator):
    """A reader on a pseudo-terminal, answering in a thread of its own."""

    def __init__(self, photo: bytes = PLACEHOLDER_PHOTO) -> None:
        super().__init__(photo)
        self._folder = TemporaryDirectory(prefix="card-reader-")
        self.path = Path(self._folder.name) / "tty"
        self._line: PtyLine | None = None
        self.come_back()

    def transport(self) -> SerialPort:
        return SerialPort(str(self.path))

    def vanish(self) -> None:
        if self._line is not None:
            self.path.unlink()
            line, self._line = self._line, None
            line.close()

    def come_back(self) -> None:
        if self._line is None:
            self.lift_card()
            self._line = PtyLine(self.sam)
            self.path.symlink_to(self._line.terminal)

    def close(self) -> None:
        super().close()
        self._folder.cleanup()


class InProcessReader(Simulator):
    """A reader without a line: the transport asks the simulator directly.

    `clock` measures the delays; a test may hand in its own.
    """

    def __init__(
        self, photo: bytes = PLACEHOLDER_PHOTO, clock: Callable[[], float] = time.monotonic
    ) -> None:
        super().__init__(photo)
        self._clock = clock
        self._plug = Event()
        self.come_back()

    def transport(self) -> InProcessPort:
        return InProcessPort(self.sam, self._plug, self._clock)

    def vanish(self) -> None:
        self._plug.clear()

    def come_back(self) -> None:
        self.lift_card()
        self._plug.set()


class SimulatedCardReader(SamCardReader):
    """The real reader code on a simulator that it closes with itself."""

    def __init__(self, simulator: Simulator, patience: Patience | None = None) -> None:
        super().__init__(simulator.transport(), patience)
        self.simulator = simulator

    def close(self) -> None:
        super().close()
        self.simulator.close()


def new_simulator() -> Simulator:
    """Return a simulator on the line this system offers."""
    return InProcessReader() if sys.platform == "win32" else SimulatedReader()
