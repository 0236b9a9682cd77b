"""The verdict over a campaign of faults finds what it is there to find."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import text

from reception_desk.commands.bench.fault_verdict import judge
from reception_desk.commands.bench.office import KEY, open_office, read_actor, visit
from reception_desk.models import Database
from reception_desk.records.identifiers import new_id
from reception_desk.services.registration import register_visit
from reception_desk.sync.link import CentreLink
from tests.postgres import CentreDatabase, centre, postgres

__all__ = ["centre", "postgres"]


@pytest.fixture(scope="module")
def office_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One window to copy: setting it up takes longer than most tests."""
    home = tmp_path_factory.mktemp("office")
    with open_office(home):
        return home


@pytest.fixture
def windows(centre: CentreDatabase, office_home: Path, tmp_path: Path) -> dict[Path, CentreLink]:
    links: dict[Path, CentreLink] = {}
    for name in ("A", "B", "D"):
        home = tmp_path / name
        shutil.copytree(office_home, home)
        run(home, f"UPDATE sync_state SET client = '{new_id()}'")
        links[home] = centre.enrol(name, 1, 10)
    return links


def register(home: Path, word: str) -> str:
    database = Database(home / "desk.db", KEY)
    done = register_visit(database, read_actor(home), replace(visit(), claim=word))
    database.close()
    return f"I {done.visit_id} {word}"


def run(home: Path, statement: str) -> None:
    database = Database(home / "desk.db", KEY)
    with database.apply() as connection:
        connection.execute(text(statement))
    database.close()


def test_nothing_is_found_where_nothing_is_wrong(windows: dict[Path, CentreLink]):
    said = [register(home, home.name) for home in windows]

    verdict = judge(windows, said)

    assert (verdict.registrations, verdict.corrections) == (3, 0)
    assert verdict.rows > 3
    assert (verdict.lost, verdict.doubled, verdict.wrong_winners) == (0, 0, 0)
    assert (verdict.diverged, verdict.unsent) == (0, 0)


def test_a_commit_that_nobody_holds_is_lost(windows: dict[Path, CentreLink]):
    said = [register(home, home.name) for home in windows]

    verdict = judge(windows, [*said, "I 0197 gone", "U 0197 gone"])

    assert verdict.lost == 2


def test_the_same_claim_twice_is_doubled(windows: dict[Path, CentreLink]):
    first = next(iter(windows))

    verdict = judge(windows, [register(first, "same"), register(first, "same")])

    assert verdict.doubled == 1


def test_files_that_differ_are_counted(windows: dict[Path, CentreLink]):
    said = [register(home, home.name) for home in windows]
    judge(windows, said)
    run(next(iter(windows)), "UPDATE visit SET respondent = 'only here' WHERE claim = 'B'")

    verdict = judge(windows, said)

    assert verdict.diverged == 1


def test_a_correction_that_should_have_won_is_found(windows: dict[Path, CentreLink]):
    said = [register(home, home.name) for home in windows]
    judge(windows, said)
    first = next(iter(windows))
    database = Database(first / "desk.db", KEY)
    with database.write() as session:
        session.execute(text("UPDATE visit SET respondent = 'late' WHERE claim = 'A'"))
    database.close()
    for home, link in windows.items():
        judge({home: link}, [])
        run(home, "UPDATE visit SET respondent = 'early' WHERE claim = 'A'")

    verdict = judge(windows, said)

    assert verdict.wrong_winners == 1
