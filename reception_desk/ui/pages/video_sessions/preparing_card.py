"""The session chosen in the list: where it stands, what comes next, its papers."""

from functools import partial
from zoneinfo import ZoneInfo

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from reception_desk.records.document import DocumentKind
from reception_desk.records.video_sessions import SessionLine
from reception_desk.rules.session_transition import SessionEvent, SessionState
from reception_desk.rules.video_sessions import SESSION_TRANSITIONS
from reception_desk.ui.pages.video_sessions.preparing import steps_of
from reception_desk.ui.session_lines import NO_TITLE, state_words, time_words
from reception_desk.ui.widgets.buttons import Button, Look
from reception_desk.ui.widgets.card import Card
from reception_desk.ui.widgets.emptying import empty
from reception_desk.ui.widgets.flow_layout import FlowLayout
from reception_desk.ui.widgets.labels import label

_LEADING = frozenset({SessionEvent.AGREED, SessionEvent.APPOINTED, SessionEvent.APPLIED_AGAIN})
_PAPERS = {
    DocumentKind.VIDEO_SESSION_FORM: "登记表…",
    DocumentKind.VIDEO_SESSION_NOTICE: "通知书…",
}


class PreparingCard(Card):
    """Signals: `asked(SessionLine, SessionEvent)`, `paper_asked(SessionLine, DocumentKind)`."""

    asked = Signal(object, object)
    paper_asked = Signal(object, object)

    def __init__(self, zone: ZoneInfo, *, can_print: bool) -> None:
        super().__init__("")
        self._zone, self._can_print = zone, can_print
        self.buttons: dict[SessionEvent | DocumentKind, Button] = {}
        self.where = label("", "muted", wraps=True)
        self._strip = QWidget()
        self._flow = FlowLayout(self._strip)
        self.body.setSpacing(8)
        self.add(self.where)
        self.add(self._strip)

    def show_line(self, line: SessionLine) -> None:
        """Show a session of the list."""
        self.set_title(line.matter or NO_TITLE)
        when = time_words(line, self._zone)
        facts = (state_words(line.state), when, line.room, line.level.label, f"场次 {line.label}")
        clashes = f"（{'；'.join(line.clashes)}）" if line.clashes else ""
        self.where.setText(" · ".join(filter(None, facts)) + clashes)
        empty(self._flow)
        self.buttons = {}
        for event in steps_of(line.state):
            look = Look.PRIMARY if event in _LEADING else Look.PLAIN
            words = f"{SESSION_TRANSITIONS[event].label}…"
            self._add(event, Button(words, partial(self.asked.emit, line, event), look=look))
        for kind in self._papers(line):
            ask = partial(self.paper_asked.emit, line, kind)
            self._add(kind, Button(_PAPERS[kind], ask, icon="file"))

    def _papers(self, line: SessionLine) -> list[DocumentKind]:
        """The notice says when: there is one once a time is appointed."""
        if not self._can_print:
            return []
        is_appointed = line.state == SessionState.APPOINTED
        notice = [DocumentKind.VIDEO_SESSION_NOTICE] if is_appointed else []
        return [DocumentKind.VIDEO_SESSION_FORM, *notice]

    def _add(self, key: SessionEvent | DocumentKind, button: Button) -> None:
        self.buttons[key] = button
        self._flow.addWidget(button)
