"""Lamps of the status bar: one device or service each, with an icon and a word."""

from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QToolButton

from reception_desk.ui import icons, text_size
from reception_desk.ui.tokens import Colour


class LampState(StrEnum):
    """What a lamp can say; the word beside it says the same."""

    OK = "ok"
    BUSY = "busy"
    WARN = "warn"
    ERROR = "error"
    OFF = "off"


_ROLES = {
    LampState.OK: Colour.OK,
    LampState.BUSY: Colour.ACCENT,
    LampState.WARN: Colour.WARN,
    LampState.ERROR: Colour.ERROR,
    LampState.OFF: Colour.MUTED,
}
_WORDS = {
    LampState.OK: "正常",
    LampState.BUSY: "工作中",
    LampState.WARN: "注意",
    LampState.ERROR: "故障",
    LampState.OFF: "未启用",
}


@dataclass(frozen=True, slots=True)
class LampKind:
    """A lamp to show: its key, its name in Chinese, its icon."""

    key: str
    name: str
    icon: str


class Lamp(QToolButton):
    """Icon, name and word; a click asks the page to open what is known and what to do."""

    def __init__(self, kind: LampKind) -> None:
        super().__init__()
        self.kind = kind
        self.state = LampState.OFF
        self._word = ""
        self._detail = ""
        self.setProperty("look", "lamp")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.say(LampState.OFF)
        self._size_icon()

    def say(self, state: LampState, word: str = "", detail: str = "") -> None:
        """Show a state; `word` is short (`缺纸`), `detail` is what the tool tip adds."""
        self.state = state
        self._word = word or _WORDS[state]
        self._detail = detail
        icons.wear(self, self.kind.icon, _ROLES[state])
        self.setText(f"{self.kind.name} {self._word}")
        self.setAccessibleName(f"{self.kind.name}：{self._word}")
        self.setAccessibleDescription(detail)
        self.setToolTip("\n".join(part for part in (self.text(), detail) if part))

    def set_compact(self, *, is_compact: bool) -> None:
        """Show only the icon; the word stays in the tool tip and the accessible name."""
        style = Qt.ToolButtonStyle
        self.setToolButtonStyle(
            style.ToolButtonIconOnly if is_compact else style.ToolButtonTextBesideIcon
        )

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._size_icon()

    def _size_icon(self) -> None:
        side = text_size.scaled(16)
        self.setIconSize(QSize(side + 4, side))  # the wider box sets the word off


class StatusLamps(QFrame):
    """The row of lamps. Where there is no room, lamps that are well shrink to their icons."""

    lamp_clicked = Signal(str)

    def __init__(self, kinds: list[LampKind]) -> None:
        super().__init__()
        self.setProperty("look", "status")
        self.setAccessibleName("状态栏")
        self._lamps = {kind.key: Lamp(kind) for kind in kinds}
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(8, 3, 8, 3)
        self._row.setSpacing(2)
        for key, lamp in self._lamps.items():
            lamp.clicked.connect(lambda _checked=False, key=key: self.lamp_clicked.emit(key))
            self._row.addWidget(lamp)
        self._row.addStretch(1)

    def say(self, key: str, state: LampState, word: str = "", detail: str = "") -> None:
        """Show a state on one lamp."""
        self._lamps[key].say(state, word, detail)
        self._fit()

    def lamp(self, key: str) -> Lamp:
        """Return one lamp."""
        return self._lamps[key]

    def add_right(self, widget: QToolButton | QFrame) -> None:
        """Put something at the right end (who is signed in)."""
        self._row.addWidget(widget)

    def minimumSizeHint(self) -> QSize:
        """Room for icons only; the words give way."""
        side = text_size.scaled(16) + 20
        return QSize(side * len(self._lamps), super().minimumSizeHint().height())

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._fit()

    def _fit(self) -> None:
        """Shrink the lamps that are well, then those switched off, then all, until they fit.

        Not before there is a row to fit them in: measured nine times over, they hold up the start.
        """
        if not self.isVisible():
            return
        calm = {LampState.OK}, {LampState.OK, LampState.OFF}, set(LampState)
        for shrunk in (set[LampState](), *calm):
            for lamp in self._lamps.values():
                lamp.set_compact(is_compact=lamp.state in shrunk)
            self._row.invalidate()
            if self._row.sizeHint().width() <= self.width():
                return
