"""Half a million made-up matters with where each stands, written straight into the tables.

The unit, the day and the state of each follow from its place, so that every run has the same.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from reception_desk.commands.bench import population
from reception_desk.commands.bench.bulk import chunks, filled_home, insert, rest
from reception_desk.commands.bench.plan import Plan
from reception_desk.commands.bench.sample_rows import (
    AUTHOR_COLUMNS,
    VISIT_COLUMNS,
    author_cells,
    visit_cells,
)
from reception_desk.models.search_keys import title_words
from reception_desk.records.actor import Actor
from reception_desk.rules.calendar import shipped_calendar
from reception_desk.rules.states import State

MATTERS = 500_000
_TABLES = ("visit", "matter", "visit_matter", "matter_standing", "open_duty")
_UNITS = 40
_SPREAD_DAYS = 365
_LATE_DAYS = 30
_PETITIONERS = 7
"""Every seventh running period is the petitioner's own."""
_MATTER = f"{AUTHOR_COLUMNS}, title, category, registered_at"
_LINK = f"{AUTHOR_COLUMNS}, visit_id, matter_id, relation"
_STANDING = (
    "matter_id, stream, state, since, unit_id, clerk_id, is_supervised, proposal, refused, "
    "next_legal, next_internal, matter_row"
)
_DUTY = (
    "matter_id, duty, stream, unit_id, clerk_id, is_petitioners, start, extend_days, hearing_days, "
    "nominal, legal, internal, is_provisional, calendar_version"
)
_STATES = (State.REGISTERED, State.TRANSFERRED, State.UNIT_RECEIVED, State.ACCEPTED, State.SERVED)


def matters_home(plan: Plan) -> Path:
    """Return the home of an office with half a million matters, fewer in a quick run."""
    count = plan.rows(MATTERS)

    def fill(driver: Any, clerk: Actor) -> None:
        _fill(driver, clerk, count)

    return filled_home(plan, f"matters-{count}", fill)


def _fill(driver: Any, clerk: Actor, count: int) -> None:
    indexes = rest(driver, _TABLES)
    units = [row[0] for row in driver.execute("SELECT id FROM unit ORDER BY id LIMIT ?", (_UNITS,))]
    today = datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    for chunk in chunks(_rows(clerk, count, units, today)):
        for at, (table, columns) in enumerate(
            (
                ("visit", VISIT_COLUMNS),
                ("matter", _MATTER),
                ("visit_matter", _LINK),
                ("matter_standing", _STANDING),
                ("open_duty", _DUTY),
            )
        ):
            insert(driver, table, columns, (row[at] for row in chunk))
    driver.execute("DELETE FROM standing_pending")
    for statement in indexes:
        driver.execute(statement)
    driver.execute("INSERT INTO visit_text (visit_text) VALUES ('rebuild')")
    driver.execute(
        "UPDATE matter_standing SET matter_row = "
        "(SELECT m.rowid FROM matter AS m WHERE m.id = matter_standing.matter_id)"
    )
    titles = driver.execute("SELECT rowid, title FROM matter ORDER BY rowid").fetchall()
    insert(driver, "matter_words", "rowid, title", ((at, title_words(t)) for at, t in titles))


def _rows(
    clerk: Actor, count: int, units: list[str], today: datetime
) -> Iterator[tuple[tuple[Any, ...], ...]]:
    """Yield the five rows of each matter."""
    for at, visit in enumerate(population.visits(count, count, today)):
        cells = visit_cells(clerk, visit)
        matter = (*author_cells(clerk), visit.claim, "010200", f"{visit.arrived_at:%FT%T.000Z}")
        link = (*author_cells(clerk), cells[0], matter[0], "first")
        yield (cells, matter, link, *_standing(clerk, matter[0], at, units, today))


def _standing(
    clerk: Actor, matter_id: str, at: int, units: list[str], today: datetime
) -> tuple[tuple[Any, ...], tuple[Any, ...]]:
    """Return where a matter stands and its one running duty, due between a month ago and next
    year."""
    stream, state = clerk.desk.stream, _STATES[at % len(_STATES)]
    due = (today + timedelta(days=at * 7919 % (_SPREAD_DAYS + _LATE_DAYS) - _LATE_DAYS)).date()
    since = (due - timedelta(days=60)).isoformat()
    unit = None if state is State.REGISTERED else units[at % len(units)]
    day, is_petitioners = due.isoformat(), at % _PETITIONERS == 0
    own = None if is_petitioners else day
    standing = (
        matter_id, stream, state, since, unit, clerk.account_id, False, None, 0, own, own, 0,
    )  # fmt: skip
    duty = (
        matter_id, "D9" if is_petitioners else "D6", stream, unit, clerk.account_id,
        is_petitioners, since, 0, 0, day, day, day, False, shipped_calendar().version,
    )  # fmt: skip
    return standing, duty
