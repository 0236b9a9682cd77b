"""Two or three desks with real encrypted files around a real centre."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from reception_desk.commands.bench.cable import Cable
from reception_desk.models import Database
from tests.offices import KEY
from tests.postgres import CentreDatabase, centre, postgres
from tests.sync.desks import Desk, open_copy
from tests.sync.s3_server import S3Server, running_s3

__all__ = ["centre", "postgres"]


@pytest.fixture(scope="session")
def empty_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated file to copy: making one takes longer than most tests."""
    path = tmp_path_factory.mktemp("empty") / "desk.db"
    Database(path, KEY).close()
    return path


@pytest.fixture
def new_desk(
    centre: CentreDatabase, empty_file: Path, tmp_path: Path
) -> Iterator[Callable[..., Desk]]:
    """Make desks: `new_desk("A", 1, 2)` is enrolled for streams 1 and 2, `at` another centre."""
    made: list[Desk] = []

    def make(
        name: str, *streams: int, cable: Cable | None = None, at: CentreDatabase = centre
    ) -> Desk:
        path = tmp_path / name / "desk.db"
        path.parent.mkdir()
        shutil.copy(empty_file, path)
        link = at.enrol(name, *streams)
        desk = Desk(open_copy(path), cable.through(link) if cable else link)
        made.append(desk)
        return desk

    yield make
    for desk in made:
        desk.close()


@pytest.fixture
def cable(centre: CentreDatabase) -> Iterator[Cable]:
    """The network between a desk and the centre."""
    laid = Cable(centre.server.port)
    yield laid
    laid.close()


@pytest.fixture(scope="session")
def s3() -> Iterator[S3Server]:
    with running_s3() as server:
        yield server
