"""Lines to a thermal printer: network, serial and device file, each with time limits."""

import os
import select
import socket
import stat
from pathlib import Path
from typing import Any, Protocol

CHUNK = 4096
USB_PRINTERS = Path("/sys/class/usbmisc")


class Link(Protocol):
    """A line that is open; any failure of it is an `OSError`."""

    def send(self, data: bytes) -> int:
        """Return how many of the bytes the printer took; 0 when its buffer stays full."""
        ...

    def receive(self, seconds: float) -> bytes:
        """Return what arrived, waiting so long for the first byte; empty when nothing did."""
        ...

    def close(self) -> None: ...


class NetworkLink:
    """Raw TCP, commonly port 9100."""

    def __init__(self, host: str, port: int, connect_seconds: float, send_seconds: float) -> None:
        self._socket = socket.create_connection((host, port), timeout=connect_seconds)
        self._send_seconds = send_seconds

    def send(self, data: bytes) -> int:
        self._socket.settimeout(self._send_seconds)
        try:
            return self._socket.send(data[:CHUNK])
        except TimeoutError:
            return 0

    def receive(self, seconds: float) -> bytes:
        self._socket.settimeout(seconds)
        try:
            data = self._socket.recv(CHUNK)
        except (TimeoutError, BlockingIOError):
            return b""
        if not data:
            raise ConnectionResetError("the printer closed the line")
        return data

    def close(self) -> None:
        self._socket.close()


class SerialLink:
    """A serial port with hardware flow control; also Bluetooth and USB ports that look like one.

    A full buffer cannot be told from a broken line here, because pyserial does not say how
    much was taken: it is an `OSError` (`serial.SerialTimeoutException`).
    """

    def __init__(self, port: str, baud: int, send_seconds: float) -> None:
        import serial

        self._port: Any = serial.Serial(port, baud, write_timeout=send_seconds)

    def send(self, data: bytes) -> int:
        return self._port.write(data[:CHUNK]) or 0

    def receive(self, seconds: float) -> bytes:
        self._port.timeout = seconds
        first = self._port.read(1)
        return first + self._port.read(self._port.in_waiting) if first else b""

    def close(self) -> None:
        self._port.close()


class FileLink:
    """A device file such as `/dev/usb/lp0`; on a plain file nothing ever answers."""

    def __init__(self, path: Path, send_seconds: float) -> None:
        is_device = path.exists() and stat.S_ISCHR(path.stat().st_mode)
        if is_device:
            self._file = os.open(path, os.O_RDWR | os.O_NONBLOCK | os.O_NOCTTY)
        else:
            flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND | getattr(os, "O_BINARY", 0)
            self._file = os.open(path, flags, 0o600)
        self._answers = is_device
        self._send_seconds = send_seconds

    def send(self, data: bytes) -> int:
        if self._answers and not select.select([], [self._file], [], self._send_seconds)[1]:
            return 0
        try:
            return os.write(self._file, data[:CHUNK])
        except BlockingIOError:
            return 0

    def receive(self, seconds: float) -> bytes:
        if not self._answers or not select.select([self._file], [], [], seconds)[0]:
            return b""
        try:
            return os.read(self._file, CHUNK)
        except BlockingIOError:
            return b""

    def close(self) -> None:
        os.close(self._file)


def usb_device_file(vendor: str, product: str, devices: Path = USB_PRINTERS) -> Path:
    """Find the Linux device file of a USB printer by its ids, for example `0416`, `5011`.

    Raises `FileNotFoundError` when none is plugged in.
    """
    wanted = (vendor.lower(), product.lower())
    for printer in sorted(devices.glob("lp*")):
        # The link leads to the interface; the ids are those of the device above it.
        device = (printer / "device").resolve().parent
        ids = tuple((device / name).read_text().strip() for name in ("idVendor", "idProduct"))
        if ids == wanted:
            return Path("/dev/usb") / printer.name
    raise FileNotFoundError(f"no USB printer {vendor}:{product}")
