"""Several of a short list, each a button that stays pressed (care needs, kinds of material)."""

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QPushButton, QWidget

from reception_desk.ui import icons
from reception_desk.ui.tokens import Colour
from reception_desk.ui.widgets.flow_layout import FlowLayout


class TagChooser(QWidget):
    """Tags given as `(code, name)`; Tab walks through them, Space presses one."""

    chosen_changed = Signal()

    def __init__(self, name: str, tags: Sequence[tuple[str, str]]) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self._buttons: dict[str, QPushButton] = {}
        flow = FlowLayout(self, spacing=6)
        for code, words in tags:
            button = QPushButton(words)
            button.setCheckable(True)
            button.setAutoDefault(False)
            button.setProperty("look", "tag")
            button.setAccessibleDescription(name)
            button.toggled.connect(self._mark)
            self._buttons[code] = button
            flow.addWidget(button)
        policy = self.sizePolicy()
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def chosen(self) -> list[str]:
        """Return the codes chosen, in the order of the list."""
        return [code for code, button in self._buttons.items() if button.isChecked()]

    def set_chosen(self, codes: Iterable[str]) -> None:
        """Choose these and no others; unknown codes are left out."""
        wanted = set(codes)
        for code, button in self._buttons.items():
            button.setChecked(code in wanted)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._ask_height()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:  # a tag grew, for example by the text size
            self._ask_height()
        return super().event(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self.updateGeometry()

    def _ask_height(self) -> None:
        """Ask for the height that these lines need: a grid cell does not ask by width."""
        if (flow := self.layout()) is not None:
            self.setMinimumHeight(flow.heightForWidth(self.width()))

    def _mark(self) -> None:
        for button in self._buttons.values():
            if button.isChecked():
                icons.wear(button, "check", Colour.ACCENT)
            else:
                icons.take_off(button)
        self.chosen_changed.emit()
