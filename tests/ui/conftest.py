"""The screen under test: off-screen, with our fonts and look, and with no way to hide trouble."""

import gc
import logging
import os
import sys
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest

from tests.ui.screen import prepare_screen

prepare_screen()

from PySide6.QtCore import QCoreApplication, QEvent  # noqa: E402
from PySide6.QtWidgets import (  # noqa: E402
    QApplication,
    QColorDialog,
    QDialog,
    QFileDialog,
    QInputDialog,
    QMenu,
    QMessageBox,
)

from reception_desk.ui import application_fonts, theme  # noqa: E402
from reception_desk.ui.tasks import Tasks  # noqa: E402
from reception_desk.ui.tokens import Scheme  # noqa: E402
from tests.ui.logs import LogWatch  # noqa: E402
from tests.ui.smooth import StallWatch  # noqa: E402

_TESTS = count(1)
_BLOCKING = [
    (QDialog, ["exec"]),
    (QMenu, ["exec"]),
    (QMessageBox, ["exec", "about", "critical", "information", "question", "warning"]),
    (QFileDialog, ["getOpenFileName", "getOpenFileNames", "getSaveFileName"]),
    (QFileDialog, ["getExistingDirectory"]),
    (QInputDialog, ["getText", "getInt", "getItem", "getMultiLineText"]),
    (QColorDialog, ["getColor"]),
]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The off-screen platform says what it cannot do (raise, grab); that is no fault of ours."""
    here = Path(__file__).parent
    for item in items:
        if item.path.is_relative_to(here):
            item.add_marker(pytest.mark.qt_log_ignore("^This plugin does not support", extend=True))


@pytest.fixture(autouse=True, scope="session")
def collector_at_rest() -> Iterator[None]:
    """As in the program, no worker's thread collects garbage that may hold parts of the screen."""
    gc.disable()
    yield
    gc.enable()


@pytest.fixture(autouse=True)
def collected() -> None:
    """Collect in the UI thread before each test what the one before left: no earlier, since pytest
    holds its fixtures to the end. The young always, everything now and then; what lives after
    that (modules above all) stays out of every later look.
    """
    # A program that was closed in a test let the collector go again, and all that was imported.
    was_let_go = gc.isenabled()
    gc.disable()
    if was_let_go or next(_TESTS) % 20 == 0:
        gc.collect()
        gc.freeze()
    else:
        gc.collect(1)


_STATUS: list[int] = []


def pytest_sessionfinish(exitstatus: int) -> None:
    """Keep the outcome for the end."""
    _STATUS.append(int(exitstatus))


@pytest.hookimpl(trylast=True)
def pytest_unconfigure() -> None:
    """Leave at once: at the interpreter's end PySide destroys what is left of two thousand tests in
    an order of its own and may crash after the last result. The program's own end is tested in
    processes of its own (tests/commands, tests/test_app.py).
    """
    sys.stdout.flush()
    sys.stderr.flush()
    if _STATUS:
        os._exit(_STATUS[-1])


@pytest.fixture(scope="session")
def images(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder for coloured icons."""
    return tmp_path_factory.mktemp("images")


@pytest.fixture(scope="session")
def dressed_app(qapp: QApplication, images: Path) -> QApplication:
    """The application with fonts, Chinese Qt texts and the light scheme."""
    application_fonts.install(qapp)
    theme.apply(qapp, Scheme.LIGHT, images=images)
    return qapp


@pytest.fixture(autouse=True)
def app(dressed_app: QApplication) -> Iterator[QApplication]:
    """The dressed application; a test that leaves a window open fails."""
    yield dressed_app
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    left = [widget for widget in dressed_app.topLevelWidgets() if widget.isVisible()]
    for widget in left:
        widget.close()
        widget.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert not left, f"windows left open: {left}"


@pytest.fixture
def scheme_restored(app: QApplication, images: Path) -> Iterator[None]:
    """Put the light scheme at standard text back after a test that changes the look."""
    yield
    theme.apply(app, Scheme.LIGHT, images=images)


@pytest.fixture(autouse=True)
def no_blocking_boxes(monkeypatch: pytest.MonkeyPatch) -> None:
    """A box that blocks would hang the run: it fails the test instead."""

    def refused(*_arguments: object, **_options: object) -> None:
        raise AssertionError("a blocking box was shown; open() it through Messages")

    for kind, names in _BLOCKING:
        for name in names:
            monkeypatch.setattr(kind, name, refused)


@pytest.fixture(autouse=True)
def logs() -> Iterator[LogWatch]:
    """Any warning logged fails the test, unless the test takes it with `logs.take(text)`."""
    watch = LogWatch()
    root = logging.getLogger()
    root.addHandler(watch)
    yield watch
    root.removeHandler(watch)
    assert not watch.messages, f"logged warnings nobody took: {watch.messages}"


@pytest.fixture
def tasks(app: QApplication) -> Iterator[Tasks]:
    """Background work, closed after the test."""
    made = Tasks()
    yield made
    made.close()
    made.deleteLater()


@pytest.fixture
def smooth(app: QApplication) -> Iterator[StallWatch]:
    """Fails the test when the UI thread stalls over 50 ms inside `with smooth.look():`."""
    watch = StallWatch()
    yield watch
    assert not watch.stalls, f"the screen stood still for {watch.stalls} ms"
