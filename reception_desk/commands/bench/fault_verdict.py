"""After the faults: heal, then hold every file against what the windows said they committed."""

import json
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, text

from reception_desk.commands.bench.office import KEY
from reception_desk.models import Database
from reception_desk.models.base import synced_tables
from reception_desk.sync import outbox
from reception_desk.sync.greeting import greet
from reception_desk.sync.link import CentreLink
from reception_desk.sync.round import run_round
from reception_desk.sync.session import CentreSession

_CORRECTIONS = text(
    "SELECT row_id, hlc, new_values FROM outbox WHERE table_name = 'visit' AND operation = 'U'"
)


@dataclass(frozen=True, slots=True)
class Verdict:
    """Counts; the last five must be none. `healed_at` is monotonic time in seconds."""

    registrations: int
    corrections: int
    refused_commits: int
    rows: int
    healed_at: float
    lost: int
    doubled: int
    wrong_winners: int
    diverged: int
    unsent: int


@dataclass(frozen=True, slots=True)
class _File:
    """What one window's file holds; `winners` are {visit: {clock: words}} of its own outbox."""

    rows: dict[str, dict[str, tuple[Any, ...]]]
    claims: dict[str, str]
    words: dict[str, str | None]
    corrections: list[tuple[str, int, str]]
    unsent: int


def judge(links: Mapping[Path, CentreLink], said: Sequence[str]) -> Verdict:
    """Sync every window until nothing waits; the last one is new and reads all from the centre."""
    for _ in range(2):
        for home, link in links.items():
            _sync(home, link)
    healed_at = time.monotonic()
    files = [_read(home) for home in links]
    newcomer = files[-1]
    entries = [line.split(" ", 2) for line in said]
    registered = {visit: word for kind, visit, word in entries if kind == "I"}
    corrected = [(visit, word) for kind, visit, word in entries if kind == "U"]
    return Verdict(
        registrations=len(registered),
        corrections=len(corrected),
        refused_commits=sum(kind == "F" for kind, *_ in entries),
        rows=sum(map(len, newcomer.rows.values())),
        healed_at=healed_at,
        lost=_lost(registered, corrected, files),
        doubled=sum(count - 1 for count in Counter(newcomer.claims.values()).values()),
        wrong_winners=_wrong_winners(files),
        diverged=sum(_different(file, newcomer) for file in files[:-1]),
        unsent=sum(file.unsent for file in files),
    )


def _sync(home: Path, link: CentreLink) -> None:
    database = Database(home / "desk.db", KEY)
    try:
        with CentreSession(link) as session:
            greet(database, session)
            run_round(database, session)
    finally:
        database.close()


def _read(home: Path) -> _File:
    database = Database(home / "desk.db", KEY)
    try:
        waiting = outbox.count_waiting(database)
        with database.read() as session:
            connection = session.connection()
            visits = connection.execute(text("SELECT id, claim, respondent FROM visit")).all()
            corrections = [
                (row, hlc, json.loads(new)["respondent"])
                for row, hlc, new in connection.execute(_CORRECTIONS)
                if "respondent" in json.loads(new)
            ]
            rows = {table.name: _rows(connection, table.name) for table in synced_tables()}
        return _File(
            rows,
            {visit: claim for visit, claim, _ in visits},
            {visit: words for visit, _, words in visits},
            corrections,
            waiting.unsent + waiting.dead,
        )
    finally:
        database.close()


def _rows(connection: Connection, table: str) -> dict[str, tuple[Any, ...]]:
    found = connection.exec_driver_sql(f'SELECT id, * FROM "{table}"')
    return {row[0]: tuple(row) for row in found}


def _lost(
    registered: Mapping[str, str], corrected: Iterable[tuple[str, str]], files: Sequence[_File]
) -> int:
    """Count what was said to be committed and is neither on record nor in its desk's history."""
    held = files[-1].claims
    kept = {(visit, words) for file in files for visit, _, words in file.corrections}
    return sum(held.get(visit) != word for visit, word in registered.items()) + sum(
        entry not in kept for entry in corrected
    )


def _wrong_winners(files: Sequence[_File]) -> int:
    """Count fields that do not hold the correction with the latest clock of all windows."""
    latest: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for file in files:
        for visit, hlc, words in file.corrections:
            latest[visit].append((hlc, words))
    wrong = 0
    for visit, made in latest.items():
        clock = max(hlc for hlc, _ in made)
        # Two windows may give two corrections one clock: then the first to arrive stays.
        wrong += files[-1].words.get(visit) not in {words for hlc, words in made if hlc == clock}
    return wrong


def _different(file: _File, newcomer: _File) -> int:
    """Count rows that two files do not hold alike."""
    return sum(
        rows.get(row_id) != newcomer.rows[table].get(row_id)
        for table, rows in file.rows.items()
        for row_id in rows.keys() | newcomer.rows[table].keys()
    )
