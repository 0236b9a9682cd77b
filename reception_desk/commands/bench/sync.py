"""A hundred thousand rows to the centre and down to another desk whose window is open.

The stall is the longest time in which the UI thread of a real main window did not come round to
its event loop while the rows came in. Both rates stand beside a bare insert of the same rows, 500
to a transaction, with the pragmas of the desk.
"""

import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from reception_desk import config
from reception_desk.commands.bench import population, sample_rows
from reception_desk.commands.bench.commit import insert_plainly
from reception_desk.commands.bench.figure import Figure, Goal, milliseconds, spread
from reception_desk.commands.bench.office import (
    MORNING,
    BenchOffice,
    bare_driver,
    driver_of,
    open_office,
)
from reception_desk.commands.bench.plan import Plan
from reception_desk.config import CentreSettings
from reception_desk.rules.units import BUREAU_STREAM, SHARED_STREAM
from reception_desk.sync import centre, enrolment
from reception_desk.sync.embedded_postgres import EmbeddedPostgres, running_postgres
from reception_desk.sync.greeting import greet
from reception_desk.sync.link import configured, keep_secret
from reception_desk.sync.round import run_round
from reception_desk.sync.session import CentreSession

_ROWS = 100_000
_BATCH = 500
_MOST_MS = 50


def measure(plan: Plan) -> Iterator[Figure]:
    """Yield the rates up and down and the longest stall of the window meanwhile."""
    with (
        tempfile.TemporaryDirectory(dir=plan.work, prefix="sync-") as name,
        running_postgres(durable=True) as server,
    ):
        folder = Path(name)
        admin_dsn = server.new_database("bench")
        centre.init(admin_dsn)
        for home in ("sender", "receiver"):
            _enrol(folder / home, home, admin_dsn)
        with open_office(folder / "sender") as office:
            rows = _fill(office, plan.rows(_ROWS))
            up = _send(folder / "sender", office)
        floor = _floor(folder / "floor.db", rows)
        yield Figure("同步上传", len(rows) / up, "行/秒", len(rows) / floor)
        with open_office(folder / "receiver") as office:
            yield from _received(folder / "receiver", office, server, len(rows), len(rows) / floor)


def _enrol(home: Path, name: str, admin_dsn: str) -> None:
    """Let the desk in `home` in: its link and secret are kept as the program keeps them."""
    home.mkdir(parents=True)
    told = enrolment.add_desk(admin_dsn, name, (SHARED_STREAM, BUREAU_STREAM))
    keep_secret(home, told.secret)
    config.save(replace(config.load(home), centre=CentreSettings(dsn=told.dsn)))


def _fill(office: BenchOffice, count: int) -> list[bytes]:
    """Commit persons and visits at the desk, half and half; return the bytes of the rows."""
    person_count = count // 2
    people = [
        sample_rows.person_cells(office.clerk, person)
        for person in population.persons(person_count)
    ]
    visits = [
        sample_rows.visit_cells(office.clerk, visit)
        for visit in population.visits(count - person_count, person_count, MORNING)
    ]
    for table, columns, rows in (
        ("person", sample_rows.PERSON_COLUMNS, people),
        ("visit", sample_rows.VISIT_COLUMNS, visits),
    ):
        statement = sample_rows.insert_statement(table, columns)
        for chunk in _chunks(rows):
            with office.database.write() as session:
                driver_of(session).executemany(statement, chunk)
    return ["\x1f".join(map(str, row)).encode() for row in (*people, *visits)]


def _send(home: Path, office: BenchOffice) -> float:
    """Send everything in one round; return its seconds."""
    link = configured(config.load(home))
    assert link is not None  # noqa: S101 - enrolled a moment ago
    with CentreSession(link) as session:
        greet(office.database, session)
        return milliseconds(lambda: run_round(office.database, session)) / 1000


def _floor(path: Path, rows: list[bytes]) -> float:
    """Return the seconds of the bare insert."""
    with bare_driver(path) as driver:
        driver.execute("CREATE TABLE plain (bytes BLOB NOT NULL)")
        started = time.perf_counter()
        for chunk in _chunks(rows):
            insert_plainly(driver, chunk)
        return time.perf_counter() - started


def _received(
    home: Path, office: BenchOffice, server: EmbeddedPostgres, wanted: int, floor: float
) -> Iterator[Figure]:
    """Open the window with the centre away, let the centre come back, watch the UI thread."""
    from reception_desk.commands.bench.receiving import receive

    server.stop()
    seen = receive(home, office, wanted, server.start)
    yield Figure(
        "同步时界面最长停顿",
        max(seen.gaps),
        "ms",
        max(seen.idle_gaps),
        Goal.MOST,
        _MOST_MS,
        {"rows": seen.rows, **spread(seen.gaps)},
    )
    yield Figure("同步下载", seen.rows / seen.seconds, "行/秒", floor)


def _chunks(rows: list[Any]) -> Iterator[list[Any]]:
    for start in range(0, len(rows), _BATCH):
        yield rows[start : start + _BATCH]
