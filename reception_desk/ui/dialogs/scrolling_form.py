"""A form with more fields than a screen is high: what the window has no room for scrolls."""

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from reception_desk.ui import text_size
from reception_desk.ui.dialogs.dialog_form import DialogForm
from reception_desk.ui.widgets.form_grid import Row

_AROUND = 190
"""Title, words below, buttons and margins, px at standard text."""


class ScrollingForm(DialogForm):
    """Fields in two columns where `wide` px at standard text have room for them."""

    def __init__(
        self, parent: QWidget, title: str, rows: Sequence[Row], verb: str, *, wide: int
    ) -> None:
        self._wide, self._room = wide, parent.window()
        super().__init__(parent, title, rows, verb, columns=2, scrolls=True)

    def fit(self) -> None:
        """As high as its fields, and no higher than the window it stands on."""
        width = min(text_size.scaled(self._wide), self._room.width() - 40)
        height = self.form.heightForWidth(width - 80)
        height = height if height > 0 else self.form.sizeHint().height()
        self.resize(width, min(height + text_size.scaled(_AROUND), self._room.height() - 40))
