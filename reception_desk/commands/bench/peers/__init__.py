"""The rate of our sync beside two others', on the same rows in the same run.

Each peer is installed in the work folder the first time, which takes minutes and needs the
registries that npm and pip are set up with. A peer that cannot be installed is told and left
out; one that fails or loses rows gives no figure, and fails the bench after the others. The rates
are medians of rounds in which all take their turn; what they take to connect is not counted.
Ours makes the search keys of what it read afterwards; `desk bench sync` measures them.
"""

import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from reception_desk.commands.bench.figure import Figure, Goal, median, say
from reception_desk.commands.bench.peers import own
from reception_desk.commands.bench.peers.morango import Morango
from reception_desk.commands.bench.peers.peer import (
    Exchange,
    Peer,
    PeerFailedError,
    PeerMissingError,
    require_whole,
    write_rows,
)
from reception_desk.commands.bench.peers.pouch import PouchDB
from reception_desk.commands.bench.plan import Plan
from reception_desk.errors import DeskError
from reception_desk.sync.embedded_postgres import running_postgres

_ROWS, _ROUNDS = 20_000, 5
_LEAST_TIMES = 10
_UNIT = "行/秒"


@dataclass(slots=True)
class Comparison:
    """What was measured, ours and each peer's by name, and why a peer is not among them."""

    ours: list[Exchange] = field(default_factory=list)
    peers: dict[str, list[Exchange]] = field(default_factory=dict)
    left_out: dict[str, str] = field(default_factory=dict)

    def leave_out(self, peer: Peer, reason: DeskError) -> None:
        """Tell why a peer is not compared."""
        self.peers.pop(peer.name, None)
        self.left_out[peer.name] = str(reason)
        say(f"{peer.name}：不作比较。{reason}")


def measure(plan: Plan) -> Iterator[Figure]:
    """Yield our rates beside each peer's, and our push beside the fastest of theirs."""
    tools, found = plan.work / "peers", Comparison()
    peers = install((PouchDB(tools), Morango(tools)), found)
    failures: list[PeerFailedError] = []
    for _ in range(plan.rounds(_ROUNDS)):
        failures += take_turns(plan, peers, found)
    yield from figures(found)
    if failures:
        raise failures[0]


def install(peers: Sequence[Peer], found: Comparison) -> list[Peer]:
    """Install the peers; return those there are now."""
    ready: list[Peer] = []
    for peer in peers:
        try:
            peer.install()
        except PeerMissingError as missing:
            found.leave_out(peer, missing)
        else:
            ready.append(peer)
    return ready


def take_turns(plan: Plan, peers: list[Peer], found: Comparison) -> list[PeerFailedError]:
    """Exchange new rows ourselves, then by each peer; one that fails gets no further turn."""
    failures: list[PeerFailedError] = []
    with (
        tempfile.TemporaryDirectory(dir=plan.work, prefix="peers-") as name,
        running_postgres(durable=True) as server,
    ):
        folder = Path(name)
        done, made = own.exchange(folder / "own", server, plan.rows(_ROWS))
        found.ours.append(require_whole(own.NAME, done))
        for number, peer in enumerate([*peers]):
            home = folder / str(number)
            home.mkdir()
            given = write_rows(home / "rows.jsonl", made, plan.rows(peer.rows))
            try:
                done = require_whole(peer.name, peer.exchange(home, given, server))
            except PeerFailedError as failure:
                peers.remove(peer)
                found.leave_out(peer, failure)
                failures.append(failure)
            else:
                found.peers.setdefault(peer.name, []).append(done)
    return failures


def figures(found: Comparison) -> Iterator[Figure]:
    """Yield the medians; without a peer ours stand alone."""
    up, down = _rates(found.ours)
    theirs = {name: _rates(done) for name, done in found.peers.items()}
    for name, (their_up, their_down) in theirs.items():
        details = {"ours": _seen(found.ours), "peer": _seen(found.peers[name])}
        yield Figure(f"上传，比 {name}", up, _UNIT, their_up, details=details)
        yield Figure(f"下载，比 {name}", down, _UNIT, their_down, details=details)
    fastest = max((rates[0] for rates in theirs.values()), default=None)
    yield Figure(
        "上传，比其中最快的", up, _UNIT, fastest, Goal.LEAST_TIMES_THE_FLOOR, _LEAST_TIMES,
        {"rounds": len(found.ours), "left_out": found.left_out},
    )  # fmt: skip


def _seen(done: Sequence[Exchange]) -> dict[str, Any]:
    return {
        "rows": done[0].rows,
        "up": [round(each.up) for each in done],
        "down": [round(each.down) for each in done],
    }


def _rates(done: Sequence[Exchange]) -> tuple[float, float]:
    return median(each.up for each in done), median(each.down for each in done)
