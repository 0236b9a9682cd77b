"""The lines between a simulated reader and the program: pseudo-terminal or none at all."""

import contextlib
import os
import selectors
import socket
from collections import deque
from collections.abc import Callable
from threading import Event, Thread

from reception_desk.devices.card_reader.simulated_sam import Answer, SimulatedSam

BETWEEN_WRITES_SECONDS = 0.001


class PtyLine:
    """One plugged-in cable: a pseudo-terminal pair and the thread that answers on it."""

    def __init__(self, sam: SimulatedSam) -> None:
        import pty
        import tty

        self._sam = sam
        self._ours, self._theirs = pty.openpty()
        tty.setraw(self._theirs)
        os.set_blocking(self._ours, False)
        self.terminal = os.ttyname(self._theirs)
        self._wake, self._woken = socket.socketpair()
        self._unplugged = Event()
        self._thread = Thread(target=self._serve, name="simulated-card-reader", daemon=True)
        self._thread.start()

    def close(self) -> None:
        self._unplugged.set()
        self._wake.send(b"\0")
        self._thread.join()
        for end in (self._wake, self._woken):
            end.close()
        os.close(self._theirs)
        os.close(self._ours)

    def _serve(self) -> None:
        with selectors.DefaultSelector() as selector:
            selector.register(self._ours, selectors.EVENT_READ)
            selector.register(self._woken, selectors.EVENT_READ)
            while not self._unplugged.is_set():
                ready = {key.fd for key, _ in selector.select()}
                if self._ours in ready:
                    for answer in self._sam.answers(os.read(self._ours, 4096)):
                        self._send(answer)

    def _send(self, answer: Answer) -> None:
        if self._unplugged.wait(answer.delay_seconds):
            return
        for piece in answer.pieces:
            # A full line drops bytes, as a serial port without flow control does.
            with contextlib.suppress(BlockingIOError):
                os.write(self._ours, piece)
            self._unplugged.wait(BETWEEN_WRITES_SECONDS)


class InProcessPort:
    """A `Transport` without a line; each `receive` returns one write of the reader.

    `plug` is set while the reader is plugged in; `clock` measures the delays.
    """

    def __init__(self, sam: SimulatedSam, plug: Event, clock: Callable[[], float]) -> None:
        self._sam = sam
        self._plug = plug
        self._clock = clock
        self._pieces: deque[tuple[float, bytes]] = deque()
        self._is_open = False

    @property
    def is_open(self) -> bool:
        return self._is_open

    def open(self) -> None:
        self._require_plug()
        self._is_open = True

    def close(self) -> None:
        self._pieces.clear()
        self._is_open = False

    def send(self, data: bytes) -> None:
        self._require_plug()
        for answer in self._sam.answers(data):
            due = self._clock() + answer.delay_seconds
            self._pieces.extend((due, piece) for piece in answer.pieces)

    def receive(self) -> bytes:
        self._require_plug()
        if self._pieces and self._pieces[0][0] <= self._clock():
            return self._pieces.popleft()[1]
        return b""

    def _require_plug(self) -> None:
        if not self._plug.is_set():
            message = "the simulated reader is unplugged"
            raise FileNotFoundError(message)
