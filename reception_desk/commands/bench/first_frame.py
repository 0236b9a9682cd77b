"""A child process that opens one window, says when it was painted, and ends.

`python -m reception_desk.commands.bench.first_frame KIND HOME IDLE_SECONDS`, with KIND `bare` (Qt
and SQLAlchemy loaded, an empty window), `entry` (the program from its start) or `desk` (the main
window of somebody signed in). Writes one JSON object: `painted`, seconds of the monotonic clock
that all processes share; `cpu`, seconds used until then; `rss`, MB resident after idling.
"""

import json
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication, QMainWindow, QWidget

Closing = Callable[[], None]


class FrameWatch(QObject):
    """Waits for the window's first frame, then idles, then lets the program end."""

    def __init__(self, window: QWidget, idle_seconds: float) -> None:
        super().__init__()
        self.seen: dict[str, float] = {}
        self._idle_seconds = idle_seconds
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802  # Qt's name
        if event.type() == QEvent.Type.Paint:
            watched.removeEventFilter(self)
            # The whole window is painted in one pass; the timer runs after it.
            QTimer.singleShot(0, self, self._painted)
        return False

    def _painted(self) -> None:
        times = os.times()
        self.seen = {"painted": time.monotonic(), "cpu": times.user + times.system}
        QTimer.singleShot(round(self._idle_seconds * 1000), self, self._rested)

    def _rested(self) -> None:
        self.seen["rss"] = resident_mb()
        QApplication.exit()


def resident_mb() -> float:
    """Return the memory this process holds now; its greatest where the system tells no other."""
    status = Path("/proc/self/status")
    if status.exists():
        line = next(row for row in status.read_text().splitlines() if row.startswith("VmRSS:"))
        return int(line.split()[1]) / 1024
    import resource  # Unix only

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def bare(_home: Path) -> tuple[QWidget, Closing]:
    """Open an empty window beside a loaded SQLAlchemy."""
    import sqlalchemy.orm

    _application()
    window = QMainWindow()
    window.setWindowTitle(sqlalchemy.__version__)
    window.resize(1366, 728)
    window.show()
    return window, _nothing


def entry(home: Path) -> tuple[QWidget, Closing]:
    """Open the program as `./desk` does: the first frame comes before the database."""
    from reception_desk import config
    from reception_desk.app import Program
    from reception_desk.ui import application_fonts, theme
    from reception_desk.ui.tokens import Scheme

    app = _application()
    application_fonts.install(app)
    theme.apply(app, Scheme.LIGHT)
    program = Program(app, config.load(home), simulate=False)
    program.start()
    return program.entry, program.close


def desk(home: Path) -> tuple[QWidget, Closing]:
    """Open the main window of the receptionist kept in `home/actor.json`.

    As in the program, the collector runs by `GarbageRound` before the database is loaded.
    """
    from reception_desk import config
    from reception_desk.app import build
    from reception_desk.ui import application_fonts, theme
    from reception_desk.ui.garbage import GarbageRound
    from reception_desk.ui.tokens import Scheme

    app = _application()
    application_fonts.install(app)
    theme.apply(app, Scheme.LIGHT)
    garbage = GarbageRound()
    from reception_desk.commands.bench.office import KEY, read_actor
    from reception_desk.models import Database

    settings = config.load(home)
    database = Database(settings.database_path, KEY)
    built = build(settings, database, read_actor(home))
    built.window.show()

    def close() -> None:
        built.close()
        database.close()
        garbage.let_go()

    return built.window, close


def main(kind: str, home: str, idle_seconds: str) -> None:
    """Open, wait, tell."""
    window, close = {"bare": bare, "entry": entry, "desk": desk}[kind](Path(home))
    watch = FrameWatch(window, float(idle_seconds))
    QApplication.exec()
    close()
    sys.stdout.write(json.dumps(watch.seen))


def _application() -> QApplication:
    return QApplication(["bench"])


def _nothing() -> None:
    """A bare window holds nothing to close."""


if __name__ == "__main__":
    main(*sys.argv[1:])
