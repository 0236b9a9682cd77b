"""A worker held for one call at a time; the camera's stands for all."""

from collections.abc import Iterator

import pytest

from reception_desk.devices.scanner.camera import CAMERA_WORD, QUIET, WORKER
from reception_desk.devices.scanner.protocol import ScanError
from reception_desk.devices.scanner.worker_hold import WorkerHold
from reception_desk.records.scanning import ScanOutcome


@pytest.fixture
def hold() -> Iterator[WorkerHold]:
    hold = WorkerHold(WORKER, QUIET, CAMERA_WORD)
    yield hold
    hold.close()


def test_the_worker_starts_with_the_first_call_and_stays_for_the_next(hold: WorkerHold):
    assert hold.pid is None

    with hold.exclusive() as worker:
        first = worker.pid
    with hold.exclusive() as worker:
        assert worker.pid == hold.pid == first


def test_who_comes_while_it_is_held_is_told_and_disturbs_nothing(hold: WorkerHold):
    with hold.exclusive() as worker:
        with pytest.raises(ScanError, match=CAMERA_WORD) as caught, hold.exclusive():
            pass
        assert caught.value.outcome is ScanOutcome.DEVICE_BUSY
        assert worker.is_fit


def test_a_call_that_fails_by_the_device_keeps_the_worker(hold: WorkerHold):
    with pytest.raises(ScanError), hold.exclusive():
        raise ScanError(ScanOutcome.JAMMED)

    assert hold.pid is not None


def test_a_call_that_breaks_off_ends_the_worker_and_the_next_has_another(hold: WorkerHold):
    with pytest.raises(LookupError), hold.exclusive() as worker:
        raise LookupError("a bug in the page")
    assert hold.pid is None
    assert not worker.is_fit

    with hold.exclusive() as another:
        assert another.pid != worker.pid


def test_a_dismissed_worker_is_replaced(hold: WorkerHold):
    with hold.exclusive() as worker:
        worker.dismiss()

    with hold.exclusive() as another:
        assert another is not worker
        assert another.is_fit
