"""A code that a scanner or a reader typed: an identity number, or the code of a receipt."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Signal

from reception_desk.services import search
from reception_desk.ui.pages.reception.open_tab import OpenTab
from reception_desk.ui.pages.reception.recognition import Recognition
from reception_desk.ui.workplace import Workplace


class CodeTaking(QObject):
    """Signals: `visitor_asked()` before a number is taken without an open form, `found(visit id)`.

    `current` returns the tab in sight.
    """

    visitor_asked = Signal()
    found = Signal(str)

    def __init__(
        self, work: Workplace, recognition: Recognition, current: Callable[[], OpenTab | None]
    ) -> None:
        super().__init__()
        self._work, self._recognition, self._current = work, recognition, current

    def take(self, code: str) -> None:
        """Take a code."""
        if self._recognition.is_identity_number(code):
            tab = self._current()
            if tab is None or not tab.is_form:
                self.visitor_asked.emit()
            self._recognition.take_number(code)
            return
        number = code.split(maxsplit=1)[0]
        self._work.tasks.run(
            "search",
            self,
            partial(search.search, self._work.database, self._work.actor, number, limit=1),
            self._open_found,
            self._work.messages.show_error,
        )

    def _open_found(self, found: search.SearchResult) -> None:
        if found.visits:
            self.found.emit(found.visits[0].visit_id)
        else:
            self._work.messages.tell("没有找到这个编号的来访。", detail="它可能还没有同步到本机。")
