"""What a closed recording comes to, as the database keeps it."""

from datetime import datetime
from pathlib import Path

from reception_desk.errors import DeskError
from reception_desk.recording import verify
from reception_desk.recording.manifest import read_manifest
from reception_desk.records.recordings import ManifestSummary


def films(folder: Path) -> bool:
    """Say whether a recording takes pictures, by its order; raises `ManifestError`."""
    opened = read_manifest(folder)[0]
    return any(source["picture"] for source in opened["sources"])


def summary_of(folder: Path) -> ManifestSummary:
    """Return what the manifest of a closed recording says, once every segment was found whole.

    Raises `DeskError` for a recording that is not closed, or that is not what was written.
    """
    verdict = verify.verify(folder)
    lines = read_manifest(folder)
    if verdict.status != verify.WHOLE or not lines or lines[-1]["kind"] != "closed":
        raise DeskError(
            "这份录音录像没有封存，或者不完整。",
            saved="录下的文件还在原处。",
            advice=f"请先核对：desk verify {folder}",
        )
    opened, closed = lines[0], lines[-1]
    segments = [line for line in lines if line["kind"] == "segment"]
    parts = {track["part"] for line in segments for track in line["tracks"]}
    return ManifestSummary(
        folder=folder.name,
        root_hash=verdict.root,
        segments=len(segments),
        seconds=round(closed["written_ms"] / 1000),
        size=sum(line["bytes"] for line in segments),
        gaps=sum(line["kind"] == "gap" for line in lines),
        has_picture="picture" in parts,
        began_at=datetime.fromisoformat(opened["at"]),
        ended_at=datetime.fromisoformat(closed["at"]),
        software=f"接访台 {opened['program']}",
    )
