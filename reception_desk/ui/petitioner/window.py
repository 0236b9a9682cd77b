"""The window of the petitioner's screen: known by the screen's name, hidden while that is away."""

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QResizeEvent, QScreen
from PySide6.QtWidgets import QApplication, QStackedWidget, QVBoxLayout, QWidget

from reception_desk.ui.named_screens import screen_named, shows
from reception_desk.ui.petitioner import large_type
from reception_desk.ui.petitioner.evaluation_view import EvaluationView
from reception_desk.ui.petitioner.sign_view import SignView
from reception_desk.ui.petitioner.views import NoticeView, Plain, ReadBackView
from reception_desk.ui.tokens import Colour

TITLE = "接访台 — 来访人屏幕"


class PetitionerWindow(QWidget):
    """Fills one screen, takes no keys, and never stands on the screen of `desk_window`.

    A person at the desk and a person before it must not press for one another: it hears touch,
    pen and mouse only. Signal `left()`: a screen went away.
    """

    left = Signal()

    def __init__(self, screen_name: str, desk_window: QWidget) -> None:
        super().__init__()
        self._screen_name = screen_name
        self._desk_window = desk_window
        self._sized = (0, 0)
        self.setWindowTitle(TITLE)
        self.setAccessibleName("来访人屏幕")
        self.setProperty("look", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.setWindowFlags(
            Qt.WindowType.Window
            | Qt.WindowType.FramelessWindowHint
            | Qt.WindowType.WindowDoesNotAcceptFocus
        )
        self.welcome = Plain("reception", Colour.ACCENT)
        self.said = Plain("done", Colour.OK)
        self.notice = NoticeView()
        self.read_back = ReadBackView()
        self.signing = SignView()
        self.evaluation = EvaluationView()
        self._stack = QStackedWidget()
        asking = (self.notice, self.read_back, self.signing, self.evaluation)
        for view in (self.welcome, self.said, *asking):
            self._stack.addWidget(view)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._stack)
        app = QApplication.instance()
        if isinstance(app, QGuiApplication):
            app.screenRemoved.connect(self._leave)

    def bring(self, view: QWidget) -> None:
        """Show one of the states."""
        self._stack.setCurrentWidget(view)

    @property
    def current(self) -> QWidget | None:
        """The state in sight."""
        return self._stack.currentWidget()

    def place(self) -> bool:
        """Fill the named screen where it is there and not the desk's own; else hide."""
        screen = screen_named(self._screen_name)
        if screen is None or shows(screen, self._desk_window):
            self.hide()
            return False
        self.winId()  # a window that has no handle yet cannot be told its screen
        if (handle := self.windowHandle()) is not None:
            handle.setScreen(screen)  # what Wayland goes by; the place is for X11 and Windows
        self.setGeometry(screen.geometry())
        # Not by `showFullScreen()`, which asks for the keys.
        self.setWindowState(Qt.WindowState.WindowFullScreen)
        self.show()
        return True

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._size()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.ScreenChangeInternal and self.isVisible():
            self._size()

    def _size(self) -> None:
        sized = (self.height(), large_type.touch_height(self))
        if sized != self._sized:
            self._sized = sized
            self.setStyleSheet(large_type.sheet(*sized))

    def _leave(self, screen: QScreen) -> None:
        """Hide at once: behind this signal Qt moves every window in sight to another screen.

        When another screen goes, the desk's own window may come to stand on this one.
        """
        if screen.name() == self._screen_name:
            self.hide()
        else:
            QTimer.singleShot(0, self, self.place)
        self.left.emit()
