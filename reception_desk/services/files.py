"""Content-addressed files of the desk: scans and issued papers, named by their SHA-256."""

import hashlib
import os
import tempfile
from pathlib import Path

from reception_desk.errors import DeskError


class FileStore:
    """Keeps bytes under `root/ab/cdef…`; the same bytes are kept once."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def path(self, sha256: str) -> Path:
        """Return where the bytes of `sha256` stand, present or not."""
        return self._root / sha256[:2] / sha256[2:]

    def put(self, content: bytes) -> str:
        """Store `content` and return its SHA-256; it is on the disk when this returns."""
        sha256 = hashlib.sha256(content).hexdigest()
        path = self.path(sha256)
        if path.exists():
            return sha256
        try:
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
        """Return the bytes; a missing or altered file is named, never shown blank."""
        path = self.path(sha256)
        try:
            content = path.read_bytes()
        except FileNotFoundError as error:
            raise DeskError(
                f"文件 {sha256[:8]} 不在本机。", advice="请在登记它的窗口打开，或等待同步。"
            ) from error
        if hashlib.sha256(content).hexdigest() != sha256:
            raise DeskError(
                f"文件 {sha256[:8]} 与登记时的校验值不符，不能使用。",
                saved="登记内容不受影响。",
                advice="请联系管理员从备份恢复，或重新扫描、打印。",
            )
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
