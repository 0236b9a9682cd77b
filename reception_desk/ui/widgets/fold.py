"""Something that is read now and then: behind a line that opens and closes it."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from reception_desk.ui.widgets.buttons import Button, Look


class Fold(QWidget):
    """Closed at first; `words` name what is behind, and the button says which way it goes."""

    def __init__(self, words: str, part: QWidget) -> None:
        super().__init__()
        self._words = words
        self.part = part
        self.button = Button("", self.toggle, look=Look.LINK)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(4)
        whole.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeft)
        whole.addWidget(part)
        part.hide()
        self._name()

    @property
    def is_open(self) -> bool:
        """Whether the part is shown."""
        return not self.part.isHidden()

    def toggle(self) -> None:
        """Open or close it."""
        self.part.setVisible(not self.is_open)
        self._name()

    def _name(self) -> None:
        self.button.setText(f"{'收起' if self.is_open else '查看'}{self._words}")
