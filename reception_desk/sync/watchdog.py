"""Cuts a connection on which nothing comes back.

libpq waits for an answer without end, and a half-open link never fails: TCP's own time-outs do
not help when something between acknowledges what it does not deliver.
"""

import logging
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

_log = logging.getLogger(__name__)


class Watchdog:
    """Watches one socket, which it must not outlive: call `close()` before closing it."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor
        self._condition = threading.Condition()
        self._deadline: float | None = None
        self._is_closed = False
        self._thread = threading.Thread(target=self._watch, name="centre-watchdog", daemon=True)
        self._thread.start()

    @contextmanager
    def limit(self, seconds: float) -> Iterator[None]:
        """Shut the socket when the block takes longer."""
        self._set(time.monotonic() + seconds)
        try:
            yield
        finally:
            self._set(None)

    def cut(self) -> None:
        """Shut the socket now; whoever waits on it gets an error."""
        with self._condition:
            self._shut()

    def close(self) -> None:
        with self._condition:
            self._is_closed = True
            self._condition.notify()
        self._thread.join()

    def _set(self, deadline: float | None) -> None:
        with self._condition:
            self._deadline = deadline
            self._condition.notify()

    def _watch(self) -> None:
        with self._condition:
            while not self._is_closed:
                left = None if self._deadline is None else self._deadline - time.monotonic()
                if left is not None and left <= 0:
                    _log.warning("the centre did not answer in time; connection cut")
                    self._deadline = None
                    self._shut()
                else:
                    self._condition.wait(left)

    def _shut(self) -> None:
        """Shut both directions; the descriptor stays psycopg's to close."""
        if self._is_closed:
            return
        handle = socket.socket(fileno=self._descriptor)
        with suppress(OSError):  # already shut by the other side
            handle.shutdown(socket.SHUT_RDWR)
        handle.detach()
