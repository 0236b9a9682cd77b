"""Tags with the key that presses each: kinds of entries, who speaks."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtWidgets import QPushButton, QWidget

from reception_desk.ui.widgets.emptying import empty
from reception_desk.ui.widgets.flow_layout import FlowLayout


@dataclass(frozen=True, slots=True)
class KeyTag:
    """`key` is pressed with Alt; `code` is what it stands for, `full` its words in full."""

    key: str
    code: str
    words: str
    full: str = ""


class KeyTags(QWidget):
    """One tag at most is pressed; `on_press(code)` is called for each press, by key or mouse."""

    def __init__(self, name: str, on_press: Callable[[str], object]) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.buttons: dict[str, QPushButton] = {}
        self._name = name
        self._on_press = on_press
        self._tags: list[KeyTag] = []
        self._flow = FlowLayout(self, spacing=5)

    def show_tags(self, tags: Sequence[KeyTag], pressed: str) -> None:
        """Show these tags; the same ones keep the focus where it is."""
        if list(tags) != self._tags:
            self._tags = list(tags)
            self._build()
        self.press(pressed)

    def press(self, code: str) -> None:
        """Show which one is pressed, "" for none."""
        for own, button in self.buttons.items():
            button.setChecked(own == code)

    def code_of(self, key: str) -> str:
        """Return what a key stands for, "" for nothing."""
        return next((tag.code for tag in self._tags if tag.key == key), "")

    def _build(self) -> None:
        empty(self._flow)
        self.buttons = {tag.code: self._button(tag) for tag in self._tags}
        for button in self.buttons.values():
            self._flow.addWidget(button)

    def _button(self, tag: KeyTag) -> QPushButton:
        button = QPushButton(f"{tag.key} {tag.words}")
        button.setCheckable(True)
        button.setAutoDefault(False)
        button.setProperty("look", "key")
        button.setToolTip(f"Alt+{tag.key} {tag.full or tag.words}")
        button.setAccessibleName(f"{self._name}：{tag.full or tag.words}")
        button.clicked.connect(lambda: self._on_press(tag.code))
        return button
