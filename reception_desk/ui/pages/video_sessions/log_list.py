"""The log on the screen: the newest line in sight, each one to be reached by the arrows."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QListView

from reception_desk.ui.pages.video_sessions.log_model import LineRole, LogModel
from reception_desk.ui.pages.video_sessions.log_paint import LogDelegate
from reception_desk.ui.pages.video_sessions.log_words import LogLine

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class LogList(QListView):
    """Signal `correction_asked(LogLine)`: Enter or a double click on a line."""

    correction_asked = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.log = LogModel()
        self.setModel(self.log)
        self.setItemDelegate(LogDelegate(self))
        self.setProperty("look", "flat")
        self.setAccessibleName("接访记录")
        self.setAccessibleDescription("上下键选择，回车更正")
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def show_lines(self, lines: Sequence[LogLine]) -> None:
        """Show the log; whoever was at its end stays there, whoever reads above is left alone."""
        bar = self.verticalScrollBar()
        was_at_end = bar.value() >= bar.maximum()
        place, chosen = bar.value(), self.currentIndex().row()
        self.log.show(lines)
        self.setCurrentIndex(self.log.index(chosen, 0))
        if was_at_end:
            self.scrollToBottom()
        else:
            bar.setValue(place)

    def minimumSizeHint(self) -> QSize:
        """Room for one entry: with little room the line below comes first."""
        return QSize(80, self.fontMetrics().height() * 2)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _ENTER and not event.modifiers():
            self._ask_correction()
        elif event.matches(QKeySequence.StandardKey.Copy):
            if self.currentIndex().isValid():
                QGuiApplication.clipboard().setText(self.currentIndex().data())
        else:
            super().keyPressEvent(event)

    def mouseDoubleClickEvent(self, _event: QMouseEvent) -> None:
        self._ask_correction()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Words wrap anew; the end stays in sight."""
        bar = self.verticalScrollBar()
        was_at_end = bar.value() >= bar.maximum()
        super().resizeEvent(event)
        self.scheduleDelayedItemsLayout()
        if was_at_end:
            self.scrollToBottom()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in {QEvent.Type.FontChange, QEvent.Type.StyleChange}:
            self.scheduleDelayedItemsLayout()

    def _ask_correction(self) -> None:
        line: LogLine | None = self.currentIndex().data(LineRole)
        if line is not None and line.note_id:
            self.correction_asked.emit(line)
