"""One conflict laid open: every value with who, when and from where, and a button for each."""

from functools import partial
from zoneinfo import ZoneInfo

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from reception_desk.records.conflicts import Candidate, ConflictRecord, RecordName
from reception_desk.ui.tokens import Colour
from reception_desk.ui.widgets.buttons import Button, Look
from reception_desk.ui.widgets.card import Card
from reception_desk.ui.widgets.inline_bar import InlineBar
from reception_desk.ui.widgets.labels import IconLabel, label

EMPTY = "在左边选一处冲突，按 Enter 或“查看”打开。打开时显示完整内容，会记入审计。"


class JudgeCard(Card):
    """Signals: `chosen(Candidate)`, `visit_asked(visit id)`."""

    chosen = Signal(object)
    visit_asked = Signal(str)

    def __init__(self, zone: ZoneInfo) -> None:
        super().__init__("哪个内容为准")
        self._zone = zone
        self.bar = InlineBar()
        self.buttons: list[Button] = []
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.close_button = Button("返回列表", icon="chevron-left")
        self.add_action(self.close_button)
        self.add(self.bar)
        self.add(self._area, 1)
        self.show_conflict(None)

    def show_conflict(self, conflict: ConflictRecord | None, *, advice: str = EMPTY) -> None:
        """Show another conflict; None says how to open one."""
        self.buttons = []
        self.close_button.hide()
        self.set_title(conflict.field if conflict else "哪个内容为准")
        inner = QWidget()
        inner.setProperty("look", "clear")
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 8, 0)
        column.setSpacing(10)
        if conflict is None:
            column.addWidget(label(advice, "muted", wraps=True))
        else:
            column.addWidget(self._record(conflict.record))
            column.addWidget(label(f"冲突以前：{conflict.before}", "muted", wraps=True))
            for candidate in conflict.candidates:
                column.addWidget(self._panel(candidate))
        column.addStretch(1)
        self._area.setWidget(inner)
        if self.buttons:
            self.buttons[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def set_busy(self, *, is_busy: bool) -> None:
        """Rest while a choice is being saved."""
        for button in self.buttons:
            button.setEnabled(not is_busy)

    def _record(self, record: RecordName) -> QWidget:
        if record.visit_id is None:
            return label(str(record), "muted", wraps=True)
        button = Button(
            f"打开{record}", partial(self.visit_asked.emit, record.visit_id), look=Look.LINK
        )
        button.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        return button

    def _panel(self, candidate: Candidate) -> QFrame:
        panel = QFrame()
        panel.setProperty("look", "panel")
        column = QVBoxLayout(panel)
        column.setContentsMargins(12, 10, 12, 10)
        column.setSpacing(6)
        words = label(candidate.words, "strong", wraps=True)
        words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        column.addWidget(words)
        column.addWidget(label(self._source(candidate), "hint", wraps=True))
        foot = QHBoxLayout()
        if candidate.is_current:
            foot.addWidget(IconLabel("check", Colour.OK, 16))
            foot.addWidget(label("现在的内容", "ok"))
        foot.addStretch(1)
        verb = "保持这个" if candidate.is_current else "改为这个"
        look = Look.PLAIN if candidate.is_current else Look.PRIMARY
        button = Button(verb, partial(self.chosen.emit, candidate), look=look)
        button.setAccessibleName(f"{verb}：{candidate.words}")
        self.buttons.append(button)
        foot.addWidget(button)
        column.addLayout(foot)
        return panel

    def _source(self, candidate: Candidate) -> str:
        if candidate.at is None:
            return "冲突以后改成这样"
        moment = candidate.at.astimezone(self._zone)
        parts = (candidate.by, candidate.desk, f"{moment:%m-%d %H:%M:%S}")
        return " · ".join(filter(None, parts))
