"""The network cable between a desk and the centre: a TCP proxy that can fail in each known way."""

import socket
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from enum import Enum, auto

from reception_desk.sync.link import CentreLink


class Fault(Enum):
    """What happens to the bytes."""

    NONE = auto()
    UNPLUGGED = auto()
    """New connections are refused, open ones broken."""
    REPLIES_LOST = auto()
    """Questions arrive; at the first answer the connection breaks."""
    SILENT = auto()
    """Bytes are acknowledged and vanish: a half-open link."""


class Cable:
    """Listens on a port of its own and carries bytes to the centre's."""

    def __init__(self, port: int) -> None:
        self._target = ("127.0.0.1", port)
        self._fault = Fault.NONE
        self._lock = threading.Lock()
        self._open: set[socket.socket] = set()
        self._threads: list[threading.Thread] = []
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._start(self._accept)

    def through(self, link: CentreLink) -> CentreLink:
        """Return the link with this cable's port in place of the centre's."""
        return replace(link, dsn=f"{link.dsn} port={self._listener.getsockname()[1]}")

    def set(self, fault: Fault) -> None:
        with self._lock:
            self._fault = fault
            if fault is Fault.UNPLUGGED:
                self._break_all()

    def close(self) -> None:
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
                    near.close()
                    continue
                try:
                    far = socket.create_connection(self._target)
                except OSError:
                    near.close()
                    continue
                self._open |= {near, far}
            self._start(self._carry, near, far, False)
            self._start(self._carry, far, near, True)

    def _carry(self, source: socket.socket, target: socket.socket, is_reply: bool) -> None:
        with suppress(OSError):
            while data := source.recv(65536):
                if self._fault is Fault.SILENT:
                    continue
                if is_reply and self._fault is Fault.REPLIES_LOST:
                    break
                target.sendall(data)
        with self._lock:
            for end in (source, target):
                self._break(end)

    def _break_all(self) -> None:
        for end in list(self._open):
            self._break(end)

    def _break(self, end: socket.socket) -> None:
        if end in self._open:
            self._open.discard(end)
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()
