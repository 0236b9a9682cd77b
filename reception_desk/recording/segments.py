"""The segments of a recording: begun, cut before a key picture, closed, hashed and listed."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Protocol

from reception_desk.recording.arrival import Part, Shape, Taken, TrackKey
from reception_desk.recording.manifest import Manifest
from reception_desk.recording.seal import sync_folder
from reception_desk.recording.segment import LEAD_MS, Segment, TrackPlan
from reception_desk.recording.verify import SEGMENTS, file_digests
from reception_desk.records.recording import RecordingOrder


class Listener(Protocol):
    """Is told of each file."""

    def begun(self, path: Path, titles: list[str]) -> None:
        """Hear of a file that is being written, and of the titles of its tracks."""
        ...

    def ended(self, packets: dict[str, int]) -> None:
        """Hear how many packets of each track were written to the file that has ended."""
        ...


class Segments:
    """Writes packets into one file after the other."""

    def __init__(
        self, folder: Path, manifest: Manifest, order: RecordingOrder, began: datetime
    ) -> None:
        self._folder = folder / SEGMENTS
        self._folder.mkdir(mode=0o700, exist_ok=True)
        self._manifest, self._began = manifest, began
        self._longest_ms = order.limits.segment_seconds * 1000
        self._open: Segment | None = None
        self._expected_ms: int | None = None
        self._listeners: list[Listener] = []
        listed = list(manifest.of_kind("segment"))
        self._closed_ms = sum(line["to_ms"] - line["from_ms"] for line in listed)
        self._closed_bytes = sum(line["bytes"] for line in listed)
        self._closed_to_ms = max((line["to_ms"] for line in listed), default=0)
        self._begun = sum(1 for _ in manifest.of_kind("begun"))
        self.count = len(listed)
        self.titles = {
            TrackKey(number, part): title
            for number, source in enumerate(order.sources)
            for part, title in ((Part.PICTURE, source.picture), (Part.SOUND, source.sound))
            if title
        }

    @property
    def written_ms(self) -> int:
        """Return how much there is to see or hear."""
        segment = self._open  # another thread may ask while this one ends
        return self._closed_ms + (segment.length_ms if segment else 0)

    @property
    def written_to_ms(self) -> int:
        """Return the last moment of the recording that is written."""
        segment = self._open
        return max(self._closed_to_ms, segment.to_ms if segment else 0)

    @property
    def written_bytes(self) -> int:
        """Return how large the segments are."""
        segment = self._open
        return self._closed_bytes + (segment.size if segment else 0)

    @property
    def present(self) -> tuple[int, int]:
        """Return the number of the open segment and where its 0 is; (0, 0) without one."""
        return (self._open.number, self._open.zero_ms) if self._open else (0, 0)

    def add_listener(self, listener: Listener) -> None:
        """Tell of each file from now on."""
        self._listeners.append(listener)

    def write(self, taken: Taken, shapes: dict[TrackKey, Shape]) -> None:
        """Write a packet, in a new file when it is time; raises `DiskFailedError`."""
        segment = self._open
        if segment and self._is_due(segment, taken, shapes):
            self.close()
            segment = None
        segment = segment or self._begin(taken, shapes)
        segment.write(taken)

    def expect(self, time_ms: int) -> None:
        """Leave room in the next file for what a source gathered while it was opened."""
        self._expected_ms = min(time_ms, self._expected_ms or time_ms)

    def close(self) -> None:
        """End the open file, hash it and put it on record."""
        segment, self._open = self._open, None
        if segment is None:
            return
        segment.close()
        for listener in self._listeners:
            listener.ended(segment.packets)
        from_ms = segment.from_ms if segment.from_ms is not None else segment.zero_ms + LEAD_MS
        to_ms = max(from_ms, segment.to_ms)
        self._closed_ms += to_ms - from_ms
        self._closed_to_ms = max(self._closed_to_ms, to_ms)
        size = segment.path.stat().st_size
        self._closed_bytes += size
        self._manifest.append(
            "segment",
            file=segment.path.name,
            number=segment.number,
            bytes=size,
            zero_ms=segment.zero_ms,
            from_ms=from_ms,
            to_ms=to_ms,
            tracks=segment.described(),
            **file_digests(segment.path),
        )
        self.count += 1

    def _is_due(self, segment: Segment, taken: Taken, shapes: dict[TrackKey, Shape]) -> bool:
        before = {key: plan.shape.signature for key, plan in segment.tracks.items()}
        if before != {key: shape.signature for key, shape in shapes.items()}:
            return True
        length_ms = taken.time_ms - segment.zero_ms - LEAD_MS
        is_key = taken.key.part is Part.PICTURE and taken.is_key
        # A camera that sends sound only for now has no key picture to wait for.
        may_cut = is_key or not segment.has_picture or segment.is_blind(taken.time_ms)
        return length_ms >= self._longest_ms and may_cut

    def _begin(self, taken: Taken, shapes: dict[TrackKey, Shape]) -> Segment:
        self._begun += 1
        zero_ms = min(taken.time_ms, self._expected_ms or taken.time_ms) - LEAD_MS
        self._expected_ms = None
        plans = {key: TrackPlan(shape, self.titles[key]) for key, shape in shapes.items()}
        began = self._began + timedelta(milliseconds=taken.time_ms)
        self._open = Segment(self._folder, self._begun, began, zero_ms, plans)
        sync_folder(self._folder)
        # Whoever finds the file without its line of the end needs to know where it belongs.
        self._manifest.append(
            "begun",
            file=self._open.path.name,
            number=self._begun,
            zero_ms=zero_ms,
            tracks=self._open.described(),
        )
        for listener in self._listeners:
            listener.begun(self._open.path, [plan.title for plan in plans.values()])
        return self._open
