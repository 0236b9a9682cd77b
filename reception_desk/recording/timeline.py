"""What a recording holds and when, by its manifest: segments, gaps, marks and where notes lie."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from reception_desk.recording.manifest import ManifestError, read_manifest
from reception_desk.recording.verify import SEGMENTS
from reception_desk.records.recording import GapReason

UNFINISHED = "录制清单不完整，不能播放。"


@dataclass(frozen=True, slots=True)
class Reach:
    """One segment: its file, which ms of the recording is 0 in it, and from when to when it is."""

    file: str
    zero_ms: int
    from_ms: int
    to_ms: int


@dataclass(frozen=True, slots=True)
class Gap:
    """What is missing from when to when, in ms of the recording; `tracks` none for all of them."""

    from_ms: int
    to_ms: int
    words: str
    tracks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Timeline:
    """A recording in ms from its beginning; `marks` are the moments of entries by their keys."""

    began_at: datetime
    length_ms: int
    reaches: tuple[Reach, ...]
    gaps: tuple[Gap, ...] = ()
    marks: Mapping[str, int] = field(default_factory=dict[str, int])
    has_picture: bool = False
    sounds: tuple[str, ...] = ()

    def place_of(self, moment: datetime, reference: str = "") -> int:
        """Return where a moment lies, before or beyond the recording as well.

        The mark an entry left is preferred: it stays right where the machine's clock was set.
        """
        if reference in self.marks:
            return self.marks[reference]
        return round((moment - self.began_at) / timedelta(milliseconds=1))

    def holds(self, at_ms: int) -> bool:
        """Say whether a moment lies within the recording."""
        return 0 <= at_ms < self.length_ms


def timeline_of(folder: Path) -> Timeline:
    """Return what a closed recording holds; raises `ManifestError` where that cannot be read."""
    lines = read_manifest(folder)
    try:
        return _read(lines)
    except (KeyError, TypeError, ValueError, StopIteration) as error:
        raise ManifestError(
            UNFINISHED, saved="录下的文件没有改动。", advice=f"请核对：desk verify {folder}"
        ) from error


def segment_path(folder: Path, reach: Reach) -> Path:
    """Return the file of a segment; a name that leads elsewhere is not followed."""
    return folder / SEGMENTS / Path(reach.file).name


def _read(lines: Sequence[dict[str, Any]]) -> Timeline:
    opened = next(line for line in lines if line["kind"] == "opened")
    segments = [line for line in lines if line["kind"] == "segment"]
    tracks = [track for line in segments for track in line["tracks"]]
    length = max((line["to_ms"] for line in segments), default=0)
    return Timeline(
        began_at=datetime.fromisoformat(opened["at"]),
        length_ms=length,
        reaches=tuple(
            Reach(str(line["file"]), line["zero_ms"], line["from_ms"], line["to_ms"])
            for line in segments
        ),
        gaps=tuple(_gaps(lines, length)),
        marks={line["reference"]: line["at_ms"] for line in lines if line["kind"] == "mark"},
        has_picture=any(track["part"] == "picture" for track in tracks),
        sounds=tuple(
            dict.fromkeys(track["title"] for track in tracks if track["part"] != "picture")
        ),
    )


def _gaps(lines: Sequence[dict[str, Any]], length: int) -> list[Gap]:
    ends = {line["gap"]: line["to_ms"] for line in lines if line["kind"] == "gap_end"}
    found = []
    for line in lines:
        if line["kind"] != "gap":
            continue
        reason = GapReason(line["reason"]).label
        words = f"{reason}：{line['words']}" if line["words"] else reason
        until = max(ends.get(line["n"], length), line["from_ms"])
        found.append(Gap(line["from_ms"], until, words, tuple(line["tracks"])))
    return found
