"""A thermal printer on a loopback port, to try the desk with and to test with.

It speaks the real protocol on a real socket, so that the same driver talks to it and to a
printer on the wall; it has covers to open and a cable to pull.
"""

import contextlib
import selectors
import socket
import struct
import threading
import time
from typing import Self

from reception_desk.devices.printer.bitmap import Bitmap
from reception_desk.devices.printer.paper_roll import Fault, PaperRoll

_RECEIVE = 65536
_RESET = struct.pack("ii", 1, 0)
"""SO_LINGER that ends a connection at once, as a pulled cable and its router do."""


class SimulatedThermalPrinter:
    """Serves one connection at a time, as the real ones do, in a thread of its own.

    `seconds_per_command` slows the paper down; a band of 64 rows takes a real one 0.1 s.
    Sockets belong to the thread; the other methods only say what is wanted and ring.
    """

    def __init__(self, width_dots: int = 576, seconds_per_command: float = 0.0) -> None:
        self._roll = PaperRoll(width_dots)
        self._seconds_per_command = seconds_per_command
        self._free_at = 0.0
        self._changed = threading.Condition()
        self._is_wanted = True
        self._is_closing = False
        self._caller: socket.socket | None = None
        self._listener: socket.socket | None = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self._bell, self._bell_button = socket.socketpair()
        self._selector = selectors.DefaultSelector()
        self._selector.register(self._bell, selectors.EVENT_READ, self._hear_bell)
        self._selector.register(self._listener, selectors.EVENT_READ, self._accept)
        self._thread = threading.Thread(target=self._serve, name="simulated-printer", daemon=True)

    @property
    def url(self) -> str:
        """The address for `PrinterSettings.url`."""
        return f"escpos://127.0.0.1:{self.port}"

    @property
    def slips(self) -> tuple[Bitmap, ...]:
        """What was printed and cut, oldest first."""
        with self._changed:
            return tuple(self._roll.slips)

    def wait_for_slips(self, count: int, seconds: float = 10.0) -> tuple[Bitmap, ...]:
        """Return the slips when there are so many. Raises `TimeoutError`."""
        with self._changed:
            if not self._changed.wait_for(lambda: len(self._roll.slips) >= count, seconds):
                raise TimeoutError(f"{len(self._roll.slips)} of {count} slips")
            return tuple(self._roll.slips)

    def add_fault(self, fault: Fault) -> None:
        """Open the cover, take the paper out …"""
        with self._changed:
            self._roll.faults.add(fault)

    def remove_fault(self, fault: Fault) -> None:
        """… and put it right again; what waits in the printer comes out."""
        with self._changed:
            self._roll.faults.discard(fault)
        self._ring()

    def set_pace(self, seconds_per_command: float) -> None:
        """Let the paper run slower or faster from now on."""
        with self._changed:
            self._seconds_per_command = seconds_per_command
            self._free_at = 0.0
        self._ring()

    def pull_cable(self) -> None:
        """Break the connection and take no new one."""
        self._want(is_wanted=False)

    def plug_in(self) -> None:
        """Listen again on the same port."""
        self._want(is_wanted=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._is_closing = True
        self._ring()
        self._thread.join()
        self._unplug()
        self._selector.close()
        self._bell.close()
        self._bell_button.close()

    def _want(self, *, is_wanted: bool) -> None:
        with self._changed:
            self._is_wanted = is_wanted
            self._ring()
            self._changed.wait_for(lambda: (self._listener is not None) == is_wanted)

    def _ring(self) -> None:
        self._bell_button.send(b"!")

    def _serve(self) -> None:
        while not self._is_closing:
            pause = max(0.0, self._free_at - time.monotonic()) if self._roll.has_work else None
            for key, _ in self._selector.select(pause):
                key.data()
            with self._changed:
                self._work()
                if self._is_wanted and not self._listener:
                    self._listener = socket.create_server(("127.0.0.1", self.port))
                    self._selector.register(self._listener, selectors.EVENT_READ, self._accept)
                elif not self._is_wanted:
                    self._unplug()
                self._changed.notify_all()

    def _hear_bell(self) -> None:
        self._bell.recv(_RECEIVE)

    def _accept(self) -> None:
        if self._listener and not self._caller:
            self._caller, _ = self._listener.accept()
            self._selector.unregister(self._listener)
            self._selector.register(self._caller, selectors.EVENT_READ, self._receive)

    def _receive(self) -> None:
        if not self._caller:
            return
        try:
            data = self._caller.recv(_RECEIVE)
        except ConnectionError:
            data = b""
        if not data:
            self._hang_up()
            return
        with self._changed:
            self._reply(self._roll.feed(data))

    def _work(self) -> None:
        """Carry out what waits, as fast as the paper runs."""
        while self._roll.has_work and self._free_at <= time.monotonic():
            self._reply(self._roll.work())
            self._free_at = time.monotonic() + self._seconds_per_command

    def _reply(self, answer: bytes) -> None:
        if answer and self._caller:
            with contextlib.suppress(ConnectionError):
                self._caller.sendall(answer)

    def _hang_up(self) -> None:
        if self._caller:
            self._selector.unregister(self._caller)
            self._caller.close()
            self._caller = None
            if self._listener:
                self._selector.register(self._listener, selectors.EVENT_READ, self._accept)

    def _unplug(self) -> None:
        if self._caller:
            self._caller.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
        self._hang_up()
        if self._listener:
            self._selector.unregister(self._listener)
            self._listener.close()
            self._listener = None
