"""A network camera and files to record from."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from reception_desk.recording.film import write_film
from reception_desk.recording.simulated_camera import SimulatedCamera
from tests.recordings import PLAN


@pytest.fixture
def camera() -> Iterator[SimulatedCamera]:
    """A camera on a loopback port, playing."""
    with SimulatedCamera(PLAN) as running:
        yield running


@pytest.fixture(scope="session")
def film(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A film of four seconds with picture and sound."""
    return write_film(tmp_path_factory.mktemp("film") / "film.mkv", PLAN)
