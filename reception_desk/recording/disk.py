"""How long the disk lasts, and the little that is kept free to end a recording properly."""

import os
import shutil
import time
from pathlib import Path

BALLAST = ".reserve"
BALLAST_BYTES = 1 << 18
LEAST_RATE = 50_000
"""Bytes a second assumed until enough is written to know better."""
SETTLED_SECONDS = 5.0


class DiskWatch:
    """Watches the disk of one recording."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._began = time.monotonic()
        self._written = 0

    def lay_ballast(self) -> None:
        """Take the room the last lines need; raises `OSError` when there is none."""
        with (self._folder / BALLAST).open("wb") as file:
            file.write(bytes(BALLAST_BYTES))
            file.flush()
            os.fsync(file.fileno())

    def drop_ballast(self) -> None:
        """Give that room back: a full disk can take the last lines and the seal."""
        (self._folder / BALLAST).unlink(missing_ok=True)

    @property
    def free_bytes(self) -> int:
        """Return how much may still be written."""
        return shutil.disk_usage(self._folder).free

    def note(self, written: int) -> None:
        """Learn how many bytes the recording has so far."""
        self._written = written

    def free_minutes(self, reserve: int) -> float:
        """Return how long the disk lasts at the present rate until only `reserve` is free."""
        seconds = time.monotonic() - self._began
        rate = max(LEAST_RATE, self._written / seconds) if seconds > SETTLED_SECONDS else 0
        rate = rate or max(LEAST_RATE, self._written / SETTLED_SECONDS)
        return max(0, self.free_bytes - reserve) / rate / 60
