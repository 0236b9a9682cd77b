"""Fixtures without Qt: a set-up desk on a real encrypted file."""

import gc
import os
import sqlite3
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from argon2 import PasswordHasher
from hypothesis import settings
from sqlalchemy import Dialect, Engine, create_engine
from sqlalchemy.util import LRUCache
from sqlcipher3 import dbapi2 as sqlcipher

from reception_desk.imaging.reading import PageReader
from reception_desk.models import database
from reception_desk.services import passwords
from tests.offices import SampleOffice, open_office
from tests.postgres import postgres_administrator, postgres_server

__all__ = ["postgres_administrator", "postgres_server"]

LONGEST = (
    "commands/test_bench.py",
    "commands/test_shots.py",
    "sync/test_histories.py",
    "devices/scanner/test_camera.py",
    "house/test_launcher.py",
    "commands/test_demo.py",
    "imaging/test_reading.py",
    "commands/test_fault_campaign.py",
    "sync/test_releases.py",
    "sync/test_erasures.py",
    "ui/pages/test_scanning.py",
    "ui/pages/test_matters.py",
    "ui/pages/test_archive.py",
    "ui/test_roles.py",
    "services/test_tickets_apart.py",
    "services/test_leader_days_apart.py",
    "sync/test_pull.py",
    "ui/pages/test_cropping.py",
    "ui/test_program.py",
    "ui/test_main_window.py",
    "commands/test_board.py",
    "documents/test_catalogue.py",
    "recording/test_recording.py",
    "recording/test_recorder.py",
    "kill/test_kill.py",
    "kill/test_scan_kill.py",
    "devices/printer/test_contract.py",
    "sync/test_numbers.py",
    "sync/test_embedded_postgres.py",
    "sync/test_push.py",
    "commands/test_peers.py",
    "commands/test_pages.py",
    "services/test_page_reading.py",
    "services/test_conflicts.py",
    "sync/test_levels.py",
    "sync/test_blobs.py",
)
"""Modules that take long, begun first: else one worker is left with one of them at the end."""

_STATEMENTS = 2000

# Property tests judge answers, not speed: a busy machine must not fail them.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")


def pytest_xdist_auto_num_workers() -> int:
    """One worker more than cores: many tests wait for devices and servers half of their time."""
    return (os.cpu_count() or 1) + 1


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the longest modules first; the rest stays in its (random) order."""
    here = Path(__file__).parent
    places = {here / name: place for place, name in enumerate(LONGEST)}
    items.sort(key=lambda item: places.get(item.path, len(places)))


def pytest_collection_finish() -> None:
    """Take what was imported out of every later look for garbage: it stays to the end."""
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True, scope="session")
def quick_passwords() -> Iterator[None]:
    """Argon2id as ever, but at its least cost: the suite hashes over a thousand times.

    What the desk keeps costs the full price: tests/services/test_passwords.py.
    """
    hasher = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(passwords, "_hasher", lambda: hasher)
        yield


@pytest.fixture(autouse=True, scope="session")
def statements_made_once() -> Iterator[None]:
    """Let all files of a process share the SQL made of statements, as a desk's one file does.

    SQLAlchemy keeps it by engine and dialect, and nearly every test opens a file of its own.
    """
    made: LRUCache[Any, Any] = LRUCache(_STATEMENTS)
    dialects = {driver: _dialect(driver) for driver in (sqlite3, sqlcipher)}

    def with_shared_statements(*args: Any, **options: Any) -> Engine:
        engine = create_engine(*args, execution_options={"compiled_cache": made}, **options)
        engine.dialect = dialects[options["module"]]
        return engine

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(database, "create_engine", with_shared_statements)
        yield


def _dialect(driver: ModuleType) -> Dialect:
    engine = create_engine("sqlite://", module=driver)
    engine.connect().close()
    engine.dispose()
    return engine.dialect


@pytest.fixture(scope="session")
def page_reader() -> Iterator[PageReader]:
    """One process that reads pages for all tests that leave it whole: its models take seconds."""
    reader = PageReader()
    yield reader
    reader.close()


@pytest.fixture(scope="session")
def closed_office(
    tmp_path_factory: pytest.TempPathFactory, quick_passwords: None
) -> Callable[[str], SampleOffice]:
    """The office of a window, by its code; set up once and copied for each test."""

    @cache
    def set_up(code: str) -> SampleOffice:
        made = open_office(tmp_path_factory.mktemp("office"), desk_code=code)
        made.database.close()
        return made

    return set_up


@pytest.fixture(scope="session")
def set_up_office(closed_office: Callable[[str], SampleOffice]) -> SampleOffice:
    """The office of window 1, closed."""
    return closed_office("1")


@pytest.fixture
def desk(set_up_office: SampleOffice, tmp_path: Path) -> Iterator[SampleOffice]:
    """A desk with an administrator and a receptionist, on a file of its own."""
    with set_up_office.copied(tmp_path) as office:
        yield office
