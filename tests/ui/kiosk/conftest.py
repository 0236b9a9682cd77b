"""A kiosk that stands on the first screen of the tests."""

from collections.abc import Iterator
from contextlib import ExitStack

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication

from reception_desk.app.kiosk import open_kiosk
from reception_desk.config import Settings
from reception_desk.ui.changes import Changes
from reception_desk.ui.kiosk.kiosk_screen import KioskScreen
from tests.offices import SampleOffice


@pytest.fixture
def unplaced(desk: SampleOffice, app: QApplication) -> Iterator[KioskScreen]:
    """One that fills no screen yet, to be given a size."""
    settings = Settings(home=desk.database.path.parent)
    with ExitStack() as stack:
        made = open_kiosk(settings, desk.database, Changes(), stack)
        made.go_home()
        yield made
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def kiosk(unplaced: KioskScreen) -> KioskScreen:
    assert unplaced.begin()
    return unplaced
