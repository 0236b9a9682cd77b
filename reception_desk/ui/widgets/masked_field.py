"""Personal data shown masked, and whole for thirty seconds after a reason was given."""

from collections.abc import Callable

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout, QWidget

from reception_desk.ui import icons
from reception_desk.ui.tokens import Colour
from reception_desk.ui.widgets.buttons import IconButton
from reception_desk.ui.widgets.labels import ElidedLabel

SHOWN_FOR_MS = 30_000
Give = Callable[[str], None]


class MaskedField(QWidget):
    """A masked text with an eye.

    Pressing the eye calls `on_reveal(give)`: the page asks for the reason, writes the audit
    entry and calls `give(text)`, or does nothing and the text stays masked.
    """

    def __init__(self, name: str, masked: str, on_reveal: Callable[[Give], None]) -> None:
        super().__init__()
        self._name = name
        self._masked = masked
        self._on_reveal = on_reveal
        self._text = ElidedLabel(masked)
        self._eye = IconButton("eye", f"显示{name}", self._toggle, size=16)
        self._timer = QTimer(self, singleShot=True, interval=SHOWN_FOR_MS)
        self._timer.timeout.connect(self.hide_text)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        row.addWidget(self._text, 1)
        row.addWidget(self._eye)

    @property
    def text(self) -> str:
        """What is shown now."""
        return self._text.text()

    @property
    def is_revealed(self) -> bool:
        return self._timer.isActive()

    def set_masked(self, masked: str) -> None:
        """Show another record, masked."""
        self._masked = masked
        self.hide_text()

    def hide_text(self) -> None:
        """Mask again at once, as after thirty seconds or when the desk is locked."""
        self._timer.stop()
        self._say(self._masked, "eye", f"显示{self._name}")

    def _toggle(self) -> None:
        if self.is_revealed:
            self.hide_text()
        else:
            self._on_reveal(self._show)

    def _show(self, text: str) -> None:
        self._timer.start()
        self._say(text, "eye-off", f"隐藏{self._name}")

    def _say(self, text: str, icon: str, action: str) -> None:
        self._text.setText(text)
        icons.wear(self._eye, icon, Colour.MUTED)
        self._eye.setAccessibleName(action)
        self._eye.setToolTip(action)
