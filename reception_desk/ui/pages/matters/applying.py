"""From the button of a matter to a session applied for: the form, the service, its refusal."""

from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from reception_desk.records.video_sessions import SessionInput, SessionLevel
from reception_desk.services.video_sessions import apply_for_session
from reception_desk.ui.dialogs.session_application import SessionApplication
from reception_desk.ui.form_keeping import keep
from reception_desk.ui.workplace import Workplace

LANE = "session application"


class Applying(QObject):
    """Signal `applied(words)`. The form opens above `window`'s window."""

    applied = Signal(str)

    def __init__(self, work: Workplace, window: QWidget) -> None:
        super().__init__(window)
        self._work = work
        self._window = window

    def ask(self, matter_id: str) -> SessionApplication:
        """Open the form for a matter."""
        form = SessionApplication(self._window.window())
        form.asked.connect(partial(self._apply, form, matter_id))
        form.open()
        return form

    def _apply(self, form: SessionApplication, matter_id: str, level: SessionLevel) -> None:
        def done(session_id: str) -> None:
            self.applied.emit("已申请视频接访，等待对方答复。")
            self._work.changes.video_session_changed.emit(session_id)

        asked = SessionInput(matter_id, level)
        act = partial(apply_for_session, self._work.database, self._work.actor, asked)
        keep(self._work, LANE, form, act, done)
