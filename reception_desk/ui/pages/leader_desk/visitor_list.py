"""Who comes today, in their order: time and masked name above, the matter below."""

from collections.abc import Sequence

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QPainter
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QStyle, QStyleOptionViewItem

from reception_desk.records.leader_desk import SeatLine
from reception_desk.ui import icons, text_size
from reception_desk.ui.pages.leader_desk.seat_words import at, line_mark, line_sentence, who
from reception_desk.ui.tokens import Colour
from reception_desk.ui.widgets.two_line_delegate import Index, TwoLineDelegate

_LINE = Qt.ItemDataRole.UserRole
_ICON = 18


class _LineDelegate(TwoLineDelegate):
    """Paints a `SeatLine`; a bar at the left marks who is in front, beside its icon."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        hint = super().sizeHint(option, index)
        return QSize(hint.width(), hint.height() + 6)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        line: SeatLine = index.data(_LINE)
        painter.save()
        room = self.ground(painter, option)
        rect: QRect = option.rect  # pyright: ignore[reportAttributeAccessIssue]  # not in the stubs
        role, icon = line_mark(line)
        if line.is_in_front:
            painter.fillRect(QRect(rect.left(), rect.top(), 4, rect.height()), _ink(Colour.OK))
        side = text_size.scaled(_ICON)
        picture = icons.pixmap(icon, role, side, painter.device().devicePixelRatioF())
        painter.drawPixmap(room.right() - side, room.top() + 2, picture)
        half = room.height() // 2
        upper = QRect(room.left(), room.top(), room.width() - side - 6, half)
        lower = QRect(room.left(), room.top() + half, room.width(), half)
        _write(painter, upper, f"{at(line)}  {who(line)}", Colour.TEXT, is_bold=True)
        _write(painter, lower, line.title, Colour.MUTED)
        state: QStyle.StateFlag = option.state  # pyright: ignore[reportAttributeAccessIssue]
        if state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(_ink(Colour.ACCENT))
            painter.drawRect(rect.adjusted(1, 1, -2, -2))
        painter.restore()


class VisitorList(QListWidget):
    """Signal `wanted(booking id)`: somebody of the list is to be shown."""

    wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("今天的接访名单")
        self.setItemDelegate(_LineDelegate(self))
        self.setMouseTracking(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._is_filling = False
        self.currentItemChanged.connect(self._tell)

    def show_lines(self, lines: Sequence[SeatLine], chosen: str) -> None:
        """Show the list and mark whose brief is in sight, without asking for it."""
        self._is_filling = True
        self.clear()
        for line in lines:
            item = QListWidgetItem()
            item.setData(_LINE, line)
            sentence = line_sentence(line)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, sentence)
            item.setToolTip(line.title)
            self.addItem(item)
            if line.booking_id == chosen:
                self.setCurrentItem(item)
        self._is_filling = False

    def line(self) -> SeatLine | None:
        """Return who is marked."""
        item = self.currentItem()
        return item.data(_LINE) if item is not None else None

    def sizeHint(self) -> QSize:
        return QSize(text_size.scaled(220), 120)

    def _tell(self, item: QListWidgetItem | None) -> None:
        if item is not None and not self._is_filling:
            self.wanted.emit(item.data(_LINE).booking_id)


def _ink(role: Colour) -> QColor:
    return QColor(icons.colour(role))


def _write(
    painter: QPainter, room: QRect, words: str, role: Colour, *, is_bold: bool = False
) -> None:
    font = QFont(painter.font())
    font.setBold(is_bold)
    painter.setFont(font)
    painter.setPen(_ink(role))
    shown = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, room.width())
    painter.drawText(room, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), shown)
    font.setBold(False)
    painter.setFont(font)
