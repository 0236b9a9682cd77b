"""The network cable between a desk and the centre: a TCP proxy that fails in each known way."""

import socket
import threading
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from enum import Enum, auto

from reception_desk.sync.link import CentreLink

LATE_SECONDS = 0.1


class Fault(Enum):
    """What happens to the bytes."""

    NONE = auto()
    UNPLUGGED = auto()
    """New connections are refused, open ones broken."""
    REPLIES_LOST = auto()
    """Questions arrive; at the first answer the connection breaks."""
    SILENT = auto()
    """Bytes are acknowledged and vanish: a half-open link."""
    SLOW = auto()
    """Everything arrives, a tenth of a second late."""
    TRICKLE = auto()
    """Everything arrives, one byte at a time."""


class Cable:
    """Listens on a port of its own and carries bytes to the centre's."""

    def __init__(self, port: int) -> None:
        self._target = ("127.0.0.1", port)
        self.carried = 0
        """Bytes taken from the desk's end so far."""
        self.answered = 0
        """Bytes given to the desk's end so far."""
        self.struck: Counter[Fault] = Counter()
        """How often a fault met bytes or a connection."""
        self._left: dict[bool, int] = {}
        self._fault = Fault.NONE
        self._closing = threading.Event()
        self._lock = threading.Lock()
        self._open: set[socket.socket] = set()
        self._threads: list[threading.Thread] = []
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._start(self._accept)

    def through(self, link: CentreLink) -> CentreLink:
        """Return the link with this cable's port in place of the centre's."""
        return replace(link, dsn=f"{link.dsn} port={self.port}")

    @property
    def port(self) -> int:
        """The port of the desk's end."""
        return self._listener.getsockname()[1]

    def set(self, fault: Fault) -> None:
        """Let this happen to the bytes from now on."""
        with self._lock:
            self._fault = fault
            if fault is Fault.UNPLUGGED:
                self.struck[fault] += len(self._open)
                self._break_all()

    def cut_after(self, count: int, *, of_answers: bool) -> None:
        """Break the connection, once, behind so many more bytes of the questions or answers."""
        with self._lock:
            self._left = {of_answers: count}

    def close(self) -> None:
        """Break everything and let go of the port."""
        self._closing.set()
        with self._lock:
            self._fault = Fault.UNPLUGGED
            self._break_all()
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for thread in self._threads:
            thread.join()

    def _start(self, work: Callable[..., None], *arguments: object) -> None:
        thread = threading.Thread(target=work, args=arguments, daemon=True)
        self._threads.append(thread)
        thread.start()

    def _accept(self) -> None:
        while True:
            try:
                near, _ = self._listener.accept()
            except OSError:
                return
            with self._lock:
                if self._fault is Fault.UNPLUGGED:
                    self.struck[Fault.UNPLUGGED] += 1
                    near.close()
                    continue
                try:
                    far = socket.create_connection(self._target)
                except OSError:
                    near.close()
                    continue
                for end in (near, far):
                    end.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                self._open |= {near, far}
            self._start(self._ask, near, far)
            self._start(self._answer, far, near)

    def _ask(self, near: socket.socket, far: socket.socket) -> None:
        self._carry(near, far, is_answer=False)

    def _answer(self, far: socket.socket, near: socket.socket) -> None:
        self._carry(far, near, is_answer=True)

    def _carry(self, source: socket.socket, target: socket.socket, *, is_answer: bool) -> None:
        with suppress(OSError):
            while data := source.recv(65536):
                fault = self._fault
                if is_answer or fault is not Fault.REPLIES_LOST:
                    self.struck[fault] += 1
                if fault is Fault.SILENT:
                    continue
                if is_answer and fault is Fault.REPLIES_LOST:
                    break
                data, is_cut = self._allowed(data, is_answer=is_answer)
                self._pass_on(target, data)
                if is_cut:
                    break
        with self._lock:
            for end in (source, target):
                self._break(end)

    def _allowed(self, data: bytes, *, is_answer: bool) -> tuple[bytes, bool]:
        """Count the bytes; return those before a cut, and whether it is here."""
        with self._lock:
            left = self._left.get(is_answer)
            is_cut = left is not None and left < len(data)
            if is_cut:
                data = data[:left]
                self._left = {}
            elif left is not None:
                self._left[is_answer] = left - len(data)
            if is_answer:
                self.answered += len(data)
            else:
                self.carried += len(data)
        return data, is_cut

    def _pass_on(self, target: socket.socket, data: bytes) -> None:
        if self._fault is Fault.SLOW:
            self._closing.wait(LATE_SECONDS)
        piece = 1 if self._fault is Fault.TRICKLE else max(len(data), 1)
        for at in range(0, len(data), piece):
            target.sendall(data[at : at + piece])

    def _break_all(self) -> None:
        for end in list(self._open):
            self._break(end)

    def _break(self, end: socket.socket) -> None:
        if end in self._open:
            self._open.discard(end)
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()
