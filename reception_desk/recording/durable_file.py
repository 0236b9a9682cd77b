"""A file that FFmpeg writes into and that reaches the disk each second, whatever happens next."""

import os
import threading
from pathlib import Path

FLUSH_SECONDS = 1.0


class DurableFile:
    """Unbuffered, readable by the owner only; a thread of its own flushes it to the disk.

    FFmpeg hides what went wrong below it, so the first failure is kept in `failure`.
    """

    def __init__(self, path: Path) -> None:
        """Make the file; raises `OSError`, also where it exists."""
        self.name = str(path)
        self.size = 0
        self.failure: OSError | None = None
        self._place = 0
        self._descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _BINARY, 0o600)
        self._is_closing = threading.Event()
        self._flusher = threading.Thread(target=self._flush, name="flush", daemon=True)
        self._flusher.start()

    def write(self, data: bytes) -> int:
        """Write at the present place; raises `OSError` (a full disk)."""
        if self.failure:
            raise self.failure
        done = 0
        try:
            while done < len(data):
                done += os.write(self._descriptor, data[done:])
        except OSError as error:
            self.failure = error
            raise
        self._place += done
        self.size = max(self.size, self._place)
        return done

    def seek(self, place: int, whence: int = os.SEEK_SET) -> int:
        """Go to a place; FFmpeg fills in the lengths at the end."""
        self._place = os.lseek(self._descriptor, place, whence)
        return self._place

    def tell(self) -> int:
        """Return the present place."""
        return self._place

    def close(self) -> None:
        """Flush everything to the disk and close."""
        self._is_closing.set()
        self._flusher.join()
        try:
            os.fsync(self._descriptor)
        except OSError as error:
            self.failure = self.failure or error
        os.close(self._descriptor)

    def _flush(self) -> None:
        while not self._is_closing.wait(FLUSH_SECONDS):
            try:
                os.fsync(self._descriptor)
            except OSError as error:
                self.failure = error
                return


_BINARY = getattr(os, "O_BINARY", 0)
