"""视频接访: the sessions in hand, the week, the archive; one appointed opens in their place."""

from functools import cached_property, partial

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from reception_desk.errors import DeskError
from reception_desk.records.video_sessions import SessionLine
from reception_desk.rules.permissions import Action, Role, may
from reception_desk.rules.session_transition import SessionState
from reception_desk.ui.pages.video_sessions.archive_list import ArchiveList
from reception_desk.ui.pages.video_sessions.listing import Listing
from reception_desk.ui.pages.video_sessions.live_session import LiveSession
from reception_desk.ui.pages.video_sessions.past_session import PastSession
from reception_desk.ui.pages.video_sessions.week import Week
from reception_desk.ui.widgets.buttons import switch
from reception_desk.ui.widgets.inline_bar import InlineBar, Level
from reception_desk.ui.widgets.labels import label
from reception_desk.ui.workplace import Workplace

PAUSE_MS = 300
"""What many rows from the centre change is read again once."""


_BEFORE = frozenset(
    {
        SessionState.APPLIED,
        SessionState.RETURNED,
        SessionState.AGREED,
        SessionState.MISSED,
        SessionState.CANCELLED,
    }
)
"""What is to be done about these is done at the matter."""


class VideoSessionsPage(QStackedWidget):
    """Signal `matter_asked(matter id)`. Alt+1 shows the list, Alt+2 the week, Alt+3 the archive.

    Who holds no sessions (a leader who decides about recordings) begins in the archive.
    """

    matter_asked = Signal(str)

    def __init__(self, workplace: Workplace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._work = workplace
        self._overview = QWidget(self)
        self.list_button = switch(self._overview, "在办", "Alt+1", self.show_list)
        self.week_button = switch(self._overview, "安排", "Alt+2", self.show_week)
        self.archive_button = switch(self._overview, "档案", "Alt+3", self.show_archive)
        self.bar = InlineBar()
        self._stack = QStackedWidget(self._overview)
        self._pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._pause.timeout.connect(self.reload)
        self._arrange()
        self.listing = Listing(workplace, self._stack)
        self.week = Week(workplace, self._stack)
        self.archive = ArchiveList(workplace, self._stack)
        for part in (self.listing, self.week, self.archive):
            self._stack.addWidget(part)
        for part in (self.listing, self.week):
            part.session_asked.connect(self._open)
            part.failed.connect(self._say_error)
        self.listing.recorded.connect(partial(self.bar.say, Level.OK))
        self.archive.failed.connect(self._say_error)
        self.archive.opened.connect(self.open_past)
        self.archive.registered.connect(workplace.changes.video_session_changed)
        for change in (workplace.changes.video_session_changed, workplace.changes.matter_changed):
            change.connect(self._reload_soon)
        self.list_button.setChecked(True)
        if not may([Role(role) for role in workplace.actor.roles], Action.HOLD_VIDEO_SESSION):
            self._show_only_archive()

    @cached_property
    def live(self) -> LiveSession:
        """One session while people talk; made when one is opened for the first time."""
        live = LiveSession(self._work)
        self.addWidget(live)
        live.shown.connect(self._show_live)
        live.gone.connect(self._say_gone)
        live.closed.connect(self.close_session)
        live.matter_asked.connect(self.matter_asked)
        return live

    @cached_property
    def past(self) -> PastSession:
        """One session that was held; made when one is opened for the first time."""
        past = PastSession(self._work)
        self.addWidget(past)
        past.shown.connect(self._show_past)
        past.gone.connect(self._past_gone)
        past.closed.connect(self.close_past)
        return past

    @property
    def is_live(self) -> bool:
        """Whether one session that is held is in sight."""
        return "live" in self.__dict__ and self.currentWidget() is self.live

    @property
    def is_past(self) -> bool:
        """Whether one session of the archive is in sight."""
        return "past" in self.__dict__ and self.currentWidget() is self.past

    def open_session(self, session_id: str) -> None:
        """Show one session in the place of the lists."""
        self.live.open_session(session_id)

    def close_session(self) -> None:
        """Go back to the lists; what is being typed is kept."""
        self.live.leave()
        self.setCurrentWidget(self._overview)
        self.reload()
        self.take_focus()

    def open_past(self, session_id: str) -> None:
        """Show a session of the archive in the place of the lists."""
        self.past.open_session(session_id)

    def close_past(self) -> None:
        """Go back to the archive; its film is let go of."""
        self.past.close_session()
        self.setCurrentWidget(self._overview)
        self.show_archive()

    def close_page(self) -> None:
        """Keep what is being typed, and let go of a film."""
        if self.is_past:
            self.past.close_session()
        if self.is_live:
            self.live.leave()

    def reload(self) -> None:
        """Read what is in sight again."""
        self._pause.stop()
        self._shown().reload()

    def show_list(self) -> None:
        """Show the sessions in hand."""
        self._show(self.listing)

    def show_week(self) -> None:
        """Show what is appointed in a week."""
        self._show(self.week)

    def show_archive(self) -> None:
        """Show what was held."""
        self._show(self.archive)

    def take_focus(self) -> None:
        """Let the keyboard begin in what is in sight."""
        if self.is_live:
            self.live.take_focus()
        elif self.is_past:
            self.past.take_focus()
        else:
            self._shown().take_focus()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.reload()

    def _open(self, line: SessionLine) -> None:
        """Open a session that is held or was; before that its matter says what comes."""
        if line.state in _BEFORE:
            self.matter_asked.emit(line.matter_id)
        else:
            self.open_session(line.session_id)

    def _show_live(self) -> None:
        self.setCurrentWidget(self.live)
        self.live.take_focus()

    def _show_past(self) -> None:
        self.setCurrentWidget(self.past)
        self.past.take_focus()

    def _past_gone(self, error: Exception) -> None:
        self.close_past()
        self._say_error(error)

    def _say_gone(self, error: Exception) -> None:
        self.close_session()
        self._say_error(error)

    def _shown(self) -> Listing | Week | ArchiveList:
        parts = (self.listing, self.week, self.archive)
        return next(part for part in parts if part is self._stack.currentWidget())

    def _show_only_archive(self) -> None:
        for button in (self.list_button, self.week_button):
            button.hide()
        self._stack.setCurrentWidget(self.archive)
        self.archive_button.setChecked(True)

    def _show(self, part: Listing | Week | ArchiveList) -> None:
        self._stack.setCurrentWidget(part)
        self.list_button.setChecked(part is self.listing)
        self.week_button.setChecked(part is self.week)
        self.archive_button.setChecked(part is self.archive)
        self.bar.clear()
        part.reload()
        part.take_focus()

    def _reload_soon(self) -> None:
        if self.isVisible() and not self._pause.isActive():
            self._pause.start()

    def _say_error(self, error: Exception) -> None:
        if isinstance(error, DeskError):
            self.bar.say_error(error)
        else:
            self._work.messages.show_error(error)

    def _arrange(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(label("视频接访", "title"))
        head.addSpacing(12)
        head.addWidget(self.list_button)
        head.addWidget(self.week_button)
        head.addWidget(self.archive_button)
        head.addStretch(1)
        whole = QVBoxLayout(self._overview)
        whole.setContentsMargins(20, 16, 20, 14)
        whole.setSpacing(12)
        whole.addLayout(head)
        whole.addWidget(self.bar)
        whole.addWidget(self._stack, 1)
        self._overview.setProperty("look", "page")
        self.addWidget(self._overview)
