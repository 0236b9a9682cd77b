"""A numbered answer as a wide button whose words wrap; its number key or Enter chooses it."""

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy

from reception_desk.ui.widgets.labels import label

_SIDE, _TOP = 12, 9


class AnswerButton(QPushButton):
    """As high as its words need at the width it is given."""

    def __init__(self, number: int, words: str, on_press: Callable[[], object]) -> None:
        super().__init__()
        self.setProperty("look", "choice")
        self.setAccessibleName(f"{number} {words}")
        self.setAutoDefault(False)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(_SIDE, _TOP, _SIDE, _TOP)
        self._row.setSpacing(12)
        for part, stretch in ((label(str(number), "count"), 0), (label(words, wraps=True), 1)):
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            self._row.addWidget(part, stretch, Qt.AlignmentFlag.AlignVCenter)
        self.clicked.connect(lambda: on_press())

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
            if not event.isAutoRepeat():  # a key held down answers one question, not all
                self.click()
            return
        super().keyPressEvent(event)
