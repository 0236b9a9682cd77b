"""Recordings for the tests: small films, orders, and waiting for what must come."""

import json
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from reception_desk.recording.film import FilmPlan
from reception_desk.recording.verify import MANIFEST
from reception_desk.records.recording import (
    RecordingLimits,
    RecordingMode,
    RecordingOrder,
    Source,
    SourceKind,
)

PLAN = FilmPlan(width=160, height=90, rate=20, keys=2, seconds=4)
QUICK = RecordingLimits(
    segment_seconds=0.5, reserve_bytes=0, low_minutes=0.0, stall_seconds=3.0, open_seconds=5.0
)
PATIENCE_SECONDS = 30.0


def until(question: Callable[[], Any]) -> Any:
    """Ask until the answer is true, and return it; fails when it never is."""
    end = time.monotonic() + PATIENCE_SECONDS
    pause = threading.Event()
    while not (answer := question()):
        assert time.monotonic() < end, "it never came to pass"
        pause.wait(0.01)
    return answer


def order_of(
    folder: Path,
    *sources: Source,
    mode: RecordingMode = RecordingMode.PICTURE_AND_SOUND,
    limits: RecordingLimits = QUICK,
    seconds: float = 0.0,
) -> RecordingOrder:
    return RecordingOrder("session-1", "consent-1", mode, str(folder), sources, seconds, limits)


def camera_source(url: str) -> Source:
    return Source(SourceKind.RTSP, url, picture="画面", sound="信访人")


def lines_of(folder: Path, *kinds: str) -> list[dict[str, Any]]:
    """Return the manifest's lines of these kinds, all without any."""
    lines = [json.loads(line) for line in (folder / MANIFEST).read_text("utf-8").splitlines()]
    return [line for line in lines if not kinds or line["kind"] in kinds]
