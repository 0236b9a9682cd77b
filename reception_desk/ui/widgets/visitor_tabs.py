"""The open visitors as tabs: number and surname, a dot while something is not yet saved."""

from functools import partial

from PySide6.QtCore import QEvent, QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QIcon, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QSizePolicy, QTabBar, QWidget

from reception_desk.ui import icons, text_size
from reception_desk.ui.tokens import Colour
from reception_desk.ui.widgets.buttons import IconButton


class VisitorTabs(QWidget):
    """A strip of tabs by key. With no room for all, a list at the right names every one."""

    tab_chosen = Signal(str)
    close_asked = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._bar = QTabBar()
        self._bar.setExpanding(False)
        self._bar.setDrawBase(False)
        self._bar.setUsesScrollButtons(True)
        self._bar.setElideMode(Qt.TextElideMode.ElideNone)
        self._bar.setMovable(True)
        self._bar.setAccessibleName("正在登记的来访人")
        self._bar.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._bar.currentChanged.connect(self._announce)
        self._list = IconButton("chevron-down", "全部打开的来访人", self._open_list)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        row.addWidget(self._bar, 1)
        row.addWidget(self._list)
        self._size_icons()
        self._show_overflow()

    def add(self, key: str, number: str, surname: str) -> None:
        """Open a tab at the end and go to it."""
        with QSignalBlocker(self._bar):  # the first tab becomes current before it has its key
            at = self._bar.addTab("")
            self._bar.setTabData(at, key)
        self.rename(key, number, surname)
        close = IconButton("close", f"关闭 {number} {surname}".strip(), size=14)
        close.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        close.clicked.connect(partial(self._ask_close, key))
        self._bar.setTabButton(at, QTabBar.ButtonPosition.RightSide, close)
        self._show_overflow()
        self._bar.setCurrentIndex(at)
        if self._bar.count() == 1:
            self._announce(at)

    def rename(self, key: str, number: str, surname: str) -> None:
        """Show another number or surname, as soon as it is known."""
        self._bar.setTabText(self._at(key), " ".join(part for part in (number, surname) if part))
        self._show_overflow()

    def set_unsaved(self, key: str, *, is_unsaved: bool) -> None:
        """Show or take away the dot."""
        dot = icons.icon("filled-dot", Colour.ACCENT) if is_unsaved else QIcon()
        at = self._at(key)
        self._bar.setTabIcon(at, dot)
        self._bar.setTabToolTip(at, "还有内容未保存" if is_unsaved else "")
        self._bar.setAccessibleTabName(
            at, self._bar.tabText(at) + ("（未保存）" if is_unsaved else "")
        )

    def remove(self, key: str) -> None:
        """Close a tab; its neighbour becomes the current one."""
        self._bar.removeTab(self._at(key))
        self._show_overflow()

    def go_to(self, key: str) -> None:
        """Make a tab the current one."""
        self._bar.setCurrentIndex(self._at(key))

    def go_to_place(self, place: int) -> None:
        """Make the tab at `place` (1 to 6, as in Ctrl+1…6) the current one, if there is one."""
        if place <= self._bar.count():
            self._bar.setCurrentIndex(place - 1)

    def current_key(self) -> str:
        """Return the key of the current tab, or nothing."""
        return self._bar.tabData(self._bar.currentIndex()) or ""

    def keys(self) -> list[str]:
        """Return the keys from left to right."""
        return [self._bar.tabData(at) for at in range(self._bar.count())]

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._show_overflow()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._size_icons()
            self._show_overflow()

    def _at(self, key: str) -> int:
        return self.keys().index(key)

    def _announce(self, at: int) -> None:
        self.tab_chosen.emit(self._bar.tabData(at) or "")

    def _ask_close(self, key: str) -> None:
        self.close_asked.emit(key)

    def _size_icons(self) -> None:
        side = text_size.scaled(12)
        self._bar.setIconSize(QSize(side, side))

    def _show_overflow(self) -> None:
        """The list button appears with the scroll buttons."""
        tabs_width = sum(self._bar.tabRect(at).width() for at in range(self._bar.count()))
        self._list.setVisible(tabs_width > self.width())

    def _open_list(self) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for key in self.keys():
            action = menu.addAction(self._bar.tabText(self._at(key)))
            action.setCheckable(True)
            action.setChecked(key == self.current_key())
            action.triggered.connect(partial(self.go_to, key))
        menu.popup(self._list.mapToGlobal(self._list.rect().bottomLeft()))
