"""领导接访: the month of reception days, the yearly plan, the meeting; Alt+1, Alt+2 and Alt+3."""

from functools import cached_property

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from reception_desk.errors import DeskError
from reception_desk.rules.permissions import Action, Role, may
from reception_desk.ui.pages.leader_days.meeting_view import MeetingView
from reception_desk.ui.pages.leader_days.month_view import MonthView
from reception_desk.ui.pages.leader_days.plan_view import PlanView
from reception_desk.ui.widgets.buttons import Button, switch
from reception_desk.ui.widgets.inline_bar import InlineBar, Level
from reception_desk.ui.widgets.labels import label
from reception_desk.ui.workplace import Workplace

PAUSE_MS = 300
"""What many rows from the centre change is read again once."""


class LeaderDaysPage(QWidget):
    """Signal `matter_asked(matter id)`.

    The plan is for those who make it, the meeting for those who supervise; all see the days.
    """

    matter_asked = Signal(str)

    def __init__(self, workplace: Workplace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._work = workplace
        self._stack = QStackedWidget(self)
        self.month_button = switch(self, "接访日", "Alt+1", self.show_month)
        self.plan_button = switch(self, "年度计划", "Alt+2", self.show_plan)
        self.meeting_button = switch(self, "工作例会", "Alt+3", self.show_meeting)
        self.bar = InlineBar()
        self._pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._pause.timeout.connect(self.reload)
        self._arrange()
        self.month = MonthView(workplace, self._stack)
        self._place(self.month)
        self.month.matter_asked.connect(self.matter_asked)
        self._shown: MonthView | PlanView | MeetingView = self.month
        workplace.changes.reception_day_changed.connect(self._reload_soon)
        workplace.changes.code_list_changed.connect(self._reload_soon)
        workplace.changes.day_turned.connect(self._follow_day)
        self.month_button.setChecked(True)
        roles = [Role(role) for role in workplace.actor.roles]
        if not may(roles, Action.PLAN_LEADER_DAY):
            self.month_button.hide()
            self.plan_button.hide()
        if not may(roles, Action.SUPERVISE_MATTER):
            self.meeting_button.hide()

    @cached_property
    def plan(self) -> PlanView:
        """The yearly plan; as the meeting, made when somebody looks at it."""
        made = PlanView(self._work, self._stack)
        self._place(made)
        return made

    @cached_property
    def meeting(self) -> MeetingView:
        """What the meeting has before it."""
        made = MeetingView(self._work, self._stack)
        self._place(made)
        made.matter_asked.connect(self.matter_asked)
        return made

    def reload(self) -> None:
        """Read what is in sight again."""
        self._pause.stop()
        self._shown.reload()

    def show_month(self) -> None:
        """Show the days of a month."""
        self._show(self.month, self.month_button)

    def show_plan(self) -> None:
        """Show the plan, for those who make it."""
        if not self.plan_button.isHidden():
            self._show(self.plan, self.plan_button)

    def show_meeting(self) -> None:
        """Show what the meeting has before it, for those who supervise."""
        if not self.meeting_button.isHidden():
            self._show(self.meeting, self.meeting_button)

    def take_focus(self) -> None:
        """Let the keyboard begin in what is in sight."""
        self._shown.take_focus()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.reload()

    def _show(self, part: MonthView | PlanView | MeetingView, pressed: Button) -> None:
        self._shown = part
        self._stack.setCurrentWidget(part)
        for button in (self.month_button, self.plan_button, self.meeting_button):
            button.setChecked(button is pressed)
        self.bar.clear()
        part.reload()
        part.take_focus()

    def _place(self, part: MonthView | PlanView | MeetingView) -> None:
        self._stack.addWidget(part)
        part.failed.connect(self._say_error)
        part.done.connect(self._say_done)

    def _reload_soon(self) -> None:
        if self.isVisible() and self._shown is self.month and not self._pause.isActive():
            self._pause.start()

    def _follow_day(self) -> None:
        """The day has turned: the meeting is counted by it, too."""
        if self.isVisible():
            self.reload()

    def _say_error(self, error: Exception) -> None:
        if isinstance(error, DeskError):
            self.bar.say_error(error)
        else:
            self._work.messages.show_error(error)

    def _say_done(self, words: str) -> None:
        self.bar.say(Level.OK, words)

    def _arrange(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(label("领导接访", "title"))
        head.addSpacing(12)
        head.addWidget(self.month_button)
        head.addWidget(self.plan_button)
        head.addWidget(self.meeting_button)
        head.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(20, 16, 20, 14)
        whole.setSpacing(12)
        whole.addLayout(head)
        whole.addWidget(self.bar)
        whole.addWidget(self._stack, 1)
