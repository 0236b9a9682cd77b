"""The list that opens under a field while the person types."""

from collections.abc import Sequence

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import (
    QFrame,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from reception_desk.ui import icons
from reception_desk.ui.tokens import Colour
from reception_desk.ui.widgets.choices import Choice
from reception_desk.ui.widgets.labels import label

_MOST_ROWS = 8
_PADDING = 10
_FRAME = 14  # borders and margins above and below the rows, px
_Index = QModelIndex | QPersistentModelIndex


class _ChoiceModel(QAbstractListModel):
    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.choices: list[Choice] = []

    def show_choices(self, choices: Sequence[Choice]) -> None:
        self.beginResetModel()
        self.choices = list(choices)
        self.endResetModel()

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008  # Qt's signature
        return 0 if parent.isValid() else len(self.choices)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        choice = self.choices[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return choice.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{choice.title} {choice.detail}".strip()
        if role == Qt.ItemDataRole.UserRole:
            return choice.detail
        return None


class _ChoiceDelegate(QStyledItemDelegate):
    """The title at the left, the detail in grey at the right."""

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        metrics = option.fontMetrics  # pyright: ignore[reportAttributeAccessIssue]  # not in the stubs
        words = f"{index.data()}　{index.data(Qt.ItemDataRole.UserRole)}"
        return QSize(metrics.horizontalAdvance(words) + 3 * _PADDING, metrics.height() + 10)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        rect: QRect = option.rect  # pyright: ignore[reportAttributeAccessIssue]
        state: QStyle.StateFlag = option.state  # pyright: ignore[reportAttributeAccessIssue]
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if state & QStyle.StateFlag.State_Selected:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(icons.colour(Colour.SELECTION)))
            painter.drawRoundedRect(rect, 4, 4)
        inner = rect.adjusted(_PADDING, 0, -_PADDING, 0)
        side = Qt.AlignmentFlag.AlignVCenter
        metrics = painter.fontMetrics()
        detail = index.data(Qt.ItemDataRole.UserRole)
        painter.setPen(QColor(icons.colour(Colour.MUTED)))
        painter.drawText(inner, int(side | Qt.AlignmentFlag.AlignRight), detail)
        inner.setRight(inner.right() - metrics.horizontalAdvance(detail) - _PADDING)
        painter.setPen(QColor(icons.colour(Colour.TEXT)))
        title = metrics.elidedText(index.data(), Qt.TextElideMode.ElideRight, inner.width())
        painter.drawText(inner, int(side | Qt.AlignmentFlag.AlignLeft), title)
        painter.restore()


class ChoicePopup(QFrame):
    """Choices over the page, under `field`; the focus stays in the field.

    It is a child of the field's window, not a window of its own: no system takes the focus away
    or leaves it standing when the page goes.
    """

    picked = Signal(object)

    def __init__(self, field: QWidget) -> None:
        super().__init__(field)
        self._field = field
        self._model = _ChoiceModel(self)
        self.setProperty("look", "popup")
        self.hide()

    def show_choices(self, choices: Sequence[Choice], note: str = "") -> None:
        """Open with these, the first one marked; `note` stands below them.

        The first time the list is built: a form has a dozen of which few are ever opened.
        """
        if self.layout() is None:
            self._build()
        self._model.show_choices(choices)
        if choices:
            self._list.setCurrentIndex(self._model.index(0))
        self._note.setText(note)
        self._note.setVisible(bool(note))
        self._list.setVisible(bool(choices))
        self._place()
        self.show()
        self.raise_()

    @property
    def current(self) -> Choice | None:
        """The marked choice, when the list is open."""
        row = self._list.currentIndex().row() if self.isVisible() else -1
        return self._model.choices[row] if row >= 0 else None

    def mark(self, key: str) -> None:
        """Mark the choice with this key in the open list."""
        for row, choice in enumerate(self._model.choices):
            if choice.key == key:
                self._list.setCurrentIndex(self._model.index(row))

    def move_by(self, rows: int) -> None:
        """Mark another choice, `rows` further down."""
        last = self._model.rowCount() - 1
        row = min(max(self._list.currentIndex().row() + rows, 0), last)
        self._list.setCurrentIndex(self._model.index(row))

    def handles(self, key: int) -> bool:
        """Do what an arrow, page or Escape key means to an open list; say whether it did."""
        steps = {
            Qt.Key.Key_Down: 1,
            Qt.Key.Key_Up: -1,
            Qt.Key.Key_PageDown: _MOST_ROWS,
            Qt.Key.Key_PageUp: -_MOST_ROWS,
        }
        if not self.isVisible():
            return False
        if key == Qt.Key.Key_Escape:
            self.hide()
            return True
        if key in steps:
            self.move_by(steps[Qt.Key(key)])
            return True
        return False

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Resize, QEvent.Type.Hide):
            self.hide()
        return super().eventFilter(watched, event)

    def _build(self) -> None:
        self._list = QListView()
        self._note = label("", "muted", wraps=True)
        self._list.setModel(self._model)
        self._list.setItemDelegate(_ChoiceDelegate(self._list))
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.setProperty("look", "flat")
        self._list.setMouseTracking(True)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.setAccessibleName("可选项")
        self._list.entered.connect(self._list.setCurrentIndex)
        self._list.clicked.connect(self._pick)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(3, 3, 3, 3)
        whole.setSpacing(0)
        whole.addWidget(self._list)
        whole.addWidget(self._note)
        self._note.setContentsMargins(_PADDING, 6, _PADDING, 6)

    def _pick(self, index: QModelIndex) -> None:
        self.picked.emit(self._model.choices[index.row()])

    def _place(self) -> None:
        """Sit below the field, or above it where there is more room; never beyond the window."""
        window = self._field.window()
        if self.parentWidget() is not window:
            self.setParent(window)
            window.installEventFilter(self)
        width = max(self._field.width(), self._list.sizeHintForColumn(0) + 24)
        width = min(width, window.width() - 8)
        rows = min(self._model.rowCount(), _MOST_ROWS)
        height = rows * (self._field.fontMetrics().height() + 10) + _FRAME
        if not self._note.isHidden():
            height += self._note.heightForWidth(width - _FRAME)
        top_left = self._field.mapTo(window, QPoint(0, 0))
        below = window.height() - top_left.y() - self._field.height() - 4
        above = top_left.y() - 4
        left = min(top_left.x(), window.width() - width - 4)
        if height <= below or below >= above:
            top, height = top_left.y() + self._field.height() + 2, min(height, below)
        else:
            height = min(height, above)
            top = top_left.y() - height - 2
        self.setGeometry(left, top, width, height)
