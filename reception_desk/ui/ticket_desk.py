"""The numbers of the hall at this window: the queue as it stands, and what is done to a number.

Reading and acting have a lane each: a call may wait seconds for the centre, and the queue is to be
seen meanwhile.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from reception_desk.errors import DeskError, InvalidInputError
from reception_desk.models import Database
from reception_desk.models.database import now
from reception_desk.records.actor import Actor
from reception_desk.records.sync import LinkState, LinkStatus
from reception_desk.records.tickets import Claim
from reception_desk.rules.permissions import Action, Role, may
from reception_desk.rules.ticket_offers import offers
from reception_desk.rules.ticket_standing import TicketStanding
from reception_desk.rules.ticket_transition import TicketEvent, TicketState
from reception_desk.services import office, tickets
from reception_desk.services.office import DeskChoice
from reception_desk.services.ticket_day import KnownStandings
from reception_desk.services.tickets import HallQueue
from reception_desk.ui.changes import Changes
from reception_desk.ui.tasks import Tasks

if TYPE_CHECKING:  # a desk that works alone loads nothing of it
    from reception_desk.ui.centre_watch import CentreWatch

READS, ACTS = "queue", "tickets"
PAUSE_MS = 40
"""What many rows from the centre change is read again once."""
READ_EVERY_MS = 30_000
"""Appointments come due, waits grow and days end while nothing happens."""
_AT_WINDOW = frozenset({TicketState.CALLED, TicketState.SERVING})


@dataclass(frozen=True, slots=True)
class HallNow:
    """The queue at a moment, and the windows of the hall."""

    queue: HallQueue
    desks: tuple[DeskChoice, ...]
    moment: datetime

    def window_of(self, desk_id: str | None) -> str:
        """Return what a window is called, "" for one not known here."""
        return next((one.window for one in self.desks if one.desk_id == desk_id), "")


class TicketDesk(QObject):
    """Signals: `shown()` when the queue was read, `failed(error)`, `nobody_waits()`,
    `busy_changed()` when an act begins or ends, or the line to the centre changes.

    Nothing is read before a page asks for it by `begin`; `known` is what was read before.
    """

    shown = Signal()
    failed = Signal(object)
    nobody_waits = Signal()
    busy_changed = Signal()

    def __init__(
        self,
        database: Database,
        actor: Actor,
        tasks: Tasks,
        changes: Changes,
        *,
        claim: Claim | None = None,
        centre: "CentreWatch | None" = None,
    ) -> None:
        super().__init__()
        self._database, self._actor, self._tasks, self._changes = database, actor, tasks, changes
        self._claim, self._centre = claim, centre
        self.known = KnownStandings()
        self._link: LinkState | None = None
        self._is_begun = False
        self.hall: HallNow | None = None
        self.is_busy = False
        roles = [Role(role) for role in actor.roles]
        self.may_call = may(roles, Action.CALL_TICKET)
        self.may_issue = may(roles, Action.ISSUE_TICKET)
        self.may_view = may(roles, Action.VIEW_HALL)
        self._pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._pause.timeout.connect(self.read)
        self._regular = QTimer(self, interval=READ_EVERY_MS)
        self._regular.timeout.connect(self.read)
        changes.ticket_changed.connect(self._read_soon)
        if centre is not None and self.may_call:
            centre.state_changed.connect(self._hear_link)

    @property
    def is_away(self) -> bool:
        """Whether the centre is not known to be there; a desk alone has none to miss."""
        return self._centre is not None and self._link is not LinkState.ONLINE

    @property
    def is_link_known(self) -> bool:
        """Whether the line was tried at all: a desk that just started is not told away."""
        return self._link not in (None, LinkState.CONNECTING)

    @property
    def desk_id(self) -> str:
        """This window's desk."""
        return self._actor.desk.desk_id

    @property
    def here(self) -> TicketStanding | None:
        """The number called or served at this window, the latest of several."""
        found = self._mine(_AT_WINDOW)
        return max(found, key=lambda one: one.since) if found else None

    @property
    def aside(self) -> tuple[TicketStanding, ...]:
        """What else stands at this window: on hold, or still open beside the latest."""
        here = self.here
        found = self._mine(_AT_WINDOW | {TicketState.ON_HOLD})
        return tuple(one for one in found if one is not here)

    @property
    def live(self) -> frozenset[TicketEvent]:
        """What may happen now to the number at this window."""
        here = self.here
        may_act = self.may_call and not self.is_busy
        return offers(here, self.desk_id) if here and may_act else frozenset()

    def forward(self) -> None:
        """F4: call who is next; when somebody was called, they have come."""
        here = self.here
        if here is None:
            self.call_next()
        elif here.state is TicketState.CALLED:
            self.press(TicketEvent.BEGUN)
        else:
            number = here.facts.number
            self.failed.emit(
                InvalidInputError(f"{number}还在接待。", advice="接待完毕或暂离以后，再叫下一号。")
            )

    def press(self, event: TicketEvent) -> bool:
        """Put something on record about the number here, where it may happen; say whether."""
        here = self.here
        if here is None or event not in self.live:
            return False
        self.note(here.facts.ticket_id, event)
        return True

    def hold(self) -> None:
        """F6: the number here steps aside; with none here, the first on hold comes back."""
        on_hold = [one for one in self.aside if one.state is TicketState.ON_HOLD]
        if not self.press(TicketEvent.HELD) and self.here is None and on_hold:
            self.note(on_hold[0].facts.ticket_id, TicketEvent.RESUMED)

    def begin(self) -> None:
        """Read the queue, and from now on again when something changes."""
        if self.may_view and not self._is_begun:
            self._is_begun = True
            self._regular.start()
            self.read()

    def reading_soon(self) -> bool:
        """Say whether something was heard of that is not read yet."""
        return self._pause.isActive()

    def read(self) -> None:
        """Read the queue again."""
        self._pause.stop()
        work = partial(_read, self._database, self._actor, self.known)
        self._tasks.run(READS, self, work, self._show, self.failed.emit)

    def call_next(self) -> None:
        """Call who is next."""
        act = partial(tickets.call_next, self._database, self._actor, self._claim, self.known)
        self._act(act, self._say_called)

    def call_this(self, ticket_id: str) -> None:
        """Call one number out of its turn."""
        act = partial(tickets.call_this, self._database, self._actor, ticket_id, self._claim)
        self._act(act, self._say_called)

    def receive(self, ticket_id: str) -> None:
        """Receive whoever stands at the window with the number in hand."""
        self._act(partial(tickets.receive, self._database, self._actor, ticket_id), self._say_done)

    def note(
        self,
        ticket_id: str,
        event: TicketEvent,
        *,
        desk_id: str | None = None,
        visit_id: str | None = None,
    ) -> None:
        """Put what happened to a number on record."""
        act = partial(
            tickets.note_event, self._database, self._actor, ticket_id, event,
            desk_id=desk_id, visit_id=visit_id, is_away=self.is_away,
        )  # fmt: skip
        self._act(act, self._say_done)

    def note_registered(self, ticket_id: str, visit_id: str) -> None:
        """Put the visit registered for a number on record, whatever else is under way."""
        act = partial(
            tickets.note_event, self._database, self._actor, ticket_id, TicketEvent.REGISTERED,
            visit_id=visit_id,
        )  # fmt: skip

        def failed(error: Exception) -> None:
            if isinstance(error, DeskError):
                error = DeskError(
                    f"没有记到号码上：{error.message}", saved="来访已经登记，不受影响。"
                )
            self.failed.emit(error)

        self._tasks.run(ACTS, self, act, self._say_done, failed)

    def note_of(self, event: TicketEvent, ticket_id: str) -> None:
        """Put on record what was asked for about a number."""
        self.note(ticket_id, event)

    def _mine(self, states: frozenset[TicketState]) -> tuple[TicketStanding, ...]:
        known = self.hall.queue.tickets if self.hall else ()
        return tuple(one for one in known if one.state in states and one.desk_id == self.desk_id)

    def _act(
        self,
        act: Callable[[], TicketStanding | None],
        on_done: Callable[[TicketStanding | None], None],
    ) -> None:
        """Do one thing at a time: a key pressed twice is not two calls."""
        if self.is_busy:
            return
        self._set_busy(is_busy=True)

        def done(standing: TicketStanding | None) -> None:
            self._set_busy(is_busy=False)
            on_done(standing)

        def failed(error: Exception) -> None:
            self._set_busy(is_busy=False)
            self.read()
            self.failed.emit(error)

        self._tasks.run(ACTS, self, act, done, failed)

    def _set_busy(self, *, is_busy: bool) -> None:
        self.is_busy = is_busy
        self.busy_changed.emit()

    def _say_called(self, standing: TicketStanding | None) -> None:
        if standing is None:
            self.read()
            self.nobody_waits.emit()
        else:
            self._changes.ticket_changed.emit(standing.facts.ticket_id)

    def _say_done(self, standing: TicketStanding | None) -> None:
        if standing is not None:
            self._changes.ticket_changed.emit(standing.facts.ticket_id)

    def _show(self, hall: HallNow) -> None:
        self.hall = hall
        self.shown.emit()

    def _read_soon(self) -> None:
        if self._is_begun and not self._pause.isActive():
            self._pause.start()

    def _hear_link(self, status: LinkStatus) -> None:
        """With the line back, what this desk kept goes to the common queue."""
        before, self._link = self._link, status.state
        if status.state is LinkState.ONLINE and before is not LinkState.ONLINE:
            give = partial(tickets.give_back_kept, self._database, self._actor, self.known)
            self._tasks.run(ACTS, self, give, self._say_given, self.failed.emit)
        if before is not status.state:
            self.busy_changed.emit()

    def _say_given(self, numbers: tuple[str, ...]) -> None:
        if numbers:
            self._changes.ticket_changed.emit("")


def _read(database: Database, actor: Actor, known: KnownStandings) -> HallNow:
    queue = tickets.queue_now(database, actor, known)
    return HallNow(queue, office.list_desks(database, actor), now())
