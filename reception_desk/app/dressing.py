"""The application with its name, fonts and look, before a window is made."""

import sys

from PySide6.QtWidgets import QApplication

from reception_desk.ui import application_fonts, icons, theme
from reception_desk.ui.tokens import Colour, Scheme


def dressed_application() -> QApplication:
    """Return the application; it stays while no window is open."""
    app = QApplication([sys.argv[0]])
    app.setApplicationName("reception-desk")
    app.setDesktopFileName("reception-desk")
    app.setQuitOnLastWindowClosed(False)
    application_fonts.install(app)
    theme.apply(app, Scheme.LIGHT)
    app.setWindowIcon(icons.icon("reception", Colour.ACCENT))
    return app
