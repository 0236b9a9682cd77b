"""The frame codec: known bytes, round trips, garbage and damage."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reception_desk.devices.card_reader.frames import (
    KEPT_BODY,
    LONGEST,
    PREAMBLE,
    SHORTEST_REQUEST,
    BadFrame,
    Command,
    Frame,
    FrameDecoder,
    FrameFault,
    Status,
    encode,
)

BODIES = st.binary(min_size=3, max_size=KEPT_BODY)
GARBAGE = st.binary(max_size=60).filter(lambda noise: PREAMBLE not in noise)


@pytest.mark.parametrize(
    ("command", "bytes_sent"),
    [
        (Command.FIND, "AA AA AA 96 69 00 03 20 01 22"),
        (Command.SELECT, "AA AA AA 96 69 00 03 20 02 21"),
        (Command.READ, "AA AA AA 96 69 00 03 30 01 32"),
    ],
)
def test_commands_are_the_bytes_of_the_standard(command: Command, bytes_sent: str):
    assert command.frame == bytes.fromhex(bytes_sent)


def test_no_command_reads_fingerprints():
    assert all(command.value != b"\x30\x10" for command in Command)


@pytest.mark.parametrize(
    ("reply", "status", "data_length"),
    [
        ("AA AA AA 96 69 00 08 00 00 9F 00 00 00 00 97", Status.FOUND, 4),
        ("AA AA AA 96 69 00 04 00 00 80 84", Status.NO_CARD, 0),
        ("AA AA AA 96 69 00 0C 00 00 90 00 00 00 00 00 00 00 00 9C", Status.OK, 8),
        ("AA AA AA 96 69 00 04 00 00 81 85", Status.SELECT_FAILED, 0),
        ("AA AA AA 96 69 00 04 00 00 41 45", Status.READ_FAILED, 0),
        ("AA AA AA 96 69 00 04 00 00 60 64", Status.SELF_TEST_FAILED, 0),
    ],
)
def test_replies_of_the_standard_are_understood(reply: str, status: Status, data_length: int):
    (frame,) = FrameDecoder().feed(bytes.fromhex(reply))
    assert isinstance(frame, Frame)
    assert frame.status is status
    assert len(frame.data) == data_length


@pytest.mark.parametrize("status", Status)
def test_every_status_has_a_sentence(status: Status):
    assert status.sentence


@given(st.integers(0, 255))
def test_every_byte_is_some_status(byte: int):
    status = Status.of(byte)
    assert status is Status.UNLISTED or status.value == byte


@given(BODIES)
def test_a_frame_comes_back_as_it_was_sent(body: bytes):
    assert FrameDecoder().feed(encode(body)) == [Frame(body)]


@given(st.lists(st.tuples(GARBAGE, BODIES), max_size=4), st.data())
def test_frames_survive_garbage_between_them_however_the_stream_is_cut(
    parts: list[tuple[bytes, bytes]], data: st.DataObject
):
    stream = b"".join(noise + encode(body) for noise, body in parts)
    cuts = sorted(data.draw(st.lists(st.integers(0, len(stream)), max_size=6)))
    decoder = FrameDecoder()
    found = []
    for start, end in zip([0, *cuts], [*cuts, len(stream)], strict=True):
        found += decoder.feed(stream[start:end])
    assert found == [Frame(body) for _, body in parts]


@given(st.binary(max_size=400), st.data())
def test_any_bytes_give_the_same_answer_whole_or_byte_by_byte(noise: bytes, data: st.DataObject):
    stream = noise + data.draw(st.sampled_from([b"", PREAMBLE, PREAMBLE + b"\x00\x04"])) + noise
    byte_by_byte = FrameDecoder()
    one_by_one = [one for byte in stream for one in byte_by_byte.feed(bytes([byte]))]
    assert FrameDecoder().feed(stream) == one_by_one


@given(BODIES, st.data())
def test_one_damaged_byte_never_yields_a_frame_with_other_content(body: bytes, data: st.DataObject):
    frame = bytearray(encode(body))
    place = data.draw(st.integers(0, len(frame) - 1))
    frame[place] ^= data.draw(st.integers(1, 255))
    assert not [one for one in FrameDecoder().feed(bytes(frame)) if isinstance(one, Frame)]


def test_a_good_frame_after_a_damaged_one_is_found():
    damaged = bytearray(encode(b"\0\0\x90abc"))
    damaged[-1] ^= 1
    assert FrameDecoder().feed(bytes(damaged) + encode(b"\0\0\x80")) == [
        BadFrame(FrameFault.CHECKSUM),
        Frame(b"\0\0\x80"),
    ]


@pytest.mark.parametrize("length", [0, 3, LONGEST + 1, 0xFFFF])
def test_an_impossible_length_is_refused_at_once(length: int):
    stream = PREAMBLE + length.to_bytes(2, "big")
    assert FrameDecoder().feed(stream) == [BadFrame(FrameFault.LENGTH)]


def test_requests_may_be_shorter_than_replies():
    assert FrameDecoder(SHORTEST_REQUEST).feed(Command.FIND.frame) == [Frame(Command.FIND.value)]


@pytest.mark.parametrize("body", [b"", b"\x20", bytes(LONGEST)])
def test_a_body_that_fits_no_frame_is_refused(body: bytes):
    with pytest.raises(ValueError, match="frame body"):
        encode(body)


@given(st.binary(min_size=1, max_size=1024))
def test_what_follows_the_text_never_leaves_the_decoder(photo: bytes):
    kept = b"\0\0\x90\x01\x00\x04\x00" + b"T" * 256
    assert FrameDecoder().feed(encode(kept + photo)) == [Frame(kept)]


def test_a_cleared_decoder_forgets_the_half_frame():
    decoder = FrameDecoder()
    decoder.feed(encode(b"\0\0\x90abc")[:-2])
    decoder.clear()
    assert decoder.feed(encode(b"\0\0\x80")) == [Frame(b"\0\0\x80")]


def test_a_frame_in_a_log_shows_only_its_length():
    assert repr(Frame(b"\0\0\x90secret")) == "Frame(9 bytes)"
