"""The archive of video sessions: the list of what was held, and one of them opened."""

from functools import cached_property

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget

from reception_desk.ui.pages.video_sessions.archive_list import ArchiveList
from reception_desk.ui.pages.video_sessions.past_session import PastSession
from reception_desk.ui.workplace import Workplace


class Archive(QStackedWidget):
    """Signal `failed(error)`."""

    failed = Signal(object)

    def __init__(self, work: Workplace) -> None:
        super().__init__()
        self._work = work
        self.list = ArchiveList(work)
        self.addWidget(self.list)
        self.list.opened.connect(self.open_session)
        self.list.failed.connect(self.failed)
        self.list.registered.connect(work.changes.video_session_changed)

    @cached_property
    def past(self) -> PastSession:
        """One held session; made when one is opened for the first time."""
        past = PastSession(self._work)
        self.addWidget(past)
        past.shown.connect(self._show_past)
        past.gone.connect(self._say_gone)
        past.closed.connect(self.close_session)
        return past

    @property
    def is_open(self) -> bool:
        """Whether one session is in sight."""
        return self.currentWidget() is not self.list

    def open_session(self, session_id: str) -> None:
        """Show one session in the place of the list."""
        self.past.open_session(session_id)

    def close_session(self) -> None:
        """Go back to the list."""
        self.past.close_session()
        self.setCurrentWidget(self.list)
        self.reload()
        self.take_focus()

    def close_page(self) -> None:
        """Let go of the film before the window goes."""
        if "past" in self.__dict__:
            self.past.close_session()

    def reload(self) -> None:
        """Read the list again; an opened session follows by itself."""
        if not self.is_open:
            self.list.reload()

    def take_focus(self) -> None:
        """Let the keyboard begin in what is in sight."""
        if self.is_open:
            self.past.take_focus()
        else:
            self.list.take_focus()

    def _show_past(self) -> None:
        self.setCurrentWidget(self.past)
        self.past.take_focus()

    def _say_gone(self, error: Exception) -> None:
        self.close_session()
        self.failed.emit(error)
