"""The year of leaders' reception: the offices' paper read, laid out with what clashes, kept.

Through the services, on the encrypted file of a desk: 22 leaders, each with days of their own and
a turn in the roster of every working day.
"""

import tempfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

from reception_desk.commands.bench.figure import (
    Figure,
    Goal,
    interleaved,
    median,
    milliseconds,
    spread,
)
from reception_desk.commands.bench.office import open_office
from reception_desk.commands.bench.plan import Plan
from reception_desk.models import Database
from reception_desk.records.actor import Actor
from reception_desk.rules.leader_paper import HEADINGS
from reception_desk.rules.permissions import Role
from reception_desk.services.leader_days import reception_days
from reception_desk.services.leader_paper import keep_paper, open_paper
from reception_desk.services.leader_plan import PlanProposal, keep_plan, propose_plan

LEADERS = 22
_YEAR = 2026
_FIRST, _LAST = date(_YEAR, 1, 1), date(_YEAR, 12, 31)
_ROUNDS = 20
_WEEKDAYS = "一二三四五"


def measure(plan: Plan) -> Iterator[Figure]:
    """Yield the figures of the yearly plan."""
    with tempfile.TemporaryDirectory(dir=plan.work, prefix="leader-days-") as folder:
        home = Path(folder) / "desk"
        with open_office(home) as office:
            planner = replace(office.clerk, roles=frozenset({Role.SECTION.value}))
            yield from _figures(plan, office.database, planner, home / "安排.xlsx")


def _figures(plan: Plan, database: Database, planner: Actor, paper: Path) -> Iterator[Figure]:
    _write_paper(paper)
    rounds = plan.rounds(_ROUNDS)
    (read,) = interleaved(rounds, lambda: open_paper(database, planner, paper, _YEAR))
    yield Figure("读入年度安排（Excel，44行）", median(read), "ms", details=spread(read))
    keep_paper(database, planner, open_paper(database, planner, paper, _YEAR))

    (fresh,) = interleaved(rounds, lambda: _laid_out(database, planner))
    proposal = _laid_out(database, planner)
    counts = {"days": len(proposal.days), "conflicts": len(proposal.conflicts)}
    yield Figure(
        f"{LEADERS} 位领导排出全年并查冲突", median(fresh), "ms",
        goal=Goal.MOST, target=1000, details={**counts, **spread(fresh)},
    )  # fmt: skip
    kept = milliseconds(lambda: keep_plan(database, planner, proposal.days))
    yield Figure("写入全年的接访日", kept, "ms", details=counts)
    (again,) = interleaved(rounds, lambda: _laid_out(database, planner))
    yield Figure(
        "全年已写入后再排一遍并查冲突", median(again), "ms",
        goal=Goal.MOST, target=1000, details=spread(again),
    )  # fmt: skip
    june = _FIRST.replace(month=6), _FIRST.replace(month=6, day=30)
    (month,) = interleaved(rounds, lambda: reception_days(database, *june))
    yield Figure("读出一个月的接访日", median(month), "ms", details=spread(month))


def _laid_out(database: Database, planner: Actor) -> PlanProposal:
    return propose_plan(database, planner, _FIRST, _LAST)


def _write_paper(path: Path) -> None:
    """A turn of every working day for each, and a day of their own: a month's or a week's."""
    from xlsxwriter import Workbook

    with Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, [known[0] for known in HEADINGS.values()])
        for at in range(LEADERS):
            who = (f"领导{at + 1}", "副县长", f"分管工作{at + 1}")
            own = f"每月{at + 1}日" if at % 4 else f"每周{_WEEKDAYS[at % 5]}"
            hours = ("8:30-11:30", "一楼接访室", "顺延")
            turn = ("每个工作日轮流", "14:30-17:00", "二楼接访室", "")
            sheet.write_row(2 * at + 1, 0, [*who, own, *hours])
            sheet.write_row(2 * at + 2, 0, [*who, *turn])
