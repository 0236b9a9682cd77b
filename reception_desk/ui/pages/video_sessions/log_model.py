"""The lines of a log for the list; what stays as it was is not drawn anew."""

from collections.abc import Sequence

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt

from reception_desk.ui.pages.video_sessions.log_words import LogLine

Index = QModelIndex | QPersistentModelIndex
LineRole = Qt.ItemDataRole.UserRole
_SPOKEN = frozenset({Qt.ItemDataRole.DisplayRole.value, Qt.ItemDataRole.AccessibleTextRole.value})


class LogModel(QAbstractListModel):
    """The display text is the whole line, for who listens or copies."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[LogLine] = []

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(self.lines)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return the line, or its words."""
        if not index.isValid() or index.row() >= len(self.lines):
            return None
        line = self.lines[index.row()]
        if role == LineRole:
            return line
        return line.spoken if role in _SPOKEN else None

    def show(self, lines: Sequence[LogLine]) -> None:
        """Show these lines; new ones at the end leave the rest alone."""
        before = len(self.lines)
        if list(lines[:before]) == self.lines:
            if len(lines) > before:
                self.beginInsertRows(QModelIndex(), before, len(lines) - 1)
                self.lines = list(lines)
                self.endInsertRows()
            return
        self.beginResetModel()
        self.lines = list(lines)
        self.endResetModel()
