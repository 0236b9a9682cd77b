"""A hundred and fifty windows, each sending a registration every five seconds.

Each is a file and a connection of its own; what is timed is the call to the centre. The windows
share this machine with the centre, whose processor time is read from its processes.
"""

import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path

from sqlalchemy import text

from reception_desk.commands.bench.figure import Figure, Goal, quantile, spread
from reception_desk.commands.bench.office import KEY, open_office, visit
from reception_desk.commands.bench.plan import Plan
from reception_desk.commands.bench.sync.office_rows import STREAMS
from reception_desk.models import Database
from reception_desk.records.actor import Actor
from reception_desk.records.identifiers import new_id
from reception_desk.services.registration import register_visit
from reception_desk.sync import centre, enrolment, joining, outbox
from reception_desk.sync.batch import next_batch
from reception_desk.sync.embedded_postgres import EmbeddedPostgres, running_postgres
from reception_desk.sync.greeting import greet
from reception_desk.sync.link import CentreLink
from reception_desk.sync.round import run_round
from reception_desk.sync.session import CentreSession, PushOutcome

_DESKS, _EVERY_SECONDS, _SECONDS = 150, 5.0, 60.0
_CALLERS = 8
_MOST_MS, _MOST_CORES = 250, 1


class SendingDesk:
    """One window: registers, then sends what waits."""

    def __init__(self, database: Database, clerk: Actor, link: CentreLink) -> None:
        self.database = database
        self._clerk = clerk
        self._session = CentreSession(link)
        greet(database, self._session)
        run_round(database, self._session)
        self._client = _client_of(database)

    def close(self) -> None:
        self._session.close()
        self.database.close()

    def send_one(self) -> float:
        """Register a visit and send it; return the milliseconds of the call to the centre."""
        register_visit(self.database, self._clerk, visit())
        batch = next_batch(self.database)
        assert batch is not None  # noqa: S101 - a registration waits
        started = time.perf_counter()
        answer = self._session.push(self._client, batch)
        taken = (time.perf_counter() - started) * 1000
        if answer.outcome is not PushOutcome.ACCEPTED:
            raise RuntimeError(f"the centre answered {answer.outcome}")
        outbox.acknowledge(self.database, batch, answer.heads)
        return taken


def measure(plan: Plan) -> Iterator[Figure]:
    """Yield the p99 of a call and how much of a core the centre used."""
    count = 5 if plan.is_quick else _DESKS
    seconds = 1.0 if plan.is_quick else _SECONDS
    with (
        tempfile.TemporaryDirectory(dir=plan.work, prefix="desks-") as name,
        running_postgres(durable=True, settings={"max_connections": count + 20}) as server,
        ExitStack() as stack,
    ):
        dsn = server.new_database("bench")
        centre.init(dsn)
        with open_office(Path(name) / "first") as office:
            clerk = office.clerk
        desks: list[SendingDesk] = []
        for number in range(count):
            desks.append(_open(Path(name), number, clerk, dsn))
            stack.callback(desks[-1].close)
        used = processor_seconds(server)
        started = time.monotonic()
        taken = _work(desks, seconds)
        cores = (processor_seconds(server) - used) / (time.monotonic() - started)
    details = {"desks": count, "seconds": seconds, **spread(taken)}
    yield Figure(
        f"{count} 个窗口同时上传 p99", quantile(taken, 0.99), "ms", None, Goal.MOST, _MOST_MS,
        details,
    )  # fmt: skip
    yield Figure(f"{count} 个窗口时中心占用", cores, "核", None, Goal.MOST, _MOST_CORES, details)


def processor_seconds(server: EmbeddedPostgres) -> float:
    """Return the processor time of the server's processes so far, ended ones included (Linux)."""
    first, *others = server.processes()
    ticks = sum(_ticks(first)) + sum(sum(_ticks(other)[:2]) for other in others)
    return ticks / os.sysconf("SC_CLK_TCK")


def _ticks(process: int) -> tuple[int, ...]:
    """Return user and system time of a process, then those of its ended children."""
    fields = Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rsplit(")", 1)[1].split()
    return tuple(int(field) for field in fields[11:15])


def _open(folder: Path, number: int, clerk: Actor, dsn: str) -> SendingDesk:
    home = folder / f"desk-{number}"
    shutil.copytree(folder / "first", home)
    database = Database(home / "desk.db", KEY)
    with database.write() as session:
        session.execute(text("UPDATE sync_state SET client = :client"), {"client": new_id()})
    told = enrolment.add_desk(dsn, f"W{number}", STREAMS)
    joined = joining.exchange(CentreLink(told.dsn, told.secret), home)
    return SendingDesk(database, clerk, joined.link)


def _client_of(database: Database) -> str:
    with database.read() as session:
        return session.execute(text("SELECT client FROM sync_state")).scalar_one()


def _work(desks: list[SendingDesk], seconds: float) -> list[float]:
    """Let every window send at its own moment of each five seconds; return all call times."""
    share = _EVERY_SECONDS / len(desks)
    begun = time.monotonic()
    turns = [
        (begun + turn * _EVERY_SECONDS + place * share, desk)
        for turn in range(max(1, round(seconds / _EVERY_SECONDS)))
        for place, desk in enumerate(desks)
    ]

    def call(turn: tuple[float, SendingDesk]) -> float:
        due, desk = turn
        time.sleep(max(0.0, due - time.monotonic()))
        return desk.send_one()

    with ThreadPoolExecutor(_CALLERS) as callers:
        return list(callers.map(call, turns))
