"""Puts a recording in order whose recorder died: what is on the disk is listed, the gap is told.

Nothing is rewritten. A segment that broke off stays as it is, readable to its last cluster.
"""

from datetime import datetime
from pathlib import Path
from typing import Any

from reception_desk.recording.disk import DiskWatch
from reception_desk.recording.gaps import WHOLE, Gaps
from reception_desk.recording.manifest import Manifest, read_manifest, utc_now
from reception_desk.recording.seal import write_seal
from reception_desk.recording.segment import LEAD_MS
from reception_desk.recording.verify import SEAL, SEGMENTS, file_digests
from reception_desk.records.recording import (
    EndReason,
    GapReason,
    RecordingState,
    RecordingStatus,
)


def is_unfinished(folder: Path) -> bool:
    """Say whether a recording in this folder was begun and has not been sealed."""
    return not (folder / SEAL).exists() and bool(read_manifest(folder))


def recover(folder: Path) -> int:
    """List what the dead recorder left, and begin the gap; return how many segments were found.

    Afterwards the recording can go on, or be closed by `close_recovered`. Raises `ManifestError`,
    `OSError`.
    """
    manifest = Manifest(folder)
    try:
        if any(manifest.of_kind("closed")):
            return 0
        found = _list_left(manifest, folder)
        manifest.append("recovered", torn_bytes=manifest.torn_bytes, segments=found)
        gaps = Gaps(manifest, lambda _source: [])
        gaps.end_all(_last_ms(manifest))
        gaps.begin(WHOLE, GapReason.RECORDER_DIED, _last_ms(manifest))
        return found
    finally:
        manifest.close()


def close_recovered(folder: Path) -> str:
    """End a recovered recording, seal it and return its root; raises `OSError`."""
    manifest = Manifest(folder)
    try:
        DiskWatch(folder).drop_ballast()
        if not any(manifest.of_kind("closed")):
            _list_left(manifest, folder)
            Gaps(manifest, lambda _source: []).end_all(_since_start(manifest))
            segments = list(manifest.of_kind("segment"))
            manifest.append(
                "closed",
                reason=EndReason.RECORDER_DIED.value,
                segments=len(segments),
                written_ms=sum(line["to_ms"] - line["from_ms"] for line in segments),
                to_ms=_last_ms(manifest),
            )
    finally:
        manifest.close()
    return write_seal(folder)


def standing(folder: Path, state: RecordingState, root: str = "") -> RecordingStatus:
    """Return how a recovered recording stands; raises `ManifestError`."""
    lines = read_manifest(folder)
    segments = [line for line in lines if line["kind"] == "segment"]
    last_ms = max((line["to_ms"] for line in segments), default=0)
    reasons = [EndReason(line["reason"]) for line in lines if line["kind"] == "closed"]
    return RecordingStatus(
        state,
        session=lines[0]["session"],
        folder=str(folder),
        elapsed_ms=last_ms,
        written_ms=sum(line["to_ms"] - line["from_ms"] for line in segments),
        segments=len(segments),
        end_reason=reasons[0] if reasons else None,
        root=root,
    )


def _list_left(manifest: Manifest, folder: Path) -> int:
    """List the segments that have no line yet."""
    listed = {line["file"] for line in manifest.of_kind("segment")}
    begun = {line["file"]: line for line in manifest.of_kind("begun")}
    present = sorted((folder / SEGMENTS).iterdir()) if (folder / SEGMENTS).is_dir() else []
    found = [path for path in present if path.name not in listed]
    for path in found:
        _list_segment(manifest, path, begun.get(path.name, {}))
    return len(found)


def _list_segment(manifest: Manifest, path: Path, begun: dict[str, Any]) -> None:
    first, last, packets = measure(path)
    zero_ms = begun.get("zero_ms", _last_ms(manifest))
    from_ms = zero_ms + (LEAD_MS if first is None else first)
    manifest.append(
        "segment",
        file=path.name,
        number=begun.get("number", 0),
        bytes=path.stat().st_size,
        zero_ms=zero_ms,
        from_ms=from_ms,
        to_ms=max(from_ms, zero_ms + (last or 0)),
        tracks=[
            {**track, "packets": packets.get(place, 0)}
            for place, track in enumerate(begun.get("tracks", []))
        ],
        is_broken_off=True,
        **file_digests(path),
    )


def measure(path: Path) -> tuple[int | None, int | None, dict[int, int]]:
    """Return first and last moment of a file in ms, and the packets of each track; None without."""
    import av
    from av.error import FFmpegError

    first: int | None = None
    last: int | None = None
    packets: dict[int, int] = {}
    try:
        with av.open(str(path)) as container:
            for packet in container.demux():
                if packet.pts is None or not packet.size:
                    continue
                unit = float(packet.time_base) * 1000
                begins, lasts = round(packet.pts * unit), round((packet.duration or 0) * unit)
                first = begins if first is None else min(first, begins)
                last = max(last or 0, begins + lasts)
                packets[packet.stream_index] = packets.get(packet.stream_index, 0) + 1
    except (OSError, FFmpegError):
        pass  # the half cluster at the end; what was read before it counts
    return first, last, packets


def _last_ms(manifest: Manifest) -> int:
    return max((line["to_ms"] for line in manifest.of_kind("segment")), default=0)


def _since_start(manifest: Manifest) -> int:
    """Return how far the clock is from the start in ms."""
    began = datetime.fromisoformat(next(manifest.of_kind("opened"))["at"])
    return round((datetime.fromisoformat(utc_now()) - began).total_seconds() * 1000)
