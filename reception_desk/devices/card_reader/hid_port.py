"""A reader that shows up as a HID device (0400:C35A) and needs no driver.

A frame is cut into reports of 64 bytes, the last filled up with zeros; each report to the
reader begins with report number 0, as hidapi wants it. Zeros behind a frame that comes back
are garbage to the frame decoder.
"""

from collections.abc import Callable
from typing import Protocol

VENDOR = 0x0400
PRODUCT = 0xC35A
REPORT_LENGTH = 64
REPORT_NUMBER = b"\x00"
REPORTS_AT_ONCE = 64


class HidDevice(Protocol):
    """The part of `hid.device` in use."""

    def write(self, buff: bytes, /) -> int: ...
    def read(self, max_length: int, /) -> list[int]: ...
    def close(self) -> None: ...


def reports(frame: bytes) -> list[bytes]:
    """Cut a frame into output reports of 1 + 64 bytes."""
    return [
        REPORT_NUMBER + frame[start : start + REPORT_LENGTH].ljust(REPORT_LENGTH, b"\0")
        for start in range(0, len(frame), REPORT_LENGTH)
    ]


def open_device() -> HidDevice:
    """Open the first reader found. Raises `OSError` when there is none."""
    import hid

    device = hid.device()
    device.open(VENDOR, PRODUCT)
    device.set_nonblocking(True)
    return device


class HidPort:
    """The HID device as a `Transport`."""

    def __init__(self, opener: Callable[[], HidDevice] = open_device) -> None:
        self._opener = opener
        self._device: HidDevice | None = None

    @property
    def is_open(self) -> bool:
        return self._device is not None

    def open(self) -> None:
        self._device = self._opener()

    def close(self) -> None:
        if self._device is not None:
            device, self._device = self._device, None
            device.close()

    def send(self, data: bytes) -> None:
        device = self._opened()
        for report in reports(data):
            if device.write(report) < 0:
                message = "the HID device took no report"
                raise OSError(message)

    def receive(self) -> bytes:
        device = self._opened()
        arrived = bytearray()
        for _ in range(REPORTS_AT_ONCE):
            report = device.read(REPORT_LENGTH)
            if not report:
                break
            arrived += bytes(report)
        return bytes(arrived)

    def _opened(self) -> HidDevice:
        if self._device is None:
            message = "the HID device is not open"
            raise OSError(message)
        return self._device
