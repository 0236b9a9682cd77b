"""One matter on the screen: what it is, what comes next, its steps beside its clock and papers."""

from zoneinfo import ZoneInfo

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from reception_desk.records.actor import Actor
from reception_desk.rules.hearings import HEARD
from reception_desk.rules.permissions import Action, Role, may
from reception_desk.services.hearings import may_plan_hearing
from reception_desk.ui import text_size
from reception_desk.ui.advice_acting import may_log_advice
from reception_desk.ui.file_viewer import FileViewer
from reception_desk.ui.pages.matters.advice_card import AdviceCard
from reception_desk.ui.pages.matters.clock_card import ClockCard
from reception_desk.ui.pages.matters.head_card import HeadCard
from reception_desk.ui.pages.matters.hearing_card import HearingCard
from reception_desk.ui.pages.matters.joint_card import JointCard
from reception_desk.ui.pages.matters.next_steps import NextSteps, NextStepsCard
from reception_desk.ui.pages.matters.opened_matter import OpenedMatter
from reception_desk.ui.pages.matters.papers_card import PaperRights, PapersCard
from reception_desk.ui.pages.matters.promises_card import PromisesCard
from reception_desk.ui.pages.matters.scans_card import ScansCard
from reception_desk.ui.pages.matters.sessions_card import SessionsCard
from reception_desk.ui.pages.matters.steps_card import StepsCard
from reception_desk.ui.pages.matters.undertakings_card import UndertakingsCard
from reception_desk.ui.pages.matters.visits_card import VisitsCard
from reception_desk.ui.promise_reporting import kinds_of
from reception_desk.ui.undertaking_acting import may_undertake, undertaking_acts
from reception_desk.ui.widgets.buttons import Button
from reception_desk.ui.widgets.inline_bar import InlineBar
from reception_desk.ui.widgets.labels import ElidedLabel
from reception_desk.ui.widgets.scroll_column import ScrollColumn

SCANS_KEY = "Alt+3"
_BESIDE_FROM = 760
_SCROLLS = {
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_PageUp: -8,
    Qt.Key.Key_PageDown: 8,
}
_STEP = 48


class MatterView(QWidget):
    """Widgets and layout. Signal `closed()`: back to the list, also by Esc. Alt+3: the scans."""

    closed = Signal()

    def __init__(
        self,
        viewer: FileViewer,
        zone: ZoneInfo,
        rights: PaperRights,
        actor: Actor,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self.back = Button("返回", self.closed.emit, icon="chevron-left", tip="Esc")
        self.number = ElidedLabel("", "title", keeps_end=True)
        self.file_button = Button("卷宗…", icon="file", tip="整卷保存或打印")
        self.leader_button = Button("约领导…", icon="leader", tip="预约领导接访")
        self.video_button = Button("视频接访…", icon="video", tip="申请视频接访")
        self.bar = InlineBar()
        self.head = HeadCard()
        self.next = NextStepsCard(self)
        self.steps = StepsCard()
        self.clock = ClockCard()
        self.promises = PromisesCard(kinds_of(actor))
        acts = undertaking_acts(actor)
        self.undertakings = UndertakingsCard(acts, may_undertake=may_undertake(actor))
        names_units = may([Role(role) for role in actor.roles], Action.NAME_JOINT_UNITS)
        self.joint = JointCard(may_name=names_units)
        self.hearing = HearingCard(may_plan=may_plan_hearing(actor))
        self.advice = AdviceCard(may_log=may_log_advice(actor))
        self.sessions = SessionsCard(zone)
        self.papers = PapersCard(viewer, zone, rights)
        self.scans = ScansCard(zone)
        self.visits = VisitsCard(zone)
        self.area = ScrollColumn()
        self._opened: OpenedMatter | None = None
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._show_rest)
        keys = QShortcut(QKeySequence(SCANS_KEY), self)
        keys.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        keys.activated.connect(self.go_to_scans)
        self._columns = QWidget()
        self._room = QBoxLayout(QBoxLayout.Direction.LeftToRight, self._columns)
        self._arrange()

    @property
    def is_whole(self) -> bool:
        """Whether everything of the matter stands there, and not only what it is and what comes."""
        return not self._soon.isActive()

    def show_matter(self, opened: OpenedMatter, steps: NextSteps, *, is_new: bool) -> None:
        """Show a matter, or the same one after something happened to it.

        Of a new one the steps, the clock and the papers come a moment after the rest: built in one
        go, they would hold up the screen.
        """
        self._opened = opened
        self.number.setText(opened.file.head.number or "事项")
        self.head.show_matter(opened)
        self.next.show_steps(steps)
        if is_new:
            self._columns.hide()
            self._soon.start()
        elif self.is_whole:
            self._show_rest()

    def _show_rest(self) -> None:
        opened = self._opened
        if opened is not None:
            self.steps.show_steps(opened.steps)
            self.clock.show_clock(opened.clock)
            self.sessions.show_sessions(opened.sessions)
            self.promises.show_promises(opened.promises, opened.today)
            self.undertakings.show_undertakings(opened.undertakings, opened.today)
            self.joint.show_joint(opened.joint)
            self.advice.show_advice(opened.advice)
            may_be_heard = opened.file.now.standing.state in HEARD
            self.hearing.show_hearing(opened.hearing, opened.today, may_be_heard=may_be_heard)
            self.papers.show_papers(opened.file)
            self.scans.show_scans(opened.file.scans)
            self.visits.show_visits(opened.file.visits)
        self._columns.show()

    def go_to_top(self) -> None:
        """Begin at what the matter is about."""
        self.area.verticalScrollBar().setValue(0)

    def go_to_scans(self) -> None:
        """Let the arrows walk through what was handed in."""
        if self.scans.table.isVisibleTo(self):
            self.scans.table.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self.area.ensureWidgetVisible(self.scans)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        bar = self.area.verticalScrollBar()
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        elif event.key() in _SCROLLS:
            bar.setValue(bar.value() + _SCROLLS[Qt.Key(event.key())] * text_size.scaled(_STEP))
        elif event.key() in (Qt.Key.Key_Home, Qt.Key.Key_End):
            bar.setValue(0 if event.key() == Qt.Key.Key_Home else bar.maximum())
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        directions = QBoxLayout.Direction
        is_wide = self.width() >= text_size.scaled(_BESIDE_FROM)
        # In one column the clock and the papers come before what is past.
        wanted = directions.LeftToRight if is_wide else directions.BottomToTop
        self._room.setDirection(wanted)

    def _arrange(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(self.back)
        head.addWidget(self.number, 1)
        head.addWidget(self.leader_button)
        head.addWidget(self.video_button)
        head.addWidget(self.file_button)
        side = QWidget()
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        for card in (
            self.clock,
            self.promises,
            self.hearing,
            self.undertakings,
            self.joint,
            self.advice,
            self.sessions,
            self.papers,
            self.scans,
            self.visits,
        ):
            column.addWidget(card)
        column.addStretch(1)
        past = QWidget()
        below = QVBoxLayout(past)
        below.setContentsMargins(0, 0, 0, 0)
        below.addWidget(self.steps)
        below.addStretch(1)
        self._room.setContentsMargins(0, 0, 0, 0)
        self._room.setSpacing(12)
        self._room.addWidget(past, 5)
        self._room.addWidget(side, 4)
        self.area.put(self.head, self.next, self._columns)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(20, 16, 20, 14)
        whole.setSpacing(12)
        whole.addLayout(head)
        whole.addWidget(self.bar)
        whole.addWidget(self.area, 1)
