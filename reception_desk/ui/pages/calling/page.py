"""叫号: who waits at the left, the number at this window at the right."""

from collections.abc import Callable
from functools import cached_property, partial
from zoneinfo import ZoneInfo

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from reception_desk.errors import DeskError
from reception_desk.models.database import now
from reception_desk.rules.permissions import Action, Role, may
from reception_desk.rules.ticket_offers import offers
from reception_desk.rules.ticket_standing import TicketStanding
from reception_desk.rules.ticket_transition import TicketEvent, TicketState
from reception_desk.ui.dialogs.ticket_transfer import TicketTransfer
from reception_desk.ui.pages.calling.aside_card import AsideCard
from reception_desk.ui.pages.calling.closing import Closing
from reception_desk.ui.pages.calling.evaluations_card import EvaluationsCard
from reception_desk.ui.pages.calling.hall_card import HallCard
from reception_desk.ui.pages.calling.issuing import Issuing
from reception_desk.ui.pages.calling.number_card import NumberCard
from reception_desk.ui.pages.calling.queue_column import QueueColumn
from reception_desk.ui.pages.calling.queue_words import queue_lines, wait_now
from reception_desk.ui.pages.calling.statistics_view import StatisticsView
from reception_desk.ui.ticket_words import waiting_words
from reception_desk.ui.widgets.buttons import Button
from reception_desk.ui.widgets.inline_bar import InlineBar, Level
from reception_desk.ui.widgets.labels import label
from reception_desk.ui.widgets.scroll_column import ScrollColumn
from reception_desk.ui.workplace import Workplace

AWAY = (
    "联系不上中心：统一排队的号码暂不叫号。拿着号到窗口来的，用“到窗接待”；"
    "现在取的号只由本窗口叫，线路恢复后自动交回统一叫号。"
)


