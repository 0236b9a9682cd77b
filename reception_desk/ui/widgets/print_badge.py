"""The print state of a document: a word, an icon, and the printer's own reason."""

from PySide6.QtWidgets import QHBoxLayout, QWidget

from reception_desk.records.printing import PrintState
from reception_desk.ui.theme import set_look
from reception_desk.ui.tokens import Colour
from reception_desk.ui.widgets.labels import IconLabel, label

_LOOKS = {
    PrintState.PRINTED: ("done", Colour.OK, "ok"),
    PrintState.FAILED: ("error", Colour.ERROR, "error"),
    PrintState.CANCELLED: ("close", Colour.MUTED, "muted"),
}
_NEEDS_PERSON = ("warning", Colour.WARN, "warn")
_UNDER_WAY = ("printer", Colour.MUTED, "muted")
_NOT_PRINTED = ("file", Colour.MUTED, "muted")


class PrintStateBadge(QWidget):
    """Shows the state of one paper; `补打 n` once it was printed again."""

    def __init__(self) -> None:
        super().__init__()
        self._icon = IconLabel("file", size=16)
        self._word = label("")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(5)
        row.addWidget(self._icon)
        row.addWidget(self._word)
        row.addStretch(1)
        self.say(None)

    def say(self, state: PrintState | None, *, reason: str = "", reprints: int = 0) -> None:
        """Show a state, None before the first print; `reason` is the printer's own."""
        text = state.sentence if state else "未打印"
        icon, role, look = _look(state)
        if reason:
            text += f"：{reason}"
        if reprints:
            text += f" · 补打 {reprints}"
        self._icon.show_icon(icon, role)
        self._word.setText(text)
        set_look(self._word, look)
        self.setAccessibleName(text)


def _look(state: PrintState | None) -> tuple[str, Colour, str]:
    if state is None:
        return _NOT_PRINTED
    return _LOOKS.get(state, _NEEDS_PERSON if state.needs_person else _UNDER_WAY)
