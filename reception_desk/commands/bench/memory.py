"""Memory of the main window at rest, against a bare window."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

from reception_desk.commands.bench.figure import Figure, Goal
from reception_desk.commands.bench.plan import Plan
from reception_desk.commands.bench.start import open_window, prepare_home

_IDLE_SECONDS = 5.0


def measure(plan: Plan) -> Iterator[Figure]:
    """Yield resident memory some seconds after the window was opened."""
    idle = 0.2 if plan.is_quick else _IDLE_SECONDS
    with tempfile.TemporaryDirectory(dir=plan.work, prefix="memory-") as folder:
        home = prepare_home(Path(folder))
        ours = open_window("desk", home, idle_seconds=idle).resident_mb
        floor = open_window("bare", home, idle_seconds=idle).resident_mb
    yield Figure("空闲内存（接待窗口）", ours, "MB", floor, Goal.MOST, 250)
