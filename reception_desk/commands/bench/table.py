"""Opening and scrolling the register of two million visits, against a bare table.

The first lines stand there while the order of the rest is still being read. One step is: move the
scroll bar, read the page of rows that comes into sight from the encrypted file, paint. Time in
which the machine gave the thread no processor is not counted.
"""

import random
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from reception_desk.commands.bench.bulk import large_home
from reception_desk.commands.bench.figure import (
    Figure,
    Goal,
    median,
    own_milliseconds,
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
        ours = _steps(plan, Scroller(page.table))
    with open_bare_table(rows) as table:
        floor = _steps(plan, Scroller(table))
    for title, times in ours.items():
        over = sum(taken > _MOST_MS for taken in times)
        details = {"rows": rows, **spread(times), "over_16_ms": round(over / len(times), 4)}
        yield Figure(
            f"台账滚动 {title} 最长一步", max(times), "ms", max(floor[title]), Goal.MOST,
            _MOST_MS, details,
        )  # fmt: skip
        yield Figure(f"台账滚动 {title} 中位数", median(times), "ms", median(floor[title]))


def _steps(plan: Plan, scroller: "Scroller") -> dict[str, list[float]]:
    """Return milliseconds of each step: page down, drag of the bar, jump anywhere."""
    count = plan.rounds(_ROUNDS)
    chance = random.Random(3)  # noqa: S311 - the same places each time
    ways: dict[str, Callable[[int], int]] = {
        "翻页": lambda at: at * scroller.page,
        "拖动": lambda at: at * scroller.last // count,
        "跳转": lambda _: chance.randrange(scroller.last),
    }
    found: dict[str, list[float]] = {}
    for title, place in ways.items():
        scroller.go(scroller.last // 3)
        scroller.go(0)
        places = [place(at) for at in range(1, count + 1)]
        found[title] = [own_milliseconds(lambda to=to: scroller.go(to)) for to in places]
    return found
