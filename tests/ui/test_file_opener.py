"""A file of another window: fetched behind the screen, with progress, and given up at a press."""

import os
from pathlib import Path
from threading import Event

import pytest
from pytestqt.qtbot import QtBot

from reception_desk.errors import CentreError, DeskError
from reception_desk.services.files import FileStore, Report
from reception_desk.ui.file_opener import FileOpener
from reception_desk.ui.tasks import Tasks
from tests.ui.smooth import StallWatch

CONTENT = os.urandom(3_000_000)
WITHIN = 20_000


class SlowCentre:
    """Gives half of the file at once and the rest when it is let go."""

    def __init__(self) -> None:
        self.let_go = Event()
        self.half_way = Event()
        self.is_cancelled = False

    def fetch(self, _sha256: str, report: Report) -> bytes:
        try:
            report(len(CONTENT) // 2, len(CONTENT))
            self.half_way.set()
            self.let_go.wait(20)
            report(len(CONTENT), len(CONTENT))
        except DeskError:
            self.is_cancelled = True
            raise
        return CONTENT


@pytest.fixture
def centre() -> SlowCentre:
    return SlowCentre()


@pytest.fixture
def sha256(tmp_path: Path) -> str:
    return FileStore(tmp_path / "other").put(CONTENT)


@pytest.fixture
def opener(qtbot: QtBot, tmp_path: Path, centre: SlowCentre, tasks: Tasks):
    made = FileOpener(FileStore(tmp_path / "here", centre), tasks)
    qtbot.addWidget(made)
    yield made
    centre.let_go.set()


def refuse(error: object) -> None:
    raise AssertionError(error)


def test_a_file_of_this_desk_opens_without_a_bar(qtbot, tmp_path, tasks, centre):
    store = FileStore(tmp_path / "here", centre)
    opener = FileOpener(store, tasks)
    qtbot.addWidget(opener)
    got: list[bytes] = []

    opener.open(store.put(b"page"), bytes, got.append, refuse)

    qtbot.waitUntil(lambda: got == [b"page"], timeout=WITHIN)
    assert not opener.isVisible()
    assert not centre.half_way.is_set()


def test_progress_is_shown_and_the_file_comes(
    qtbot: QtBot, opener: FileOpener, centre: SlowCentre, sha256: str, smooth: StallWatch
):
    got: list[int] = []
    with smooth.look():
        opener.open(sha256, len, got.append, refuse)
        qtbot.waitUntil(opener.isVisible, timeout=WITHIN)
        centre.let_go.set()
        qtbot.waitUntil(lambda: got == [len(CONTENT)], timeout=WITHIN)
    assert not opener.isVisible()


def test_cancel_drops_it_and_it_can_be_asked_for_again(
    qtbot: QtBot, opener: FileOpener, centre: SlowCentre, sha256: str, tasks: Tasks
):
    got: list[int] = []
    opener.open(sha256, len, got.append, refuse)
    qtbot.waitUntil(opener.isVisible, timeout=WITHIN)
    assert centre.half_way.wait(20)
    opener.cancel_asked.emit()
    assert not opener.isVisible()
    centre.let_go.set()
    qtbot.waitUntil(lambda: tasks.pending == 0, timeout=WITHIN)
    assert (got, centre.is_cancelled) == ([], True)

    opener.open(sha256, len, got.append, refuse)
    qtbot.waitUntil(lambda: got == [len(CONTENT)], timeout=WITHIN)


def test_only_the_file_asked_for_last_is_opened(
    qtbot: QtBot, opener: FileOpener, centre: SlowCentre, sha256: str, tmp_path: Path
):
    other = FileStore(tmp_path / "here").put(b"page")
    got: list[int] = []
    opener.open(sha256, len, got.append, refuse)
    assert centre.half_way.wait(20)
    opener.open(other, len, got.append, refuse)
    centre.let_go.set()
    qtbot.waitUntil(lambda: got == [4], timeout=WITHIN)


def test_an_error_is_given_and_the_bar_goes(qtbot: QtBot, tmp_path: Path, tasks: Tasks):
    class Away:
        def fetch(self, _sha256: str, _report: Report) -> bytes:
            raise CentreError("连接不上中心，取不来。")

    opener = FileOpener(FileStore(tmp_path / "here", Away()), tasks)
    qtbot.addWidget(opener)
    errors: list[Exception] = []

    opener.open("ab" * 32, len, refuse, errors.append)

    qtbot.waitUntil(lambda: len(errors) == 1, timeout=WITHIN)
    assert "连接不上中心" in str(errors[0])
    assert not opener.isVisible()
