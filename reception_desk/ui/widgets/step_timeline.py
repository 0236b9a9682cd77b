"""What happened, in order: dated entries along a line."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from reception_desk.ui import icons, text_size
from reception_desk.ui.tokens import Colour
from reception_desk.ui.widgets.labels import label


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """One entry: `when` and `title` as shown, `detail` below; a coming one is drawn hollow."""

    when: str
    title: str
    detail: str = ""
    role: Colour = Colour.ACCENT
    is_coming: bool = False


class _Entry(QWidget):
    """One entry with its dot and its part of the line in the left margin."""

    def __init__(self, entry: TimelineEntry, *, is_first: bool, is_last: bool) -> None:
        super().__init__()
        self.entry = entry
        self._is_first = is_first
        self._is_last = is_last
        self.setAccessibleName(f"{entry.when} {entry.title} {entry.detail}".strip())
        self._title = label(entry.title, "muted" if entry.is_coming else "strong", wraps=True)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self._title, 1)
        head.addWidget(label(entry.when, "hint"), 0, Qt.AlignmentFlag.AlignTop)
        self._whole = QVBoxLayout(self)
        self._whole.setSpacing(2)
        self._whole.addLayout(head)
        if entry.detail:
            self._whole.addWidget(label(entry.detail, "muted", wraps=True))
        self.set_last(is_last=is_last)

    def set_last(self, *, is_last: bool) -> None:
        """The line goes on to the next entry, unless this is the last."""
        self._is_last = is_last
        self._whole.setContentsMargins(text_size.scaled(24), 0, 0, 0 if is_last else 12)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        middle = QPointF(text_size.scaled(8), self._title.fontMetrics().height() / 2 + 1)
        radius = text_size.scaled(4)
        painter.setPen(QPen(QColor(icons.colour(Colour.LINE)), 2))
        if not self._is_first:
            painter.drawLine(QPointF(middle.x(), 0), QPointF(middle.x(), middle.y() - radius - 2))
        if not self._is_last:
            below = QPointF(middle.x(), middle.y() + radius + 2)
            painter.drawLine(below, QPointF(middle.x(), self.height()))
        ink = QColor(icons.colour(self.entry.role))
        painter.setPen(QPen(ink, 2))
        painter.setBrush(Qt.BrushStyle.NoBrush if self.entry.is_coming else ink)
        painter.drawEllipse(middle, radius, radius)
        painter.end()


class StepTimeline(QWidget):
    """A list of entries, the order as given."""

    def __init__(self, entries: Sequence[TimelineEntry] = ()) -> None:
        super().__init__()
        self._whole = QVBoxLayout(self)
        self._whole.setContentsMargins(0, 0, 0, 0)
        self._whole.setSpacing(0)
        self._whole.addStretch(1)
        self.set_entries(entries)

    def set_entries(self, entries: Sequence[TimelineEntry]) -> None:
        """Show other entries."""
        while self._whole.count() > 1:
            entry = self._whole.takeAt(0)
            if entry is not None and (widget := entry.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self.add_entries(entries)

    def add_entries(self, entries: Sequence[TimelineEntry]) -> None:
        """Show more entries below."""
        before = self._entries()
        if before and entries:
            before[-1].set_last(is_last=False)
        last = len(entries) - 1
        for at, entry in enumerate(entries):
            shown = _Entry(entry, is_first=not before and at == 0, is_last=at == last)
            self._whole.insertWidget(len(before) + at, shown)

    def entries(self) -> list[TimelineEntry]:
        """Return what is shown, from the top."""
        return [shown.entry for shown in self._entries()]

    def _entries(self) -> list[_Entry]:
        items = (self._whole.itemAt(at) for at in range(self._whole.count() - 1))
        widgets = (item.widget() for item in items if item is not None)
        return [widget for widget in widgets if isinstance(widget, _Entry)]
