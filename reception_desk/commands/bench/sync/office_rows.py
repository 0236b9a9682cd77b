"""Windows enrolled at a centre, and the made-up rows one of them commits."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from reception_desk import config
from reception_desk.commands.bench import population, sample_rows
from reception_desk.commands.bench.figure import milliseconds
from reception_desk.commands.bench.office import MORNING, BenchOffice, driver_of
from reception_desk.rules.units import BUREAU_STREAM, SHARED_STREAM
from reception_desk.sync import enrolment, joining
from reception_desk.sync.greeting import greet
from reception_desk.sync.link import CentreLink, configured
from reception_desk.sync.round import run_round
from reception_desk.sync.session import CentreSession

BATCH = 500
STREAMS = (SHARED_STREAM, BUREAU_STREAM)


@dataclass(frozen=True, slots=True)
class MadeRows:
    """Rows of one table as the desk wrote them, in the order of `columns`."""

    table: str
    columns: str
    rows: list[tuple[Any, ...]]

    @property
    def names(self) -> list[str]:
        """The names of the columns."""
        return [name.strip() for name in self.columns.split(",")]

    def texts(self) -> list[bytes]:
        """Return each row as the text of its columns."""
        return ["\x1f".join(map(str, row)).encode() for row in self.rows]


def enrol(home: Path, admin_dsn: str) -> CentreLink:
    """Let the desk in `home` in; its link and secret are kept as the program keeps them."""
    home.mkdir(parents=True)
    told = enrolment.add_desk(admin_dsn, home.name, STREAMS)
    joining.join(config.load(home), told.code)
    return link_of(home)


def link_of(home: Path) -> CentreLink:
    """Return the link kept in `home`."""
    link = configured(config.load(home))
    if link is None:
        raise TypeError("the desk was enrolled at a centre")
    return link


def commit_rows(office: BenchOffice, count: int) -> list[MadeRows]:
    """Commit persons and visits at the desk, half and half, 500 to a unit of work."""
    person_count = count // 2
    people = population.persons(person_count)
    visits = population.visits(count - person_count, person_count, MORNING)
    made = [
        MadeRows(
            "person",
            sample_rows.PERSON_COLUMNS,
            [sample_rows.person_cells(office.clerk, person) for person in people],
        ),
        MadeRows(
            "visit",
            sample_rows.VISIT_COLUMNS,
            [sample_rows.visit_cells(office.clerk, visit) for visit in visits],
        ),
    ]
    for part in made:
        statement = sample_rows.insert_statement(part.table, part.columns)
        for chunk in chunks(part.rows):
            with office.database.write() as session:
                driver_of(session).executemany(statement, chunk)
    return made


def one_round(office: BenchOffice, link: CentreLink) -> float:
    """Exchange everything in one round; return its seconds."""
    with CentreSession(link) as session:
        greet(office.database, session)
        return milliseconds(lambda: run_round(office.database, session)) / 1000


def chunks(rows: list[Any]) -> Iterator[list[Any]]:
    """Yield the rows in batches of 500."""
    for start in range(0, len(rows), BATCH):
        yield rows[start : start + BATCH]
