"""Opening and scrolling the register of two million visits, against a bare table.

The first lines stand there while the order of the rest is still being read. One step is: move the
scroll bar, paint. Rows that come into sight and were not read yet are read meanwhile from the
encrypted file and painted after that; how long it takes until they stand there is told beside the
step, and so is the longest time in which the UI thread answered nothing, that second painting
included. Time in which the machine gave the thread no processor is not counted in steps and stalls.
"""

import random
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from reception_desk.commands.bench.bulk import large_home
from reception_desk.commands.bench.figure import (
    Figure,
    Goal,
    median,
    own_milliseconds,
    quantile,
    spread,
)
from reception_desk.commands.bench.office import open_office
from reception_desk.commands.bench.plan import Plan

if TYPE_CHECKING:
    from reception_desk.commands.bench.register_window import Scroller

_ROUNDS = 300
_MOST_MS = 16
_MOST_STALL_MS = 50


def measure(plan: Plan) -> Iterator[Figure]:
    """Yield how the register opens, and the longest step of three ways to scroll."""
    from reception_desk.commands.bench.bare_table import open_bare_table
    from reception_desk.commands.bench.register_window import Scroller, open_register

    home = large_home(plan)
    with open_office(home) as office, open_register(home, office) as (page, opening):
        rows = page.model.rowCount()
        yield Figure("台账打开到首屏", opening.first_ms, "ms", details={"rows": rows})
        yield Figure("台账打开到全部读出", opening.all_ms, "ms", details={"rows": rows})
        yield Figure(
            "台账打开时界面最长停顿", opening.stall_ms, "ms", None, Goal.MOST, _MOST_STALL_MS
        )
        ours = _runs(plan, Scroller(page.table, lambda: page.lines.is_whole))
    with open_bare_table(rows) as table:
        floor = _runs(plan, Scroller(table, lambda: True))
    for title, run in ours.items():
        yield from _figures(title, run, floor[title], rows)


@dataclass(frozen=True, slots=True)
class Run:
    """Milliseconds of each step, until all of its rows stood there, and of the longest stall."""

    steps: list[float] = field(default_factory=list)
    filled: list[float] = field(default_factory=list)
    stall: float = 0.0


def _figures(title: str, ours: Run, floor: Run, rows: int) -> Iterator[Figure]:
    over = sum(taken > _MOST_MS for taken in ours.steps)
    details = {"rows": rows, **spread(ours.steps), "over_16_ms": round(over / len(ours.steps), 4)}
    yield Figure(
        f"台账滚动 {title} 最长一步", max(ours.steps), "ms", max(floor.steps), Goal.MOST, _MOST_MS,
        details,
    )  # fmt: skip
    yield Figure(f"台账滚动 {title} 中位数", median(ours.steps), "ms", median(floor.steps))
    yield Figure(
        f"台账滚动 {title} 界面最长停顿", ours.stall, "ms", floor.stall, Goal.MOST, _MOST_MS
    )
    yield Figure(
        f"台账滚动 {title} 到文字齐全 p99", quantile(ours.filled, 0.99), "ms",
        details=spread(ours.filled),
    )  # fmt: skip


def _runs(plan: Plan, scroller: "Scroller") -> dict[str, Run]:
    """Return the steps of each way: page down, drag of the bar, jump anywhere."""
    count = plan.rounds(_ROUNDS)
    chance = random.Random(3)  # noqa: S311 - the same places each time
    ways: dict[str, Callable[[int], int]] = {
        "翻页": lambda at: at * scroller.page,
        "拖动": lambda at: at * scroller.last // count,
        "跳转": lambda _: chance.randrange(scroller.last),
    }
    return {title: _run(scroller, [place(at) for at in range(1, count + 1)])
            for title, place in ways.items()}  # fmt: skip


def _run(scroller: "Scroller", places: list[int]) -> Run:
    from reception_desk.commands.bench.screen import StallWatch

    for place in (scroller.last // 3, 0):
        scroller.go(place)
        scroller.fill()
    run, watch = Run(), StallWatch()
    for to in places:
        started = time.perf_counter()
        run.steps.append(own_milliseconds(lambda place=to: scroller.go(place)))
        scroller.fill()
        run.filled.append((time.perf_counter() - started) * 1000)
    watch.stop()
    return replace(run, stall=max(watch.gaps))
