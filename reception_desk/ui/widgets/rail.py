"""The rail at the left: the pages of the desk."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QEvent, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QEnterEvent, QFont, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QVBoxLayout, QWidget

from reception_desk.ui import icons, text_size
from reception_desk.ui.text_size import BASE_POINTS
from reception_desk.ui.tokens import Colour

_ICON = 22
_SMALL = 9.0 / BASE_POINTS
_COUNT_ALONE = 0.7  # without the icon the count keeps clear of the name


@dataclass(frozen=True, slots=True)
class RailPage:
    """One page: its key, its name, its icon; `is_low` stands at the lower end (settings)."""

    key: str
    name: str
    icon: str
    is_low: bool = False


class _RailButton(QAbstractButton):
    """Icon above name; where the height is short, the name alone."""

    moved = Signal(int)

    def __init__(self, page: RailPage) -> None:
        super().__init__()
        self.page = page
        self.count = 0
        self.setText(page.name)
        self.setCheckable(True)
        self.set_current(is_current=False)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.MinimumExpanding, QSizePolicy.Policy.Maximum)
        self.setAccessibleName(page.name)

    def sizeHint(self) -> QSize:
        return QSize(self._width(), text_size.scaled(_ICON) + self._line() + 22)

    def minimumSizeHint(self) -> QSize:
        return QSize(self._width(), self._line() + 8)

    def set_current(self, *, is_current: bool) -> None:
        """Mark or unmark; Tab stops only at the current page, the arrows reach the others."""
        self.setChecked(is_current)
        policy = Qt.FocusPolicy
        self.setFocusPolicy(policy.StrongFocus if is_current else policy.ClickFocus)

    def show_count(self, count: int) -> None:
        self.count = count
        self.setAccessibleName(f"{self.page.name}（{count}）" if count else self.page.name)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_ground(painter)
        role = Colour.ON_RAIL if self.isChecked() or self.underMouse() else Colour.RAIL_TEXT
        painter.setPen(QColor(icons.colour(role)))
        painter.setFont(self._font())
        side = text_size.scaled(_ICON)
        has_icon = self.height() >= side + self._line() + 12
        name_rect = self.rect()
        if has_icon:
            top = (self.height() - side - self._line() - 4) // 2
            left = (self.width() - side) // 2
            picture = icons.pixmap(self.page.icon, role, side, self.devicePixelRatioF())
            painter.drawPixmap(left, top, picture)
            name_rect = QRect(0, top + side + 4, self.width(), self._line())
        painter.drawText(name_rect, int(Qt.AlignmentFlag.AlignCenter), self.page.name)
        if self.count:
            self._paint_count(painter, beside_icon=has_icon)
        painter.end()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
        if event.key() in steps:
            self.moved.emit(steps[Qt.Key(event.key())])
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def enterEvent(self, event: QEnterEvent) -> None:
        self.update()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self.update()
        super().leaveEvent(event)

    def _paint_ground(self, painter: QPainter) -> None:
        if self.isChecked():
            painter.fillRect(self.rect(), QColor(icons.colour(Colour.RAIL_CURRENT)))
            painter.fillRect(QRect(0, 0, 3, self.height()), QColor(icons.colour(Colour.RAIL_MARK)))
        elif self.underMouse():
            painter.fillRect(self.rect(), QColor(icons.colour(Colour.RAIL_HOVER)))
        if self.hasFocus():
            painter.setPen(QPen(QColor(icons.colour(Colour.RAIL_MARK)), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(self.rect().adjusted(5, 3, -4, -3), 5, 5)

    def _paint_count(self, painter: QPainter, *, beside_icon: bool) -> None:
        words = "99+" if self.count > 99 else str(self.count)
        if not beside_icon:
            font = painter.font()
            font.setPointSizeF(font.pointSizeF() * _COUNT_ALONE)
            painter.setFont(font)
        metrics = painter.fontMetrics()
        height = metrics.height()
        width = max(metrics.horizontalAdvance(words) + 10, height)
        left = self.width() - width - 3
        if beside_icon:
            left = min(self.width() // 2 + text_size.scaled(13) - width // 2, left)
        spot = QRect(left, 5 if beside_icon else 1, width, height)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(icons.colour(Colour.ERROR)))
        painter.drawRoundedRect(spot, height / 2, height / 2)
        painter.setPen(QColor(icons.colour(Colour.ON_ERROR)))
        painter.drawText(spot, int(Qt.AlignmentFlag.AlignCenter), words)

    def _font(self) -> QFont:
        font = QFont(self.font())
        font.setPointSizeF(font.pointSizeF() * _SMALL)
        return font

    def _line(self) -> int:
        return round(self.fontMetrics().height() * _SMALL)

    def _width(self) -> int:
        name = round(self.fontMetrics().horizontalAdvance(self.page.name) * _SMALL)
        return max(name + 20, 84)


class Rail(QWidget):
    """Navigation: Tab reaches the current page's button, the arrows move, Space or Enter opens."""

    page_chosen = Signal(str)

    def __init__(self, pages: Sequence[RailPage]) -> None:
        super().__init__()
        self.setObjectName("rail")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName("页面")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        self._buttons = {page.key: _RailButton(page) for page in pages}
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 8, 0, 8)
        whole.setSpacing(0)
        for page in (page for page in pages if not page.is_low):
            whole.addWidget(self._buttons[page.key])
        whole.addStretch(1)
        for page in (page for page in pages if page.is_low):
            whole.addWidget(self._buttons[page.key])
        for key, button in self._buttons.items():
            button.clicked.connect(partial(self._choose, key))
            button.moved.connect(partial(self._move_focus, key))
        self.show_page(pages[0].key)

    def show_page(self, key: str) -> None:
        """Mark a page as the current one, without announcing it.

        One that is not on the rail was opened from the page that is marked.
        """
        if key not in self._buttons:
            return
        for other, button in self._buttons.items():
            button.set_current(is_current=other == key)

    def current_page(self) -> str:
        """Return the key of the current page."""
        return next(key for key, button in self._buttons.items() if button.isChecked())

    def show_count(self, key: str, count: int) -> None:
        """Show a number on a page's button (waiting people, papers owed); 0 takes it away."""
        self._buttons[key].show_count(count)

    def _choose(self, key: str) -> None:
        self.show_page(key)
        self.page_chosen.emit(key)

    def _move_focus(self, key: str, step: int) -> None:
        keys = list(self._buttons)
        target = min(max(keys.index(key) + step, 0), len(keys) - 1)
        self._buttons[keys[target]].setFocus(Qt.FocusReason.TabFocusReason)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            for button in self._buttons.values():
                button.updateGeometry()
