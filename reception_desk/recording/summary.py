"""What a sealed recording says of itself, for the record of its session."""

from datetime import datetime
from pathlib import Path

from reception_desk.errors import DeskError
from reception_desk.recording.manifest import read_manifest
from reception_desk.recording.verify import MANIFEST, SEAL, digests
from reception_desk.records.recordings import ManifestSummary


def films(folder: Path) -> bool:
    """Say whether a recording takes pictures, by its order; raises `ManifestError`."""
    opened = read_manifest(folder)[0]
    return any(source["picture"] for source in opened["sources"])


def summary_of(folder: Path) -> ManifestSummary:
    """Return what the manifest of a sealed recording comes to.

    The root is reckoned from the file, as a verifier does. Raises `DeskError` for a folder that
    is not sealed, or one that cannot be read.
    """
    if not (folder / SEAL).exists():
        raise DeskError(
            "这次录制还没有封存，不能登记。",
            saved="已录制的内容没有丢失。",
            advice="请先结束录制。",
        )
    lines = read_manifest(folder)
    opened = lines[0]
    segments = [line for line in lines if line["kind"] == "segment"]
    closed = next(line for line in lines if line["kind"] == "closed")
    last = (folder / MANIFEST).read_bytes().rstrip(b"\n").rpartition(b"\n")[2]
    return ManifestSummary(
        folder=folder.name,
        root_hash=digests(last)["sha256"],
        segments=len(segments),
        seconds=round(sum(line["to_ms"] - line["from_ms"] for line in segments) / 1000),
        size=sum(line["bytes"] for line in segments),
        gaps=sum(line["kind"] == "gap" for line in lines),
        has_picture=films(folder),
        began_at=datetime.fromisoformat(opened["at"]),
        ended_at=datetime.fromisoformat(closed["at"]),
        software=opened["program"],
    )
