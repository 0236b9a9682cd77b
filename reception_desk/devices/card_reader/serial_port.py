"""A reader on a serial port or a USB adapter that shows up as one (115200 8N1)."""

import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from serial import Serial

BAUD_RATE = 115200
WRITE_SECONDS = 1.0


@dataclass(frozen=True, slots=True)
class PortChoice:
    """A port a reader may hang on: what to put into the settings and what to show."""

    port: str
    label: str


def likely_ports() -> list[PortChoice]:
    """Return the ports of plugged-in USB devices first, then the board's own that exist."""
    from serial.tools.list_ports import comports

    ports = sorted(comports(), key=lambda port: (port.vid is None, port.device))
    return [
        PortChoice(port.device, port.description if port.description != "n/a" else port.device)
        for port in ports
        if port.vid is not None or port.hwid != "n/a"
    ]


class SerialPort:
    """The serial line as a `Transport`.

    The port has to be named: commands sent to a receipt printer by mistake would be printed.
    """

    def __init__(self, port: str) -> None:
        self._port = port
        self._serial: Serial | None = None

    @property
    def is_open(self) -> bool:
        return self._serial is not None

    def open(self) -> None:
        from serial import Serial

        if not self._port:
            message = "the settings name no port for the card reader"
            raise FileNotFoundError(message)
        try:
            self._serial = Serial(
                self._port,
                baudrate=BAUD_RATE,
                timeout=0,
                write_timeout=WRITE_SECONDS,
                exclusive=True,
            )
        except _line_errors() as error:
            message = "the port vanished while it was being opened"
            raise OSError(message) from error

    def close(self) -> None:
        if self._serial is not None:
            line, self._serial = self._serial, None
            line.close()

    def send(self, data: bytes) -> None:
        self._line().write(data)

    def receive(self) -> bytes:
        line = self._line()
        return line.read(line.in_waiting)

    def _line(self) -> "Serial":
        if self._serial is None:
            message = "the serial port is not open"
            raise OSError(message)
        return self._serial


def _line_errors() -> tuple[type[Exception], ...]:
    """Return what pyserial lets through besides `OSError`: `termios.error` is not one."""
    if sys.platform == "win32":
        return ()
    import termios

    return (termios.error,)
