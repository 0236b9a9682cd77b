"""事项: opening a matter of two hundred steps, the board of what is due, the first of the list."""

import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

from reception_desk.commands.bench.figure import Figure, Goal, median, milliseconds, spread
from reception_desk.commands.bench.matter_rows import matters_home
from reception_desk.commands.bench.office import BenchOffice, open_office, visit
from reception_desk.commands.bench.plan import Plan
from reception_desk.models.database import now
from reception_desk.records.matters import DueGroup, MatterFilter
from reception_desk.records.steps import StepInput
from reception_desk.rules.calendar import shipped_calendar
from reception_desk.rules.duty_ledger import Reckoning
from reception_desk.rules.transition import PROPOSED, Event
from reception_desk.services import matter_list, office
from reception_desk.services.due_board import due_board
from reception_desk.services.registration import register_visit
from reception_desk.services.steps import take_step

STEPS = 200
_ROUNDS = 30
_MOST_OPENING_MS, _MOST_BOARD_MS, _MOST_STALL_MS = 100, 200, 50


def measure(plan: Plan) -> Iterator[Figure]:
    """Yield the figures of one long matter and of half a million."""
    home = matters_home(plan)
    with open_office(home) as hall:
        matter_id = _long_matter(hall, STEPS)
        yield from _lists(plan, hall)
        yield from _opening(plan, hall, home, matter_id)


def _long_matter(hall: BenchOffice, steps: int) -> str:
    """Register a matter and let it be proposed for transfer again and again."""
    by = Reckoning(shipped_calendar())
    matter_id = register_visit(hall.database, hall.clerk, visit()).matter_id or ""
    unit = office.unit_id("T100")
    for number in range(steps - 1):
        step = StepInput(
            PROPOSED, result=Event.TRANSFERRED, unit_id=unit, reason=f"第{number + 1}次核对后再报"
        )
        take_step(hall.database, hall.clerk, matter_id, step, by)
    return matter_id


def _lists(plan: Plan, hall: BenchOffice) -> Iterator[Figure]:
    database, clerk, today = hall.database, hall.clerk, now().date()
    total = matter_list.count_matters(database, clerk, MatterFilter())
    unit = _busy_unit(hall, today)
    asked: dict[str, Callable[[], object]] = {
        "期限看板": lambda: due_board(database, clerk, today, group=DueGroup.OVERDUE),
        "事项清单首页": lambda: matter_list.list_matters(
            database, clerk, MatterFilter(is_live=True)
        ),
        "按单位筛选的首页": lambda: matter_list.list_matters(
            database, clerk, MatterFilter(unit_id=unit)
        ),
    }
    for name, ask in asked.items():
        taken = [milliseconds(ask) for _ in range(plan.rounds(_ROUNDS) + 1)][1:]
        yield Figure(
            f"{name}中位数", median(taken), "ms", None, Goal.MOST, _MOST_BOARD_MS,
            {**spread(taken), "matters": total},
        )  # fmt: skip


def _busy_unit(hall: BenchOffice, today: date) -> str | None:
    board = due_board(hall.database, hall.clerk, today, most=1)
    return next((count.key for count in board.by_unit if count.key), None)


def _opening(plan: Plan, hall: BenchOffice, home: Path, matter_id: str) -> Iterator[Figure]:
    """Open the matter in the real window, from the key to the painted page."""
    from reception_desk.commands.bench.register_window import open_desk, turn_until
    from reception_desk.commands.bench.screen import PaintWatch, StallWatch
    from reception_desk.ui.pages.matters import MattersPage

    with open_desk(home, hall) as desk:
        page = desk.window.open_page("matters")
        if not isinstance(page, MattersPage):
            raise TypeError("the page of matters is another one now")
        turn_until(lambda: not desk.workplace.tasks.pending)
        painted = PaintWatch(page.matter.head)
        stalls, taken = [], []
        for _ in range(plan.rounds(_ROUNDS) + 1):
            page.close_matter()
            turn_until(lambda: not desk.workplace.tasks.pending and not page.overview.is_waiting)
            painted.forget()
            watch = StallWatch()
            started = time.perf_counter()
            page.open_matter(matter_id)
            turn_until(lambda: page.matter.isVisible() and painted.has_painted)
            taken.append((time.perf_counter() - started) * 1000)
            watch.stop()
            stalls.append(max(watch.gaps))
        details = {**spread(taken[1:]), "steps": STEPS}
    name = f"打开 {STEPS} 步的事项到画出 中位数"
    yield Figure(name, median(taken[1:]), "ms", None, Goal.MOST, _MOST_OPENING_MS, details)
    name = "打开事项时界面最长停顿 中位数"
    yield Figure(
        name, median(stalls[1:]), "ms", None, Goal.MOST, _MOST_STALL_MS, spread(stalls[1:])
    )
