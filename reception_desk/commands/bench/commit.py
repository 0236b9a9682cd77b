"""A registration from the call to the commit, against a bare insert of the same bytes.

*Same bytes*: every row the transaction leaves behind, those of the triggers (outbox, search
queue) among them, as the text of its columns. The floor writes each of these rows as one blob
into one plain table without an index, in one transaction, on the bare driver with the very
pragmas of the desk (they are set by `Database`). Search keys and full text are made in a later
transaction and are a figure of their own.
"""

import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from reception_desk.commands.bench.figure import Figure, Goal, interleaved, quantile, spread
from reception_desk.commands.bench.office import (
    BenchOffice,
    bare_driver,
    driver_of,
    open_office,
    visit,
)
from reception_desk.commands.bench.plan import Plan
from reception_desk.services.registration import register_visit

_ROUNDS = 500
_SEPARATOR = "\x1f"
_NOT_COUNTED = ("sqlite_%", "visit_text%", "matter_words%")


def measure(plan: Plan) -> Iterator[Figure]:
    """Yield the figures of a commit."""
    with (
        tempfile.TemporaryDirectory(dir=plan.work, prefix="commit-") as folder,
        open_office(Path(folder) / "desk") as office,
        bare_driver(Path(folder) / "floor.db") as driver,
    ):
        rows = rows_of_one_registration(office)
        driver.execute("CREATE TABLE plain (bytes BLOB NOT NULL)")
        ours, floor, keys = interleaved(
            plan.rounds(_ROUNDS),
            lambda: register_visit(office.database, office.clerk, visit()),
            lambda: insert_plainly(driver, rows),
            office.database.make_search_keys,
            warm=30,
        )
    yield Figure(
        "登记一次来访，提交 p99",
        quantile(ours, 0.99),
        "ms",
        quantile(floor, 0.99),
        Goal.MOST_TIMES_THE_FLOOR,
        3,
        {"rows": len(rows), "bytes": sum(map(len, rows)), "ours": spread(ours)},
    )
    yield Figure("登记一次来访，提交中位数", quantile(ours, 0.5), "ms", quantile(floor, 0.5))
    yield Figure("其后补建检索键，中位数", quantile(keys, 0.5), "ms", details=spread(keys))


def rows_of_one_registration(office: BenchOffice) -> list[bytes]:
    """Register once and return every row that this added, as the text of its columns."""
    with office.database.read() as session:
        before = _rows(driver_of(session))
    register_visit(office.database, office.clerk, visit())
    with office.database.read() as session:
        after = _rows(driver_of(session))
    return [row.encode() for row in after if row not in before]


def insert_plainly(driver: Any, rows: list[bytes]) -> None:
    """Write the rows in one transaction of the bare driver."""
    driver.execute("BEGIN IMMEDIATE")
    driver.executemany("INSERT INTO plain (bytes) VALUES (?)", [(row,) for row in rows])
    driver.execute("COMMIT")


def _rows(driver: Any) -> set[str]:
    tables = driver.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table'"
        + " AND name NOT LIKE ?" * len(_NOT_COUNTED),
        _NOT_COUNTED,
    ).fetchall()
    return {
        _SEPARATOR.join([table, *("" if cell is None else str(cell) for cell in row)])
        for (table,) in tables
        for row in driver.execute(f'SELECT * FROM "{table}"')
    }
