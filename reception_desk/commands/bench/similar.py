"""The matters that may be the one of a visit, looked for as when a field of the form is left."""

import random
from functools import partial
from typing import Any

from reception_desk.commands.bench.figure import Figure, Goal, median, milliseconds, spread
from reception_desk.commands.bench.office import BenchOffice, driver_of
from reception_desk.commands.bench.picked import picked
from reception_desk.records.similar_matters import SimilarMatter, Sought
from reception_desk.services.similar_matters import similar_matters

_MOST_MS = 20
_COLUMNS = "claim, category, place_code, respondent, id"
_DOCUMENT = (
    "SELECT document_number FROM visit_person JOIN person ON person.id = person_id "
    "WHERE visit_id = ?"
)


def similar_figure(office: BenchOffice, subjects: int) -> Figure:
    """Look for matters like those of visits all over the file; the look's audit is part of it.

    The floor reads the visits of the matters shown by the bare driver.
    """
    with office.database.read() as session:
        driver = driver_of(session)
        taken = [
            _look(office, driver, visit)
            for visit in picked(driver, "visit", _COLUMNS, subjects, random.Random(7))  # noqa: S311
        ]
    ours, floor = ([pair[side] for pair in taken] for side in (0, 1))
    return Figure(
        "相似事项 p50", median(ours), "ms", median(floor), Goal.MOST, _MOST_MS, spread(ours)
    )


def _look(office: BenchOffice, driver: Any, visit: tuple[str, ...]) -> tuple[float, float]:
    """Return how long the look took, and how long the bare rows of what it found."""
    claim, category, place_code, respondent, visit_id = visit
    (number,) = driver.execute(_DOCUMENT, (visit_id,)).fetchone()
    sought = Sought(
        document_numbers=(number,),
        category=category,
        place_code=place_code,
        respondent=respondent,
        claim=claim,
    )
    found: list[SimilarMatter] = []

    def look() -> None:
        found.extend(similar_matters(office.database, office.clerk, sought, reason="测量"))

    ours = milliseconds(look)
    keys = [matter.hint.matter_id for matter in found]
    return ours, milliseconds(partial(_bare_visits, driver, keys))


def _bare_visits(driver: Any, keys: list[str]) -> None:
    for key in keys:
        driver.execute("SELECT * FROM visit WHERE id = ?", (key,)).fetchone()
