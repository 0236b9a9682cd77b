"""Labels in the looks of the style sheet, lines, and a label that shortens itself."""

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QLabel, QSizePolicy, QWidget

from reception_desk.ui import icons, text_size
from reception_desk.ui.tokens import Colour


def label(text: str, look: str = "", *, wraps: bool = False) -> QLabel:
    """Return a label; `look` is title, heading, strong, muted, hint, count, ok, warn or error."""
    made = QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setWordWrap(wraps)
    if look:
        made.setProperty("look", look)
    return made


def line() -> QFrame:
    """Return a thin horizontal line."""
    made = QFrame()
    made.setProperty("look", "line")
    return made


class IconLabel(QLabel):
    """An icon that keeps up with the scheme and the text size; silent to screen readers."""

    def __init__(self, name: str, role: Colour = Colour.MUTED, size: int = 18) -> None:
        super().__init__()
        self._name = name
        self._role = role
        self._size = size
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._draw()

    def show_icon(self, name: str, role: Colour) -> None:
        """Show another icon or the same one in another colour."""
        self._name = name
        self._role = role
        self._draw()

    def _draw(self) -> None:
        side = text_size.scaled(self._size)
        self.setPixmap(icons.pixmap(self._name, self._role, side, self.devicePixelRatioF()))
        # As high as a line of text, so that beside several lines it stands at the first.
        self.setFixedSize(side, max(side, self.fontMetrics().height()))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.StyleChange, QEvent.Type.ApplicationFontChange):
            self._draw()


class ElidedLabel(QLabel):
    """One line that is shortened with "…" when there is no room; the tool tip has all of it.

    `keeps_end` shortens the front: of a number the running part at its end is the one to read.
    """

    def __init__(self, text: str = "", look: str = "", *, keeps_end: bool = False) -> None:
        super().__init__()
        mode = Qt.TextElideMode
        self._mode = mode.ElideLeft if keeps_end else mode.ElideRight
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        if look:
            self.setProperty("look", look)
        self.setText(text)

    def setText(self, text: str) -> None:
        super().setText(text)
        self.setAccessibleName(text)
        self._update_tip()

    def is_elided(self) -> bool:
        """Say whether some of the text is hidden now."""
        return self._shown() != self.text()

    def minimumSizeHint(self) -> QSize:
        """Room for two characters: the rest may go."""
        return QSize(
            self.fontMetrics().horizontalAdvance("国…"), super().minimumSizeHint().height()
        )

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._update_tip()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        painter.drawText(self.contentsRect(), int(self.alignment()), self._shown())
        painter.end()

    def _shown(self) -> str:
        return self.fontMetrics().elidedText(self.text(), self._mode, self.contentsRect().width())

    def _update_tip(self) -> None:
        self.setToolTip(self.text() if self.is_elided() else "")


def spacer() -> QWidget:
    """Return a widget that takes the room that is left."""
    made = QWidget()
    made.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
    return made
