"""What days are counted with at this desk."""

from PySide6.QtCore import QObject

from reception_desk.rules.duty_ledger import Reckoning
from reception_desk.services.calendar import reckoning
from reception_desk.ui.workplace import Workplace


class OfficeReckoning(QObject):
    """Read when first asked for, in a worker's thread, and again when the calendar changes."""

    def __init__(self, work: Workplace, parent: QObject) -> None:
        super().__init__(parent)
        self._work = work
        self._known: Reckoning | None = None
        work.changes.code_list_changed.connect(self._forget)

    def get(self) -> Reckoning:
        """Return the calendar in force and the policy on rest days."""
        known = self._known
        if known is None:
            known = self._known = reckoning(self._work.database, self._work.settings)
        return known

    def _forget(self) -> None:
        self._known = None
