"""The whole desk under test: built by the composition root, on a real database."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QDialog, QWidget
from pytestqt.qtbot import QtBot

from reception_desk.app import Desk, build
from reception_desk.config import ScannerSettings, Settings
from reception_desk.records.actor import Actor
from reception_desk.ui.pages.calling import CallingPage
from reception_desk.ui.pages.leader_days import LeaderDaysPage
from reception_desk.ui.pages.matters import MattersPage
from tests.offices import SampleOffice


@contextmanager
def opened(
    qtbot: QtBot,
    office: SampleOffice,
    actor: Actor | None = None,
    *,
    simulate: bool = False,
    width: int = 1366,
    height: int = 728,
    **settings: object,
) -> Iterator[Desk]:
    """Open the desk of the clerk, or of another person, and close it again.

    Unless `scanner` says otherwise no text of pages is read: it takes seconds.
    """
    home = office.database.path.parent
    silent = Settings(home=home, scanner=ScannerSettings(reads_text=False))
    chosen = replace(silent, **settings)  # pyright: ignore[reportArgumentType]
    desk = build(chosen, office.database, actor or office.clerk, simulate=simulate)
    desk.window.resize(width, height)
    desk.window.show()
    qtbot.waitExposed(desk.window)
    desk.window.activateWindow()
    qtbot.waitUntil(desk.window.isActiveWindow)
    idle(qtbot, desk)
    try:
        yield desk
    finally:
        desk.close()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def idle(qtbot: QtBot, desk: Desk) -> None:
    """Wait until no background work is left."""
    qtbot.waitUntil(lambda: desk.workplace.tasks.pending == 0, timeout=60_000)


def box(desk: Desk, kind: type[QDialog]) -> QDialog:
    """Return the one open dialog of this kind."""
    found = [dialog for dialog in desk.window.findChildren(kind) if dialog.isVisible()]
    assert len(found) == 1, f"{len(found)} open {kind.__name__}"
    return found[0]


def hidden_parts(page: QWidget) -> list[QWidget]:
    """Return what a page makes only when somebody looks at it: made now, behind what is shown."""
    match page:
        case MattersPage():
            seen = page.overview
            return [seen.board, seen.undertakings, seen.long_open, seen.letters, page.matter]
        case LeaderDaysPage():
            return [page.plan, page.meeting]
        case CallingPage():
            return [page.statistics, page.evaluations]
        case _:
            return []
