"""Writes what is typed to the database a second after a change, so that nothing is lost."""

from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

from PySide6.QtCore import QObject, QTimer, Signal

from reception_desk.errors import DeskError
from reception_desk.services import drafts
from reception_desk.services.drafts import DraftRecord
from reception_desk.ui.workplace import Workplace

DRAFT_MS = 1000


class DraftKeeper(QObject):
    """Asks `current` for the draft as it stands. Signals: `kept(sentence)`, `failed(DeskError)`."""

    kept = Signal(str)
    failed = Signal(object)

    def __init__(
        self, workplace: Workplace, current: Callable[[], DraftRecord | None], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._work = workplace
        self._current = current
        self._timer = QTimer(self, singleShot=True, interval=DRAFT_MS)
        self._timer.timeout.connect(self.keep)

    def keep_soon(self) -> None:
        """Write within a second; further changes until then go along."""
        if not self._timer.isActive():
            self._timer.start()

    def keep(self) -> None:
        """Write now."""
        self._timer.stop()
        draft = self._current()
        if draft is None:
            return
        try:
            drafts.save_draft(self._work.database, self._work.actor, draft)
        except DeskError as error:
            self.failed.emit(error)
            return
        moment = datetime.now(ZoneInfo(self._work.actor.desk.zone))
        self.kept.emit(f"草稿已保存 {moment:%H:%M:%S}")
