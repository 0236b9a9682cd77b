"""What may follow in the life of the session: one step that leads on, and the others."""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from reception_desk.rules.session_offers import SessionOffer
from reception_desk.rules.session_transition import SessionEvent
from reception_desk.services.live_sessions import LiveFile
from reception_desk.ui.widgets.buttons import Button, Look
from reception_desk.ui.widgets.card import Card
from reception_desk.ui.widgets.emptying import empty
from reception_desk.ui.widgets.flow_layout import FlowLayout
from reception_desk.ui.widgets.labels import label

_LEADING = (
    SessionEvent.BEGUN,
    SessionEvent.ENDED,
    SessionEvent.READ_BACK,
    SessionEvent.SIGNED,
    SessionEvent.ARCHIVED,
)
_OTHERS = (SessionEvent.BROKEN_OFF, SessionEvent.RECORD_CORRECTED)
_WORDS = {
    SessionEvent.BEGUN: "开始接访",
    SessionEvent.ENDED: "结束接访",
    SessionEvent.BROKEN_OFF: "因故障结束…",
    SessionEvent.READ_BACK: "制作并宣读笔录…",
    SessionEvent.RECORD_CORRECTED: "更正笔录…",
    SessionEvent.SIGNED: "签名完毕",
    SessionEvent.ARCHIVED: "归档",
}
_TWICE = frozenset({SessionEvent.ENDED, SessionEvent.ARCHIVED})
"""Not to be taken back, and pressed without a form: asked twice."""


class StepsCard(Card):
    """Signals: `asked(SessionEvent)`, `objection_asked()`: a correction that is not made,
    `record_asked()`: to see the record. F8 presses what leads on.
    """

    asked = Signal(object)
    objection_asked = Signal()
    record_asked = Signal()

    def __init__(self) -> None:
        super().__init__("下一步")
        self.buttons: dict[SessionEvent, Button] = {}
        self._confirmed: SessionEvent | None = None
        self._shown: tuple[object, ...] = ()
        self._row = QWidget()
        self._flow = FlowLayout(self._row)
        self._why = QVBoxLayout()
        self._why.setSpacing(4)
        self.body.setSpacing(8)
        self.add(self._row)
        self.add(self._why)

    def show_steps(self, file: LiveFile) -> None:
        """Show what may follow now."""
        shown = (file.offers, file.standing.record_id, file.standing.state)
        if shown == self._shown:
            return
        self._shown, self._confirmed, self.buttons = shown, None, {}
        empty(self._flow)
        empty(self._why)
        offered = {SessionEvent(offer.transition.event): offer for offer in file.offers}
        for event in (*_LEADING, *_OTHERS):
            if event in offered:
                self._add(event, offered[event])
        if SessionEvent.RECORD_CORRECTED in offered:
            self._flow.addWidget(Button("不予更正…", self.objection_asked.emit))
        if file.standing.record_id is not None:
            self._flow.addWidget(Button("查看笔录", self.record_asked.emit, icon="file"))
        if not self._flow.count():
            self._why.addWidget(label("现在没有要在这里办的步骤。", "muted", wraps=True))

    def press_key(self) -> None:
        """F8: go on, where that is possible."""
        leading = next((self.buttons[e] for e in _LEADING if e in self.buttons), None)
        if leading is not None:
            leading.click()

    def _add(self, event: SessionEvent, offer: SessionOffer) -> None:
        is_leading = event in _LEADING
        words = f"F8　{_WORDS[event]}" if is_leading else _WORDS[event]
        look = Look.PRIMARY if is_leading else Look.PLAIN
        button = Button(words, partial(self._press, event), look=look)
        button.setEnabled(not offer.why_not)
        button.setAccessibleDescription(offer.why_not)
        self.buttons[event] = button
        self._flow.addWidget(button)
        if offer.why_not:
            self._why.addWidget(label(offer.why_not, "muted", wraps=True))

    def _press(self, event: SessionEvent) -> None:
        if event in _TWICE and self._confirmed is not event:
            self._confirmed = event
            self.buttons[event].setText(f"F8　再按一次，确认{_WORDS[event]}")
            return
        self._confirmed = None
        self.buttons[event].setText(f"F8　{_WORDS[event]}" if event in _LEADING else _WORDS[event])
        self.asked.emit(event)
