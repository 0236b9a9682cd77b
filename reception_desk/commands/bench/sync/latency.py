"""From the commit at window A to the painted row at window B, woken by the centre's notice."""

import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from reception_desk.commands.bench.figure import Figure, Goal, quantile, spread
from reception_desk.commands.bench.office import BenchOffice, open_office, visit
from reception_desk.commands.bench.plan import Plan
from reception_desk.commands.bench.sync.office_rows import enrol, link_of
from reception_desk.models.database import now
from reception_desk.services.files import FileStore
from reception_desk.services.registration import register_visit
from reception_desk.sync import centre
from reception_desk.sync.embedded_postgres import running_postgres
from reception_desk.sync.loop import LoopTimes, SyncLoop

_TRIALS = 200
_MEDIAN_MS, _P99_MS = 100, 500
_NEVER = LoopTimes(poll=3600)
"""Whatever comes is then the effect of a notice."""


def measure(plan: Plan) -> Iterator[Figure]:
    """Yield median and p99 of some hundred registrations."""
    with (
        tempfile.TemporaryDirectory(dir=plan.work, prefix="latency-") as name,
        running_postgres(durable=True) as server,
    ):
        folder = Path(name)
        admin_dsn = server.new_database("bench")
        centre.init(admin_dsn)
        for home in ("a", "b"):
            enrol(folder / home, admin_dsn)
        with open_office(folder / "a") as sender, open_office(folder / "b") as receiver:
            files = FileStore(folder / "a" / "files")
            loop = SyncLoop(sender.database, link_of(folder / "a"), files, _NEVER)
            loop.start(lambda _: None, lambda _: None)
            try:
                taken = _trials(folder / "b", sender, receiver, loop, plan.rounds(_TRIALS))
            finally:
                loop.stop()
    for title, share, most in (("中位数", 0.5, _MEDIAN_MS), ("p99", 0.99, _P99_MS)):
        value = quantile(taken, share)
        name = f"甲窗口提交到乙窗口画出 {title}"
        yield Figure(name, value, "ms", None, Goal.MOST, most, spread(taken))


def _trials(
    home: Path, sender: BenchOffice, receiver: BenchOffice, loop: SyncLoop, count: int
) -> list[float]:
    """Register `count` visits at the sender, each when the one before was painted; ms each."""
    from reception_desk.commands.bench.register_window import open_desk, turn_until
    from reception_desk.commands.bench.screen import PaintWatch
    from reception_desk.ui.pages.register.page import RegisterPage

    with open_desk(home, receiver) as desk:
        page = desk.window.open_page("register")
        if not isinstance(page, RegisterPage):
            raise TypeError("the register is another page now")
        watch = PaintWatch(page.table.viewport())
        came: set[str] = set()

        def note(visit_id: str) -> None:
            """The page heard it before us and has made room: what it paints now has the row."""
            came.add(visit_id)
            watch.forget()

        def once() -> float:
            given = replace(visit(), arrived_at=now())  # the latest stands on top, in sight
            visit_id = register_visit(sender.database, sender.clerk, given).visit_id
            started = time.perf_counter()
            loop.wake()
            turn_until(lambda: visit_id in came and watch.has_painted)
            return (time.perf_counter() - started) * 1000

        desk.workplace.changes.visit_changed.connect(note)
        turn_until(lambda: page.table.isVisible() or not desk.workplace.tasks.pending)
        once()  # the first brings the set-up of the other office with it
        return [once() for _ in range(count)]
