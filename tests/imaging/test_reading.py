"""The whole path: page, pipe, process, the real models, lines."""

import os
import select
import signal
import threading
from collections.abc import Iterator
from functools import cache

import numpy as np
import pytest

from reception_desk.imaging.encode import encode_jpeg, encode_png
from reception_desk.imaging.reading import PageReader, Patience, ReadingError
from reception_desk.records.reading import ReadingFailure, ReadPage
from tests.imaging.letters import LETTER, drawn_letter
from tests.imaging.texts import edits, plain

SHORT = ("槐荫村三组",)


@pytest.fixture(scope="module")
def reader() -> Iterator[PageReader]:
    """One process for the tests that leave it whole."""
    reader = PageReader()
    yield reader
    reader.close()


@cache
def short_page() -> bytes:
    """A slip large enough not to be enlarged for the models, and read the quickest."""
    letter = drawn_letter(SHORT, dpi=150)
    return encode_png(letter.pixels[:740, :740], 150).data


@cache
def blank_page() -> bytes:
    """Read quicker still: nothing on it is recognised."""
    return encode_png(np.full((740, 740), 255, np.uint8), 150).data


@cache
def letter_image() -> bytes:
    return encode_jpeg(drawn_letter().pixels, 300).data


@pytest.fixture(scope="module")
def letter_page(reader: PageReader) -> ReadPage:
    """`LETTER` as a scanner brings it, read."""
    return read(reader, letter_image())


def read(reader: PageReader, image: bytes) -> ReadPage:
    return reader.read_page(image, threading.Event())


def texts(page: ReadPage) -> tuple[str, ...]:
    return tuple(line.text for line in page.lines)


def failure_of(reader: PageReader, image: bytes, cancelled: threading.Event) -> ReadingFailure:
    with pytest.raises(ReadingError) as caught:
        reader.read_page(image, cancelled)
    assert "保持原样" in str(caught.value)
    return caught.value.failure


def read_blank(reader: PageReader) -> None:
    assert read(reader, blank_page()).lines == ()


def refuse(reader: PageReader) -> None:
    """Let the process look at what is no page; it does not load the models for that."""
    assert failure_of(reader, b"no image", threading.Event()) is ReadingFailure.NO_IMAGE


def wait_until_ended(pid: int) -> None:
    process = os.pidfd_open(pid)
    try:
        select.select([process], [], [])
    finally:
        os.close(process)


class KillingEvent(threading.Event):
    """Never set; kills the reading process each time it is asked, but for the first times."""

    def __init__(self, reader: PageReader) -> None:
        super().__init__()
        self._reader = reader
        self.times_asked = 0

    def is_set(self) -> bool:
        self.times_asked += 1
        if self.times_asked > 2 and self._reader.worker_pid:
            os.kill(self._reader.worker_pid, signal.SIGKILL)
        return False


def test_a_letter_is_read_with_less_than_one_wrong_character_in_a_hundred(
    letter_page: ReadPage,
):
    wanted, got = plain(LETTER), plain(texts(letter_page))

    assert edits(wanted, got) <= len(wanted) / 100, got
    assert all(0.5 <= line.confidence <= 1 for line in letter_page.lines)


def test_each_line_lies_where_it_is_on_the_page(letter_page: ReadPage):
    letter = drawn_letter()

    assert (letter_page.height_px, letter_page.width_px) == letter.pixels.shape
    assert len(letter_page.lines) == len(LETTER)
    for line in letter_page.lines:
        (left, top), _, (right, bottom), _ = line.corners
        ink = np.argwhere(letter.pixels[int(top) : int(bottom), int(left) : int(right)] < 128)
        assert (ink.min(axis=0) < 45).all(), line
        assert (ink.max(axis=0) > (bottom - top - 45, right - left - 45)).all(), line
        outside = letter.pixels[int(top) : int(bottom), int(right) + 12 :]
        assert (outside > 128).all(), line


@pytest.mark.parametrize("kind", ["one bit", "colour"])
def test_every_kind_of_page_is_read(reader: PageReader, kind: str):
    grey = drawn_letter(SHORT, dpi=200).pixels[:1000, :1000]
    colours = np.stack([grey] * 3, axis=2)
    page = encode_png(grey > 128, 200) if kind == "one bit" else encode_jpeg(colours, 200)

    assert texts(read(reader, page.data)) == SHORT


def test_marks_and_punched_holes_are_no_text(reader: PageReader):
    sheet = drawn_letter(SHORT, dpi=300).pixels[:1500, :1500].copy()
    for row, column in ((60, 60), (60, 1400), (700, 60), (1400, 700)):
        sheet[row : row + 32, column : column + 32] = 0

    assert texts(read(reader, encode_png(sheet, 300).data)) == SHORT


def test_a_page_without_text_has_no_lines(reader: PageReader):
    assert read(reader, blank_page()) == ReadPage(740, 740, ())


def test_what_is_no_image_is_told_and_the_same_process_reads_the_next_page(reader: PageReader):
    refuse(reader)
    pid = reader.worker_pid
    assert pid

    assert texts(read(reader, short_page())) == SHORT
    assert reader.worker_pid == pid


def test_no_process_runs_before_the_first_page():
    assert PageReader().worker_pid is None


def test_the_process_lets_the_desk_go_first(reader: PageReader):
    read(reader, short_page())

    assert reader.worker_pid
    assert os.getpriority(os.PRIO_PROCESS, reader.worker_pid) >= 10


def test_a_process_killed_amid_a_page_costs_this_page_only(reader: PageReader):
    assert failure_of(reader, letter_image(), KillingEvent(reader)) is ReadingFailure.WORKER_DIED
    assert texts(read(reader, short_page())) == SHORT


def test_a_process_that_died_while_it_waited_costs_nothing(reader: PageReader):
    read(reader, short_page())
    pid = reader.worker_pid
    assert pid
    os.kill(pid, signal.SIGKILL)

    assert texts(read(reader, short_page())) == SHORT
    assert reader.worker_pid != pid


class CancelWhenAsked(threading.Event):
    """Set by another thread, so to say, while the page is read."""

    def __init__(self) -> None:
        super().__init__()
        self.times_asked = 0

    def is_set(self) -> bool:
        self.times_asked += 1
        return self.times_asked > 3


def test_a_cancelled_page_ends_the_process_and_the_next_is_read(reader: PageReader):
    assert failure_of(reader, letter_image(), CancelWhenAsked()) is ReadingFailure.CANCELLED
    assert reader.worker_pid is None
    assert read(reader, blank_page()).lines == ()


def test_a_page_that_takes_too_long_is_given_up():
    """Loading the models alone takes longer than this reader waits."""
    reader = PageReader(Patience(page=0.01))

    assert failure_of(reader, short_page(), threading.Event()) is ReadingFailure.TIMED_OUT
    assert reader.worker_pid is None


def test_an_idle_process_ends_by_itself_and_one_comes_with_the_next_page():
    reader = PageReader(Patience(idle=0.05))
    refuse(reader)
    first = reader.worker_pid
    assert first
    wait_until_ended(first)

    assert read(reader, blank_page()).lines == ()
    assert reader.worker_pid != first
    reader.close()


def test_a_process_reads_so_many_pages_and_none_is_left_at_the_end():
    reader = PageReader(Patience(pages=2))
    pids: list[int | None] = []
    for look in (read_blank, refuse, refuse):
        look(reader)
        pids.append(reader.worker_pid)
    reader.close()

    assert pids[0] == pids[1] != pids[2]
    for pid in filter(None, pids):
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)
