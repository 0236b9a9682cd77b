"""Two windows of one hall: each with its office on its own file, around a real centre."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from reception_desk.records.actor import Actor
from reception_desk.records.sync import SyncReport
from reception_desk.rules.units import BUREAU_STREAM, RESTRICTED_STREAM, SHARED_STREAM
from reception_desk.services.accounts import take_the_desk
from tests.offices import SampleOffice
from tests.postgres import CentreDatabase
from tests.sync.desks import Desk

STREAMS = (SHARED_STREAM, RESTRICTED_STREAM, BUREAU_STREAM)


class Window:
    """A set-up desk that is enrolled at the centre."""

    def __init__(self, centre: CentreDatabase, home: Path, closed: SampleOffice) -> None:
        """Copy a closed office to `home` and let the clerk sit down."""
        home.mkdir()
        self.office = closed.copied_to(home)
        with self.database.write() as session:
            take_the_desk(session, self.clerk.account_id)
        self.desk = Desk(self.database, centre.enrol(f"W{self.clerk.desk.code}", *STREAMS))

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


def meet(*windows: Window) -> None:
    """Let every window send and read until nothing is new."""
    for _ in range(2):
        for window in windows:
            window.sync()


@pytest.fixture
def windows(
    centre: CentreDatabase, closed_office: Callable[[str], SampleOffice], tmp_path: Path
) -> Iterator[tuple[Window, Window]]:
    """Window 1 and window 2."""
    one, two = (Window(centre, tmp_path / code, closed_office(code)) for code in ("1", "2"))
    made = (one, two)
    yield made
    for window in made:
        window.close()
