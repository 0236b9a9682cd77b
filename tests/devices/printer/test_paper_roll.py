"""The simulated paper against our own encoder and against somebody else's."""

import itertools

import pytest
from escpos.printer import Dummy
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from reception_desk.devices.printer import escpos
from reception_desk.devices.printer.bitmap import Bitmap
from reception_desk.devices.printer.escpos import Question, condition, slip_commands
from reception_desk.devices.printer.paper_roll import Fault, PaperRoll
from reception_desk.records.printing import PrinterCondition

from .test_bitmap import bitmaps


def work_off(roll: PaperRoll) -> bytes:
    answers = b""
    while roll.has_work:
        answers += roll.work()
    return answers


def test_a_slip_on_the_wire():
    bitmap = Bitmap(16, b"\xf0\x0f" * 2)

    assert b"".join(slip_commands(bitmap)) == (
        b"\x1b@" + b"\x1dv0\0\x02\0\x02\0\xf0\x0f\xf0\x0f" + b"\x1dVB\0" + b"\x1dr\x01"
    )


@pytest.mark.parametrize("height", [1, 63, 64, 65, 127, 128, 129])
def test_bands_cover_every_height(height: int):
    roll = PaperRoll(16)
    bitmap = Bitmap(16, bytes(itertools.islice(itertools.cycle(range(251)), height * 2)))
    roll.feed(b"".join(slip_commands(bitmap)))
    work_off(roll)

    assert roll.slips == [bitmap]


@given(bitmaps(widths=(576,)), st.integers(1, 700))
def test_the_picture_comes_out_as_it_went_in_however_it_is_cut_up(bitmap: Bitmap, piece: int):
    roll = PaperRoll(576)
    wire = b"".join(slip_commands(bitmap))
    for start in range(0, len(wire), piece):
        roll.feed(wire[start : start + piece])

    assert work_off(roll) == b"\0"
    assert roll.slips == [bitmap]


@given(st.binary(max_size=300))
def test_no_noise_stops_the_printer(noise: bytes):
    roll = PaperRoll(384)
    roll.feed(noise)
    work_off(roll)


@given(bitmaps(widths=(384, 576)))
def test_a_picture_sent_by_another_library_is_the_same_picture(bitmap: Bitmap):
    ink = bytes(byte ^ 0xFF for byte in bitmap.data)
    other = Dummy()
    other.image(Image.frombytes("1", (bitmap.width, bitmap.height), ink), impl="bitImageRaster")
    other.cut()
    roll = PaperRoll(576)
    roll.feed(other.output)
    work_off(roll)

    (slip,) = roll.slips
    left = [slip.data[at : at + bitmap.stride] for at in range(0, len(slip.data), slip.stride)]
    assert b"".join(left[: bitmap.height]) == bitmap.data


def test_an_answer_that_waits_for_paper_comes_after_the_paper():
    roll = PaperRoll(16)
    roll.faults.add(Fault.PAPER_OUT)
    roll.feed(b"".join(slip_commands(Bitmap(16, b"\1\2"))))
    assert work_off(roll) == b""
    assert roll.slips == []

    roll.faults.clear()

    assert escpos.is_done(work_off(roll)[0])
    assert len(roll.slips) == 1


@pytest.mark.parametrize(
    ("faults", "expected"),
    [
        (set(), PrinterCondition.READY),
        ({Fault.PAPER_LOW}, PrinterCondition.PAPER_LOW),
        ({Fault.PAPER_OUT}, PrinterCondition.OUT_OF_PAPER),
        ({Fault.COVER_OPEN}, PrinterCondition.COVER_OPEN),
        ({Fault.CUTTER_JAM}, PrinterCondition.JAMMED),
        ({Fault.PAPER_OUT, Fault.COVER_OPEN}, PrinterCondition.COVER_OPEN),
    ],
)
def test_status_bytes_tell_the_condition(faults: set[Fault], expected: PrinterCondition):
    roll = PaperRoll(384)
    roll.faults = faults
    answers = {question: roll.feed(escpos.ask(question))[0] for question in Question}

    assert all(escpos.is_status(byte) and not escpos.is_done(byte) for byte in answers.values())
    assert condition(answers) is expected


def test_no_answers_are_an_unknown_condition():
    assert condition({}) is PrinterCondition.UNKNOWN


def test_offline_without_a_known_cause_is_stopped():
    answers = {Question.PRINTER: 0x12 | escpos.OFFLINE, Question.OFFLINE_CAUSE: 0x12}

    assert condition(answers) is PrinterCondition.STOPPED


@given(st.dictionaries(st.sampled_from(Question), st.integers(0, 255)))
def test_any_status_bytes_have_a_condition(answers: dict[Question, int]):
    assert condition(answers).sentence


def test_clearing_drops_what_is_not_printed():
    roll = PaperRoll(16)
    roll.faults.add(Fault.PAPER_OUT)
    roll.feed(b"".join(slip_commands(Bitmap(16, b"\1\2"))))

    assert roll.feed(escpos.CLEAR_BUFFERS) == escpos.BUFFERS_CLEARED
    roll.faults.clear()
    assert work_off(roll) == b""
    assert roll.slips == []
