"""中心未收: what the centre cannot hold, why, and what can be done about it."""

from collections.abc import Sequence
from functools import partial
from zoneinfo import ZoneInfo

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QVBoxLayout, QWidget

from reception_desk.errors import DeskError
from reception_desk.records.sync import RefusedChange
from reception_desk.services.refused_changes import hand_over_text, send_refused_again
from reception_desk.ui.pages.sync.list_pane import ChoicePane
from reception_desk.ui.pages.sync.words import REFUSED_COLUMNS, refused_cells
from reception_desk.ui.widgets.buttons import Button
from reception_desk.ui.widgets.empty_state import EmptyState
from reception_desk.ui.widgets.inline_bar import InlineBar, Level
from reception_desk.ui.workplace import Workplace

LANE = "sync page"


class RefusedPane(QWidget):
    """Signals: `visit_asked(visit id)`, `sent_again()`."""

    visit_asked = Signal(str)
    sent_again = Signal()

    def __init__(self, workplace: Workplace, parent: QWidget) -> None:
        super().__init__(parent)
        self._work = workplace
        zone = ZoneInfo(workplace.actor.desk.zone)
        self.bar = InlineBar()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(self.bar)
        self.card: ChoicePane[RefusedChange] = _list(zone, self)
        column.addWidget(self.card, 1)
        self.model, self.table = self.card.model, self.card.table
        self.open_button = Button("打开", self._open, icon="register")
        self.copy_button = Button("复制给管理员", self._copy, icon="copy")
        self.one_button = Button("再传这一条", self._send_one)
        self.all_button = Button("全部再传", self._send_all, icon="refresh")
        self._arrange()
        self.table.opened.connect(lambda _: self._open())

    def show_changes(self, found: Sequence[RefusedChange]) -> None:
        """Show the list as it is now."""
        self.card.show_records(found)
        for button in (self.open_button, self.copy_button, self.one_button, self.all_button):
            button.setEnabled(bool(found))

    def _open(self) -> None:
        change = self.card.chosen()
        if change is None:
            return
        if change.record.visit_id is None:
            self.bar.say(Level.INFO, f"“{change.record.noun}”没有可以打开的来访。")
        else:
            self.visit_asked.emit(change.record.visit_id)

    def _copy(self) -> None:
        changes = [self.model.record(row) for row in range(self.model.rowCount())]
        text = hand_over_text(self._work.database, self._work.actor, changes)
        QGuiApplication.clipboard().setText(text)
        self.bar.say(Level.OK, "已复制，可以贴给管理员。其中没有姓名和登记内容。")

    def _send_one(self) -> None:
        change = self.card.chosen()
        if change is not None:
            self._send([change.seq])

    def _send_all(self) -> None:
        self._send(None)

    def _send(self, seqs: list[int] | None) -> None:
        send = partial(send_refused_again, self._work.database, self._work.actor, seqs)
        self._work.tasks.run(LANE, self, send, self._sent, self._failed)

    def _sent(self, count: int) -> None:
        self.bar.say(Level.OK, f"{count} 条已排入待上传；若中心仍不能收下，会回到这里。")
        self.sent_again.emit()

    def _failed(self, error: Exception) -> None:
        if isinstance(error, DeskError):
            self.bar.say_error(error)
        else:
            self._work.messages.show_error(error)

    def _arrange(self) -> None:
        for button in (self.open_button, self.copy_button, self.one_button, self.all_button):
            self.card.add_action(button)


def _list(zone: ZoneInfo, parent: QWidget) -> ChoicePane[RefusedChange]:
    return ChoicePane(
        "中心没有收下",
        REFUSED_COLUMNS,
        lambda found: refused_cells(found, zone),
        lambda found: found.seq,
        EmptyState(
            "没有搁置的内容",
            "中心不能保存的内容会列在这里并说明原因；它们仍在本机，也不妨碍其他内容上传。",
            icon="done",
        ),
        parent=parent,
    )
