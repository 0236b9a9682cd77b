"""One request and its answer, within a deadline."""

from dataclasses import dataclass

from reception_desk.devices.card_reader.frames import (
    BadFrame,
    Command,
    Frame,
    FrameDecoder,
    FrameFault,
)
from reception_desk.devices.card_reader.transport import Transport


@dataclass(frozen=True, slots=True)
class Patience:
    """Seconds between and after requests.

    Between two finds a reader wants at least 0.3 s. A whole read reply takes 0.12 s at
    115200 baud and 1.4 s at the slowest rate.
    """

    between_finds: float = 0.3
    answer: float = 1.0
    reading: float = 3.0
    before_reopening: float = 1.0


class Exchange:
    """Sends a command and collects its answer; `OSError` of the transport goes through."""

    def __init__(self, transport: Transport, patience: Patience) -> None:
        self._transport = transport
        self._patience = patience
        self._decoder = FrameDecoder()
        self._deadline: float | None = None

    @property
    def is_waiting(self) -> bool:
        """Whether a request was sent and neither answered nor given up."""
        return self._deadline is not None

    def ask(self, command: Command, now: float) -> None:
        """Send `command` after throwing away what is left of earlier answers."""
        self._transport.receive()
        self._transport.send(command.frame)
        is_reading = command is Command.READ
        self._deadline = now + (self._patience.reading if is_reading else self._patience.answer)

    def answer(self, now: float) -> Frame | BadFrame | None:
        """Return the answer, or what came in its place, or None while there is time."""
        arrived = self._decoder.feed(self._transport.receive())
        if not arrived:
            if self._deadline is not None and now < self._deadline:
                return None
            arrived = [BadFrame(FrameFault.SILENCE)]
        self.cancel()
        return next((one for one in arrived if isinstance(one, Frame)), arrived[0])

    def cancel(self) -> None:
        """Expect nothing more; half an answer is wiped."""
        self._decoder.clear()
        self._deadline = None