class CallingPage(QWidget):
    """Signal `register_asked()`: register who is at this window."""

    register_asked = Signal()

    def __init__(self, workplace: Workplace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._work, self._desk = workplace, workplace.tickets
        self._zone = ZoneInfo(workplace.actor.desk.zone)
        self.bar, self.away, self.earlier = InlineBar(), InlineBar(), InlineBar()
        self.queue = QueueColumn()
        self.number = NumberCard(workplace.actor.desk.window, self._zone)
        self.aside = AsideCard(self._zone)
        self.hall = HallCard(self._zone)
        self.queue_button = Button("排队", self.show_queue, tip="Alt+1")
        self.statistics_button = Button("统计", self.show_statistics, tip="Alt+2")
        self.evaluations_button = Button("评价", self.show_evaluations, tip="Alt+3")
        self._switches = (self.queue_button, self.statistics_button, self.evaluations_button)
        self._stack = QStackedWidget(self)
        self._queue = QWidget(self._stack)
        self.issuing = Issuing(workplace, self)
        self.closing = Closing(workplace, self)
        self.close_button = Button("日终结清", self.closing.ask_today, tip="结转或记为离开")
        self.issue_button = Button("取号", self.issuing.ask, icon="add", tip="Ctrl+T")
        self._arrange()
        self._show_what_is_given()
        self._listen()
        self._desk.begin()
        self.closing.look()

    def take_focus(self) -> None:
        """Let the arrows walk through the queue, or the days."""
        shown = self._stack.currentWidget()
        if isinstance(shown, StatisticsView | EvaluationsCard):
            shown.take_focus()
        else:
            self.queue.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def transfer(self) -> None:
        """Ask to which window the number here goes."""
        here, hall = self._desk.here, self._desk.hall
        if here is None or hall is None or TicketEvent.TRANSFERRED not in self._desk.live:
            return
        others = [one for one in hall.desks if one.desk_id != self._desk.desk_id]
        if not others:
            self.bar.say(Level.INFO, "本大厅没有别的窗口。")
            return
        form = TicketTransfer(self.window(), here.facts.number, others)
        key = here.facts.ticket_id
        form.asked.connect(
            lambda desk_id: self._desk.note(key, TicketEvent.TRANSFERRED, desk_id=desk_id)
        )
        form.open()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._desk.read()

    def _show_what_is_given(self) -> None:
        """Who looks after the hall and calls nobody sees the queue and the windows."""
        self.number.setVisible(self._desk.may_call)
        self.queue.let_act(is_shown=self._desk.may_call)
        self.close_button.setVisible(self._desk.may_call)
        self.issue_button.setVisible(self._desk.may_issue)
        self.evaluations_button.setVisible(self._may_view_evaluations())

    def _listen(self) -> None:
        desk = self._desk
        desk.shown.connect(self._show)
        desk.busy_changed.connect(self._show_here)
        desk.failed.connect(self._say_error)
        desk.nobody_waits.connect(partial(self.bar.say, Level.INFO, "没有可以叫的号码。"))
        self.closing.found.connect(self._show_earlier)
        self.closing.failed.connect(self._say_error)
        self.closing.settled.connect(partial(self.bar.say, Level.OK))
        self.closing.nothing_open.connect(partial(self.bar.say, Level.INFO, "没有要结清的号码。"))
        self._work.print_desk.failed.connect(self._say_print_failed)
        self.queue.act_asked.connect(self._act)
        self.queue.chosen.connect(self._offer)
        self.queue.left_toggled.connect(self._show)
        self.number.forward_asked.connect(desk.forward)
        self.number.act_asked.connect(self._act_here)
        self.number.register_asked.connect(self.register_asked)
        self.aside.act_asked.connect(desk.note_of)
        for key, act in (
            ("Alt+1", self.show_queue),
            ("Alt+2", self.show_statistics),
            ("Alt+3", self.show_evaluations),
            ("R", partial(desk.press, TicketEvent.RETURNED)),
            ("T", self.transfer),
            ("W", partial(self.queue.press, TicketEvent.RECEIVED)),
            ("H", partial(self.queue.press, TicketEvent.HELP_ASKED)),
            ("L", partial(self.queue.press, TicketEvent.LEFT)),
        ):
            self._key(key, act)
        self._second = QTimer(self, interval=1000)
        self._second.timeout.connect(self._tell_time)
        self._second.start()

    def _show(self) -> None:
        hall = self._desk.hall
        if hall is None:
            return
        left = len(hall.queue.standing(TicketState.LEFT))
        with_left = self.queue.left_button.isChecked()
        lines = queue_lines(hall, self._desk.desk_id, self._zone, with_left=with_left)
        self.queue.show_lines(lines, len(hall.queue.order), left)
        self.queue.wait.setText(wait_now(hall))
        self.aside.show_numbers(self._desk.aside)
        self.hall.show_hall(hall)
        self._show_here()

    def _show_earlier(self, count: int) -> None:
        if count:
            words = f"以前有 {count} 个号码没有结清：来访人先走了，或者窗口没有按“接待完毕”。"
            self.earlier.say(Level.WARN, words, [("查看并结清", self.closing.ask_earlier)])
        else:
            self.earlier.clear()

    def _show_here(self) -> None:
        desk = self._desk
        if desk.is_busy:
            self.bar.clear()
        self.number.show_number(desk.here, desk.live, is_busy=desk.is_busy)
        self._tell_time()
        self._offer()
        if desk.is_away and desk.is_link_known:
            self.away.say(Level.WARN, AWAY)
        else:
            self.away.clear()

    def _tell_time(self) -> None:
        if self.isVisible():
            waiting = len(self._desk.hall.queue.order) if self._desk.hall else 0
            self.number.tell_time(now(), waiting_words(waiting))

    def _offer(self) -> None:
        """Let live what may happen to the marked number; with one here none other is called."""
        marked = self._marked()
        may_act = self._desk.may_call and not self._desk.is_busy
        live = offers(marked, self._desk.desk_id) if marked and may_act else ()
        taken = {TicketEvent.CALLED, TicketEvent.RECEIVED} if self._desk.here else set()
        self.queue.offer(frozenset(live) - taken)

    def _marked(self) -> TicketStanding | None:
        hall, key = self._desk.hall, self.queue.current_id
        known = hall.queue.tickets if hall else ()
        return next((one for one in known if one.facts.ticket_id == key), None)

    def _act(self, event: TicketEvent, ticket_id: str) -> None:
        match event:
            case TicketEvent.CALLED:
                self._desk.call_this(ticket_id)
            case TicketEvent.RECEIVED:
                self._desk.receive(ticket_id)
            case _:
                self._desk.note(ticket_id, event)

    def _act_here(self, event: TicketEvent) -> None:
        if event is TicketEvent.TRANSFERRED:
            self.transfer()
        else:
            self._desk.press(event)

    def _say_error(self, error: Exception) -> None:
        """Where the page is not in sight, the one that is says it."""
        if not self.isVisible():
            return
        if isinstance(error, DeskError):
            self.bar.say_error(error)
        else:
            self._work.messages.show_error(error)

    def _say_print_failed(self, _key: str, error: Exception) -> None:
        self._say_error(error)

    def _key(self, keys: str, act: Callable[[], object]) -> None:
        shortcut = QShortcut(QKeySequence(keys), self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.setAutoRepeat(False)
        shortcut.activated.connect(act)

    def show_queue(self) -> None:
        """Alt+1: the queue and the number at this window."""
        self._show_part(self._queue, self.queue_button)
        self.take_focus()

    def show_statistics(self) -> None:
        """Alt+2: the hall's days."""
        self._show_part(self.statistics, self.statistics_button)
        self.statistics.reload()
        self.take_focus()

    def show_evaluations(self) -> None:
        """Alt+3: what past months were evaluated, for who may see it."""
        if self._may_view_evaluations():
            self._show_part(self.evaluations, self.evaluations_button)
            self.evaluations.reload()
            self.take_focus()

    def _may_view_evaluations(self) -> bool:
        return may(map(Role, self._work.actor.roles), Action.VIEW_EVALUATIONS)

    def _show_part(self, part: QWidget, pressed: Button) -> None:
        self._stack.setCurrentWidget(part)
        for button in self._switches:
            button.setChecked(button is pressed)

    @cached_property
    def statistics(self) -> StatisticsView:
        """The hall's days, made when somebody looks at them."""
        made = StatisticsView(self._work, self._stack)
        self._stack.addWidget(made)
        made.failed.connect(self._say_error)
        return made

    @cached_property
    def evaluations(self) -> EvaluationsCard:
        """What past months were evaluated, made when somebody looks at it."""
        made = EvaluationsCard(self._work, self._stack)
        self._stack.addWidget(made)
        made.failed.connect(self._say_error)
        return made

    def _arrange(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(label("叫号", "title"))
        head.addSpacing(12)
        for button in self._switches:
            button.setCheckable(True)
            head.addWidget(button)
        self.queue_button.setChecked(True)
        head.addStretch(1)
        head.addWidget(self.close_button)
        head.addWidget(self.issue_button)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(20, 16, 20, 14)
        whole.setSpacing(12)
        whole.addLayout(head)
        for bar in (self.away, self.earlier, self.bar):
            whole.addWidget(bar)
        whole.addWidget(self._stack, 1)
        columns = QHBoxLayout(self._queue)
        columns.setContentsMargins(0, 0, 0, 0)
        columns.setSpacing(14)
        columns.addWidget(self.queue, 38)
        right = ScrollColumn(self._queue)
        columns.addWidget(right, 62)
        right.put(self.number, self.aside, self.hall)
        self._stack.addWidget(self._queue)
