"""Buttons in the looks of the style sheet."""

from collections.abc import Callable
from enum import StrEnum

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QPushButton, QToolButton, QWidget

from reception_desk.ui import icons, text_size
from reception_desk.ui.tokens import Colour


class Look(StrEnum):
    """How much a button asks for attention; one PRIMARY at most per block."""

    PLAIN = "plain"
    PRIMARY = "primary"
    DANGER = "danger"
    DANGER_PRIMARY = "danger-primary"
    LINK = "link"


_ICON_ROLES = {
    Look.PLAIN: Colour.TEXT,
    Look.PRIMARY: Colour.ON_ACCENT,
    Look.DANGER: Colour.ERROR,
    Look.DANGER_PRIMARY: Colour.ON_ERROR,
    Look.LINK: Colour.ACCENT,
}


class Button(QPushButton):
    """A push button that submits nothing on Enter in another field."""

    def __init__(
        self,
        text: str,
        on_click: Callable[[], object] | None = None,
        *,
        look: Look = Look.PLAIN,
        icon: str = "",
        tip: str = "",
    ) -> None:
        super().__init__(text)
        self.setProperty("look", look.value)
        self.setAutoDefault(False)
        self.setToolTip(tip)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        if icon:
            icons.wear(self, icon, _ICON_ROLES[look])
        self._size_icon()
        if on_click is not None:
            self.clicked.connect(lambda: on_click())

    def _size_icon(self) -> None:
        side = text_size.scaled(16)
        self.setIconSize(QSize(side + 4, side))  # the wider box sets the text off

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._size_icon()


def switch(page: QWidget, words: str, keys: str, act: Callable[[], object]) -> Button:
    """Return a button that stays pressed while its part of a page is in sight, with its keys."""
    button = Button(words, act, tip=keys)
    button.setCheckable(True)
    shortcut = QShortcut(QKeySequence(keys), page)
    shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
    shortcut.activated.connect(act)
    return button


class IconButton(QToolButton):
    """A button of one icon; `name` is its tool tip and what a screen reader says."""

    def __init__(
        self,
        icon: str,
        name: str,
        on_click: Callable[[], object] | None = None,
        *,
        role: Colour = Colour.MUTED,
        size: int = 18,
    ) -> None:
        super().__init__()
        self._side = size
        self.setAccessibleName(name)
        self.setToolTip(name)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        icons.wear(self, icon, role)
        self._size_icon()
        if on_click is not None:
            self.clicked.connect(lambda: on_click())

    def _size_icon(self) -> None:
        side = text_size.scaled(self._side)
        self.setIconSize(QSize(side, side))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._size_icon()
