"""A server of the system that runs as a child process until told to stop."""

import subprocess
import threading
from collections import deque
from collections.abc import Mapping, Sequence
from typing import Self

STOP_SECONDS = 5.0
_KEPT_LINES = 40


class Child:
    """Starts `command` and waits until it prints `sign`, on either output.

    `says` keeps its last lines for an error message. Raises `FileNotFoundError` when the
    program is not installed.
    """

    def __init__(
        self, command: Sequence[str], sign: str, environment: Mapping[str, str] | None = None
    ) -> None:
        self._process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            env=environment,
            text=True,
            errors="replace",
        )
        self._sign = sign
        self._lines: deque[str] = deque(maxlen=_KEPT_LINES)
        self._has_settled = threading.Event()
        self._is_ready = False
        self._reader = threading.Thread(target=self._read, name=command[0], daemon=True)
        self._reader.start()

    @property
    def says(self) -> str:
        return "\n".join(self._lines)

    def wait_until_ready(self, seconds: float) -> bool:
        """Return True on the sign, False when it has ended or the time is over."""
        self._has_settled.wait(seconds)
        return self._is_ready

    def stop(self) -> None:
        """End it, gently first, and wait for it."""
        self._process.terminate()
        try:
            self._process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._reader.join()
        if self._process.stdout:
            self._process.stdout.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def _read(self) -> None:
        """Empty the pipe, so that the child never waits for us."""
        for line in self._process.stdout or ():
            self._lines.append(line.rstrip())
            if self._sign in line:
                self._is_ready = True
                self._has_settled.set()
        self._has_settled.set()
