"""The screen of the measurement: the application dressed as the desk, and when it has painted."""

from PySide6.QtCore import QDeadlineTimer, QEvent, QEventLoop, QObject
from PySide6.QtWidgets import QApplication, QWidget

from reception_desk.errors import DeskError
from reception_desk.ui import application_fonts, theme
from reception_desk.ui.tokens import Scheme

_LONGEST_MS = 20_000


def application() -> QApplication:
    """Return this process's application with the desk's fonts and look, made the first time."""
    found = QApplication.instance()
    if isinstance(found, QApplication):
        return found
    app = QApplication(["bench"])
    application_fonts.install(app)
    theme.apply(app, Scheme.LIGHT)
    return app


class PaintWatch(QObject):
    """Counts the paint events of a widget."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self._paints = 0
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802  # Qt's name
        del watched
        self._paints += event.type() == QEvent.Type.Paint
        return False

    def forget(self) -> None:
        """Count from here."""
        self._paints = 0

    def wait(self) -> None:
        """Turn the event loop until the widget was painted; raises `DeskError` when it never is."""
        app = application()
        deadline = QDeadlineTimer(_LONGEST_MS)
        while not self._paints:
            if deadline.hasExpired():
                raise DeskError("画面没有在时限内画出。")
            app.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents, 10)
        # The paint of the children and of the frame around them belongs to the same pass.
        app.processEvents()
