"""A hundred thousand rows to the centre and down again, and their bytes on the wire.

Up: the floor is COPY of the same rows into equal tables. Down: it is a plain SELECT of the same
columns with `executemany` into equal tables of the encrypted file; the search keys of what came
are made afterwards, which is a figure of its own. The stall is the longest time
in which the UI thread of a real main window did not come round to its event loop while rows came.
"""

import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from reception_desk.commands.bench.cable import Cable
from reception_desk.commands.bench.figure import Figure, Goal, milliseconds, spread
from reception_desk.commands.bench.office import BenchOffice, bare_driver, open_office
from reception_desk.commands.bench.plan import Plan
from reception_desk.commands.bench.sample_rows import insert_statement
from reception_desk.commands.bench.sync.centre_floor import copy_rows, read_rows
from reception_desk.commands.bench.sync.office_rows import (
    MadeRows,
    chunks,
    commit_rows,
    enrol,
    link_of,
    one_round,
)
from reception_desk.sync import centre
from reception_desk.sync.embedded_postgres import EmbeddedPostgres, running_postgres
from reception_desk.sync.greeting import greet
from reception_desk.sync.round import run_round
from reception_desk.sync.session import CentreSession

_ROWS, _WIRE_ROWS = 100_000, 5_000
_MOST_MS = 50
_LEAST_DOWN = 25_000
"""Rows a second, on two shared cores."""


def measure(plan: Plan) -> Iterator[Figure]:
    """Yield the rates up and down beside their floors, the stall, and the bytes."""
    with (
        tempfile.TemporaryDirectory(dir=plan.work, prefix="sync-") as name,
        running_postgres(durable=True) as server,
    ):
        folder = Path(name)
        admin_dsn = server.new_database("bench")
        centre.init(admin_dsn)
        for home in ("sender", "reader", "receiver", "counted"):
            enrol(folder / home, admin_dsn)
        with open_office(folder / "sender") as office:
            made = commit_rows(office, plan.rows(_ROWS))
            up = one_round(office, link_of(folder / "sender"))
        count = sum(len(part.rows) for part in made)
        copied = copy_rows(admin_dsn, made)
        yield Figure(
            "同步上传", count / up, "行/秒", count / copied, Goal.LEAST_TIMES_THE_FLOOR, 0.25,
            {"rows": count},
        )  # fmt: skip
        with open_office(folder / "reader") as office:
            down = one_round(office, link_of(folder / "reader"))
            keys = milliseconds(office.database.make_search_keys) / 1000
        read = _read_floor(folder / "floor.db", admin_dsn, made)
        yield Figure("同步下载", count / down, "行/秒", count / read, Goal.LEAST, _LEAST_DOWN)
        yield Figure("下载后编入检索", count / keys, "行/秒")
        yield _wire(folder / "counted", server, plan)
        with open_office(folder / "receiver") as office:
            yield _stall(folder / "receiver", office, server, count)


def _read_floor(path: Path, admin_dsn: str, made: Sequence[MadeRows]) -> float:
    """Return the seconds of reading the copied rows and putting them into equal tables."""
    with bare_driver(path) as driver:
        for part in made:
            driver.execute(f"CREATE TABLE floor_{part.table} ({part.columns}, PRIMARY KEY (id))")
        started = time.perf_counter()
        for part in made:
            statement = insert_statement(f"floor_{part.table}", part.columns)
            for chunk in chunks(read_rows(admin_dsn, part)):
                _insert(driver, statement, chunk)
        return time.perf_counter() - started


def _insert(driver: Any, statement: str, rows: list[tuple[Any, ...]]) -> None:
    driver.execute("BEGIN IMMEDIATE")
    driver.executemany(statement, rows)
    driver.execute("COMMIT")


def _wire(home: Path, server: EmbeddedPostgres, plan: Plan) -> Figure:
    """Send rows through a cable that counts; TLS and compression are off on this machine."""
    with closing(Cable(server.port)) as cable, open_office(home) as office:
        link = cable.through(link_of(home))
        one_round(office, link)  # what the set-up of an office left behind
        made = commit_rows(office, plan.rows(_WIRE_ROWS))
        before = cable.carried
        with CentreSession(link) as session:
            greet(office.database, session)
            run_round(office.database, session)
        carried = cable.carried - before
    texts = [row for part in made for row in part.texts()]
    return Figure(
        "上传一行的字节", carried / len(texts), "字节", sum(map(len, texts)) / len(texts),
        Goal.MOST_TIMES_THE_FLOOR, 1.5, {"rows": len(texts)},
    )  # fmt: skip


def _stall(home: Path, office: BenchOffice, server: EmbeddedPostgres, wanted: int) -> Figure:
    """Open the window with the centre away, let the centre come back, watch the UI thread."""
    from reception_desk.commands.bench.sync.receiving import receive

    server.stop()
    seen = receive(home, office, wanted, server.start)
    details = {"rows": seen.rows, "rows_per_second": round(seen.rows / seen.seconds)}
    return Figure(
        "同步时界面最长停顿", max(seen.gaps), "ms", max(seen.idle_gaps), Goal.MOST, _MOST_MS,
        {**details, **spread(seen.gaps)},
    )  # fmt: skip
