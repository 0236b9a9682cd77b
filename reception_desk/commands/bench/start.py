"""From the start of the process to the first painted frame, against a bare window."""

import compileall
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from reception_desk.commands.bench.figure import Figure, Goal, median, spread
from reception_desk.commands.bench.office import KEY, open_office
from reception_desk.commands.bench.plan import Plan
from reception_desk.config import PACKAGE
from reception_desk.errors import DeskError
from reception_desk.models.database_key import write_private

_ROUNDS = 15
_MOST_SECONDS = 120


@dataclass(frozen=True, slots=True)
class Opening:
    """One start: milliseconds to the first frame, CPU milliseconds until then, MB at rest."""

    wall_ms: float
    cpu_ms: float
    resident_mb: float


def measure(plan: Plan) -> Iterator[Figure]:
    """Yield wall and CPU time of the sign-in window and of the desk itself."""
    # The launcher compiles all bytecode; without it each start would.
    compileall.compile_dir(PACKAGE, quiet=2)
    with tempfile.TemporaryDirectory(dir=plan.work, prefix="start-") as folder:
        home = prepare_home(Path(folder))
        kinds = ("bare", "entry", "desk")
        for kind in () if plan.is_quick else kinds:
            open_window(kind, home)  # what the first start reads stands in memory for the others
        found: dict[str, list[Opening]] = {kind: [] for kind in kinds}
        for _ in range(plan.rounds(_ROUNDS)):
            for kind in kinds:
                found[kind].append(open_window(kind, home))
    for kind, title in (("entry", "启动到登录窗口首帧"), ("desk", "启动到接待窗口首帧（已登录）")):
        walls = [opening.wall_ms for opening in found[kind]]
        floor = median(opening.wall_ms for opening in found["bare"])
        yield Figure(
            title, median(walls), "ms", floor, Goal.MOST_TIMES_THE_FLOOR, 1.5, spread(walls)
        )
        yield Figure(
            f"{title}，CPU",
            median(opening.cpu_ms for opening in found[kind]),
            "ms",
            median(opening.cpu_ms for opening in found["bare"]),
        )


def prepare_home(home: Path) -> Path:
    """Set up an office in `home` with its key; return the folder."""
    with open_office(home):
        pass
    write_private(home / "desk.key", KEY.hexadecimal)
    return home


def open_window(kind: str, home: Path, *, idle_seconds: float = 0) -> Opening:
    """Open a window in a process of its own; raises `DeskError` with the end of its output."""
    started = time.monotonic()
    command = [
        sys.executable, "-m", "reception_desk.commands.bench.first_frame",
        kind, str(home), str(idle_seconds),
    ]  # fmt: skip
    done = subprocess.run(
        command, capture_output=True, text=True, timeout=_MOST_SECONDS, check=False
    )
    if done.returncode != 0:
        raise DeskError(f"窗口“{kind}”没有打开：{done.stderr.strip()[-500:]}")
    seen = json.loads(done.stdout.splitlines()[-1])
    return Opening((seen["painted"] - started) * 1000, seen["cpu"] * 1000, seen["rss"])
