"""An icon inside a line edit that grows with the text, which Qt's own field actions do not."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtWidgets import QLineEdit, QToolButton

from reception_desk.ui import icons, text_size
from reception_desk.ui.tokens import Colour

_ICON = 16
_EDGE = 9


class FieldIcon(QToolButton):
    """Sits at one end of `field` and keeps the text clear of itself; a press calls `on_press`.

    The keyboard has its own way to what it does, so it takes no focus.
    """

    def __init__(
        self,
        field: QLineEdit,
        icon: str,
        name: str,
        on_press: Callable[[], object],
        *,
        is_leading: bool = False,
    ) -> None:
        super().__init__(field)
        self._field = field
        self._is_leading = is_leading
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setCursor(Qt.CursorShape.ArrowCursor)
        self.setAccessibleName(name)
        self.setToolTip(name)
        icons.wear(self, icon, Colour.MUTED)
        self.clicked.connect(lambda: on_press())
        field.installEventFilter(self)
        self._place()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Resize, QEvent.Type.StyleChange):
            self._place()
        return super().eventFilter(watched, event)

    def _place(self) -> None:
        side = text_size.scaled(_ICON)
        self.setIconSize(QSize(side, side))
        margins = self._field.textMargins()
        if self._is_leading:
            left = _EDGE
            margins.setLeft(side + 6)
        else:
            left = self._field.width() - side - _EDGE
            margins.setRight(side + 4)
        self.setGeometry(left, 0, side, self._field.height())
        if margins != self._field.textMargins():
            self._field.setTextMargins(margins)
