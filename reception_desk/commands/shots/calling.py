"""叫号: the queue and the number at the window, from a call to its end."""

from datetime import date

from reception_desk import app
from reception_desk.commands.shots.accounts import SETTLE_MS, Close, Open, take_box
from reception_desk.commands.shots.sample_day import SampleDay
from reception_desk.commands.shots.sample_queue import sample_queue
from reception_desk.records.evaluation import Subject, SubjectMonth
from reception_desk.rules.permissions import Role
from reception_desk.rules.ticket_transition import TicketEvent
from reception_desk.services import drafts
from reception_desk.services.tickets import queue_now
from reception_desk.ui.dialogs.ticket_issue import TicketIssue
from reception_desk.ui.pages.calling import CallingPage
from reception_desk.ui.rehearsal import Rehearsal

_MONTHS = (
    SubjectMonth(
        Subject.WINDOW,
        date(2026, 10, 1),
        None,
        (("非常满意", 61), ("满意", 84), ("基本满意", 12), ("不满意", 4), ("非常不满意", None)),
    ),
    SubjectMonth(
        Subject.OFFICE, date(2026, 10, 1), 47, (("满意", 31), ("基本满意", 12), ("不满意", 4))
    ),
    SubjectMonth(
        Subject.UNIT,
        date(2026, 10, 1),
        38,
        (("满意", 19), ("基本满意", 11), ("不满意", 8)),
        (("未及时告知", 4), ("答复不清", 5)),
    ),
)


def draw_calling(day: SampleDay, rehearsal: Rehearsal, open_: Open, close: Close) -> None:
    """Draw an empty window, one called, one served, the forms, and a centre that is away."""
    if not queue_now(day.database, day.clerk).tickets:
        for days_ago in (3, 2, 1, 0):
            sample_queue(day.database, day.clerk, days_ago=days_ago)
    desk = open_(day.clerk)
    window, tasks, tickets = desk.window, desk.workplace.tasks, desk.workplace.tickets
    page = window.open_page("calling")
    if not isinstance(page, CallingPage):
        raise TypeError("who calls numbers has their page")

    def take(name: str) -> None:
        rehearsal.wait(lambda: not tasks.pending, name)
        rehearsal.settle(SETTLE_MS)
        rehearsal.take_picture(window, name)

    take("calling")
    tickets.forward()
    rehearsal.wait(lambda: tickets.here is not None, "叫号")
    take("calling-called")
    tickets.forward()
    rehearsal.wait(lambda: TicketEvent.DONE in tickets.live, "开始接待")
    take("calling-serving")
    page.number.register_button.click()
    take("reception-number")
    window.open_page("calling")
    page.transfer()
    take_box(desk, rehearsal, "calling-transfer")
    page.show_statistics()
    take("calling-statistics")
    page.show_queue()
    page.closing.ask_today()
    rehearsal.wait(lambda: not tasks.pending, "结清")
    take_box(desk, rehearsal, "calling-close-day")
    _draw_issuing(desk, page, rehearsal)
    tickets.press(TicketEvent.RETURNED)
    rehearsal.wait(lambda: tickets.here is None, "退回等候")
    close(desk)
    for draft in drafts.open_drafts(day.database, day.clerk):
        drafts.discard_draft(day.database, day.clerk, draft.draft_id)
    _draw_evaluations(day, rehearsal, open_, close)


def _draw_evaluations(day: SampleDay, rehearsal: Rehearsal, open_: Open, close: Close) -> None:
    """What the leader sees: nothing yet, and a month with small counts left out.

    The months are given to the card as they would be read; nobody can write into a past month.
    """
    desk = open_(day.staff[Role.BUREAU_LEADER])
    page = desk.window.open_page("calling")
    if not isinstance(page, CallingPage):
        raise TypeError("who looks after the hall has its page")
    page.show_evaluations()
    rehearsal.wait(lambda: not desk.workplace.tasks.pending, "评价")
    rehearsal.take_picture(desk.window, "calling-evaluations-none")
    page.evaluations.show_months(_MONTHS)
    rehearsal.settle(SETTLE_MS)
    rehearsal.take_picture(desk.window, "calling-evaluations")
    close(desk)


def _draw_issuing(desk: app.Desk, page: CallingPage, rehearsal: Rehearsal) -> None:
    """The form, and the number that came of it."""
    page.issuing.ask()
    rehearsal.settle(SETTLE_MS)
    form = desk.workplace.messages.open_boxes()[0]
    rehearsal.take_picture(form, "calling-issue")
    if isinstance(form, TicketIssue):
        form.press.click()
        rehearsal.wait(lambda: bool(form.number.text()), "取号")
        rehearsal.settle(SETTLE_MS)
        rehearsal.take_picture(form, "calling-issued")
    form.close()
    rehearsal.settle()
