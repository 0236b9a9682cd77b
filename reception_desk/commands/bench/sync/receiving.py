"""A main window into which rows come from the centre, and a watch over its UI thread."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from reception_desk.commands.bench.office import BenchOffice
from reception_desk.commands.bench.register_window import open_desk, turn_until
from reception_desk.commands.bench.screen import StallWatch
from reception_desk.records.sync import SyncReport

_IDLE_SECONDS = 2.0


@dataclass(frozen=True, slots=True)
class Reception:
    """What came, in how long, and the gaps of the UI thread meanwhile and at rest, in ms."""

    rows: int
    seconds: float
    gaps: list[float]
    idle_gaps: list[float]


def receive(home: Path, office: BenchOffice, wanted: int, begin: Callable[[], None]) -> Reception:
    """Open the desk, call `begin`, which lets the centre come back, and take `wanted` rows.

    The desk must find the centre away while it opens, so that nothing comes before the watch.
    """
    received: list[SyncReport] = []
    with open_desk(home, office) as desk:
        if desk.centre is None:
            raise TypeError("the desk was enrolled at a centre")
        desk.centre.round_done.connect(received.append)
        desk.window.open_page("register")  # the page with the most to do when visits come
        turn_until(lambda: not desk.workplace.tasks.pending)
        idle = _watch_idle()
        begin()
        watch = StallWatch()
        started = time.monotonic()
        desk.centre.retry_now()
        turn_until(lambda: sum(report.rows_down for report in received) >= wanted)
        seconds = time.monotonic() - started
        watch.stop()
    return Reception(sum(report.rows_down for report in received), seconds, watch.gaps, idle)


def _watch_idle() -> list[float]:
    watch = StallWatch()
    end = time.monotonic() + _IDLE_SECONDS
    turn_until(lambda: time.monotonic() > end)
    watch.stop()
    return watch.gaps
