"""Three windows at work while everything fails: what was lost, doubled, or parted.

One round is one fault: a window or PostgreSQL killed, the cable cut, half open, slow, a byte at a
time or losing replies, the disk full on either side. Afterwards everything heals, a new window
reads all from the centre, and the files are held against what the windows said they committed.
"""

import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from reception_desk.commands.bench.cable import Cable
from reception_desk.commands.bench.fault_campaign import Campaign
from reception_desk.commands.bench.fault_verdict import Verdict, judge
from reception_desk.commands.bench.figure import Figure, Goal
from reception_desk.commands.bench.office import open_office
from reception_desk.commands.bench.plan import Plan
from reception_desk.rules.units import BUREAU_STREAM, SHARED_STREAM
from reception_desk.sync import centre, enrolment, joining
from reception_desk.sync.embedded_postgres import running_postgres
from reception_desk.sync.link import CentreLink

WINDOWS = ("A", "B", "C")
NEWCOMER = "D"


def measure(plan: Plan) -> Iterator[Figure]:
    """Yield how many rows were lost, doubled, wrong or different; each must be none."""
    with (
        tempfile.TemporaryDirectory(dir=plan.work, prefix="faults-") as name,
        running_postgres(durable=True) as server,
    ):
        folder = Path(name)
        dsn = server.new_database("bench")
        centre.init(dsn)
        links = {window: enrol(folder / window, window, dsn) for window in (*WINDOWS, NEWCOMER)}
        cable = Cable(server.port)
        homes = {folder / window: cable.through(links[window]) for window in WINDOWS}
        started = time.monotonic()
        with closing(cable), Campaign(homes, cable, server, seed=plan.seed) as campaign:
            campaign.run(plan.faults)
        healing = time.monotonic()
        verdict = judge({folder / window: link for window, link in links.items()}, campaign.said)
        conflicts = sum(desk.conflicts for desk in centre.status(dsn).desks)
    yield from _figures(
        verdict,
        {
            "seed": plan.seed,
            "rounds": {kind.value: count for kind, count in campaign.happened.items()},
            "seconds": round(healing - started, 1),
            "healed_in_seconds": round(verdict.healed_at - healing, 1),
            "registrations": verdict.registrations,
            "corrections": verdict.corrections,
            "struck_on_the_cable": {fault.name.lower(): n for fault, n in cable.struck.items()},
            "commits_refused_by_a_full_disk": verdict.refused_commits,
            "rows": verdict.rows,
            "conflicts": conflicts,
        },
    )


def enrol(home: Path, name: str, dsn: str, desk_code: str = "1") -> CentreLink:
    """Set up a window with its receptionist and let it in."""
    home.mkdir(parents=True)
    with open_office(home, desk_code):
        pass
    told = enrolment.add_desk(dsn, name, (SHARED_STREAM, BUREAU_STREAM), login=f"fault_{name}")
    return joining.exchange(CentreLink(told.dsn, told.secret), home).link


def _figures(verdict: Verdict, details: dict[str, object]) -> Iterator[Figure]:
    for title, count in (
        ("故障后 丢失的提交", verdict.lost),
        ("故障后 重复的来访", verdict.doubled),
        ("故障后 胜负判错的字段", verdict.wrong_winners),
        ("故障后 各窗口不一致的行", verdict.diverged),
        ("故障后 没有传完的改动", verdict.unsent),
    ):
        yield Figure(title, count, "项", None, Goal.MOST, 0, dict(details))
