"""The process that reads the segments while they grow, and says what is really in them.

It knows nothing of the sources and shares no memory with the recorder: what it shows and measures
came from the disk. Commands on stdin: `follow` a file, `end` of it. Answers: `level`, `picture`
(JPEG), `news`, `read` with the number of packets of each track when a file has ended. The process
ends when stdin closes.
"""

import contextlib
import io
import json
import math
import os
import queue
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, cast

from reception_desk.imaging.worker_process import own_pipes, write_answer
from reception_desk.recording.alarms import News
from reception_desk.recording.confidence import Look, PictureJudge, SoundJudge
from reception_desk.recording.segment import LEAD_MS
from reception_desk.records.recording import RecordingLimits

if TYPE_CHECKING:
    import av
    from av.container import InputContainer

POLL_SECONDS = 0.1
PREVIEW_PX = 480
LOOK_SIZE = (64, 36)
HEARD_MS = 500.0
NOTHING_DB = -120.0


class GrowingFile:
    """A file that another process writes: its reader waits for more until the end is told."""

    def __init__(self, path: Path) -> None:
        self.name = path.name
        self._file = path.open("rb", buffering=0)
        self.is_ended = threading.Event()

    def read(self, size: int) -> bytes:
        """Return what is there, at least a byte, or nothing at the end."""
        while not (data := self._file.read(size)):
            if self.is_ended.wait(POLL_SECONDS):
                return self._file.read(size)
        return data

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()


class Ear:
    """The loudness of one track, told twice a second."""

    def __init__(self, judge: SoundJudge) -> None:
        self.judge = judge
        self._squares, self._count, self._since = 0.0, 0, 0.0

    def hear(self, frame: "av.AudioFrame", at_ms: float) -> float | None:
        """Take in a frame; return the level in dB when half a second is full."""
        import numpy as np

        samples: Any = frame.to_ndarray()
        scale = 1.0 if samples.dtype.kind == "f" else float(np.iinfo(samples.dtype).max)
        values = samples.astype(np.float64) / scale
        self._squares += float(np.sum(values * values))
        self._count += values.size
        if at_ms - self._since < HEARD_MS and at_ms >= self._since:
            return None
        mean = self._squares / max(1, self._count)
        self._squares, self._count, self._since = 0.0, 0, at_ms
        return max(NOTHING_DB, 10 * math.log10(mean)) if mean > 0 else NOTHING_DB


class Reader:
    """Reads one file after the other and answers."""

    def __init__(self, answers: BinaryIO, limits: RecordingLimits) -> None:
        self._answers, self._limits = answers, limits
        self._pictures: dict[str, PictureJudge] = {}
        self._ears: dict[str, Ear] = {}
        self._clock_ms = 0.0

    def read(self, file: GrowingFile, titles: list[str]) -> None:
        """Read a file to its end."""
        import av
        from av.error import FFmpegError

        counts = dict.fromkeys(titles, 0)
        try:
            with av.open(
                file, "r", options={"analyzeduration": "0", "probesize": "4096"}
            ) as container:
                self._begin(container, titles)
                for packet in container.demux():
                    if packet.size:
                        title = titles[packet.stream_index]
                        counts[title] += 1
                        self._take(packet, title)
        except FFmpegError:
            pass  # counts tell what could be read
        finally:
            file.close()
        write_answer(self._answers, "read", counts=counts)

    def _begin(self, container: "InputContainer", titles: list[str]) -> None:
        for stream, title in zip(container.streams, titles, strict=False):
            if stream.type == "video":
                stream.codec_context.skip_frame = "NONKEY"
                stream.codec_context.thread_count = 1
                self._pictures.setdefault(title, PictureJudge(title, self._limits)).new_file()
            elif title not in self._ears:
                self._ears[title] = Ear(SoundJudge(title, self._limits))
        self._begins_ms, self._clock_ms = self._clock_ms, self._clock_ms

    def _take(self, packet: "av.Packet", title: str) -> None:
        from av.error import FFmpegError

        at_ms = self._begins_ms + float((packet.pts or 0) * packet.time_base) * 1000 - LEAD_MS
        self._clock_ms = max(self._clock_ms, at_ms)
        try:
            if packet.stream.type == "video":
                self._tell(self._pictures[title].count(at_ms))
                if packet.is_keyframe:
                    self._look(packet, title, at_ms)
            else:
                self._hear(packet, title, at_ms)
        except FFmpegError:
            pass  # one broken packet: the next one is looked at

    def _look(self, packet: "av.Packet", title: str, at_ms: float) -> None:
        context = packet.stream.codec_context
        frames = [*context.decode(packet), *context.decode(None)]
        context.flush_buffers()
        for frame in cast("list[av.VideoFrame]", frames):
            self._tell(self._pictures[title].look(look_of(frame), at_ms))
            write_answer(self._answers, "picture", jpeg_of(frame), title=title)

    def _hear(self, packet: "av.Packet", title: str, at_ms: float) -> None:
        ear = self._ears[title]
        for frame in cast("list[av.AudioFrame]", packet.decode()):
            level = ear.hear(frame, at_ms)
            if level is not None:
                write_answer(self._answers, "level", title=title, level_db=round(level, 1))
                self._tell(ear.judge.hear(level, at_ms))

    def _tell(self, news: list[News]) -> None:
        for kind, track, is_so in news:
            write_answer(self._answers, "news", kind=kind.value, track=track, is_so=is_so)


def look_of(frame: "av.VideoFrame") -> Look:
    """Return mean, spread and the luma of a picture made small."""
    import numpy as np

    small = frame.reformat(*LOOK_SIZE, format="gray").to_ndarray()
    return Look(float(np.mean(small)), float(np.std(small)), small.tobytes())


def jpeg_of(frame: "av.VideoFrame") -> bytes:
    """Return the picture as a JPEG of at most `PREVIEW_PX` in width."""
    import av

    width = min(PREVIEW_PX, frame.width) & ~1
    height = max(2, round(frame.height * width / frame.width) & ~1)
    out = io.BytesIO()
    with av.open(out, "w", format="mjpeg") as container:
        stream = container.add_stream("mjpeg", rate=1, options={"q": "5"})
        stream.width, stream.height, stream.pix_fmt = width, height, "yuvj420p"
        small = frame.reformat(width, height, format="yuvj420p")
        small.pts, small.pict_type = 0, 0
        container.mux([*stream.encode(small), *stream.encode(None)])
    return out.getvalue()


def main() -> None:
    """Follow files until the recorder goes away."""
    commands, answers = own_pipes()
    limits = RecordingLimits(**json.loads(sys.argv[1]))
    waiting: queue.SimpleQueue[tuple[GrowingFile, list[str]]] = queue.SimpleQueue()
    threading.Thread(target=_listen, args=(commands, waiting), daemon=True).start()
    reader = Reader(answers, limits)
    with contextlib.suppress(BrokenPipeError):
        while True:
            reader.read(*waiting.get())


def _listen(commands: BinaryIO, waiting: queue.SimpleQueue[Any]) -> None:
    present: GrowingFile | None = None
    for line in commands:
        command = json.loads(line)
        if command["do"] == "follow":
            present = GrowingFile(Path(command["path"]))
            waiting.put((present, command["titles"]))
        elif present:
            present.is_ended.set()
    os._exit(0)


if __name__ == "__main__":
    main()
