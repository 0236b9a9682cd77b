"""One program per local file: a lock the system releases even when the program is killed."""

import os
from pathlib import Path

from reception_desk.errors import AlreadyOpenError


class InstanceLock:
    """Holds `path` locked until `release()`; raises `AlreadyOpenError` when another holds it."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            _lock(descriptor)
        except OSError as error:
            os.close(descriptor)
            raise AlreadyOpenError(
                "接访台已在本机打开。",
                saved="已打开的窗口不受影响。",
                advice="请切换到那个窗口继续工作。",
            ) from error
        self._descriptor: int | None = descriptor

    def release(self) -> None:
        """Let another program open the file; doing so again changes nothing."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None


if os.name == "nt":
    import msvcrt

    def _lock(descriptor: int) -> None:
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _lock(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
