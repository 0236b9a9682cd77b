"""The large file: made-up persons, visits and a matter for each, written into the tables.

Triggers and secondary indexes rest meanwhile; keys and full text are made as the desk makes them.
The file is kept in the work folder and made anew when the tables change.
"""

import hashlib
import itertools
import logging
import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from reception_desk.commands.bench import population
from reception_desk.commands.bench.office import MORNING, bare_driver, open_office
from reception_desk.commands.bench.plan import Plan
from reception_desk.commands.bench.sample_rows import (
    PART_COLUMNS,
    PERSON_COLUMNS,
    VISIT_COLUMNS,
    insert_statement,
    part_cells,
    person_cells,
    visit_cells,
)
from reception_desk.models.search_keys import KeyKind, person_keys, visit_keys
from reception_desk.records.actor import Actor

_log = logging.getLogger(__name__)

_VERSION = 2
_CHUNK = 50_000
_DAY = MORNING.replace(hour=0)
_SUBJECT_COLUMNS = "category, place_code, respondent"
_KEYS = (
    "INSERT OR IGNORE INTO search_key (kind, text, subject_row) "
    "SELECT kind, text, subject_row FROM key_heap ORDER BY kind, text, subject_row"
)

_MATTERS = (
    "INSERT INTO matter "
    "(id, stream, desk_id, created_at, title, category, place_code, registered_at) "
    "SELECT id, stream, desk_id, created_at, summary, category, place_code, arrived_at FROM visit"
)
_LINKS = (
    "INSERT INTO visit_matter (id, stream, desk_id, created_at, visit_id, matter_id, relation) "
    "SELECT id, stream, desk_id, created_at, id, id, 'first' FROM visit"
)
"""A matter has the key of its visit: nothing else is looked up while the file is filled."""


def large_home(plan: Plan) -> Path:
    """Return the home of an office with `plan.persons` persons and twice as many visits."""

    def fill(driver: Any, clerk: Actor) -> None:
        _fill(driver, clerk, plan.persons)

    return filled_home(plan, f"people-{plan.persons}", fill)


def filled_home(plan: Plan, name: str, fill: Callable[[Any, Actor], None]) -> Path:
    """Return the home of an office that `fill` has written rows into, kept from run to run."""
    home = plan.work / name
    ready = home / "ready"
    with bare_driver(plan.work / "empty" / "desk.db") as driver:
        wanted = _digest(driver)
    shutil.rmtree(plan.work / "empty")
    if ready.exists() and ready.read_text(encoding="ascii") == wanted:
        return home
    shutil.rmtree(home, ignore_errors=True)
    with open_office(home) as office:
        clerk = office.clerk
    with bare_driver(home / "desk.db") as driver:
        for pragma in ("journal_mode = OFF", "synchronous = OFF", "foreign_keys = OFF"):
            driver.execute(f"PRAGMA {pragma}").fetchall()
        fill(driver, clerk)
        driver.execute("PRAGMA journal_mode = WAL").fetchall()
    ready.write_text(wanted, encoding="ascii")
    return home


def _digest(driver: Any) -> str:
    statements = [row[0] for row in driver.execute("SELECT sql FROM sqlite_master ORDER BY name")]
    return hashlib.sha256(repr((_VERSION, statements)).encode()).hexdigest()


def _fill(driver: Any, clerk: Actor, count: int) -> None:
    indexes = rest(driver, ("person", "visit", "visit_person", "visit_matter", "search_key"))
    ids = _persons(driver, clerk, count)
    _log.info("%d persons written", count)
    _visits(driver, clerk, ids, 2 * count)
    _log.info("%d visits written", 2 * count)
    driver.execute(_MATTERS)
    driver.execute(_LINKS)
    driver.execute("INSERT INTO visit_text (visit_text) VALUES ('rebuild')")
    for statement in indexes:
        driver.execute(statement)
    _log.info("indexes and full text made")


def rest(driver: Any, tables: Sequence[str]) -> list[str]:
    """Drop the triggers, which come back when the file is opened, and the tables' indexes, whose
    statements are returned."""
    places = ", ".join("?" * len(tables))
    found = driver.execute(
        "SELECT type, name, sql FROM sqlite_master WHERE type = 'trigger' OR (type = 'index' AND "
        f"sql IS NOT NULL AND tbl_name IN ({places}))",
        tables,
    ).fetchall()
    for kind, name, _ in found:
        driver.execute(f'DROP {kind} "{name}"')
    driver.execute("DELETE FROM local_setting WHERE name = 'capture'")
    return [sql for kind, _, sql in found if kind == "index"]


def _persons(driver: Any, clerk: Actor, count: int) -> list[str]:
    """Write the persons with their keys; return their ids."""
    ids: list[str] = []
    keys: list[tuple[str, str, int]] = []

    def rows() -> Iterator[tuple[Any, ...]]:
        for row, person in enumerate(population.persons(count), 1):
            cells = person_cells(clerk, person)
            ids.append(cells[0])
            found = person_keys(person.name, None, person.phone, person.document_number)
            keys.extend((kind.value, text, row) for kind, text in found)
            yield (row, *cells)

    with _KeyHeap(driver) as heap:
        for chunk in chunks(rows()):
            insert(driver, "person", f"rowid, {PERSON_COLUMNS}", chunk)
            heap.take(keys)
    return ids


def _visits(driver: Any, clerk: Actor, person_ids: list[str], count: int) -> None:
    keys: list[tuple[str, str, int]] = []
    parts: list[tuple[Any, ...]] = []

    def rows() -> Iterator[tuple[Any, ...]]:
        for row, visit in enumerate(population.visits(count, len(person_ids), _DAY), 1):
            cells = visit_cells(clerk, visit)
            numbers = (visit.provisional_number, visit.number, visit.query_code)
            keys.extend((KeyKind.NUMBER.value, text, row) for text in visit_keys(*numbers))
            parts.append(part_cells(clerk, cells[0], person_ids[visit.person]))
            yield (row, *cells, visit.category, visit.place_code, visit.respondent)

    with _KeyHeap(driver) as heap:
        for chunk in chunks(rows()):
            insert(driver, "visit", f"rowid, {VISIT_COLUMNS}, {_SUBJECT_COLUMNS}", chunk)
            insert(driver, "visit_person", PART_COLUMNS, parts)
            parts.clear()
            heap.take(keys)


class _KeyHeap:
    """Keys as they come; they go into `search_key` in its own order, which is much quicker."""

    def __init__(self, driver: Any) -> None:
        self._driver = driver

    def __enter__(self) -> "_KeyHeap":
        self._driver.execute("CREATE TEMP TABLE key_heap (kind TEXT, text TEXT, subject_row INT)")
        return self

    def take(self, keys: list[tuple[str, str, int]]) -> None:
        """Move `keys` onto the heap."""
        insert(self._driver, "key_heap", "kind, text, subject_row", keys)
        keys.clear()

    def __exit__(self, *_: object) -> None:
        self._driver.execute(_KEYS)
        self._driver.execute("DROP TABLE key_heap")


def insert(driver: Any, table: str, columns: str, rows: Iterable[tuple[Any, ...]]) -> None:
    """Write rows in one transaction."""
    driver.execute("BEGIN")
    driver.executemany(insert_statement(table, columns), rows)
    driver.execute("COMMIT")


def chunks(rows: Iterator[tuple[Any, ...]]) -> Iterator[list[tuple[Any, ...]]]:
    """Yield the rows in parts that fit into memory."""
    while chunk := list(itertools.islice(rows, _CHUNK)):
        yield chunk
