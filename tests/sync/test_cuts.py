"""A cut at any byte of what goes up or down: it is made good, and nothing comes twice.

A dozen places in every run; more by `DESK_CUTS=500 pytest tests/sync/test_cuts.py`.
"""

import os
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from reception_desk.commands.bench.cable import Cable
from reception_desk.sync.centre_errors import CentreAwayError
from tests.postgres import CentreDatabase
from tests.sync.desks import Desk, open_copy

CUTS = int(os.environ.get("DESK_CUTS", "12"))
pytestmark = [pytest.mark.slow, pytest.mark.timeout(120 + CUTS * 5)]
_PLACES = settings(
    max_examples=CUTS,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
_PAGE_ROWS = 4
_WHOLE = 10_000
places = st.integers(0, _WHOLE - 1)
"""Where the line is cut, as a part of all the bytes that an uncut way takes."""


@dataclass
class Line:
    """A desk behind a cable, and what its way to the centre takes where nothing is cut."""

    desk: Desk
    cable: Cable
    answered: int = 0
    carried: int = 0

    def sync(self) -> None:
        self.desk.sync(page_rows=_PAGE_ROWS, batch_rows=_PAGE_ROWS)

    def is_cut(self, place: int, *, of_answers: bool) -> bool:
        """Sync over a line that is cut there; say whether it was, before the way's end."""
        whole = self.answered if of_answers else self.carried
        self.cable.cut_after(whole * place // _WHOLE, of_answers=of_answers)
        try:
            self.sync()
        except CentreAwayError:
            return True
        self.cable.cut_after(sys.maxsize, of_answers=of_answers)
        return False

    def measure(self) -> None:
        answered, carried = self.cable.answered, self.cable.carried
        self.sync()
        self.answered = self.cable.answered - answered
        self.carried = self.cable.carried - carried


@pytest.fixture
def source(new_desk: Callable[..., Desk]) -> Desk:
    """A desk whose rows are at the centre."""
    made = new_desk("A", 1, 2)
    for number in range(10):
        made.add(name=f"访民{number}", stream=1 + number % 2)
        made.add("unit", name=f"单位{number}", own_stream=10, stream=1 + number % 2)
        made.edit(made.add("calendar_day", note="初"), "calendar_day", note=f"改{number}")
    made.sync()
    return made


def restart_as_new(line: Line, empty_file: Path) -> None:
    """Give the desk a file that has never met the centre."""
    path = line.desk.database.path
    line.desk.close()
    for suffix in ("-wal", "-shm"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)
    shutil.copy(empty_file, path)
    line.desk.database = open_copy(path)


@pytest.fixture
def line(new_desk: Callable[..., Desk], cable: Cable) -> Line:
    return Line(new_desk("B", 1, 2, cable=cable), cable)


def test_a_first_reading_is_made_good_after_a_cut_at_any_byte(
    source: Desk, line: Line, centre: CentreDatabase, empty_file: Path
):
    line.measure()
    assert line.desk.rows() == source.rows()

    cuts: list[bool] = []

    @_PLACES
    @given(places, st.booleans())
    @example(0, True)
    @example(_WHOLE - 1, True)
    def check(place: int, of_answers: bool) -> None:
        centre.query("UPDATE sync.desk SET client = NULL WHERE name = 'B'")
        restart_as_new(line, empty_file)

        cuts.append(line.is_cut(place, of_answers=of_answers))
        line.sync()

        assert line.desk.rows() == source.rows()
        assert line.desk.scalar("SELECT count(*) FROM outbox") == 0

    check()
    assert sum(cuts) > len(cuts) / 2


def test_a_line_that_breaks_again_and_again_gets_there(
    source: Desk, line: Line, centre: CentreDatabase, empty_file: Path
):
    """Each connection carries a third of the bytes: what one has read, the next need not."""
    line.measure()
    centre.query("UPDATE sync.desk SET client = NULL WHERE name = 'B'")
    restart_as_new(line, empty_file)
    cuts = 0
    while line.is_cut(_WHOLE // 3, of_answers=True):
        cuts += 1
        assert cuts < 10, "each connection begins anew"

    assert cuts > 1
    assert line.desk.rows() == source.rows()


def test_what_goes_up_arrives_once_after_a_cut_at_any_byte(
    line: Line, new_desk: Callable[..., Desk], centre: CentreDatabase
):
    other = new_desk("C", 1)
    line.sync()
    made: list[str] = []

    def work() -> None:
        """Rows and changes for some batches."""
        for number in range(10):
            made.append(line.desk.add(name=f"访民{len(made)}"))
            line.desk.edit(made[number], phone=str(len(made)))

    work()
    line.measure()
    cuts: list[bool] = []

    @_PLACES
    @given(places, st.booleans())
    def check(place: int, of_answers: bool) -> None:
        work()

        cuts.append(line.is_cut(place, of_answers=of_answers))
        line.sync()
        other.sync()

        assert other.rows() == line.desk.rows()
        assert centre.query("SELECT count(*), count(DISTINCT id) FROM app.person") == [
            (len(made), len(made))
        ]
        assert centre.query("SELECT seq FROM sync.conflict UNION SELECT seq FROM sync.dead") == []
        last = line.desk.scalar("SELECT max(seq) FROM outbox")
        assert centre.query("SELECT last_seq FROM sync.desk WHERE name = 'B'") == [(last,)]

    check()
    assert sum(cuts) > len(cuts) / 2
