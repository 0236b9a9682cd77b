"""The kiosk's own keys for figures, and the X that ends some document numbers."""

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget

from reception_desk.ui.petitioner.parts import answer_button
from reception_desk.ui.widgets.buttons import Button

DELETE = "退格"
_KEYS = ("1", "2", "3", "4", "5", "6", "7", "8", "9", "X", "0", DELETE)


class Keypad(QWidget):
    """Calls `on_key` with a sign, or `DELETE`."""

    def __init__(self, on_key: Callable[[str], object]) -> None:
        super().__init__()
        self.setAccessibleName("数字键盘")
        self.keys: dict[str, Button] = {}
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(14)
        for place, key in enumerate(_KEYS):
            button = answer_button(key, partial(on_key, key))
            button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
            if key != DELETE:
                button.setProperty("look", "digit")
            self.keys[key] = button
            grid.addWidget(button, place // 3, place % 3)
