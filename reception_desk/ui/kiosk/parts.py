"""Parts that every view of the kiosk is made of."""

from collections.abc import Callable

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from reception_desk.ui import icons
from reception_desk.ui.kiosk.kiosk_look import Ink
from reception_desk.ui.petitioner.parts import answer_button
from reception_desk.ui.widgets.buttons import Button, Look
from reception_desk.ui.widgets.labels import label

HOME = "返回首页"
_EDGE, _GAP = 48, 20


class Mark(QWidget):
    """An icon in the kiosk's own ink; it says nothing that the words beside it do not say."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._renderer = QSvgRenderer(QByteArray(icons.coloured_svg(name, Ink.ACCENT.value)))
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        side = min(self.width(), self.height())
        left, top = (self.width() - side) / 2, (self.height() - side) / 2
        self._renderer.render(painter, QRectF(left, top, side, side))
        painter.end()


class TouchCard(QPushButton):
    """A whole card to press: an icon, what it does, and a line that explains it."""

    def __init__(self, icon: str, title: str, words: str, on_press: Callable[[], object]) -> None:
        super().__init__()
        self.setAccessibleName(title)
        self.setAccessibleDescription(words)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._mark = Mark(icon)
        lines = QVBoxLayout()
        lines.setSpacing(6)
        lines.addStretch(1)
        for text, look in ((title, "card-title"), (words, "muted")):
            line = label(text, look, wraps=True)
            line.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            lines.addWidget(line)
        lines.addStretch(1)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(_EDGE - 12, _GAP, _EDGE - 12, _GAP)
        self._row.setSpacing(_EDGE - 16)
        self._row.addWidget(self._mark)
        self._row.addLayout(lines, 1)
        self.clicked.connect(lambda: on_press())

    def sizeHint(self) -> QSize:
        return self._row.sizeHint()

    def minimumSizeHint(self) -> QSize:
        return self._row.minimumSize()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        side = min(round(self.height() * 0.45), round(self.width() * 0.14))
        self._mark.setFixedSize(side, side)


class KioskView(QWidget):
    """A heading with a line below, a body, and at the foot the way home and what goes on."""

    def __init__(self, title: str, below: str, on_home: Callable[[], object]) -> None:
        super().__init__()
        self.title = label(title, "title", wraps=True)
        self.below = label(below, "lead", wraps=True)
        self.below.setVisible(bool(below))
        self.home = answer_button(HOME, on_home)
        self.body = QVBoxLayout()
        self.body.setSpacing(_GAP)
        self._foot = QHBoxLayout()
        self._foot.setSpacing(_GAP)
        self._foot.addWidget(self.home)
        self._foot.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(_EDGE, _EDGE, _EDGE, _EDGE)
        whole.setSpacing(_GAP)
        whole.addWidget(self.title)
        whole.addWidget(self.below)
        whole.addLayout(self.body, 1)
        whole.addLayout(self._foot)

    def add_answer(
        self, words: str, on_press: Callable[[], object], look: Look = Look.PRIMARY
    ) -> Button:
        """Put a button at the lower right."""
        button = answer_button(words, on_press, look)
        self._foot.addWidget(button)
        return button

    def let_go(self) -> None:
        """Keep nothing of who was here."""
