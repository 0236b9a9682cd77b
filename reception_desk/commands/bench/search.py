"""From a key to the rows on screen, with a million persons and two million visits on record.

Beside it the matters that may be the one of a visit, which are looked for when a field is left.

A question is asked for every letter typed, so every beginning of a query counts as one question.
The floor reads as many rows for the same beginning by one statement of the bare driver.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from reception_desk.commands.bench.bulk import large_home
from reception_desk.commands.bench.figure import (
    Figure,
    Goal,
    interleaved,
    milliseconds,
    quantile,
    spread,
)
from reception_desk.commands.bench.office import BenchOffice, driver_of, open_office
from reception_desk.commands.bench.picked import picked
from reception_desk.commands.bench.plan import Plan
from reception_desk.commands.bench.similar import similar_figure
from reception_desk.models.search_keys import KeyKind
from reception_desk.rules.names import name_keys
from reception_desk.services.search import LIMIT, search

if TYPE_CHECKING:
    from reception_desk.commands.bench.register_window import Typist

_SUBJECTS = 60
_TYPED_SUBJECTS = 15
_MOST_MS = 50
_BARE = {
    "person": "SELECT person.* FROM search_key JOIN person ON person.rowid = subject_row "
    "WHERE search_key.kind = ? AND text >= ? AND text < ? LIMIT ?",
    "visit": "SELECT visit.* FROM search_key JOIN visit ON visit.rowid = subject_row "
    "WHERE search_key.kind = ? AND text >= ? AND text < ? LIMIT ?",
}


@dataclass(frozen=True, slots=True)
class Typed:
    """What a clerk types for one kind of query, and the kind of key that answers it."""

    title: str
    kind: KeyKind
    queries: tuple[str, ...]

    def questions(self) -> list[str]:
        """Return every beginning of every query, in the order of typing."""
        return [query[:end] for query in self.queries for end in range(1, len(query) + 1)]


def measure(plan: Plan) -> Iterator[Figure]:
    """Yield, per kind of query, the search alone and the key to the painted list."""
    from reception_desk.commands.bench.register_window import Typist, open_register

    home = large_home(plan)
    with open_office(home) as office:
        for typed in samples(office, 3 if plan.is_quick else _SUBJECTS):
            yield _service_figure(office, typed)
        yield similar_figure(office, 3 if plan.is_quick else _SUBJECTS)
        with open_register(home, office) as (page, _):
            typist = Typist(page)
            for typed in samples(office, plan.rounds(_TYPED_SUBJECTS)):
                yield _screen_figure(typist, typed)


def samples(office: BenchOffice, subjects: int) -> list[Typed]:
    """Return queries for persons and visits taken from all over the file."""
    chance = random.Random(7)  # noqa: S311 - the same questions each time
    with office.database.read() as session:
        driver = driver_of(session)
        people = picked(driver, "person", "name, phone, document_number", subjects, chance)
        visits = picked(driver, "visit", "provisional_number, claim", subjects, chance)
    keys = [name_keys(name) for name, _, _ in people]
    return [
        Typed("首字母", KeyKind.LATIN, tuple(key.initials[0] for key in keys)),
        Typed("全拼", KeyKind.LATIN, tuple(key.full[0] for key in keys)),
        Typed("姓名", KeyKind.NAME, tuple(name for name, _, _ in people)),
        Typed("电话", KeyKind.PHONE, tuple(phone for _, phone, _ in people)),
        Typed("证件号", KeyKind.DOCUMENT, tuple(number for _, _, number in people)),
        Typed("编号", KeyKind.NUMBER, tuple(number for number, _ in visits)),
        Typed("诉求中的词", KeyKind.NAME, tuple(claim[2:8] for _, claim in visits)),
    ]


def _service_figure(office: BenchOffice, typed: Typed) -> Figure:
    ours: list[float] = []
    floor: list[float] = []
    with office.database.read() as session:
        driver = driver_of(session)
        for question in typed.questions():
            mine, bare = interleaved(
                1,
                lambda asked=question: search(office.database, office.clerk, asked),
                lambda asked=question: _bare_search(driver, typed.kind, asked),
                warm=0,
            )
            ours += mine
            floor += bare
    title = f"查找 {typed.title} p99"
    p99 = quantile(floor, 0.99)
    return Figure(title, quantile(ours, 0.99), "ms", p99, Goal.MOST, _MOST_MS, spread(ours))


def _bare_search(driver: Any, kind: KeyKind, question: str) -> None:
    wanted = question if kind is KeyKind.LATIN else question.upper()
    table = "visit" if kind is KeyKind.NUMBER else "person"
    values = (kind.value, wanted, f"{wanted}\U0010ffff", LIMIT)
    driver.execute(_BARE[table], values).fetchall()


def _screen_figure(typist: "Typist", typed: Typed) -> Figure:
    """Type the queries into the register's search field, letter by letter, until painted."""
    taken: list[float] = []
    for query in typed.queries:
        typist.begin()
        for key in query:
            typist.pause()
            taken.append(milliseconds(lambda pressed=key: typist.press(pressed)))
    title = f"按键到列表画出 {typed.title} p99"
    return Figure(title, quantile(taken, 0.99), "ms", None, Goal.MOST, _MOST_MS, spread(taken))
