"""The window before anybody is signed in: opening, passphrase, first start, sign-in, trouble."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QWidget

from reception_desk.errors import DeskError
from reception_desk.ui.entry_form import centred
from reception_desk.ui.hall_panel import HallPanel
from reception_desk.ui.widgets.empty_state import EmptyState

PRODUCT = "接访台"


class EntryWindow(QWidget):
    """The hall's name on the left, one form at a time on the right; signal `closed()`."""

    closed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("look", "page")
        self.setWindowTitle(PRODUCT)
        self.panel = HallPanel("群众来访接待大厅")
        self._stack = QStackedWidget()
        self._waiting = EmptyState("正在打开…", "", icon="reception")
        self._stack.addWidget(self._waiting)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.panel, 5)
        row.addWidget(self._stack, 6)
        self.resize(1040, 620)

    def show_form(self, form: QWidget) -> None:
        """Show one form and no other; the one before is gone."""
        self._replace(centred(form))

    def show_whole(self, page: QWidget) -> None:
        """Show something that fills its room, as the wizard does."""
        self._replace(page)

    def wait(self, words: str) -> None:
        """Say what is being done, with no form."""
        self._waiting.say(words)
        self._stack.setCurrentWidget(self._waiting)

    def show_trouble(self, error: DeskError) -> None:
        """Say why the desk cannot be opened."""
        advice = "\n".join(part for part in (error.saved, error.advice) if part)
        self._replace(
            EmptyState(error.message, advice, icon="warning", action=("关闭", self.close))
        )

    def closeEvent(self, event: QCloseEvent) -> None:
        super().closeEvent(event)
        self.closed.emit()

    def _replace(self, page: QWidget) -> None:
        old = self._stack.widget(1)
        if old is not None:
            self._stack.removeWidget(old)
            old.deleteLater()
        self._stack.addWidget(page)
        self._stack.setCurrentWidget(page)
