"""A wide button with parts inside that wrap; Enter presses it like Space."""

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

_SIDE, _TOP = 12, 9


class WrappingButton(QPushButton):
    """As high as its parts need at the width it is given."""

    def __init__(self, name: str, on_press: Callable[[], object]) -> None:
        super().__init__()
        self.setProperty("look", "choice")
        self.setAccessibleName(name)
        self.setAutoDefault(False)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.column = QVBoxLayout()
        self.column.setSpacing(2)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(_SIDE, _TOP, _SIDE, _TOP)
        self._row.setSpacing(12)
        self._row.addLayout(self.column, 1)
        self.clicked.connect(lambda: on_press())

    def lead(self, part: QWidget) -> None:
        """Put a part in front of the others."""
        self._row.insertWidget(0, _deaf(part), 0, Qt.AlignmentFlag.AlignVCenter)

    def add(self, part: QWidget) -> None:
        """Put a part below the others."""
        self.column.addWidget(_deaf(part))

    def sizeHint(self) -> QSize:
        return self._row.sizeHint()

    def minimumSizeHint(self) -> QSize:
        return self._row.minimumSize()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._row.totalHeightForWidth(width)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if is_enter and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            if not event.isAutoRepeat():  # a key held down presses once
                self.click()
            return
        super().keyPressEvent(event)


def _deaf(part: QWidget) -> QWidget:
    """Let the button itself hear the mouse."""
    part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
    return part
