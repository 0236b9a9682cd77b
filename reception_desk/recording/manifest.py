"""The manifest: what was written, when, and what is missing; each line holds the hash before it."""

import json
import os
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from reception_desk.errors import DeskError
from reception_desk.recording.verify import FIRST, MANIFEST, canonical, digests


class ManifestError(DeskError):
    """The manifest of a recording cannot be read."""


class Manifest:
    """Appends lines, each on the disk before `append` returns; one recorder has it open."""

    def __init__(self, folder: Path) -> None:
        """Open or begin the manifest in `folder`; raises `OSError`, `ManifestError`."""
        self.path = folder / MANIFEST
        lines, kept = _whole_lines(self.path)
        self._lines = [_values(self.path, line) for line in lines]
        self._before = digests(lines[-1]) if lines else {"sha256": FIRST, "sm3": FIRST}
        self._lock = threading.Lock()
        self._file = os.open(self.path, os.O_RDWR | os.O_CREAT, 0o600)
        self.torn_bytes = os.fstat(self._file).st_size - kept
        """How many bytes of an unfinished last line were dropped: a crash tears at most one."""
        os.ftruncate(self._file, kept)
        os.lseek(self._file, kept, os.SEEK_SET)

    @property
    def root(self) -> str:
        """Return the SHA-256 of the last line, which stands for everything before it."""
        return self._before["sha256"]

    @property
    def roots(self) -> dict[str, str]:
        """Return the hashes of the last line by name (SHA-256, SM3)."""
        return dict(self._before)

    @property
    def lines(self) -> list[dict[str, Any]]:
        """Return all lines as values."""
        with self._lock:
            return list(self._lines)

    def of_kind(self, *kinds: str) -> Iterator[dict[str, Any]]:
        """Yield the lines of these kinds."""
        return (line for line in self.lines if line["kind"] in kinds)

    def append(self, kind: str, **values: Any) -> dict[str, Any]:
        """Write one line and flush it to the disk; raises `OSError` and leaves no half line."""
        with self._lock:
            values |= {"n": len(self._lines), "kind": kind, "before": self._before, "at": utc_now()}
            line = canonical(values)
            start = os.lseek(self._file, 0, os.SEEK_CUR)
            try:
                _write_all(self._file, line + b"\n")
                os.fsync(self._file)
            except OSError:
                os.ftruncate(self._file, start)
                os.lseek(self._file, start, os.SEEK_SET)
                raise
            self._lines.append(values)
            self._before = digests(line)
            return values

    def close(self) -> None:
        """Let go of the file."""
        os.close(self._file)


def read_manifest(folder: Path) -> list[dict[str, Any]]:
    """Return the whole lines of a recording's manifest; raises `ManifestError`."""
    path = folder / MANIFEST
    return [_values(path, line) for line in _whole_lines(path)[0]]


def utc_now() -> str:
    """Return the time in UTC to the millisecond."""
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _write_all(file: int, data: bytes) -> None:
    while data:
        data = data[os.write(file, data) :]


def _whole_lines(path: Path) -> tuple[list[bytes], int]:
    """Return the lines that end, without their ends, and how many bytes they take."""
    data = path.read_bytes() if path.exists() else b""
    whole = data[: data.rfind(b"\n") + 1]
    return whole.split(b"\n")[:-1], len(whole)


def _values(path: Path, line: bytes) -> dict[str, Any]:
    try:
        values = json.loads(line)
    except ValueError as error:
        raise ManifestError(
            f"录制清单 {path} 被改动，无法读取。", advice="请用 desk verify 核对该文件夹。"
        ) from error
    return values
