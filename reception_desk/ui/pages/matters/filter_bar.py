"""What the list of matters shows: a saved filter, a unit, one's own, words; kept under a name."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from PySide6.QtCore import QSignalBlocker, QSize, QTimer, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QWidget

from reception_desk.records.matters import MatterFilter, SavedFilter
from reception_desk.ui import text_size
from reception_desk.ui.widgets.buttons import Button, IconButton
from reception_desk.ui.widgets.choices import Choice
from reception_desk.ui.widgets.code_combo import CodeCombo
from reception_desk.ui.widgets.field_icon import FieldIcon
from reception_desk.ui.widgets.flow_layout import FlowLayout

PAUSE_MS = 200
_FRAME = 80
"""Icon, padding and border of the field, px at standard text."""


class FilterBar(QWidget):
    """Signals: `changed()`, `save_asked()`, `forget_asked(name)`; `clerk_id` is who looks."""

    changed = Signal()
    save_asked = Signal()
    forget_asked = Signal(str)

    def __init__(self, units: Sequence[Choice], clerk_id: str) -> None:
        super().__init__()
        self._clerk_id = clerk_id
        self._saved: tuple[SavedFilter, ...] = ()
        self.saved = QComboBox()
        self.saved.setAccessibleName("筛选")
        self.saved.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.unit = CodeCombo(units, hint="全部单位")
        self.unit.setAccessibleName("承办单位")
        self.mine = Button("我登记的")
        self.mine.setCheckable(True)
        self.text = _Words("事项中的词，或编号开头  F3")
        self.text.setAccessibleName("查找事项")
        self.save_button = Button("保存筛选…", self.save_asked.emit)
        self.forget_button = IconButton("close", "删去这个筛选", self._forget, size=16)
        self._pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._arrange()
        self.text.textEdited.connect(lambda _: self._pause.start())
        self._pause.timeout.connect(self.changed)
        self.unit.code_changed.connect(lambda _: self.changed.emit())
        self.mine.toggled.connect(lambda _: self.changed.emit())
        self.saved.activated.connect(lambda _: self._take_saved())

    def chosen(self) -> MatterFilter:
        """Return what is asked for."""
        at = self.saved.currentIndex()
        base = self._saved[at].filter if 0 <= at < len(self._saved) else MatterFilter()
        return replace(
            base,
            text=self.text.text().strip(),
            unit_id=self.unit.code() or None,
            clerk_id=self._clerk_id if self.mine.isChecked() else None,
        )

    def show_filters(self, saved: Sequence[SavedFilter], name: str = "") -> None:
        """Offer the filters; `name` is taken, else the one taken before stays."""
        wanted = name or self._name()
        self._saved = tuple(saved)
        with QSignalBlocker(self.saved):
            self.saved.clear()
            for each in saved:
                self.saved.addItem(each.name, each.name)
            self.saved.setCurrentIndex(max(self.saved.findData(wanted), 0))
        self._show_forgettable()

    def show_counts(self, counts: Mapping[str, int]) -> None:
        """Write beside each filter how many matters it has."""
        for at, each in enumerate(self._saved):
            count = counts.get(each.name)
            words = each.name if count is None else f"{each.name}（{count:,}）"
            self.saved.setItemText(at, words)

    @property
    def is_narrowed(self) -> bool:
        """Whether unit, words or one's own narrow the saved filter."""
        return bool(self.text.text().strip() or self.unit.code() or self.mine.isChecked())

    def widen(self) -> None:
        """Take unit, words and one's own away."""
        self._fill(MatterFilter())
        self.changed.emit()

    def _name(self) -> str:
        return self.saved.currentData() or ""

    def _take_saved(self) -> None:
        """Show what the chosen filter says of unit, words and who registered."""
        at = self.saved.currentIndex()
        self._fill(self._saved[at].filter)
        self._show_forgettable()
        self.changed.emit()

    def _fill(self, wanted: MatterFilter) -> None:
        with QSignalBlocker(self.unit), QSignalBlocker(self.mine):
            self.unit.set_code(wanted.unit_id or "")
            self.mine.setChecked(wanted.clerk_id == self._clerk_id)
        self.text.setText(wanted.text)
        self._pause.stop()

    def _show_forgettable(self) -> None:
        at = self.saved.currentIndex()
        self.forget_button.setVisible(0 <= at < len(self._saved) and not self._saved[at].is_shipped)

    def _forget(self) -> None:
        self.forget_asked.emit(self._name())

    def _arrange(self) -> None:
        FieldIcon(self.text, "search", "查找事项", self.text.setFocus, is_leading=True)
        kept = QWidget()
        row = QHBoxLayout(kept)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        row.addWidget(self.saved)
        row.addWidget(self.forget_button)
        flow = FlowLayout(self, spacing=8)
        for part in (kept, self.unit, self.mine, self.text, self.save_button):
            flow.addWidget(part)


class _Words(QLineEdit):
    """A field with room for what it asks, whatever the text size."""

    def __init__(self, hint: str) -> None:
        super().__init__(placeholderText=hint)

    def sizeHint(self) -> QSize:
        room = self.fontMetrics().horizontalAdvance(self.placeholderText())
        return QSize(room + text_size.scaled(_FRAME), super().sizeHint().height())
