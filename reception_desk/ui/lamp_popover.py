"""What a lamp knows and what to do, in a small sheet above it."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from reception_desk.ui import text_size
from reception_desk.ui.lamps import LampReport
from reception_desk.ui.tokens import Colour
from reception_desk.ui.widgets.buttons import Button
from reception_desk.ui.widgets.labels import IconLabel, label, line
from reception_desk.ui.widgets.lamp import Lamp, LampKind, LampState

_WIDTH = 340
_ICONS = {
    LampState.OK: ("done", Colour.OK),
    LampState.BUSY: ("refresh", Colour.ACCENT),
    LampState.WARN: ("warning", Colour.WARN),
    LampState.ERROR: ("error", Colour.ERROR),
    LampState.OFF: ("info", Colour.MUTED),
}
Press = tuple[str, Callable[[], object]]


class LampPopover(QFrame):
    """A pop-up that Escape or a click elsewhere closes; it deletes itself."""

    def __init__(
        self,
        lamp: Lamp,
        report: LampReport,
        presses: Sequence[Press] = (),
        extra: QWidget | None = None,
    ) -> None:
        super().__init__(lamp.window(), Qt.WindowType.Popup)
        self._lamp = lamp
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setProperty("look", "popup")
        self.setAccessibleName(f"{lamp.kind.name}：{report.word}。{report.sentence}{report.advice}")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(16, 14, 16, 14)
        self._column.setSpacing(10)
        self._add_head(lamp.kind, report)
        self._column.addWidget(label(report.sentence, wraps=True))
        self._add_facts(report)
        if report.advice:
            self._add_advice(report.advice)
        if extra is not None:
            self._column.addWidget(line())
            self._column.addWidget(extra)
        self._add_presses(presses)

    def open(self) -> None:
        """Stand above the lamp, within its window."""
        lamp, window = self._lamp, self._lamp.window()
        width = min(text_size.scaled(_WIDTH), window.width() - 16)
        self.setFixedSize(width, self._column.totalHeightForWidth(width))
        corner = lamp.mapTo(window, QPoint(0, 0))
        left = min(max(corner.x(), 8), window.width() - self.width() - 8)
        top = max(corner.y() - self.height() - 6, 4)
        self.move(window.mapToGlobal(QPoint(left, top)))
        self.show()

    def _add_head(self, kind: LampKind, report: LampReport) -> None:
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(IconLabel(*_ICONS[report.state]))
        head.addWidget(label(kind.name, "heading"))
        head.addStretch(1)
        head.addWidget(label(report.word, "muted"))
        self._column.addLayout(head)

    def _add_facts(self, report: LampReport) -> None:
        if not report.facts:
            return
        grid = QGridLayout()
        grid.setHorizontalSpacing(14)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(1, 1)
        for row, (name, value) in enumerate(report.facts):
            grid.addWidget(label(name, "muted"), row, 0, Qt.AlignmentFlag.AlignTop)
            words = label(_breakable(value), wraps=True)
            words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            grid.addWidget(words, row, 1)
        self._column.addLayout(grid)

    def _add_advice(self, advice: str) -> None:
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(IconLabel("info", Colour.ACCENT, 16), 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(label(advice, wraps=True), 1)
        self._column.addLayout(row)

    def _add_presses(self, presses: Sequence[Press]) -> None:
        if not presses:
            return
        row = QHBoxLayout()
        row.addStretch(1)
        for words, act in presses:
            button = Button(words, self._closing(act))
            row.addWidget(button)
            button.setFocus()
        self._column.addLayout(row)

    def _closing(self, act: Callable[[], object]) -> Callable[[], None]:
        def press() -> None:
            self.close()
            act()

        return press


def _breakable(value: str) -> str:
    """Let a path break at its separators."""
    return value.replace("/", "/\u200b").replace("\\", "\\\u200b")
