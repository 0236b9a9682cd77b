"""Frames in reports of 64 bytes, and the whole reader over such a device."""

from collections import deque

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reception_desk.devices.card_reader.frames import Command, Frame, FrameDecoder, encode
from reception_desk.devices.card_reader.hid_port import REPORT_LENGTH, HidPort, reports
from reception_desk.devices.card_reader.reader import SamCardReader
from reception_desk.devices.card_reader.sample_cards import MAN, RARE_NAME
from reception_desk.devices.card_reader.simulated_sam import SimulatedSam
from reception_desk.records.card import ReaderState


class ReportDevice:
    """A HID reader: takes and gives numbered reports of 64 bytes."""

    def __init__(self, sam: SimulatedSam) -> None:
        self.sam = sam
        self.is_plugged_in = True
        self.is_closed = False
        self._reports: deque[bytes] = deque()

    def write(self, buff: bytes, /) -> int:
        if not self.is_plugged_in:
            return -1
        for answer in self.sam.answers(buff[1:]):
            for piece in answer.pieces:
                self._reports.extend(report[1:] for report in reports(piece))
        return len(buff)

    def read(self, max_length: int, /) -> list[int]:
        if not self.is_plugged_in:
            message = "read error"
            raise OSError(message)
        return list(self._reports.popleft()[:max_length]) if self._reports else []

    def close(self) -> None:
        self.is_closed = True


@given(st.binary(min_size=3, max_size=260))
def test_a_frame_survives_its_reports(body: bytes):
    cut = reports(encode(body))
    assert {len(report) for report in cut} == {1 + REPORT_LENGTH}
    assert {report[0] for report in cut} == {0}
    joined = b"".join(report[1:] for report in cut)
    assert FrameDecoder().feed(joined) == [Frame(body)]


def test_a_command_fits_one_report():
    (report,) = reports(Command.FIND.frame)
    assert report == b"\0" + Command.FIND.frame + bytes(REPORT_LENGTH - len(Command.FIND.frame))


def test_cards_are_read_over_reports_and_the_plug_may_be_pulled():
    sam = SimulatedSam()
    devices: list[ReportDevice] = []

    def plug_in() -> ReportDevice:
        devices.append(ReportDevice(sam))
        return devices[-1]

    reader = SamCardReader(HidPort(plug_in))
    sam.put_card(MAN)
    events = [event for step in range(200) if (event := reader.poll(step * 0.01)) is not None]
    assert events[-1].card == MAN
    devices[-1].is_plugged_in = False
    sam.put_card(RARE_NAME)
    events = [event for step in range(200, 600) if (event := reader.poll(step * 0.01)) is not None]
    assert events[0].state is ReaderState.DISCONNECTED
    assert events[-1].card == RARE_NAME
    reader.close()
    assert all(device.is_closed for device in devices)


def test_a_device_that_takes_no_report_is_an_os_error():
    device = ReportDevice(SimulatedSam())
    line = HidPort(lambda: device)
    line.open()
    device.is_plugged_in = False
    with pytest.raises(OSError, match="no report"):
        line.send(Command.FIND.frame)


def test_a_closed_device_refuses_to_work():
    with pytest.raises(OSError, match="not open"):
        HidPort().receive()


def test_a_desk_without_such_a_device_is_disconnected():
    reader = SamCardReader(HidPort())
    event = reader.poll(0.0)
    assert event is not None
    assert event.state is ReaderState.DISCONNECTED
