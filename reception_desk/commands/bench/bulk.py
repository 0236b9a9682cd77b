"""The large file: made-up persons and visits written straight into the tables.

Triggers and secondary indexes rest meanwhile; keys and full text are made as the desk makes them.
The file is kept in the work folder and made anew when the tables change.
"""

import hashlib
import itertools
import logging
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from reception_desk.commands.bench import population
from reception_desk.commands.bench.office import MORNING, bare_driver, open_office
from reception_desk.commands.bench.plan import Plan
from reception_desk.models.search_keys import KeyKind, person_keys, visit_keys
from reception_desk.records.actor import Actor
from reception_desk.records.identifiers import new_id

_log = logging.getLogger(__name__)

_VERSION = 1
_CHUNK = 50_000
_DAY = MORNING.replace(hour=0)
_KEYS = (
    "INSERT OR IGNORE INTO search_key (kind, text, subject_row) "
    "SELECT kind, text, subject_row FROM key_heap ORDER BY kind, text, subject_row"
)


def large_home(plan: Plan) -> Path:
    """Return the home of an office with `plan.persons` persons and twice as many visits."""
    home = plan.work / f"people-{plan.persons}"
    ready = home / "ready"
    with open_office(plan.work / "empty") as office, office.database.read() as session:
        wanted = _digest(session.connection().connection.driver_connection)
    shutil.rmtree(plan.work / "empty")
    if ready.exists() and ready.read_text(encoding="ascii") == wanted:
        return home
    shutil.rmtree(home, ignore_errors=True)
    with open_office(home) as office:
        clerk = office.clerk
    with bare_driver(home / "desk.db") as driver:
        _fill(driver, clerk, plan.persons)
    ready.write_text(wanted, encoding="ascii")
    return home


def _digest(driver: Any) -> str:
    statements = [row[0] for row in driver.execute("SELECT sql FROM sqlite_master ORDER BY name")]
    return hashlib.sha256(repr((_VERSION, statements)).encode()).hexdigest()


def _fill(driver: Any, clerk: Actor, count: int) -> None:
    for pragma in ("journal_mode = OFF", "synchronous = OFF", "foreign_keys = OFF"):
        driver.execute(f"PRAGMA {pragma}").fetchall()
    indexes = _rest(driver)
    ids = _persons(driver, clerk, count)
    _log.info("%d persons written", count)
    _visits(driver, clerk, ids, 2 * count)
    _log.info("%d visits written", 2 * count)
    driver.execute("INSERT INTO visit_text (visit_text) VALUES ('rebuild')")
    for statement in indexes:
        driver.execute(statement)
    driver.execute("ANALYZE")
    driver.execute("PRAGMA journal_mode = WAL").fetchall()
    _log.info("indexes and full text made")


def _rest(driver: Any) -> list[str]:
    """Drop the triggers, which come back when the file is opened, and the indexes, returned."""
    found = driver.execute(
        "SELECT type, name, sql FROM sqlite_master WHERE type = 'trigger' OR (type = 'index' AND "
        "sql IS NOT NULL AND tbl_name IN ('person', 'visit', 'visit_person', 'search_key'))"
    ).fetchall()
    for kind, name, _ in found:
        driver.execute(f'DROP {kind} "{name}"')
    driver.execute("DELETE FROM local_setting WHERE name = 'capture'")
    return [sql for kind, _, sql in found if kind == "index"]


def _persons(driver: Any, clerk: Actor, count: int) -> list[str]:
    """Write the persons with their keys; return their ids."""
    ids: list[str] = []
    keys: list[tuple[str, str, int]] = []
    authorship = _authorship(clerk)

    def rows() -> Iterator[tuple[Any, ...]]:
        for person in population.persons(count):
            ids.append(row_id := new_id())
            found = person_keys(person.name, None, person.phone, person.document_number)
            keys.extend((kind.value, text, len(ids)) for kind, text in found)
            yield (
                len(ids), row_id, *authorship, person.name, person.sex,
                person.birth_date.isoformat(), "111", person.document_number, person.phone,
                person.address,
            )  # fmt: skip

    columns = (
        "rowid, id, stream, desk_id, created_at, name, sex, birth_date, document_type, "
        "document_number, phone, address"
    )
    with _KeyHeap(driver) as heap:
        for chunk in _chunks(rows()):
            _insert(driver, "person", columns, chunk)
            heap.take(keys)
    return ids


def _visits(driver: Any, clerk: Actor, person_ids: list[str], count: int) -> None:
    keys: list[tuple[str, str, int]] = []
    parts: list[tuple[Any, ...]] = []
    authorship = _authorship(clerk)

    def rows() -> Iterator[tuple[Any, ...]]:
        for at, visit in enumerate(population.visits(count, len(person_ids), _DAY), 1):
            row_id = new_id()
            numbers = (visit.provisional_number, visit.number, visit.query_code)
            keys.extend((KeyKind.NUMBER.value, text, at) for text in visit_keys(*numbers))
            parts.append((new_id(), *authorship, row_id, person_ids[visit.person], "main", 1))
            yield (
                at, row_id, *authorship, clerk.desk.unit_id, *numbers, _stored(visit.arrived_at),
                clerk.desk.zone, clerk.desk.window, clerk.account_id, "200", "walk_in", 1,
                visit.claim, visit.facts, 0, visit.claim.split("。")[0], 0,
            )  # fmt: skip

    columns = (
        "rowid, id, stream, desk_id, created_at, unit_id, provisional_number, number, query_code, "
        "arrived_at, zone, window, received_by, form, channel, head_count, claim, facts, "
        "to_complete, summary, is_oral"
    )
    with _KeyHeap(driver) as heap:
        for chunk in _chunks(rows()):
            _insert(driver, "visit", columns, chunk)
            _insert(
                driver,
                "visit_person",
                "id, stream, desk_id, created_at, visit_id, person_id, role, position",
                parts,
            )
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
        _insert(self._driver, "key_heap", "kind, text, subject_row", keys)
        keys.clear()

    def __exit__(self, *_: object) -> None:
        self._driver.execute(_KEYS)
        self._driver.execute("DROP TABLE key_heap")


def _insert(driver: Any, table: str, columns: str, rows: Iterable[tuple[Any, ...]]) -> None:
    places = ", ".join("?" * (columns.count(",") + 1))
    driver.execute("BEGIN")
    driver.executemany(f"INSERT INTO {table} ({columns}) VALUES ({places})", rows)  # noqa: S608
    driver.execute("COMMIT")


def _chunks(rows: Iterator[tuple[Any, ...]]) -> Iterator[list[tuple[Any, ...]]]:
    while chunk := list(itertools.islice(rows, _CHUNK)):
        yield chunk


def _authorship(clerk: Actor) -> tuple[int, str, str]:
    return clerk.desk.stream, clerk.desk.desk_id, _stored(_DAY)


def _stored(moment: Any) -> str:
    """Return a UTC time as the tables keep it."""
    return f"{moment.replace(tzinfo=None).isoformat(timespec='milliseconds')}Z"
