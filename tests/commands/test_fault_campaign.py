"""Each kind of fault that the campaign names is really felt, and everything heals from it."""

import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from reception_desk.commands.bench import faults
from reception_desk.commands.bench.cable import Cable, Fault
from reception_desk.commands.bench.fault_campaign import CABLE, Campaign, FaultKind
from reception_desk.commands.bench.fault_verdict import judge
from reception_desk.sync import centre as administration
from reception_desk.sync.embedded_postgres import running_postgres
from reception_desk.sync.link import CentreLink
from tests.postgres import CentreDatabase

pytestmark = [pytest.mark.slow, pytest.mark.postgres, pytest.mark.timeout(300)]


WITHIN = 30.0
Hall = tuple[Campaign, CentreDatabase, dict[Path, CentreLink], Cable]


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[Hall]:
    """One window at work behind a cable, and one that is to read all at the end."""
    with running_postgres(durable=True) as server:
        made = CentreDatabase(server, server.new_database("campaign"))
        administration.init(made.dsn)
        links = {tmp_path / name: faults.enrol(tmp_path / name, name, made.dsn) for name in "AD"}
        cable = Cable(server.port)
        homes = {tmp_path / "A": cable.through(links[tmp_path / "A"])}
        with closing(cable), Campaign(homes, cable, server, seed=1) as campaign:
            campaign.begin()
            yield campaign, made, links, cable


def log_of(made: CentreDatabase) -> str:
    return made.server._log.read_text(errors="replace")


def test_every_kind_of_fault_strikes_and_all_heals(hall: Hall):
    campaign, made, links, cable = hall
    strikes: dict[FaultKind, Callable[[], int]] = {
        FaultKind.WINDOW_KILLED: lambda: len({line.split("-")[-2] for line in campaign.said}),
        FaultKind.CENTRE_KILLED: lambda: log_of(made).count("was not properly shut down"),
        FaultKind.CENTRE_RESTARTED: lambda: log_of(made).count("fast shutdown request"),
        FaultKind.CENTRE_DISK_FULL: lambda: log_of(made).count("File too large"),
        FaultKind.WINDOW_DISK_FULL: lambda: sum(line[0] == "F" for line in campaign.said),
        FaultKind.CABLE_CUT: lambda: cable.struck[Fault.UNPLUGGED],
        FaultKind.HALF_OPEN: lambda: cable.struck[Fault.SILENT],
        FaultKind.SLOW: lambda: cable.struck[Fault.SLOW],
        FaultKind.BYTE_BY_BYTE: lambda: cable.struck[Fault.TRICKLE],
        FaultKind.REPLIES_LOST: lambda: cable.struck[Fault.REPLIES_LOST],
    }
    for kind in FaultKind:
        before = strikes[kind]()
        campaign.inflict(kind)
        deadline = time.monotonic() + WITHIN
        while strikes[kind]() == before:
            assert time.monotonic() < deadline, kind
            if kind in CABLE:  # the window was still waiting for an answer of the fault before
                campaign.inflict(kind)
    campaign.__exit__()

    verdict = judge(links, campaign.said)

    assert verdict.registrations > 0
    assert verdict.refused_commits > 0
    wrong = (verdict.lost, verdict.doubled, verdict.wrong_winners, verdict.diverged, verdict.unsent)
    assert wrong == (0, 0, 0, 0, 0)
