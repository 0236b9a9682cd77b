"""Tries the places a recording would be made of: one picture and how loud it is; nothing is kept.

FFmpeg runs in a process of its own, as it does while recording.
"""

import json
from dataclasses import asdict, dataclass
from threading import Event

from reception_desk.errors import DeviceError
from reception_desk.imaging.worker_process import WorkerDiedError, WorkerProcess
from reception_desk.recording.places import sources_of
from reception_desk.records.recording import RecordingLimits

MODULE = "reception_desk.recording.trial_process"
_TURN_SECONDS = 0.2


@dataclass(frozen=True, slots=True)
class Trial:
    """`picture` is a JPEG, empty for none; `levels` are dB below full scale by title."""

    picture: bytes
    levels: dict[str, float]
    missing: tuple[str, ...]


def try_places(
    video: str, sounds: list[str], cancelled: Event, limits: RecordingLimits | None = None
) -> Trial:
    """Open the places and look once; returns what came and the titles that gave nothing.

    Raises `InvalidInputError` for what names no place, `DeviceError` when it was cancelled or the
    process ended.
    """
    allowed = limits or RecordingLimits()
    sources = sources_of(video or None, sounds)
    wanted = {"sources": [asdict(one) for one in sources], "limits": asdict(allowed)}
    worker = WorkerProcess(MODULE, json.dumps(wanted))
    try:
        return _hear(worker, cancelled)
    except WorkerDiedError:
        advice = "请检查地址和连接线；换一个来源再试。"
        raise DeviceError("试看中断了：打开来源的程序意外结束。", advice=advice) from None
    finally:
        worker.kill()


def _hear(worker: WorkerProcess, cancelled: Event) -> Trial:
    picture, levels, missing = b"", dict[str, float](), list[str]()
    while not cancelled.is_set():
        answer = worker.receive(_TURN_SECONDS)
        if answer is None:
            continue
        match answer.event:
            case "picture":
                picture = answer.payload
            case "level":
                levels[answer.values["title"]] = answer.values["db"]
            case "trouble":
                missing += answer.values["titles"]
            case _:
                return Trial(picture, levels, tuple(missing))
    raise DeviceError("已停止试看。")
