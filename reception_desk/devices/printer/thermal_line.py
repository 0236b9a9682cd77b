"""Questions and answers over one open line to a thermal printer."""

import time

from reception_desk.devices.printer import escpos
from reception_desk.devices.printer.escpos import Question
from reception_desk.devices.printer.links import Link
from reception_desk.records.printing import PrinterCondition


class ThermalLine:
    """Tells status bytes from "slip done" bytes; failures of the line are `OSError`.

    `answer_seconds` is how long a status byte may take.
    """

    def __init__(self, link: Link, answer_seconds: float) -> None:
        self._link = link
        self._answer_seconds = answer_seconds
        self._rest = b""
        self._done = 0
        self._was_asked = False
        self._has_answered = False

    @property
    def is_one_way(self) -> bool:
        """Whether the printer was asked and has never answered on this line."""
        return self._was_asked and not self._has_answered

    def send(self, data: bytes) -> int:
        """Return how many of the bytes the printer took."""
        return self._link.send(data) if self._finish_request() else 0

    def is_ready(self) -> bool:
        """Ask the shortest question: whether the printer is online, or cannot say."""
        status = None if self.is_one_way else self._ask(Question.PRINTER)
        return status is None or not status & escpos.OFFLINE

    def condition(self) -> PrinterCondition:
        """Ask everything; `UNKNOWN` when nothing comes back."""
        answers: dict[Question, int] = {}
        for question in Question:
            if (status := self._ask(question)) is None:
                break
            answers[question] = status
        return escpos.condition(answers)

    def take_done(self) -> int:
        """Return how many slips were reported done since the last call."""
        self._hear(0)
        done, self._done = self._done, 0
        return done

    def clear(self) -> bool:
        """Drop what is not printed yet and cut; False when the printer does not confirm."""
        self._hear(0)
        if not self._request(escpos.CLEAR_BUFFERS):
            return False
        heard = b""
        deadline = time.monotonic() + self._answer_seconds
        while escpos.BUFFERS_CLEARED not in heard:
            arrived = self._link.receive(max(0.0, deadline - time.monotonic()))
            if not arrived:
                return False
            heard += arrived
        self._request(escpos.INITIALISE + escpos.CUT)
        return True

    def close(self) -> None:
        self._link.close()

    def _ask(self, question: Question) -> int | None:
        self._hear(0)
        if not self._request(escpos.ask(question)):
            return None
        self._was_asked = True
        deadline = time.monotonic() + self._answer_seconds
        while arrived := self._link.receive(max(0.0, deadline - time.monotonic())):
            if (status := self._sort(arrived)) is not None:
                self._has_answered = True
                return status
        return None

    def _hear(self, seconds: float) -> None:
        """Read what has arrived without having been waited for."""
        self._sort(self._link.receive(seconds))

    def _sort(self, arrived: bytes) -> int | None:
        """Count "slip done" bytes; return the last status byte."""
        status = None
        for byte in arrived:
            if escpos.is_status(byte):
                status = byte
            elif escpos.is_done(byte):
                self._done += 1
        return status

    def _request(self, request: bytes) -> bool:
        """Send what is meaningless in parts; False while the printer's buffer is full."""
        if not self._finish_request():
            return False
        self._rest = request[self._link.send(request) :]
        if self._rest == request:
            self._rest = b""
            return False
        return not self._rest

    def _finish_request(self) -> bool:
        """Send the rest of a request that was taken in part, and pass over its answer."""
        if self._rest:
            self._rest = self._rest[self._link.send(self._rest) :]
            if self._rest:
                return False
            self._hear(self._answer_seconds)
        return True
