"""ESC/POS as bytes: a slip as raster bands, and the status bytes a printer sends back.

Slips are sent as pictures, because code pages differ between makes and pictures do not.
Requests a printer answers at once (`DLE EOT n`) are told from the answer to `GS r 1`, which
it gives only after everything before it is on paper, by the fixed bits of the answer.
"""

from collections.abc import Iterator
from enum import IntEnum

from reception_desk.devices.printer.bitmap import Bitmap
from reception_desk.records.printing import PrinterCondition

INITIALISE = b"\x1b@"
RASTER = b"\x1dv0\0"
CUT = b"\x1dVB\0"
"""`GS V` 66: feed the slip to the knife and cut."""
TELL_WHEN_DONE = b"\x1dr\x01"
"""`GS r 1`: send the paper sensor's state when all before it is printed."""
CLEAR_BUFFERS = b"\x10\x14\x08\x01\x03\x14\x01\x06\x02\x08"
"""`DLE DC4` 8: drop what is not printed yet, at once."""
BUFFERS_CLEARED = b"7%\0"
ASK = b"\x10\x04"
"""`DLE EOT`, followed by a `Question`."""
BAND_ROWS = 64


class Question(IntEnum):
    """What `DLE EOT n` may ask."""

    PRINTER = 1
    OFFLINE_CAUSE = 2
    ERROR_CAUSE = 3
    PAPER = 4


OFFLINE = 0x08
"""Bit of the answer to `Question.PRINTER`."""
COVER_OPEN, PAPER_STOP, ERROR = 0x04, 0x20, 0x40
"""Bits of the answer to `Question.OFFLINE_CAUSE`."""
CUTTER_JAM = 0x08
"""Bit of the answer to `Question.ERROR_CAUSE`."""
PAPER_NEAR_END, PAPER_END = 0x0C, 0x60
"""Bits of the answer to `Question.PAPER`."""


def ask(question: Question) -> bytes:
    """Return the request for one status byte."""
    return ASK + bytes([question])


def is_status(byte: int) -> bool:
    """Whether the byte answers `DLE EOT`: 0xx1xx10."""
    return byte & 0x93 == 0x12


def is_done(byte: int) -> bool:
    """Whether the byte answers `GS r 1`: 0xx0xxxx."""
    return byte & 0x90 == 0


def slip_commands(bitmap: Bitmap) -> Iterator[bytes]:
    """Yield the commands that print one slip, cut it and report when that is done."""
    yield INITIALISE
    for top in range(0, bitmap.height, BAND_ROWS):
        band = bitmap.data[top * bitmap.stride : (top + BAND_ROWS) * bitmap.stride]
        rows = len(band) // bitmap.stride
        yield RASTER + bitmap.stride.to_bytes(2, "little") + rows.to_bytes(2, "little") + band
    yield CUT
    yield TELL_WHEN_DONE


def condition(answers: dict[Question, int]) -> PrinterCondition:
    """Read the status bytes together; a question without an answer weighs nothing.

    Offline without a cause that these bytes know is `STOPPED`.
    """
    cause = answers.get(Question.OFFLINE_CAUSE, 0)
    paper = answers.get(Question.PAPER, 0)
    if cause & COVER_OPEN:
        return PrinterCondition.COVER_OPEN
    if cause & PAPER_STOP or paper & PAPER_END:
        return PrinterCondition.OUT_OF_PAPER
    if answers.get(Question.ERROR_CAUSE, 0) & CUTTER_JAM:
        return PrinterCondition.JAMMED
    if cause & ERROR or answers.get(Question.PRINTER, 0) & OFFLINE:
        return PrinterCondition.STOPPED
    if not answers:
        return PrinterCondition.UNKNOWN
    return PrinterCondition.PAPER_LOW if paper & PAPER_NEAR_END else PrinterCondition.READY
