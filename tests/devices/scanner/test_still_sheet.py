"""When a picture is taken, on small drawn pictures and their times."""

from itertools import count

import numpy as np
import pytest

from reception_desk.devices.scanner.still_sheet import StillSheet, look_at, share_apart
from reception_desk.imaging.page import Levels
from reception_desk.records.camera import CameraPhase

TENTH = 0.1


def look(*marks: tuple[int, int]) -> Levels:
    """A dark table of 160 x 120; each mark is a bright square of 30 at its place."""
    picture = np.full((120, 160), 60, np.uint8)
    for x, y in marks:
        picture[y : y + 30, x : x + 30] = 220
    return picture


class Table:
    """Shows looks ten times a second; what lies still and is new is judged as `verdict`."""

    def __init__(self) -> None:
        self.still = StillSheet()
        self.taken = 0
        self._times = count()

    def show(
        self, shown: Levels, times: int = 1, verdict: CameraPhase = CameraPhase.TAKEN
    ) -> list[CameraPhase]:
        phases: list[CameraPhase] = []
        for _time in range(times):
            phase = self.still.see(shown, next(self._times) * TENTH)
            if phase is None:
                self.still.judge(verdict)
                self.taken += verdict is not CameraPhase.EMPTY
                phase = verdict
            phases.append(phase)
        return phases


EMPTY, SHEET, OTHER = look(), look((20, 20)), look((90, 60))
HAND = look((20, 20), (50, 50))


@pytest.fixture
def table() -> Table:
    table = Table()
    table.show(EMPTY, 10, CameraPhase.EMPTY)
    return table


def test_a_sheet_is_taken_once_it_lies_still(table: Table):
    phases = table.show(SHEET, 12)

    assert phases[0] is CameraPhase.MOVING
    assert phases[1:6] == [CameraPhase.SETTLING] * 5
    assert set(phases[7:]) == {CameraPhase.TAKEN}
    assert table.taken == 1


def test_a_sheet_that_moves_is_waited_for(table: Table):
    for place in range(20, 60, 2):
        assert table.show(look((place, 20)), 2)[0] is CameraPhase.MOVING

    assert table.taken == 0


def test_a_slow_drift_is_a_movement(table: Table):
    for step in range(300):
        table.show(look((20 + step // 3, 20)))

    assert table.taken == 0


def test_a_hand_over_the_sheet_does_not_take_it_again(table: Table):
    table.show(SHEET, 10)
    assert table.show(HAND, 3)[0] is CameraPhase.MOVING

    phases = table.show(SHEET, 10)

    assert phases[0] is CameraPhase.MOVING
    assert set(phases[1:]) == {CameraPhase.TAKEN}
    assert table.taken == 1


def test_another_sheet_is_taken(table: Table):
    table.show(SHEET, 10)
    table.show(HAND, 3)

    assert table.show(OTHER, 10)[-1] is CameraPhase.TAKEN
    assert table.taken == 2


def test_the_empty_table_is_seen_and_not_taken(table: Table):
    table.show(SHEET, 10)

    assert table.show(EMPTY, 10, CameraPhase.EMPTY)[-1] is CameraPhase.EMPTY
    assert table.taken == 1


def test_a_bad_picture_is_taken_again_when_something_moved(table: Table):
    table.show(SHEET, 10, CameraPhase.RETAKE)
    assert table.show(SHEET, 10)[-1] is CameraPhase.RETAKE
    assert table.taken == 1

    table.show(HAND, 2)
    table.show(SHEET, 10)

    assert table.taken == 2


def test_a_lamp_switched_on_is_no_new_sheet(table: Table):
    table.show(SHEET, 10)

    table.show(SHEET + np.uint8(30), 10)

    assert table.taken == 1


def test_noise_is_no_movement(table: Table):
    table.show(SHEET, 10)
    noise = np.random.default_rng(2)

    for _frame in range(30):
        grain = noise.integers(-8, 9, SHEET.shape).astype(np.int16)
        assert table.show((SHEET + grain).astype(np.uint8)) == [CameraPhase.TAKEN]


def test_another_size_of_picture_is_another_picture():
    assert share_apart(look(), look()[:60]) == 1


@pytest.mark.parametrize("shape", [(1200, 1600, 3), (1600, 1200)])
def test_a_look_is_small_and_grey(shape: tuple[int, ...]):
    small = look_at(np.full(shape, 90, np.uint8))

    assert max(small.shape) == 320
    assert small.ndim == 2
    assert (small == 90).all()


@pytest.mark.parametrize("phase", list(CameraPhase))
def test_every_phase_tells_the_clerk_what_to_do(phase: CameraPhase):
    assert phase.sentence.endswith("。")
