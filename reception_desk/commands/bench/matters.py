"""事项: opening a matter of two hundred steps, the board of what is due, the first of the list."""

import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

from reception_desk.commands.bench.figure import (
    Figure,
    Goal,
    interleaved,
    median,
    milliseconds,
    spread,
)
from reception_desk.commands.bench.matter_rows import matters_home
from reception_desk.commands.bench.office import BenchOffice, open_office, visit
from reception_desk.commands.bench.plan import Plan
from reception_desk.config import HALL_ZONE
from reception_desk.models.database import now
from reception_desk.records.matters import MatterFilter
from reception_desk.records.steps import StepInput
from reception_desk.rules.calendar import shipped_calendar
from reception_desk.rules.duty_ledger import Reckoning
from reception_desk.rules.transition import PROPOSED, Event
from reception_desk.services import matter_list, office
from reception_desk.services.due_board import due_board
from reception_desk.services.registration import register_visit
from reception_desk.services.steps import take_step

STEPS, _QUICK_STEPS = 200, 20
_ROUNDS = 12
_PAIRS = {"反映": "人人都说", "补偿": "常见", "小悟": "地名", "界石": "没人说"}
_MOST_OPENING_MS, _MOST_BOARD_MS, _MOST_STALL_MS = 100, 200, 50


def measure(plan: Plan) -> Iterator[Figure]:
    """Yield the figures of one long matter and of half a million."""
    home = matters_home(plan)
    with open_office(home) as hall:
        matter_id = _long_matter(hall, _steps(plan))
        yield from _lists(plan, hall)
        yield from _opening(plan, hall, home, matter_id)


def _steps(plan: Plan) -> int:
    return _QUICK_STEPS if plan.is_quick else STEPS


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
    """Read the board and the list as the page does; whatever a unit has is sorted first."""
    database, clerk, today = hall.database, hall.clerk, now().astimezone(ZoneInfo(HALL_ZONE)).date()
    total = matter_list.count_matters(database, clerk, MatterFilter())
    live, of_unit = MatterFilter(is_live=True), MatterFilter(unit_id=_busy_unit(hall, today))
    words = MatterFilter(text=_words_of_few(hall))
    saved = [kept.filter for kept in matter_list.saved_filters(database, clerk)]
    asked: tuple[tuple[str, Callable[[], object], float | None], ...] = (
        ("期限看板", lambda: due_board(database, clerk, today), _MOST_BOARD_MS),
        ("清单首页", lambda: matter_list.list_matters(database, clerk, live), _MOST_BOARD_MS),
        ("一个单位的首页", lambda: matter_list.list_matters(database, clerk, of_unit), None),
        ("按标题里的词", lambda: matter_list.list_matters(database, clerk, words), _MOST_BOARD_MS),
        ("各筛选的件数", lambda: matter_list.count_each(database, clerk, saved), None),
    )
    for name, ask, most in asked:
        taken = [milliseconds(ask) for _ in range(plan.rounds(_ROUNDS) + 1)][1:]
        goal = Goal.NONE if most is None else Goal.MOST
        details = {**spread(taken), "matters": total}
        yield Figure(f"{name} 中位数", median(taken), "ms", None, goal, most, details)
    for pair, said in _PAIRS.items():
        yield _pair(plan, hall, pair, said)


def _pair(plan: Plan, hall: BenchOffice, pair: str, said: str) -> Figure:
    """Find the first matters whose titles say two characters; the floor reads every title."""
    sought = MatterFilter(text=pair, is_live=True)
    ours, floor = interleaved(
        plan.rounds(_ROUNDS),
        lambda: matter_list.list_matters(hall.database, hall.clerk, sought),
        lambda: _read_titles(hall, pair),
        warm=1,
    )
    details = {**spread(ours), "titles": _read_titles(hall, pair)}
    name = f"两个字“{pair}”（{said}）的首页 中位数"
    return Figure(name, median(ours), "ms", median(floor), Goal.MOST, _MOST_BOARD_MS, details)


def _read_titles(hall: BenchOffice, pair: str) -> int:
    """Return how many titles say it, as a program without an index finds out."""
    said = "SELECT count(*) FROM matter WHERE instr(title, ?)"
    with hall.database.read() as session:
        return session.connection().exec_driver_sql(said, (pair,)).scalar_one()


def _words_of_few(hall: BenchOffice) -> str:
    """Return words in the middle of a title that some hundred matters share."""
    (row,) = matter_list.list_matters(hall.database, hall.clerk, MatterFilter(), most=1)
    return row.title[6:20]


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
        painted = PaintWatch(page.matter.steps)
        stalls, taken = [], []
        for _ in range(plan.rounds(_ROUNDS) + 1):
            page.close_matter()
            turn_until(lambda: not desk.workplace.tasks.pending and not page.overview.is_waiting)
            painted.forget()
            watch = StallWatch()
            started = time.perf_counter()
            page.open_matter(matter_id)
            turn_until(lambda: page.matter.is_whole and painted.has_painted)
            taken.append((time.perf_counter() - started) * 1000)
            watch.stop()
            stalls.append(max(watch.gaps))
        details = {**spread(taken[1:]), "steps": _steps(plan)}
    name = f"打开 {_steps(plan)} 步的事项到画出 中位数"
    yield Figure(name, median(taken[1:]), "ms", None, Goal.MOST, _MOST_OPENING_MS, details)
    name = "打开事项时界面最长停顿 中位数"
    yield Figure(
        name, median(stalls[1:]), "ms", None, Goal.MOST, _MOST_STALL_MS, spread(stalls[1:])
    )
