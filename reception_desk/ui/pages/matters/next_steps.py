"""What may come next: a button for each step, and why some are not possible yet."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from reception_desk.records.steps import StepRecord
from reception_desk.rules.offers import Offer
from reception_desk.rules.transition import Guard
from reception_desk.ui.pages.matters.step_words import step_title
from reception_desk.ui.tokens import Colour
from reception_desk.ui.widgets.buttons import Button, Look
from reception_desk.ui.widgets.card import Card
from reception_desk.ui.widgets.emptying import empty
from reception_desk.ui.widgets.flow_layout import FlowLayout
from reception_desk.ui.widgets.labels import IconLabel, label

KEYS = "123456789ABCDEFGHIJ"
"""No state has more steps than these."""
ROUTE_KEY = "Ctrl+R"
_ABSENT = frozenset({Guard.ASSIGNED_WITH_RESULT, Guard.UNDER_SUPERVISION, Guard.OWN_COMPETENCE})
"""What stops these is not the moment: there is nothing for the step to be about."""


@dataclass(frozen=True, slots=True)
class NextSteps:
    """What the person may do: steps, a proposal to answer, 回避.

    `is_recused` where the person has declared an interest; `can_recuse` where that is still to
    be declared.
    """

    offers: tuple[Offer, ...]
    proposal: StepRecord | None
    approval: Offer | None
    can_send_back: bool
    can_recuse: bool
    is_recused: bool
    can_ask_route: bool = False


class NextStepsCard(Card):
    """Signals: `offered(Offer)`, `approve_asked()`, `send_back_asked()`, `recuse_asked()`,
    `route_asked()` for 法定途径助手.

    A digit or letter before a step presses it while nothing is being written.
    """

    offered = Signal(object)
    approve_asked = Signal()
    send_back_asked = Signal()
    recuse_asked = Signal()
    route_asked = Signal()

    def __init__(self, keys_in: QWidget) -> None:
        super().__init__("下一步")
        self.buttons: list[Button] = []
        self.approve_button = Button("P　批准", self.approve_asked.emit, look=Look.PRIMARY)
        self.send_back_button = Button("T　退回…", self.send_back_asked.emit)
        self.recuse_button = Button("我要回避…", self.recuse_asked.emit, look=Look.LINK)
        self.route_button = Button(
            "法定途径助手",
            self.route_asked.emit,
            icon="route",
            tip=f"{ROUTE_KEY}：几个问题得出途径和依据，作为理由记入本事项",
        )
        self._words = label("", wraps=True)
        self._proposal = QWidget()
        self._flow_part = QWidget()
        self._flow = FlowLayout(self._flow_part)
        self._blocked = QVBoxLayout()
        self._blocked.setSpacing(4)
        self._arrange()
        for at, key in enumerate(KEYS):
            _shortcut(keys_in, key, partial(self._press, at))
        _shortcut(keys_in, "P", self.approve_button.click)
        _shortcut(keys_in, "T", self.send_back_button.click)
        _shortcut(keys_in, ROUTE_KEY, self.route_button.click)

    def show_steps(self, steps: NextSteps) -> None:
        """Show what is possible now."""
        empty(self._flow)
        empty(self._blocked)
        self._show_proposal(steps)
        self.buttons = []
        shown = [offer for offer in steps.offers if offer is not steps.approval]
        possible = [offer for offer in shown if not offer.why_not]
        for key, offer in zip(KEYS, possible, strict=False):
            button = Button(f"{key}　{offer_label(offer)}", partial(self.offered.emit, offer))
            self.buttons.append(button)
            self._flow.addWidget(button)
        for offer in shown:
            if offer.why_not and _ABSENT.isdisjoint(offer.transition.guards):
                button = Button(offer_label(offer))
                button.setEnabled(False)
                self._flow.addWidget(button)
                self._blocked.addWidget(_why(offer))
        self._flow_part.setVisible(bool(self._flow.count()))
        if steps.is_recused:
            self._blocked.addWidget(label("您已声明回避，由其他人员办理。", "muted", wraps=True))
        elif not self._flow.count() and steps.proposal is None:
            self._blocked.addWidget(label("现在没有您要办的步骤。", "muted", wraps=True))
        self.recuse_button.setVisible(steps.can_recuse)
        self.route_button.setVisible(steps.can_ask_route)
        self.route_button.setEnabled(steps.can_ask_route)

    def _show_proposal(self, steps: NextSteps) -> None:
        proposal = steps.proposal
        self._proposal.setVisible(proposal is not None)
        if proposal is not None:
            reason = f"，理由：{proposal.reason}" if proposal.reason else ""
            self._words.setText(
                f"{proposal.author_name} {proposal.day} {step_title(proposal)}，等待审批{reason}"
            )
        approval = steps.approval
        self.approve_button.setVisible(approval is not None)
        self.approve_button.setEnabled(approval is not None and not approval.why_not)
        self.send_back_button.setVisible(steps.can_send_back)
        self.send_back_button.setEnabled(steps.can_send_back)
        if approval is not None and approval.why_not:
            self._blocked.addWidget(_why(approval))

    def _press(self, at: int) -> None:
        if at < len(self.buttons):
            self.buttons[at].click()

    def _arrange(self) -> None:
        row = QHBoxLayout(self._proposal)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(IconLabel("stamp", Colour.ACCENT))
        row.addWidget(self._words, 1)
        row.addWidget(self.approve_button)
        row.addWidget(self.send_back_button)
        self.add(self._proposal)
        self.add(self._flow_part)
        self.add(self._blocked)
        self.add_action(self.recuse_button)
        self.add_action(self.route_button)


def offer_label(offer: Offer) -> str:
    """Return what the button says: a step that another has to approve is only proposed."""
    return f"拟{offer.transition.label}" if offer.is_proposal else offer.transition.label


def _why(offer: Offer) -> QWidget:
    whole = QWidget()
    row = QHBoxLayout(whole)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(6)
    row.addWidget(IconLabel("lock", Colour.MUTED, 16), 0, Qt.AlignmentFlag.AlignTop)
    row.addWidget(label(f"{offer_label(offer)}：{offer.why_not}", "muted", wraps=True), 1)
    return whole


def _shortcut(part: QWidget, key: str, act: Callable[[], object]) -> None:
    keys = QShortcut(QKeySequence(key), part)
    keys.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
    keys.setAutoRepeat(False)
    keys.activated.connect(act)
