"""Fixtures without Qt: a set-up desk on a real encrypted file."""

import os
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from hypothesis import settings

from reception_desk.models import Database
from reception_desk.services import passwords
from reception_desk.services.files import FileStore
from tests.offices import KEY, SampleOffice, open_office

# Property tests judge answers, not speed: a busy machine must not fail them.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")


def pytest_xdist_auto_num_workers() -> int:
    """One worker more than cores: many tests wait for devices and servers half of their time."""
    return (os.cpu_count() or 1) + 1


@pytest.fixture(autouse=True, scope="session")
def quick_passwords() -> Iterator[None]:
    """Argon2id as ever, but at its least cost: the suite hashes over a thousand times.

    What the desk keeps costs the full price: tests/services/test_passwords.py.
    """
    hasher = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(passwords, "_hasher", lambda: hasher)
        yield


@pytest.fixture(scope="session")
def set_up_office(tmp_path_factory: pytest.TempPathFactory, quick_passwords: None) -> SampleOffice:
    """A desk set up once; its closed file is copied for each test."""
    sample = open_office(tmp_path_factory.mktemp("office"))
    sample.database.close()
    return sample


@pytest.fixture
def desk(set_up_office: SampleOffice, tmp_path: Path) -> Iterator[SampleOffice]:
    """A desk with an administrator and a receptionist, on a file of its own."""
    shutil.copy(set_up_office.database.path, tmp_path / "desk.db")
    database = Database(tmp_path / "desk.db", KEY)
    yield replace(set_up_office, database=database, files=FileStore(tmp_path / "files"))
    database.close()
