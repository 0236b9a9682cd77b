"""The adversary: keeps three windows working and breaks something each round."""

import random
import resource
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Callable, Mapping
from contextlib import suppress
from enum import StrEnum
from pathlib import Path
from typing import IO, Self

from reception_desk.commands.bench.cable import Cable, Fault
from reception_desk.errors import CentreError
from reception_desk.sync.embedded_postgres import EmbeddedPostgres
from reception_desk.sync.link import CentreLink

_FULL_BYTES = 64 * 1024
"""No file may grow beyond this: to a program it is a full disk."""
_BETWEEN = (0.2, 1.0)


class FaultKind(StrEnum):
    """What a round breaks, and how often of a hundred rounds."""

    WINDOW_KILLED = "window_killed"
    CENTRE_KILLED = "centre_killed"
    CENTRE_RESTARTED = "centre_restarted"
    CABLE_CUT = "cable_cut"
    HALF_OPEN = "half_open"
    SLOW = "slow"
    BYTE_BY_BYTE = "byte_by_byte"
    REPLIES_LOST = "replies_lost"
    WINDOW_DISK_FULL = "window_disk_full"
    CENTRE_DISK_FULL = "centre_disk_full"


_SHARES = {
    FaultKind.WINDOW_KILLED: 26,
    FaultKind.CENTRE_KILLED: 8,
    FaultKind.CENTRE_RESTARTED: 6,
    FaultKind.CABLE_CUT: 14,
    FaultKind.HALF_OPEN: 6,
    FaultKind.SLOW: 6,
    FaultKind.BYTE_BY_BYTE: 6,
    FaultKind.REPLIES_LOST: 16,
    FaultKind.WINDOW_DISK_FULL: 8,
    FaultKind.CENTRE_DISK_FULL: 4,
}
CABLE = {
    FaultKind.CABLE_CUT: (Fault.UNPLUGGED, 0.1, 1.0),
    FaultKind.HALF_OPEN: (Fault.SILENT, 1.0, 3.0),
    FaultKind.SLOW: (Fault.SLOW, 0.5, 1.5),
    FaultKind.BYTE_BY_BYTE: (Fault.TRICKLE, 0.5, 1.5),
    FaultKind.REPLIES_LOST: (Fault.REPLIES_LOST, 0.2, 0.6),
}


class Window:
    """A desk process and every whole line it said."""

    def __init__(self, home: Path, link: CentreLink) -> None:
        self.said: list[str] = []
        self._command = [sys.executable, "-m", "reception_desk.commands.bench.fault_desk"]
        self._command += [str(home), link.dsn]
        self._secret = link.secret
        self.start()

    def start(self) -> None:
        """Open the window again."""
        self._process = subprocess.Popen(
            self._command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        stdin, stdout = self._process.stdin, self._process.stdout
        assert stdin is not None  # noqa: S101 - both are pipes
        assert stdout is not None  # noqa: S101
        stdin.write(f"{self._secret}\n")
        stdin.close()
        self._listener = threading.Thread(target=self._listen, args=(stdout,), daemon=True)
        self._listener.start()

    def kill(self) -> None:
        """End it as a power cut does."""
        self._process.kill()
        self._process.wait()
        self._listener.join()

    def limit_files(self, size: int) -> None:
        """Let no file of the process grow beyond `size` bytes: to it this is a full disk."""
        limits = (size, resource.RLIM_INFINITY)
        resource.prlimit(self._process.pid, resource.RLIMIT_FSIZE, limits)

    @property
    def has_died(self) -> bool:
        """Whether it ended by itself, which no fault of ours may cause."""
        return self._process.poll() is not None

    def _listen(self, stdout: IO[str]) -> None:
        with stdout:
            for line in stdout:
                if line.endswith("\n"):  # what a kill tore is no word given
                    self.said.append(line.strip())


class Campaign:
    """`run(rounds)` breaks things; at the end of the context the windows are killed."""

    def __init__(
        self,
        homes: Mapping[Path, CentreLink],
        cable: Cable,
        server: EmbeddedPostgres,
        *,
        seed: int,
    ) -> None:
        self.happened: Counter[FaultKind] = Counter()
        self._cable = cable
        self._server = server
        self._chance = random.Random(seed)  # noqa: S311 - the same faults for the same seed
        self._stillness = threading.Event()
        self._windows = [Window(home, link) for home, link in homes.items()]

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for window in self._windows:
            window.kill()

    def begin(self) -> None:
        """Wait until every window works."""
        while not all(window.said for window in self._windows):
            self._wait(*_BETWEEN)
            self._require_life("its start")

    def run(self, rounds: int) -> None:
        """Break something `rounds` times. Raises `RuntimeError` when a window dies by itself."""
        kinds, shares = zip(*_SHARES.items(), strict=True)
        self.begin()
        for _ in range(rounds):
            self.inflict(self._chance.choices(kinds, shares)[0])

    def inflict(self, kind: FaultKind) -> None:
        """Break one thing, heal it, and let the windows work on for a moment."""
        self._break(kind)
        self.happened[kind] += 1
        self._wait(*_BETWEEN)
        self._require_life(kind)

    def _require_life(self, after: str) -> None:
        if any(window.has_died for window in self._windows):
            raise RuntimeError(f"a window died by itself after {after}")

    @property
    def said(self) -> list[str]:
        """Every line that a window said; whole once the context ended."""
        return [line for window in self._windows for line in window.said]

    def _break(self, kind: FaultKind) -> None:
        window = self._chance.choice(self._windows)
        if kind in CABLE:
            fault, least, most = CABLE[kind]
            self._cable.set(fault)
            self._wait(least, most)
            self._cable.set(Fault.NONE)
        elif kind is FaultKind.WINDOW_KILLED:
            window.kill()
            self._wait(0.0, 0.3)
            window.start()
        elif kind is FaultKind.WINDOW_DISK_FULL:
            window.limit_files(_FULL_BYTES)
            self._wait(0.3, 1.0)
            window.limit_files(resource.RLIM_INFINITY)
        elif kind is FaultKind.CENTRE_DISK_FULL:
            self._server.limit_files(_FULL_BYTES)
            self._wait(0.3, 1.0)
            self._restart(self._server.crash)
        elif kind is FaultKind.CENTRE_KILLED:
            self._restart(self._server.kill)
        else:
            self._restart(self._server.stop)

    def _restart(self, end: Callable[[], None]) -> None:
        with suppress(CentreError):  # a full disk may have ended it already
            end()
        self._wait(0.0, 1.0)
        self._server.start()

    def _wait(self, least: float, most: float) -> None:
        self._stillness.wait(self._chance.uniform(least, most))
