"""Several of a long code list: each is found like one, and stands below as a button to drop it."""

from collections.abc import Iterable, Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from reception_desk.ui.widgets.buttons import Button, Look
from reception_desk.ui.widgets.choices import Choice
from reception_desk.ui.widgets.code_combo import CodeCombo
from reception_desk.ui.widgets.emptying import empty
from reception_desk.ui.widgets.flow_layout import FlowLayout


class CodeList(QWidget):
    """Signal `chosen_changed()`. `field` takes the next one and is empty again."""

    chosen_changed = Signal()

    def __init__(self, choices: Iterable[Choice], *, hint: str = "") -> None:
        super().__init__()
        self._choices = {choice.key: choice for choice in choices}
        self._chosen: list[str] = []
        self.buttons: dict[str, Button] = {}
        self.field = CodeCombo(self._choices.values(), hint=hint)
        self.field.code_changed.connect(self._take)
        self._strip = QWidget()
        self._flow = FlowLayout(self._strip, spacing=4)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(4)
        whole.addWidget(self.field)
        whole.addWidget(self._strip)
        self.setFocusProxy(self.field)
        self._show()

    def codes(self) -> tuple[str, ...]:
        """Return what was chosen, in the order it was."""
        return tuple(self._chosen)

    def set_codes(self, codes: Sequence[str]) -> None:
        """Choose these; unknown codes are left out."""
        self._chosen = [code for code in dict.fromkeys(codes) if code in self._choices]
        self._show()

    def setAccessibleName(self, name: str) -> None:
        """Name the field itself, which is what has the focus."""
        super().setAccessibleName(name)
        self.field.setAccessibleName(name)

    def _take(self, code: str) -> None:
        if not code:
            return
        if code not in self._chosen:
            self._chosen.append(code)
        self.field.set_code("")
        self._show()
        self.chosen_changed.emit()

    def _drop(self, code: str) -> None:
        self._chosen.remove(code)
        self._show()
        self.field.setFocus()
        self.chosen_changed.emit()

    def _show(self) -> None:
        empty(self._flow)
        self.buttons = {}
        for code in self._chosen:
            name = self._choices[code].title
            button = Button(name, partial(self._drop, code), look=Look.LINK, icon="close")
            button.setAccessibleName(f"去掉：{name}")
            self.buttons[code] = button
            self._flow.addWidget(button)
        self._strip.setVisible(bool(self._chosen))
