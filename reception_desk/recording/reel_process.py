"""The process that decodes a closed recording for who looks at it: what cameras sent stays here.

Command on stdin: `folder`, then for each `look` a moment, the room for the picture in px and the
stretch of sound. The answer `seen` has the picture (32 bits a pixel, BGRA) and then the sound
(16 bits, one channel). The process ends when stdin closes.
"""

import contextlib
import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from reception_desk.imaging.worker_process import own_pipes, write_answer
from reception_desk.recording.reel import PictureReel, SoundReel, level_db, mixed
from reception_desk.recording.timeline import timeline_of

if TYPE_CHECKING:
    import av

_LEAST_PX = 16
_NICE = 5
"""The screen comes first where processors are few."""


def main() -> None:
    """Answer until nobody asks any more."""
    commands, answers = own_pipes()
    if hasattr(os, "nice"):
        os.nice(_NICE)
    folder = Path(json.loads(commands.readline())["folder"])
    timeline = timeline_of(folder)
    pictures, sounds = PictureReel(folder, timeline), SoundReel(folder, timeline)
    with contextlib.suppress(BrokenPipeError):
        for line in commands:
            _look(answers, pictures, sounds, json.loads(line))


def _look(
    answers: BinaryIO, pictures: PictureReel, sounds: SoundReel, wanted: dict[str, Any]
) -> None:
    shown = pictures.at(wanted["at_ms"])
    tracks = sounds.between(wanted["from_ms"], wanted["to_ms"])
    levels = {title: round(level_db(samples), 1) for title, samples in tracks.items()}
    sound = mixed(tracks) if wanted["has_sound"] else b""
    if shown is None:
        write_answer(answers, "seen", sound, width=0, height=0, picture_ms=0, levels=levels)
        return
    width, height = _fitting(shown[1], wanted["width"], wanted["height"])
    picture = shown[1].reformat(width, height, format="bgra").to_ndarray().tobytes()
    write_answer(
        answers, "seen", picture + sound,
        width=width, height=height, picture_ms=round(shown[0]), levels=levels,
    )  # fmt: skip


def _fitting(frame: "av.VideoFrame", width: int, height: int) -> tuple[int, int]:
    """Return the size of the whole picture within the room, never larger than it was taken."""
    ratio = min(width / frame.width, height / frame.height, 1.0)
    return max(_LEAST_PX, round(frame.width * ratio)), max(_LEAST_PX, round(frame.height * ratio))


if __name__ == "__main__":
    main()
