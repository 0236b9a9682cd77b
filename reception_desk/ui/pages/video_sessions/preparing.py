"""What leads a session from its application to its day: asked for in a form, put on record."""

from collections.abc import Callable
from functools import partial
from zoneinfo import ZoneInfo

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from reception_desk.errors import DeskError
from reception_desk.records.document import DocumentKind
from reception_desk.records.video_sessions import ResourceKind, SessionEventInput, SessionLine
from reception_desk.rules.session_transition import SessionEvent, SessionState
from reception_desk.rules.video_sessions import SESSION_TRANSITIONS, leaving
from reception_desk.services.session_resources import resources
from reception_desk.services.video_sessions import SessionClashError, record_event
from reception_desk.ui.dialogs.session_appointment import (
    AppointmentWanted,
    SessionAppointmentForm,
)
from reception_desk.ui.dialogs.session_event import EventWanted, SessionEventForm
from reception_desk.ui.file_viewer import FileViewer
from reception_desk.ui.paper_issue import PapersWanted
from reception_desk.ui.session_paper_issue import SessionPaperIssue
from reception_desk.ui.widgets.choices import Choice
from reception_desk.ui.workplace import Workplace

LANE = "session preparation"
_STEPS = (
    SessionEvent.AGREED,
    SessionEvent.APPOINTED,
    SessionEvent.APPLIED_AGAIN,
    SessionEvent.MOVED,
    SessionEvent.RETURNED,
    SessionEvent.MISSED,
    SessionEvent.CANCELLED,
)
_APPOINTING = frozenset({SessionEvent.APPOINTED, SessionEvent.MOVED})
_WORDS = {
    SessionEvent.AGREED: "同意后请约定时间。",
    SessionEvent.RETURNED: "退回的可以补正后再报，或者取消。",
    SessionEvent.MISSED: "没有举行的可以改期，或者取消。",
    SessionEvent.CANCELLED: "取消后不能恢复；需要时请重新申请。请告知信访人。",
}


def steps_of(state: str) -> tuple[SessionEvent, ...]:
    """Return what may be recorded before the day of a session that stands there."""
    if state not in set(SessionState):
        return ()
    allowed = {row.event for row in leaving(SessionState(state))}
    return tuple(event for event in _STEPS if event in allowed)


class Preparing(QObject):
    """Signals: `recorded(words)`, `failed(error)`. Forms open above `window`."""

    recorded = Signal(str)
    failed = Signal(object)

    def __init__(self, work: Workplace, window: QWidget, viewer: FileViewer) -> None:
        super().__init__(window)
        self._work, self._window, self._viewer = work, window, viewer
        self.form: SessionEventForm | SessionAppointmentForm | None = None
        self.issue: SessionPaperIssue | None = None

    def ask(self, line: SessionLine, event: SessionEvent) -> None:
        """Open the form of a step."""
        if event in _APPOINTING:
            self._ask_time(line, event)
            return
        row = SESSION_TRANSITIONS[event]
        wanted = EventWanted(
            event, f"{row.label}：{line.label}", "记录", _WORDS.get(event, ""),
            asks_decider=event in (SessionEvent.AGREED, SessionEvent.RETURNED),
            asks_reason=event is not SessionEvent.AGREED,
            results=[Choice(code, words) for code, words in row.results],
        )  # fmt: skip
        form = SessionEventForm(self._window.window(), wanted)
        form.asked.connect(lambda said: self._record(form, line, said, accepts_clash=False))
        form.open()
        self.form = form

    def ask_paper(self, line: SessionLine, kind: DocumentKind) -> None:
        """Make a paper of the session: its form, or the notice of its time."""
        issue = SessionPaperIssue(self._work, self._window, self._viewer, line.session_id)
        issue.issued.connect(self.recorded)
        issue.refused.connect(self.failed)
        issue.ask(PapersWanted(line.matter_id, (kind,)))
        self.issue = issue

    def _ask_time(self, line: SessionLine, event: SessionEvent) -> None:
        rooms, links = (self._choices(kind) for kind in (ResourceKind.ROOM, ResourceKind.LINK))
        if not rooms:
            advice = "请在“设置—视频接访”里先登记。"
            self.failed.emit(DeskError("还没有登记视频接访室。", advice=advice))
            return
        label = SESSION_TRANSITIONS[event].label
        wanted = AppointmentWanted(
            event, f"{label}：{line.label}", "约定" if event is SessionEvent.APPOINTED else label,
            rooms, links, ZoneInfo(self._work.actor.desk.zone),
            asks_reason=event is SessionEvent.MOVED,
        )  # fmt: skip
        form = SessionAppointmentForm(self._window.window(), wanted)
        form.asked.connect(
            lambda said, accepts: self._record(form, line, said, accepts_clash=accepts)
        )
        form.open()
        self.form = form

    def _choices(self, kind: ResourceKind) -> list[Choice]:
        found = resources(self._work.database, kind)
        return [Choice(one.resource_id, one.name, one.place) for one in found]

    def _record(
        self,
        form: SessionEventForm | SessionAppointmentForm,
        line: SessionLine,
        said: SessionEventInput,
        *,
        accepts_clash: bool,
    ) -> None:
        def done(_key: object) -> None:
            form.accept()
            self.recorded.emit(f"已记录“{SESSION_TRANSITIONS[SessionEvent(said.event)].label}”。")
            self._work.changes.video_session_changed.emit(line.session_id)

        act = partial(
            record_event, self._work.database, self._work.actor, line.session_id, said,
            accepts_clash=accepts_clash,
        )  # fmt: skip
        self._work.tasks.run(LANE, form, act, done, self._refusal(form))

    def _refusal(
        self, form: SessionEventForm | SessionAppointmentForm
    ) -> Callable[[Exception], None]:
        def refuse(error: Exception) -> None:
            if isinstance(error, SessionClashError) and isinstance(form, SessionAppointmentForm):
                form.refuse_clash(error)
            elif isinstance(error, DeskError):
                form.refuse(error)
            else:
                form.set_busy(is_busy=False)
                self._work.messages.show_error(error)

        return refuse
