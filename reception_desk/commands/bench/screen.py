"""The screen of the measurement: the application dressed as the desk, and what was painted."""

import logging

from PySide6.QtCore import (
    QEvent,
    QMessageLogContext,
    QObject,
    QtMsgType,
    qInstallMessageHandler,
)
from PySide6.QtWidgets import QApplication, QWidget

from reception_desk.ui import application_fonts, theme
from reception_desk.ui.tokens import Scheme

_log = logging.getLogger(__name__)


def application() -> QApplication:
    """Return this process's application with the desk's fonts and look, made the first time."""
    found = QApplication.instance()
    if isinstance(found, QApplication):
        return found
    qInstallMessageHandler(_log_message)
    app = QApplication(["bench"])
    application_fonts.install(app)
    theme.apply(app, Scheme.LIGHT)
    return app


def _log_message(_kind: QtMsgType, _context: QMessageLogContext, text: str) -> None:
    """Keep what Qt says, but for what the off-screen platform cannot do anyway."""
    if not text.startswith("This plugin does not support"):
        _log.warning("%s", text)


class PaintWatch(QObject):
    """Says whether a widget was painted since `forget()`."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self.has_painted = False
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802  # Qt's name
        del watched
        if event.type() == QEvent.Type.Paint:
            self.has_painted = True
        return False

    def forget(self) -> None:
        self.has_painted = False
