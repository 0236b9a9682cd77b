"""What an empty list or page says: what to do first."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from reception_desk.ui.tokens import Colour
from reception_desk.ui.widgets.buttons import Button
from reception_desk.ui.widgets.labels import IconLabel, label


class EmptyState(QWidget):
    """An icon, a sentence, what to do first, and a button that does it."""

    def __init__(
        self,
        title: str,
        advice: str = "",
        *,
        icon: str = "inbox",
        action: tuple[str, Callable[[], object]] | None = None,
    ) -> None:
        super().__init__()
        self._title = label(title, "strong")
        self._advice = label(advice, "muted", wraps=True)
        whole = QVBoxLayout(self)
        whole.setSpacing(6)
        whole.addStretch(1)
        whole.addWidget(IconLabel(icon, Colour.DISABLED, 40), 0, Qt.AlignmentFlag.AlignHCenter)
        # As wide as there is room: an aligned label keeps the height of its first words.
        for part in (self._title, self._advice):
            whole.addWidget(part)
        for text in (self._title, self._advice):
            text.setAlignment(Qt.AlignmentFlag.AlignCenter)
        if action is not None:
            whole.addSpacing(6)
            whole.addWidget(Button(action[0], action[1]), 0, Qt.AlignmentFlag.AlignHCenter)
        whole.addStretch(1)

    def say(self, title: str, advice: str = "") -> None:
        """Change the words, for example after a search without result."""
        self._title.setText(title)
        self._advice.setText(advice)
