"""A day of 2,000 numbers at 20 windows, a hundred times as fast as the clock.

Each window is a process with its own file and its own line to a real centre; what is held against
them at the end is what the centre has on record. The day has two waves of arrivals, as halls have.
"""

import json
import random
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import IO, Any

from reception_desk.commands.bench.faults import enrol
from reception_desk.commands.bench.figure import Figure, Goal, quantile, spread
from reception_desk.commands.bench.plan import Plan
from reception_desk.errors import DeskError
from reception_desk.sync import centre
from reception_desk.sync.administrator import open_connection, scalar
from reception_desk.sync.embedded_postgres import running_postgres
from reception_desk.sync.link import CentreLink

_WINDOWS, _TICKETS, _SPEED = 20, 2_000, 100
_QUICK_WINDOWS, _QUICK_TICKETS, _QUICK_SPEED = 3, 12, 7_200
_DAY, _LAST_ARRIVAL = 8 * 3600.0, 7.5 * 3600.0
_WAVES = ((1.5 * 3600, 3600.0), (5.5 * 3600, 3600.0))
"""Seconds after opening: the middle of a wave of arrivals and how wide it is."""
_BUSY = 0.7
"""Share of the day that a window receives somebody."""
_PAUSE = 10.0
"""Seconds of the day until a clerk who is free calls the next one."""
_PATIENCE, _LOOK = 600.0, 0.25
_COUNT_DONE = "SELECT count(*) FROM app.ticket_event WHERE event = 'done'"
_COUNT_ISSUED = "SELECT count(*) FROM app.ticket"
_CALLED_TWICE = """
SELECT count(*) FROM (
    SELECT ticket_id FROM app.ticket_event WHERE event = 'called'
    GROUP BY ticket_id, turn HAVING count(*) > 1
) AS twice
"""
_CALLS = "SELECT count(*) FROM app.ticket_event WHERE event = 'called'"


class WindowProcess:
    """A window and what it said of its calls, in milliseconds."""

    def __init__(self, home: Path, link: CentreLink, plan: dict[str, Any]) -> None:
        module = "reception_desk.commands.bench.hall_window"
        self._process = subprocess.Popen(
            [sys.executable, "-m", module, str(home), link.dsn],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        stdin, stdout = self._process.stdin, self._process.stdout
        assert stdin is not None  # noqa: S101 - both are pipes
        assert stdout is not None  # noqa: S101
        self._stdin = stdin
        self.calls: list[float] = []
        self.online = threading.Event()
        self._listener = threading.Thread(target=self._listen, args=(stdout,), daemon=True)
        self._listener.start()
        self._tell(plan | {"secret": link.secret})

    def begin(self) -> None:
        """Open the window."""
        self._tell({"begin": True})

    def close(self) -> None:
        """End its day."""
        self._stdin.close()
        self._process.wait()
        self._listener.join()

    @property
    def has_died(self) -> bool:
        """Whether it ended by itself."""
        return self._process.poll() is not None

    def _tell(self, told: dict[str, Any]) -> None:
        self._stdin.write(f"{json.dumps(told)}\n")
        self._stdin.flush()

    def _listen(self, stdout: IO[str]) -> None:
        with stdout:
            for line in stdout:
                said = json.loads(line)
                if "ms" in said:
                    self.calls.append(said["ms"])
                else:
                    self.online.set()


def measure(plan: Plan) -> Iterator[Figure]:
    """Yield how fast the day went, how many numbers one window alone called, and the calls."""
    windows = _QUICK_WINDOWS if plan.is_quick else _WINDOWS
    tickets = _QUICK_TICKETS if plan.is_quick else _TICKETS
    speed = _QUICK_SPEED if plan.is_quick else _SPEED
    with (
        tempfile.TemporaryDirectory(dir=plan.work, prefix="hall-day-") as name,
        running_postgres(durable=True, settings={"max_connections": windows * 3 + 20}) as server,
        ExitStack() as stack,
    ):
        dsn = server.new_database("bench")
        centre.init(dsn)
        opened = _open(Path(name), dsn, _plans(windows, tickets, speed, plan.seed), stack)
        begun = time.monotonic()
        for window in opened:
            window.begin()
        _until_done(dsn, tickets, opened)
        elapsed = time.monotonic() - begun
        with open_connection(dsn) as connection:
            calls = scalar(connection, _CALLS)
            twice = scalar(connection, _CALLED_TWICE)
            issued = scalar(connection, _COUNT_ISSUED)
        stack.close()
        taken = [ms for window in opened for ms in window.calls]
    details = {"windows": windows, "tickets": issued, "calls": calls, "seconds": round(elapsed, 1)}
    yield Figure(
        f"{windows} 个窗口一天 {tickets} 个号的倍速", _DAY / elapsed, "倍", goal=Goal.LEAST,
        target=speed, details=details,
    )  # fmt: skip
    yield Figure(
        "只由一个窗口叫到的号", (issued - twice) / tickets * 100, "%", goal=Goal.LEAST, target=100,
        details=details | {"called_twice": twice},
    )  # fmt: skip
    yield Figure("按下叫号到叫出，p95", quantile(taken, 0.95), "ms", details=spread(taken))


def _plans(windows: int, tickets: int, speed: int, seed: int) -> list[dict[str, Any]]:
    """Return what each window's day is, in seconds of the clock."""
    chance = random.Random(seed)  # noqa: S311 - the same day for the same seed
    arrivals: list[float] = []
    while len(arrivals) < tickets:
        moment = chance.gauss(*chance.choice(_WAVES))
        if 0 <= moment <= _LAST_ARRIVAL:
            arrivals.append(moment / speed)
    arrivals.sort()
    service = _BUSY * _DAY * windows / tickets / speed
    return [
        {
            "arrivals": arrivals[place::windows],
            "service": service,
            "pause": _PAUSE / speed,
            "seed": seed + place,
        }
        for place in range(windows)
    ]


def _open(
    folder: Path, dsn: str, plans: Sequence[dict[str, Any]], stack: ExitStack
) -> list[WindowProcess]:
    opened: list[WindowProcess] = []
    for number, plan in enumerate(plans, start=1):
        home = folder / f"window-{number}"
        link = enrol(home, f"W{number}", dsn, desk_code=str(number))
        opened.append(WindowProcess(home, link, plan))
        stack.callback(opened[-1].close)
    for window in opened:
        while not window.online.wait(_LOOK):
            _require_life(opened)
    return opened


def _until_done(dsn: str, tickets: int, opened: Sequence[WindowProcess]) -> None:
    """Wait until the centre has on record that everybody was received."""
    latest, pause = time.monotonic() + _PATIENCE, threading.Event()
    with open_connection(dsn) as connection:
        while scalar(connection, _COUNT_DONE) < tickets:
            _require_life(opened)
            if time.monotonic() > latest:
                raise DeskError("这一天的号没有办完。")
            pause.wait(_LOOK)


def _require_life(opened: Sequence[WindowProcess]) -> None:
    if any(window.has_died for window in opened):
        raise DeskError("有一个窗口的程序自己结束了。")
