"""`desk bench` measures each family beside its floor and writes what it found."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from reception_desk.cli import main
from reception_desk.commands import bench
from reception_desk.commands.bench import population
from reception_desk.commands.bench.commit import rows_of_one_registration
from reception_desk.commands.bench.figure import Figure, Goal, columns_of, line, quantile
from reception_desk.commands.bench.office import MORNING, BenchOffice
from reception_desk.config import PACKAGE
from reception_desk.rules.check_digits import resident_check
from tests.offices import SampleOffice

FAMILIES = {
    "start": 4,
    "memory": 1,
    "commit": 3,
    "documents": 7,
    "scanning": 8,
    "search": 15,
    "table": 15,
    "matters": 11,
    "leader_cockpit": 3,
    "recording": 9,
    "hall": 8,
    "leader_days": 5,
    "sync": 10,
    "files": 3,
    "centre": 8,
}


def run_bench(folder: Path, *names: str) -> dict[str, Any]:
    """Run `desk bench` in a process of its own, as a person does, and return its report."""
    out = folder / "report.json"
    command = [sys.executable, "-m", "reception_desk", "bench", *names, "--quick"]
    done = subprocess.run(
        [*command, "--work", str(folder / "work"), "--out", str(out)],
        capture_output=True,
        text=True,
        check=False,
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(PACKAGE.parent), "QT_QPA_PLATFORM": "offscreen"},
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return json.loads(out.read_text(encoding="utf-8"))


def check_family(figures: list[dict[str, Any]]) -> None:
    for figure in figures:
        assert figure["ours"] > 0, figure
        assert figure["unit"]
        assert figure["floor"] is None or figure["floor"] >= 0
        has_target = figure["target"] is not None
        assert (figure["goal"] != "none") is has_target
        assert isinstance(figure["ok"], bool) is has_target


AT_THE_DESK = (
    ("start", "memory", "commit", "documents", "matters", "leader_cockpit"),
    ("scanning", "search", "table", "centre"),
    ("recording", "hall", "leader_days"),
)
"""Searches and the table share the large sample file; each process loads the desk anew."""


@pytest.mark.slow
@pytest.mark.timeout(300)
@pytest.mark.parametrize("names", AT_THE_DESK, ids="-".join)
def test_every_family_at_the_desk_is_measured(tmp_path: Path, names: tuple[str, ...]):
    report = run_bench(tmp_path, *names)

    assert report["failures"] == {}
    assert {name: len(found) for name, found in report["figures"].items()} == {
        name: FAMILIES[name] for name in names
    }
    for found in report["figures"].values():
        check_family(found)
    assert report["machine"]["cpus"]
    assert report["quick"]


@pytest.mark.slow
@pytest.mark.postgres
def test_the_window_is_watched_while_rows_come_from_the_centre(tmp_path: Path):
    report = run_bench(tmp_path, "sync")

    check_family(report["figures"]["sync"])
    stall = next(figure for figure in report["figures"]["sync"] if figure["unit"] == "ms")
    assert stall["details"]["rows"] >= 200


@pytest.mark.slow
@pytest.mark.postgres
def test_files_go_up_and_down_and_no_chunk_twice(tmp_path: Path):
    figures = run_bench(tmp_path, "files")["figures"]["files"]

    check_family(figures)
    assert len(figures) == FAMILIES["files"]
    assert figures[2]["ok"], figures[2]
    assert figures[2]["details"]["waiting"] == 0


@pytest.mark.slow
@pytest.mark.postgres
def test_a_short_day_in_the_hall_calls_nobody_twice(tmp_path: Path):
    report = run_bench(tmp_path, "hall_day")

    assert report["failures"] == {}
    speed, once, calls = report["figures"]["hall_day"]
    assert speed["details"]["tickets"] == 12
    assert once["ok"], once
    assert not once["details"]["called_twice"]
    assert calls["ours"] > 0


@pytest.mark.slow
@pytest.mark.postgres
def test_a_short_campaign_of_faults_loses_nothing(tmp_path: Path):
    report = run_bench(tmp_path, "faults")

    found = report["figures"]["faults"]
    assert [figure["ours"] for figure in found] == [0] * 5
    assert all(figure["ok"] for figure in found)
    assert found[0]["details"]["registrations"] > 0
    assert sum(found[0]["details"]["rounds"].values()) == bench.QUICK_FAULTS


def test_the_families_tested_are_all_there_are():
    assert set(FAMILIES) == set(bench.FAMILIES)
    assert {"sync", "files"}.union(*AT_THE_DESK) == set(FAMILIES)


def test_an_unknown_name_is_refused_with_those_there_are(capsys: pytest.CaptureFixture[str]):
    assert main(["bench", "speed"]) == 2

    told = capsys.readouterr().err
    assert "speed" in told
    assert "commit" in told


def test_a_family_that_cannot_run_is_told_and_fails_the_command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    monkeypatch.setenv("PG_BIN", str(tmp_path))
    monkeypatch.setenv("PATH", "")
    monkeypatch.setattr("reception_desk.sync.embedded_postgres._DEBIAN", tmp_path)
    out = tmp_path / "report.json"

    status = main(["bench", "sync", "--quick", "--work", str(tmp_path / "work"), "--out", str(out)])

    assert status == 1
    assert "PostgreSQL" in capsys.readouterr().out
    assert "PostgreSQL" in json.loads(out.read_text(encoding="utf-8"))["failures"]["sync"]


@pytest.mark.parametrize(
    ("figure", "is_met"),
    [
        (Figure("a", 29, "ms", 10, Goal.MOST_TIMES_THE_FLOOR, 3), True),
        (Figure("a", 31, "ms", 10, Goal.MOST_TIMES_THE_FLOOR, 3), False),
        (Figure("a", 60, "ms", None, Goal.MOST, 50), False),
        (Figure("a", 40, "ms", 1, Goal.MOST, 50), True),
        (Figure("a", 26_000, "行/秒", 90_000, Goal.LEAST, 25_000), True),
        (Figure("a", 24_000, "行/秒", 10, Goal.LEAST, 25_000), False),
        (Figure("a", 40, "ms", 1), None),
    ],
)
def test_a_figure_is_judged_by_its_own_goal(figure: Figure, is_met: bool | None):
    assert figure.is_met is is_met
    assert figure.as_json()["ok"] is is_met


def test_lines_are_aligned_whatever_is_in_them():
    short = line(Figure("启动", 1, "ms", 1, Goal.MOST, 2).cells())
    long = line(Figure("同步时界面最长停顿", 12345, "ms", 1, Goal.MOST, 2).cells())

    starts = {columns_of(text[: text.index("≤")]) for text in (short, long)}

    assert len(starts) == 1


def test_a_quantile_is_one_of_the_values():
    assert quantile([5, 1, 4, 2, 3], 0.5) == 3
    assert quantile(range(1, 101), 0.99) == 99
    assert quantile([7], 0.99) == 7


def test_the_same_bytes_are_those_of_every_row_a_registration_leaves(desk: SampleOffice):
    rows = rows_of_one_registration(BenchOffice(desk.database, desk.clerk))

    tables = [row.decode().split("\x1f")[0] for row in rows]
    assert {"visit", "person", "matter", "step", "audit_entry", "search_pending"} <= set(tables)
    assert tables.count("outbox") == 8


def test_made_up_persons_are_valid_all_different_and_nobody_alive():
    people = list(population.persons(5000))

    numbers = {person.document_number for person in people}
    assert len(numbers) == len(people)
    assert all(resident_check(number[:17]) == number[17] for number in numbers)
    assert max(person.birth_date.year for person in people) < 1910
    assert list(population.persons(50)) == people[:50]


def test_made_up_visits_end_on_the_day_asked_for():
    visits = list(population.visits(1000, 500, MORNING))

    assert visits[-1].arrived_at.date() == MORNING.date()
    assert all(0 <= visit.person < 500 for visit in visits)
    assert len({visit.provisional_number for visit in visits}) == 1000
