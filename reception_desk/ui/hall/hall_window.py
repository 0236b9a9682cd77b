"""The board on one screen, known by its name: without that screen there is no board to be seen."""

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QGuiApplication, QKeyEvent, QScreen
from PySide6.QtWidgets import QApplication, QLayout, QVBoxLayout, QWidget

from reception_desk.ui.named_screens import fill_screen, screen_named

PRODUCT = "接访台 — 大厅屏"


class HallWindow(QWidget):
    """Fills the screen named `screen_name`, hides while that is away and comes back with it.

    It never goes to another screen: that would be the clerk's. Signals: `closed()`;
    `placed(bool)` says whether it can be seen.
    """

    closed = Signal()
    placed = Signal(bool)

    def __init__(self, view: QWidget, screen_name: str) -> None:
        super().__init__()
        self._screen_name = screen_name
        self.setWindowTitle(PRODUCT)
        self.setWindowFlag(Qt.WindowType.FramelessWindowHint)
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.setCursor(Qt.CursorShape.BlankCursor)
        whole = QVBoxLayout(self)
        # The screen says how large it is: the board is sized after its window.
        whole.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(view)
        app = QApplication.instance()
        if isinstance(app, QGuiApplication):
            app.screenAdded.connect(self._take_screen)
            app.screenRemoved.connect(self._leave_screen)

    def place(self) -> bool:
        """Fill the screen if it is there, else hide; return whether it is there."""
        found = screen_named(self._screen_name)
        if found is None:
            self.hide()
        else:
            fill_screen(self, found)
        self.placed.emit(found is not None)
        return found is not None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Q and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.close()
        super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        super().closeEvent(event)
        self.placed.emit(False)
        self.closed.emit()

    def _take_screen(self, screen: QScreen) -> None:
        if screen.name() == self._screen_name:
            QTimer.singleShot(0, self, self.place)  # its size is settled once Qt has taken it in

    def _leave_screen(self, screen: QScreen) -> None:
        """Hide at once: behind this signal Qt moves every window that is seen to another screen."""
        if screen.name() == self._screen_name:
            self.hide()
            self.placed.emit(False)
