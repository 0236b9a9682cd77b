"""The segments as one film to watch, without any loss: packets are copied, nothing is coded.

Where the tracks changed (a microphone that failed, another resolution), another part begins. The
time in the film is the time of the recording, so that a gap is seen as one.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reception_desk.recording.parts import MILLISECONDS
from reception_desk.recording.verify import SEGMENTS

if TYPE_CHECKING:
    from av.container import InputContainer, OutputContainer
    from av.stream import Stream


@dataclass(frozen=True, slots=True)
class Chapter:
    """A named stretch, in ms of the recording."""

    from_ms: int
    to_ms: int
    title: str


@dataclass(frozen=True, slots=True)
class FilmPart:
    """One file of the film, and what of the recording it holds."""

    path: Path
    from_ms: int
    to_ms: int


def join(
    folder: Path,
    lines: Sequence[dict[str, Any]],
    target: Path,
    chapters: Sequence[Chapter],
    step: Callable[[], None],
) -> list[FilmPart]:
    """Write the film of the segments that `lines` list into `target`; raises `OSError`.

    `step` is called behind each segment.
    """
    segments = [line for line in lines if line["kind"] == "segment" and _has_media(line)]
    groups = [list(group) for _, group in groupby(segments, lambda line: _layout(folder, line))]
    parts = []
    for number, group in enumerate(groups, start=1):
        name = "recording.mkv" if len(groups) == 1 else f"recording-{number}.mkv"
        part = FilmPart(target / name, group[0]["from_ms"], max(line["to_ms"] for line in group))
        _write(folder, group, part, chapters, step)
        parts.append(part)
    return parts


def _has_media(line: dict[str, Any]) -> bool:
    return any(track["packets"] for track in line["tracks"])


def _layout(folder: Path, line: dict[str, Any]) -> tuple[object, ...]:
    """Return what two segments must share to be one file."""
    with _opened(folder, line) as container:
        return tuple(
            (track["title"], track["codec"], bytes(stream.codec_context.extradata or b""))
            for track, stream in zip(line["tracks"], container.streams, strict=False)
        )


def _opened(folder: Path, line: dict[str, Any]) -> "InputContainer":
    import av

    return av.open(str(folder / SEGMENTS / line["file"]), "r")


def _write(
    folder: Path,
    group: list[dict[str, Any]],
    part: FilmPart,
    chapters: Sequence[Chapter],
    step: Callable[[], None],
) -> None:
    import av

    with av.open(str(part.path), "w", format="matroska") as film:
        with _opened(folder, group[0]) as first:
            streams = [
                _add(film, stream, track["title"])
                for stream, track in zip(first.streams, group[0]["tracks"], strict=False)
            ]
        film.set_chapters(list(_within(part, chapters)))
        last = [-1] * len(streams)
        for line in group:
            shift = line["zero_ms"] - part.from_ms
            with _opened(folder, line) as container:
                _copy(container, film, streams, shift, last)
            step()


def _add(film: "OutputContainer", stream: "Stream", title: str) -> "Stream":
    added = film.add_stream_from_template(stream, opaque=True)
    added.time_base = MILLISECONDS
    added.metadata["title"] = title
    return added


def _copy(
    container: "InputContainer",
    film: "OutputContainer",
    streams: list["Stream"],
    shift: int,
    last: list[int],
) -> None:
    from av.error import FFmpegError

    try:
        for packet in container.demux():
            if not packet.size or packet.pts is None:
                continue
            unit, place = float(packet.time_base) * 1000, packet.stream_index
            shown = round(packet.pts * unit) + shift
            decoded = shown if packet.dts is None else round(packet.dts * unit) + shift
            decoded = max(last[place] + 1, decoded, 0)
            last[place] = decoded
            duration = round((packet.duration or 0) * unit)
            packet.stream, packet.time_base = streams[place], MILLISECONDS
            packet.pts, packet.dts, packet.duration = max(shown, decoded), decoded, duration
            film.mux_one(packet)
    except FFmpegError:
        pass  # the half cluster at the end of a segment that broke off


def _within(part: FilmPart, chapters: Sequence[Chapter]) -> Iterator[Any]:
    """Yield the chapters of a part as FFmpeg takes them."""
    for number, chapter in enumerate(chapters, start=1):
        start = max(chapter.from_ms, part.from_ms) - part.from_ms
        end = min(chapter.to_ms, part.to_ms) - part.from_ms
        if end > start:
            yield {
                "id": number,
                "start": start,
                "end": end,
                "time_base": MILLISECONDS,
                "metadata": {"title": chapter.title},
            }
