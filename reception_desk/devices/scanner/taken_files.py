"""Which files of a watched folder were taken, remembered beyond a restart of the desk.

Kept are digests only: the name of a file may be that of a petitioner.
"""

import hashlib
import os
from pathlib import Path

from reception_desk.devices.scanner.page_file import reading_disk
from reception_desk.devices.scanner.settling import FileState

FILE_NAME = "taken-files"


class TakenFiles:
    """Remembers in `home`, or only while the desk runs without one.

    A file is the same one by name, time and size, or by name and content: shares and programs
    that synchronise folders touch the times of files.
    """

    def __init__(self, home: Path | None) -> None:
        self._path = home / FILE_NAME if home else None
        self._digests: set[str] | None = None

    def has_state(self, state: FileState) -> bool:
        """Say whether the file was taken as it stands; it is not read."""
        return _state_digest(state) in self._known()

    def has_content(self, path: Path, data: bytes) -> bool:
        """Say whether a file of this name with these bytes was taken."""
        return _content_digest(path, data) in self._known()

    def add(self, state: FileState, data: bytes) -> None:
        """Remember a file whose pages were all taken over; raises `ScanError`."""
        digests = [_state_digest(state), _content_digest(state[0], data)]
        self._known().update(digests)
        if self._path:
            with reading_disk(), self._path.open("a", encoding="ascii") as file:
                file.write("".join(f"{digest}\n" for digest in digests))
                file.flush()
                os.fsync(file.fileno())

    def _known(self) -> set[str]:
        if self._digests is None:
            self._digests = set()
            if self._path and self._path.exists():
                with reading_disk():
                    self._digests |= set(self._path.read_text("ascii", "replace").split())
        return self._digests


def _state_digest(state: FileState) -> str:
    path, changed, size = state
    return hashlib.sha256(f"{path}\0{changed}\0{size}".encode()).hexdigest()


def _content_digest(path: Path, data: bytes) -> str:
    return hashlib.sha256(f"{path}\0".encode() + data).hexdigest()
