"""The kiosk's window: fills its screen, hears touch and mouse, and has no key to leave by."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QGuiApplication, QKeyEvent, QResizeEvent, QScreen, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QLayout,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from reception_desk.ui.kiosk import kiosk_look
from reception_desk.ui.named_screens import fill_screen, screen_named

PRODUCT = "接访台 — 自助机"


class KioskWindow(QWidget):
    """Known by its screen's name, hidden while that is away; without a name it takes the first.

    No key closes it and none works in it: it ends with its process, or by the window manager.
    Signals: `touched()` whenever something was pressed; `closed()`; `left()`: its screen went.
    """

    touched = Signal()
    closed = Signal()
    left = Signal()

    def __init__(self, views: Sequence[QWidget], screen_name: str) -> None:
        super().__init__()
        self._screen_name = screen_name
        self._sized = (0.0, 0)
        self.setWindowTitle(PRODUCT)
        self.setAccessibleName("自助机")
        self.setProperty("look", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setWindowFlag(Qt.WindowType.FramelessWindowHint)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self._stack = QStackedWidget()
        for view in views:
            self._stack.addWidget(view)
        whole = QVBoxLayout(self)
        # The screen says how large it is: what stands there is sized after the window.
        whole.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._stack)
        for button in self.findChildren(QAbstractButton):
            button.pressed.connect(self.touched)
        app = QApplication.instance()
        if isinstance(app, QGuiApplication):
            app.screenAdded.connect(self._take_screen)
            app.screenRemoved.connect(self._leave_screen)

    @property
    def current(self) -> QWidget | None:
        """The view in sight."""
        return self._stack.currentWidget()

    def bring(self, view: QWidget) -> None:
        """Show one of the views."""
        self._stack.setCurrentWidget(view)

    def place(self) -> bool:
        """Fill the screen if it is there, else hide; say whether it can be seen."""
        found = screen_named(self._screen_name) if self._screen_name else None
        if found is None and not self._screen_name:
            found = QGuiApplication.primaryScreen()
        if found is None:
            self.hide()
            return False
        fill_screen(self, found)
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take every key and do nothing: a keyboard behind the cabinet is no way in."""
        event.accept()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._size()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.ScreenChangeInternal and self.isVisible():
            self._size()

    def closeEvent(self, event: QCloseEvent) -> None:
        super().closeEvent(event)
        self.closed.emit()

    def _size(self) -> None:
        unit = kiosk_look.unit_of(self.width(), self.height())
        sized = (unit, kiosk_look.touch_height(self))
        if sized != self._sized:
            self._sized = sized
            self.setStyleSheet(kiosk_look.sheet(*sized))

    def _is_own(self, screen: QScreen) -> bool:
        return not self._screen_name or screen.name() == self._screen_name

    def _take_screen(self, screen: QScreen) -> None:
        if self._is_own(screen):
            QTimer.singleShot(0, self, self.place)  # its size is settled once Qt has taken it in

    def _leave_screen(self, screen: QScreen) -> None:
        """Hide at once: behind this signal Qt moves every window that is seen to another screen."""
        if self._screen_name and screen.name() == self._screen_name:
            self.hide()
            self.left.emit()
