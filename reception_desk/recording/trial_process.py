"""The process that opens sources to try them: one picture and a second of sound, nothing kept.

Argument: the sources and limits as JSON. Answers: `picture` (JPEG), `level` with the loudness of
a sound in dB below full scale, `trouble` with the titles of a source that gave nothing.
"""

import json
import sys
from typing import TYPE_CHECKING, Any, BinaryIO

from reception_desk.errors import DeviceError
from reception_desk.imaging.worker_process import own_pipes, write_answer
from reception_desk.recording.monitor_process import jpeg_of
from reception_desk.recording.opening import open_source
from reception_desk.recording.reel import level_db
from reception_desk.records.recording import RecordingLimits, Source, SourceKind

if TYPE_CHECKING:
    from av.container import InputContainer

_SOUND_SECONDS = 1.0
_MOST_PACKETS = 2000
"""A source that sends neither picture nor sound is not waited for without end."""


def main() -> None:
    """Try each source in turn."""
    _, answers = own_pipes()
    wanted = json.loads(sys.argv[1])
    limits = RecordingLimits(**wanted["limits"])
    for values in wanted["sources"]:
        _try(answers, Source(**{**values, "kind": SourceKind(values["kind"])}), limits)
    write_answer(answers, "tried")


def _try(answers: BinaryIO, source: Source, limits: RecordingLimits) -> None:
    from av.error import FFmpegError

    missing = {title for title in (source.picture, source.sound) if title}
    try:
        with open_source(source, limits) as container:
            for title in _seen(answers, source, container):
                missing.discard(title)
    except (OSError, ValueError, FFmpegError, DeviceError):
        pass  # what is missing says it
    if missing:
        write_answer(answers, "trouble", titles=sorted(missing))


def _seen(answers: BinaryIO, source: Source, container: "InputContainer") -> list[str]:
    """Answer with the first picture and the first second of sound; return what there was."""
    import av
    import numpy as np

    even = av.AudioResampler(format="flt", layout="mono")
    sound: list[Any] = []
    found: list[str] = []
    seconds = 0.0
    wants_sound = bool(source.sound) and bool(container.streams.audio)
    wants_picture = bool(source.picture) and bool(container.streams.video)
    for _, frame in zip(range(_MOST_PACKETS), _frames(container, source), strict=False):
        if _is_picture(frame):
            if wants_picture:
                write_answer(answers, "picture", jpeg_of(frame))
                found.append(source.picture)
                wants_picture = False
        elif wants_sound:
            seconds += frame.samples / frame.sample_rate
            sound += [one.to_ndarray().ravel() for one in even.resample(frame)]
        wants_sound = wants_sound and seconds < _SOUND_SECONDS
        if not wants_picture and not wants_sound:
            break
    if sound:
        level = round(level_db(np.concatenate(sound)), 1)
        write_answer(answers, "level", title=source.sound, db=level)
        found.append(source.sound)
    return found


def _frames(container: "InputContainer", source: Source) -> Any:
    streams = [
        *(container.streams.video[:1] if source.picture else ()),
        *(container.streams.audio[:1] if source.sound else ()),
    ]
    return container.decode(*streams) if streams else iter(())


def _is_picture(frame: Any) -> bool:
    return hasattr(frame, "width")


if __name__ == "__main__":
    main()
