"""One held session on the screen: log, people and keeping on the left, the film beside them."""

from collections.abc import Callable
from functools import partial
from zoneinfo import ZoneInfo

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from reception_desk.records.actor import Actor
from reception_desk.ui import text_size
from reception_desk.ui.pages.video_sessions.film_view import FilmView
from reception_desk.ui.pages.video_sessions.keeping_card import KeepingCard
from reception_desk.ui.pages.video_sessions.log_list import LogList
from reception_desk.ui.pages.video_sessions.people_papers import PeopleAndPapers
from reception_desk.ui.widgets.buttons import Button
from reception_desk.ui.widgets.card import Card
from reception_desk.ui.widgets.empty_state import EmptyState
from reception_desk.ui.widgets.inline_bar import InlineBar
from reception_desk.ui.widgets.labels import ElidedLabel, label

_BESIDE_FROM = 720


class PastView(QWidget):
    """Widgets and layout. Signal `closed()`: back to the list, also by Esc.

    Alt+1 to Alt+3 show the log, the people and papers, and how it is kept. Where there is no room
    beside them, a button calls the film in their place.
    """

    closed = Signal()

    def __init__(self, actor: Actor) -> None:
        super().__init__()
        zone = ZoneInfo(actor.desk.zone)
        self.setProperty("look", "page")
        self.back = Button("返回", self.closed.emit, icon="chevron-left", tip="Esc")
        self.title = ElidedLabel("", "title")
        self.held = label("", "muted")
        self.film_button = Button("看录像")
        self.film_button.setCheckable(True)
        self.bar = InlineBar()
        self.log = LogList()
        self.log.setAccessibleDescription("上下键选择，回车或单击跳到录像的这一刻")
        self.log_card = Card("接访记录", is_flush=True)
        self._no_log = EmptyState("没有记录", "这次接访没有写下记录。", icon="list")
        self.people = PeopleAndPapers(zone)
        self.keeping = KeepingCard(actor.roles, actor.account_id, zone)
        self.film = FilmView()
        self.parts: list[Button] = []
        self._stack = QStackedWidget()
        self._left = QWidget()
        self._arrange()
        self.show_part(0)
        self.film_button.toggled.connect(lambda _is_called: self._share_room())

    def show_part(self, place: int) -> None:
        """Show the log (0), people and papers (1) or the keeping (2)."""
        self._stack.setCurrentIndex(place)
        for at, button in enumerate(self.parts):
            button.setChecked(at == place)
        self.film_button.setChecked(False)

    def show_log(self, *, has_lines: bool) -> None:
        """Show the log, or that there is none."""
        self._no_log.setVisible(not has_lines)
        self.log.setVisible(has_lines)

    def take_focus(self) -> None:
        """Begin at the log."""
        if self.log.isVisible():
            self.log.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.back.setFocus(Qt.FocusReason.OtherFocusReason)

    def key(self, keys: str, act: Callable[[], object]) -> None:
        """Do something at a key while this session is in sight."""
        shortcut = QShortcut(QKeySequence(keys), self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(act)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_room()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._share_room()

    def _share_room(self) -> None:
        is_beside = self.width() >= text_size.scaled(_BESIDE_FROM)
        is_called = self.film_button.isChecked()
        self.film_button.setVisible(not is_beside)
        self.film.setVisible(is_beside or is_called)
        self._left.setVisible(is_beside or not is_called)

    def _arrange(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(self.back)
        head.addWidget(self.title, 1)
        head.addWidget(self.held, 0, Qt.AlignmentFlag.AlignVCenter)
        head.addWidget(self.film_button)
        for part in (self._no_log, self.log):
            self.log_card.add(part, 1)
        switch = QHBoxLayout()
        switch.setSpacing(8)
        for at, words in enumerate(("记录", "人员文书", "核对保管")):
            show = partial(self.show_part, at)
            button = Button(words, show, tip=f"Alt+{at + 1}")
            button.setCheckable(True)
            self.key(f"Alt+{at + 1}", show)
            self.parts.append(button)
            switch.addWidget(button)
        switch.addStretch(1)
        for part in (self.log_card, self.people, self.keeping):
            self._stack.addWidget(part)
        column = QVBoxLayout(self._left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addLayout(switch)
        column.addWidget(self._stack, 1)
        room = QHBoxLayout()
        room.setSpacing(12)
        room.addWidget(self._left, 1)
        room.addWidget(self.film, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(20, 16, 20, 14)
        whole.setSpacing(12)
        whole.addLayout(head)
        whole.addWidget(self.bar)
        whole.addLayout(room, 1)
