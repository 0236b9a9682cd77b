"""A thermal printer without its case: ESC/POS bytes in, answers and slips out.

It understands what this program sends and what other programs commonly send for pictures,
and stops, like the real ones, where paper or cover stop it.
"""

from collections import deque
from enum import StrEnum

from reception_desk.devices.printer import escpos
from reception_desk.devices.printer.bitmap import Bitmap
from reception_desk.devices.printer.escpos import Question

_ANSWER = 0x12
"""The fixed bits of every `DLE EOT` answer."""
_LENGTHS = {
    b"\x1b@": 2, b"\x1ba": 3, b"\x1bd": 3, b"\x1bJ": 3, b"\x1b3": 3, b"\x1b2": 2,
    b"\x1dr": 3, escpos.ASK: 3, b"\x10\x14": len(escpos.CLEAR_BUFFERS),
}  # fmt: skip
"""Commands of a fixed length; raster and cut are measured by their own fields."""
_RASTER_HEAD = 8


class Fault(StrEnum):
    """What can be wrong with the printer."""

    PAPER_OUT = "paper_out"
    PAPER_LOW = "paper_low"
    COVER_OPEN = "cover_open"
    CUTTER_JAM = "cutter_jam"
    SILENT = "silent"


_STOPPING = frozenset({Fault.PAPER_OUT, Fault.COVER_OPEN, Fault.CUTTER_JAM})


class PaperRoll:
    """Feed it bytes and let it work; `slips` holds what was cut off, oldest first."""

    def __init__(self, width_dots: int) -> None:
        self.slips: list[Bitmap] = []
        self.faults: set[Fault] = set()
        self._stride = width_dots // 8
        self._received = bytearray()
        self._waiting: deque[bytes] = deque()
        self._slip = bytearray()

    @property
    def has_work(self) -> bool:
        """Whether commands wait that can be carried out now."""
        return bool(self._waiting) and self.is_online

    @property
    def is_online(self) -> bool:
        return not self.faults & _STOPPING

    def feed(self, data: bytes) -> bytes:
        """Take bytes off the line; return the answers that do not wait for the paper."""
        self._received += data
        answers = b""
        while command := self._next_command():
            if command.startswith(escpos.ASK):
                answers += self._status(Question(command[2]))
            elif command == escpos.CLEAR_BUFFERS:
                self._waiting.clear()
                answers += escpos.BUFFERS_CLEARED
            else:
                self._waiting.append(command)
        return b"" if Fault.SILENT in self.faults else answers

    def work(self) -> bytes:
        """Carry out one waiting command; return its answer, mostly none."""
        if not self.has_work:
            return b""
        command = self._waiting.popleft()
        if command.startswith(escpos.RASTER[:3]):
            self._print(command)
        elif command.startswith(b"\x1dV"):
            self._cut()
        elif command == escpos.TELL_WHEN_DONE and Fault.SILENT not in self.faults:
            return bytes([0x03 if Fault.PAPER_LOW in self.faults else 0x00])
        return b""

    def _next_command(self) -> bytes:
        """Cut the first whole command off what was received; empty when it is not whole."""
        length = self._length()
        if length == 0 or len(self._received) < length:
            return b""
        command = bytes(self._received[:length])
        del self._received[:length]
        return command

    def _length(self) -> int:
        """Return the length of the first command, 0 when too little is here to say."""
        start = bytes(self._received[:2])
        if start == b"\x1dv":
            if len(self._received) < _RASTER_HEAD:
                return 0
            stride = int.from_bytes(self._received[4:6], "little")
            rows = int.from_bytes(self._received[6:8], "little")
            return _RASTER_HEAD + stride * rows
        if start == b"\x1dV":
            if len(self._received) < 3:
                return 0
            return 4 if self._received[2] in b"AB" else 3
        if len(start) == 1 and start in {b"\x1b", b"\x1d", b"\x10"}:
            return 0
        return _LENGTHS.get(start, min(len(start), 1))

    def _status(self, question: Question) -> bytes:
        bits = 0
        if question is Question.PRINTER and not self.is_online:
            bits = escpos.OFFLINE
        elif question is Question.OFFLINE_CAUSE:
            bits |= escpos.COVER_OPEN if Fault.COVER_OPEN in self.faults else 0
            bits |= escpos.PAPER_STOP if Fault.PAPER_OUT in self.faults else 0
            bits |= escpos.ERROR if Fault.CUTTER_JAM in self.faults else 0
        elif question is Question.ERROR_CAUSE and Fault.CUTTER_JAM in self.faults:
            bits = escpos.CUTTER_JAM
        elif question is Question.PAPER:
            bits |= escpos.PAPER_END if Fault.PAPER_OUT in self.faults else 0
            bits |= escpos.PAPER_NEAR_END if Fault.PAPER_LOW in self.faults else 0
        return bytes([_ANSWER | bits])

    def _print(self, command: bytes) -> None:
        """Lay the rows on the paper; what is wider than the paper is lost."""
        stride = int.from_bytes(command[4:6], "little")
        for start in range(_RASTER_HEAD, len(command), stride):
            row = command[start : start + stride][: self._stride]
            self._slip += row.ljust(self._stride, b"\0")

    def _cut(self) -> None:
        if self._slip:
            self.slips.append(Bitmap(self._stride * 8, bytes(self._slip)))
            self._slip.clear()
