"""Large buttons of which none is chosen beforehand, for a finger."""

from collections.abc import Iterable, Sequence
from functools import partial

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget

from reception_desk.ui import icons
from reception_desk.ui.petitioner.parts import answer_button
from reception_desk.ui.tokens import Colour
from reception_desk.ui.widgets.buttons import Button


class Choices(QWidget):
    """Choices given as `(code, words)`; a second press on one takes it back.

    With `is_single` a press on another lets the first go; `ink` is that of the sign on a chosen
    one, where it is not the scheme's. Signal `changed()`.
    """

    changed = Signal()

    def __init__(
        self,
        choices: Iterable[tuple[str, str]],
        *,
        is_single: bool = True,
        columns: int = 1,
        ink: str = "",
    ) -> None:
        super().__init__()
        self._is_single, self._ink = is_single, ink
        self.buttons: dict[str, Button] = {}
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(14)
        for code, words in choices:
            button = answer_button(words, partial(self._press, code))
            button.setProperty("look", "grade")
            button.setCheckable(True)
            button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
            button.toggled.connect(partial(self._mark, button))
            self.buttons[code] = button
        self.stand_in(columns)

    @property
    def chosen(self) -> Sequence[str]:
        """What is chosen, in the order shown."""
        return [code for code, button in self.buttons.items() if button.isChecked()]

    def stand_in(self, columns: int) -> None:
        """Put the buttons into so many columns of one width."""
        for place, button in enumerate(self.buttons.values()):
            self._grid.addWidget(button, place // columns, place % columns)
        for column in range(len(self.buttons)):
            self._grid.setColumnStretch(column, 1 if column < columns else 0)

    def clear(self) -> None:
        """Choose nothing."""
        for button in self.buttons.values():
            button.setChecked(False)
        self.changed.emit()

    def _press(self, code: str) -> None:
        if self._is_single:
            for other, button in self.buttons.items():
                if other != code:
                    button.setChecked(False)
        self.changed.emit()

    def _mark(self, button: Button, is_chosen: bool) -> None:  # noqa: FBT001 - Qt's signal
        """The sign says what the colour says."""
        if is_chosen and self._ink:
            button.setIcon(QIcon(str(icons.coloured_file("check", self._ink))))
        elif is_chosen:
            icons.wear(button, "check", Colour.ON_ACCENT)
        if is_chosen:
            side = button.fontMetrics().height()
            button.setIconSize(QSize(side, side))
        else:
            icons.take_off(button)
