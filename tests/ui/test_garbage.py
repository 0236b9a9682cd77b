"""Cyclic garbage dies in the UI thread, and only there."""

import gc
import threading
import weakref
from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from reception_desk.ui import garbage as garbage_module
from reception_desk.ui.garbage import GarbageRound
from reception_desk.ui.tasks import Tasks


class Knot:
    """Part of a cycle that says in which thread it ended."""

    def __init__(self, ended_in: list[str]) -> None:
        self.me = self
        weakref.finalize(self, lambda: ended_in.append(threading.current_thread().name))


@pytest.fixture
def garbage(qtbot: QtBot) -> Iterator[GarbageRound]:
    was_enabled = gc.isenabled()
    made = GarbageRound()
    yield made
    made.let_go()
    gc.freeze()  # what lived before the test stays out of the looks of those to come
    if not was_enabled:
        gc.disable()


def test_a_worker_never_collects(garbage: GarbageRound):
    ended_in: list[str] = []

    def work() -> None:
        for _ in range(3):
            Knot(ended_in)
        hoard = [[[number]] for number in range(20_000)]
        del hoard

    thread = threading.Thread(target=work, name="worker")
    thread.start()
    thread.join()
    assert ended_in == []

    gc.collect()
    assert ended_in == ["MainThread"] * 3


def test_what_is_due_is_collected_while_the_desk_idles(qtbot: QtBot, garbage: GarbageRound):
    ended_in: list[str] = []
    Knot(ended_in)
    hoard = [[number] for number in range(2_000)]
    qtbot.waitUntil(lambda: ended_in == ["MainThread"], timeout=10_000)
    assert hoard


def test_nothing_is_collected_before_it_is_due(garbage: GarbageRound):
    ended_in: list[str] = []
    gc.collect()
    Knot(ended_in)
    garbage.look()
    assert ended_in == []
    garbage.settle()
    assert ended_in == ["MainThread"]


@pytest.fixture
def tasks(qtbot: QtBot) -> Iterator[Tasks]:
    made = Tasks()
    yield made
    made.close()


def old_knot(ended_in: list[str]) -> None:
    """Leave a cycle that nobody holds in the second generation, which is due."""
    knot = Knot(ended_in)
    for _ in range(gc.get_threshold()[1] + 1):
        gc.collect(0)
    del knot


def test_old_garbage_waits_until_the_lanes_rest(qtbot: QtBot, garbage: GarbageRound, tasks: Tasks):
    ended_in: list[str] = []
    may_end = threading.Event()
    garbage.wait_for(tasks)
    tasks.run("long", garbage, may_end.wait, lambda _: None, lambda _: None)
    old_knot(ended_in)
    garbage.look()
    assert ended_in == []

    may_end.set()
    qtbot.waitUntil(lambda: not tasks.pending)
    gc.collect(0)
    garbage.look()
    assert ended_in == ["MainThread"]


def test_old_garbage_does_not_wait_for_ever(
    garbage: GarbageRound, tasks: Tasks, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(garbage_module, "MOST_PUT_OFF", 3)
    ended_in: list[str] = []
    may_end = threading.Event()
    garbage.wait_for(tasks)
    tasks.run("long", garbage, may_end.wait, lambda _: None, lambda _: None)
    old_knot(ended_in)
    for _ in range(3):
        garbage.look()
    assert ended_in == []

    garbage.look()
    may_end.set()
    assert ended_in == ["MainThread"]


def test_the_collector_is_given_back(qtbot: QtBot):
    was_enabled = gc.isenabled()
    GarbageRound().let_go()
    assert gc.isenabled()
    gc.freeze()
    if not was_enabled:
        gc.disable()
