"""Two windows of one hall: each with its office on its own file, around a real centre."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from reception_desk.models import Database
from reception_desk.records.actor import Actor
from reception_desk.records.sync import SyncReport
from reception_desk.rules.units import BUREAU_STREAM, RESTRICTED_STREAM, SHARED_STREAM
from reception_desk.services.accounts import take_the_desk
from reception_desk.services.files import FileStore
from tests.offices import KEY, SampleOffice, open_office
from tests.postgres import CentreDatabase
from tests.sync.desks import Desk

STREAMS = (SHARED_STREAM, RESTRICTED_STREAM, BUREAU_STREAM)


class Window:
    """A set-up desk that is enrolled at the centre."""

    def __init__(self, centre: CentreDatabase, home: Path, closed: SampleOffice) -> None:
        """Copy a closed office to `home` and let the clerk sit down."""
        home.mkdir()
        shutil.copy(closed.database.path, home / "desk.db")
        database = Database(home / "desk.db", KEY)
        self.office = replace(closed, database=database, files=FileStore(home / "files"))
        with database.write() as session:
            take_the_desk(session, self.clerk.account_id)
        self.desk = Desk(database, centre.enrol(f"W{self.clerk.desk.code}", *STREAMS))

    @property
    def clerk(self) -> Actor:
        return self.office.clerk

    @property
    def database(self):
        return self.office.database

    def sync(self) -> SyncReport:
        return self.desk.sync()

    def close(self) -> None:
        self.desk.close()


def closed_offices(folder: Path) -> tuple[SampleOffice, SampleOffice]:
    """Set up the offices of two windows; their files are copied for each test."""
    made = [open_office(folder / code, desk_code=code) for code in ("1", "2")]
    for office in made:
        office.database.close()
    return made[0], made[1]


def meet(*windows: Window) -> None:
    """Let every window send and read until nothing is new."""
    for _ in range(2):
        for window in windows:
            window.sync()


@pytest.fixture(scope="session")
def offices(tmp_path_factory: pytest.TempPathFactory) -> tuple[SampleOffice, SampleOffice]:
    """Two offices set up once."""
    return closed_offices(tmp_path_factory.mktemp("windows"))


@pytest.fixture
def windows(
    centre: CentreDatabase, offices: tuple[SampleOffice, SampleOffice], tmp_path: Path
) -> Iterator[tuple[Window, Window]]:
    """Window 1 and window 2."""
    one, two = offices
    made = (Window(centre, tmp_path / "1", one), Window(centre, tmp_path / "2", two))
    yield made
    for window in made:
        window.close()
