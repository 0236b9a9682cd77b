"""A short word after something was done, or could not be."""

from collections.abc import Callable

from PySide6.QtCore import Qt

from reception_desk.ui.kiosk.parts import KioskView
from reception_desk.ui.widgets.labels import label


class SaidView(KioskView):
    """A large line with one below."""

    def __init__(self, on_home: Callable[[], object]) -> None:
        super().__init__("", "", on_home)
        self.head = label("", "big", wraps=True)
        self.words = label("", "lead", wraps=True)
        self.body.addStretch(2)
        for line in (self.head, self.words):
            line.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            self.body.addWidget(line)
        self.body.addStretch(3)

    def say(self, head: str, words: str) -> None:
        """Show these lines."""
        self.head.setText(head)
        self.words.setText(words)

    def let_go(self) -> None:
        self.say("", "")
