"""The layout of the clerk's page: the day, the open tab, and what belongs to it."""

from collections.abc import Sequence
from enum import IntEnum
from functools import partial

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from reception_desk.services.office import UnitChoice
from reception_desk.ui import text_size
from reception_desk.ui.pages.reception.correction_foot import CorrectionFoot
from reception_desk.ui.pages.reception.day_column import DayColumn
from reception_desk.ui.pages.reception.number_strip import NumberStrip
from reception_desk.ui.pages.reception.registered_view import RegisteredView
from reception_desk.ui.pages.reception.side_column import SideColumn
from reception_desk.ui.pages.reception.visit_form import VisitForm
from reception_desk.ui.widgets.buttons import Button, Look
from reception_desk.ui.widgets.empty_state import EmptyState
from reception_desk.ui.widgets.inline_bar import InlineBar
from reception_desk.ui.widgets.labels import label
from reception_desk.ui.widgets.visitor_tabs import VisitorTabs

ROOM_FOR_DAY, ROOM_FOR_SIDE = 1100, 860
"""Width in px at standard text from which the columns stand beside the form."""


class Shown(IntEnum):
    """What stands in the middle."""

    NOTHING = 0
    FORM = 1
    REGISTERED = 2
    CORRECTING = 3


class ReceptionView(QWidget):
    """Widgets and layout. Signals: `new_asked`, `submit_asked`, `aside_asked`.

    `notice` tells of what was done to a visit that is not in sight, for example taken back.
    """

    new_asked = Signal()
    submit_asked = Signal()
    aside_asked = Signal()

    def __init__(self, zone: str, units: Sequence[UnitChoice], parent: QWidget | None) -> None:
        super().__init__(parent)
        self._centre = QStackedWidget(self)
        self._centre.addWidget(self._empty_state())
        # Where they will be from the start: Qt dresses all again that goes to another parent.
        self.form = VisitForm(units, self._centre)
        self.registered = RegisteredView(self._centre)
        self.day = DayColumn(zone)
        self.tabs = VisitorTabs()
        self.side = SideColumn(zone)
        self.strip = NumberStrip()
        self.saved = label("", "hint")
        self.release_button = Button("请来访人核对", tip="Ctrl+J：显示在来访人屏幕上")
        self.notice = InlineBar()
        self.correction = CorrectionFoot()
        self.day_button = _column_button("今日来访")
        self.side_button = _column_button("事项与时限")
        self.day_button.toggled.connect(partial(self._call_column, self.side_button))
        self.side_button.toggled.connect(partial(self._call_column, self.day_button))
        self._foot = QWidget(self)
        self._arrange()

    def show_in_middle(self, shown: Shown) -> None:
        """Show the empty state, the form with its side column, or the registered visit."""
        self._centre.setCurrentIndex(Shown.FORM if shown is Shown.CORRECTING else shown)
        self._foot.setVisible(shown is Shown.FORM)
        self.correction.setVisible(shown is Shown.CORRECTING)
        self._share_room()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_room()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._share_room()

    def _call_column(self, other: Button, is_called: bool) -> None:  # noqa: FBT001 - Qt's signal
        """Show a column, and send the other one away: both leave the form no room."""
        if is_called:
            other.setChecked(False)
        self._share_room()

    def _share_room(self) -> None:
        """The form comes first: with little room the columns beside it are called by a button."""
        room = self.width() / text_size.current_scale()
        has_form = self._centre.currentIndex() == Shown.FORM
        is_day_beside = room >= ROOM_FOR_DAY or not has_form
        is_side_beside = room >= ROOM_FOR_SIDE
        self.day_button.setVisible(not is_day_beside)
        self.side_button.setVisible(has_form and not is_side_beside)
        self.day.setVisible(is_day_beside or self.day_button.isChecked())
        self.side.setVisible(has_form and (is_side_beside or self.side_button.isChecked()))

    def _arrange(self) -> None:
        for part in (self.form, self.registered):
            self._centre.addWidget(part)
        foot = QHBoxLayout(self._foot)
        foot.setContentsMargins(0, 0, 0, 0)
        foot.addWidget(self.saved)
        foot.addStretch(1)
        foot.addWidget(self.release_button)
        foot.addWidget(Button("稍后再办", self.aside_asked.emit, tip="草稿保留，随时可以回来"))
        foot.addWidget(
            Button("登记并打印回执", self.submit_asked.emit, look=Look.PRIMARY, tip="Ctrl+Enter")
        )
        top = QHBoxLayout()
        top.setSpacing(8)
        top.addWidget(self.day_button)
        top.addWidget(self.tabs, 1)
        top.addWidget(Button("登记来访人 F2", self.new_asked.emit, icon="add"))
        top.addWidget(self.side_button)
        middle = QVBoxLayout()
        middle.setSpacing(10)
        middle.addWidget(self.strip)
        middle.addLayout(top)
        middle.addWidget(self.notice)
        middle.addWidget(self._centre, 1)
        middle.addWidget(self._foot)
        middle.addWidget(self.correction)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(16, 14, 16, 12)
        whole.setSpacing(12)
        whole.addWidget(self.day, 26)
        whole.addLayout(middle, 64)
        whole.addWidget(self.side, 30)

    def _empty_state(self) -> EmptyState:
        return EmptyState(
            "没有打开的来访人",
            "按 F2 开始登记，或放上身份证。",
            icon="reception",
            action=("登记来访人", self.new_asked.emit),
        )


def _column_button(name: str) -> Button:
    """Return a button that stays pressed while its column is shown."""
    button = Button(name)
    button.setCheckable(True)
    return button
