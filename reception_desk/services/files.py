"""Content-addressed files of the desk: scans and issued papers, named by their SHA-256."""

import hashlib
import logging
import os
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from reception_desk.errors import (
    DeskError,
    FileAlteredError,
    FileMissingError,
    StoredFileError,
)

_log = logging.getLogger(__name__)

Report = Callable[[int, int], object]
"""Told (done, total) in bytes; what it raises ends the work."""


class FileSource(Protocol):
    """Where a file of another window comes from."""

    def fetch(self, sha256: str, report: Report, /) -> bytes:
        """Return the verified bytes; raises `DeskError` with what to do."""
        ...


def _tell_nobody(_done: int, _total: int) -> None:
    """Most files are small and come at once."""


class FileStore:
    """Keeps bytes under `root/ab/cdef…`; the same bytes are kept once.

    `source` gives what another window has made; a desk that works alone has none.
    """

    def __init__(self, root: Path, source: FileSource | None = None) -> None:
        self._root = root
        self._source = source

    def path(self, sha256: str) -> Path:
        """Return where the bytes of `sha256` stand, present or not."""
        return self._root / sha256[:2] / sha256[2:]

    def has(self, sha256: str) -> bool:
        """Say whether the file lies on this disk; its bytes are not looked at."""
        return self.path(sha256).exists()

    def remove(self, sha256: str) -> None:
        """Remove a file that no row names any more; it may be gone already."""
        self.path(sha256).unlink(missing_ok=True)

    def remove_all(self) -> None:
        """Remove every file: this machine is lost. What is open elsewhere goes with its owner."""
        shutil.rmtree(self._root, ignore_errors=True)

    def put(self, content: bytes) -> str:
        """Store `content` and return its SHA-256; it is on the disk when this returns."""
        sha256 = hashlib.sha256(content).hexdigest()
        path = self.path(sha256)
        try:
            if path.exists() and path.read_bytes() == content:
                return sha256
            path.parent.mkdir(parents=True, exist_ok=True)
            _write_whole(path, content)
        except OSError as error:
            raise DeskError(
                "文件没有保存：磁盘已满或无法写入。",
                saved="已登记的内容不受影响。",
                advice="请清理磁盘空间后重试。",
            ) from error
        return sha256

    def get(self, sha256: str) -> bytes:
        """Return the bytes on this disk; a missing or altered file is named, never shown blank.

        Raises `StoredFileError`, which says which of the two it is.
        """
        try:
            content = self.path(sha256).read_bytes()
        except FileNotFoundError as error:
            raise FileMissingError(
                f"文件 {sha256[:8]} 不在本机。", advice="请在登记它的窗口打开，或等待同步。"
            ) from error
        except OSError as error:
            raise StoredFileError(
                f"文件 {sha256[:8]} 读不出来。",
                saved="登记内容不受影响。",
                advice="请联系管理员检查磁盘和文件夹权限。",
            ) from error
        if hashlib.sha256(content).hexdigest() != sha256:
            raise FileAlteredError(
                f"文件 {sha256[:8]} 与登记时的校验值不符，不能使用。",
                saved="登记内容不受影响。",
                advice="请联系管理员从备份恢复，或重新扫描、打印。",
            )
        return content

    def obtain(self, sha256: str, report: Report = _tell_nobody) -> bytes:
        """Return the bytes, fetched and stored when this disk lacks them; for a worker's thread.

        A file altered here is replaced by the sound one. Raises `DeskError`.
        """
        try:
            return self.get(sha256)
        except StoredFileError as error:
            if self._source is None:
                raise
            _log.info("file %s is fetched: %s", sha256[:8], type(error).__name__)
        content = self._source.fetch(sha256, report)
        self.put(content)
        return content


def _write_whole(path: Path, content: bytes) -> None:
    """Write beside the target, reach the disk, then rename: the file is whole or absent."""
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=".part-")
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
