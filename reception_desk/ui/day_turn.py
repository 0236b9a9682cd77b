"""A desk that stays open over night: when the day turns, what counts in days is read again."""

from datetime import date
from zoneinfo import ZoneInfo

from PySide6.QtCore import QObject, Qt, QTimer

from reception_desk.ui.changes import Changes
from reception_desk.ui.today import today_in

LOOK_MS = 30_000
_COUNTED_IN_DAYS = (
    "visit_changed",
    "matter_changed",
    "ticket_changed",
    "video_session_changed",
    "reception_day_changed",
)


class DayTurn(QObject):
    """Looks at the hall's date now and then; a machine that slept is told when it wakes."""

    def __init__(self, changes: Changes, zone: ZoneInfo, parent: QObject) -> None:
        super().__init__(parent)
        self._changes = changes
        self._zone = zone
        self._today: date = today_in(zone)
        timer = QTimer(self, interval=LOOK_MS, timerType=Qt.TimerType.VeryCoarseTimer)
        timer.timeout.connect(self.look)
        timer.start()

    def look(self) -> None:
        """Announce the new day, once."""
        if (today := today_in(self._zone)) == self._today:
            return
        self._today = today
        self._changes.day_turned.emit()
        for name in _COUNTED_IN_DAYS:
            getattr(self._changes, name).emit("")
