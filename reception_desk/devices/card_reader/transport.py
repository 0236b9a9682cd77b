"""The line to a reader: serial port, HID device or the simulator."""

from typing import Protocol


class Transport(Protocol):
    """Carries bytes; every trouble with the line is an `OSError`.

    All methods return at once or within a second and are called from one thread.
    """

    @property
    def is_open(self) -> bool:
        """Whether `open` succeeded and `close` was not called since."""
        ...

    def open(self) -> None:
        """Open the line. Raises `OSError` when the reader is not there."""
        ...

    def close(self) -> None:
        """Close the line; harmless when closed."""
        ...

    def send(self, data: bytes) -> None:
        """Send one whole frame. Raises `OSError` when the reader has gone."""
        ...

    def receive(self) -> bytes:
        """Return what has arrived, perhaps nothing. Raises `OSError` when the reader has gone."""
        ...
