"""The seal: how many lines and segments there are, every other file with its hash, read-only."""

import os
import shutil
from contextlib import suppress
from pathlib import Path

from reception_desk.recording import verify
from reception_desk.recording.manifest import read_manifest
from reception_desk.recording.verify import MANIFEST, SEAL, SEAL_FORMAT, SEGMENTS

VERIFIER = "verify.py"
READ_ONLY = 0o400


def write_seal(folder: Path) -> str:
    """Seal everything in `folder` and return the root (SHA-256); raises `OSError`.

    The verifier is laid beside it. A folder sealed before is sealed anew, with the files that came.
    """
    if not (folder / VERIFIER).exists():
        shutil.copyfile(verify.__file__, folder / VERIFIER)
    lines = read_manifest(folder)
    roots = _roots(folder)
    own = {MANIFEST, SEAL, SEGMENTS}
    others = [path for path in sorted(folder.iterdir()) if path.name not in own and path.is_file()]
    values = {
        "format": SEAL_FORMAT,
        "lines": len(lines),
        "segments": sum(line["kind"] == "segment" for line in lines),
        "root": roots,
        "files": [
            {"name": path.name, "bytes": path.stat().st_size, **verify.file_digests(path)}
            for path in others
        ],
    }
    values["check"] = verify.seal_check(values)
    write_whole(folder / SEAL, verify.canonical(values))
    for path in (*others, folder / MANIFEST, folder / SEAL, *(folder / SEGMENTS).iterdir()):
        path.chmod(READ_ONLY)
    return roots["sha256"]


def _roots(folder: Path) -> dict[str, str]:
    return verify.digests((folder / MANIFEST).read_bytes().rstrip(b"\n").rpartition(b"\n")[2])


def write_whole(path: Path, data: bytes) -> None:
    """Write a file whole or not at all, on the disk when this returns."""
    fresh = path.with_suffix(".new")
    file = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0), 0o600)
    try:
        os.write(file, data)
        os.fsync(file)
    finally:
        os.close(file)
    fresh.replace(path)
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Flush the names in a folder to the disk, where the system can."""
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
