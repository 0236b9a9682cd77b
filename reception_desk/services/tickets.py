"""叫号: issue a number, call, recall, hold, miss, transfer, serve, and settle the day.

Two windows never call the same number (`docs/decisions/021-tickets.md`): what the desk holds is
called at once, what waits in the common queue is claimed at the centre first.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from reception_desk.errors import CentreError, InvalidInputError
from reception_desk.models import Database
from reception_desk.models.database import now, whole_milliseconds
from reception_desk.models.rows import add_row
from reception_desk.models.ticket import Ticket, TicketEvent
from reception_desk.records.actor import Actor
from reception_desk.records.tickets import Claim, ClaimAnswer, TicketEventRecord, TicketInput, Wish
from reception_desk.rules.permissions import Action
from reception_desk.rules.ticket_queue import calling_order, expected_wait, write_number
from reception_desk.rules.ticket_standing import TicketStanding, why_not
from reception_desk.rules.ticket_transition import TicketEvent as Event
from reception_desk.rules.ticket_transition import TicketState
from reception_desk.rules.tickets import OPEN_STATES
from reception_desk.services.authorship import by
from reception_desk.services.permissions import require
from reception_desk.services.ticket_day import day_of, ticket_now, tickets_of

_UNTOUCHED = "这个号码没有改动。"
_LEAVES_COMMON_QUEUE = frozenset({Event.CALLED, Event.RELEASED})
_GIVES_BACK = frozenset({Event.MISSED, Event.RETURNED})


@dataclass(frozen=True, slots=True)
class IssuedTicket:
    """A number just taken; `minutes` is the shortest and longest wait, None while unknown."""

    ticket_id: str
    number: str
    ahead: int
    minutes: tuple[int, int] | None


@dataclass(frozen=True, slots=True)
class HallQueue:
    """The day's tickets, and those that wait in the order in which they are called."""

    tickets: tuple[TicketStanding, ...]
    order: tuple[TicketStanding, ...]

    def standing(self, state: TicketState) -> tuple[TicketStanding, ...]:
        """Return the tickets that stand there."""
        return tuple(one for one in self.tickets if one.state is state)


@dataclass(frozen=True, slots=True)
class DayClosing:
    """Numbers that were carried over, those closed as left, and those still at a window."""

    carried: tuple[str, ...]
    left: tuple[str, ...]
    at_window: tuple[str, ...]


def queue_now(database: Database, actor: Actor) -> HallQueue:
    """Return today's queue of the hall."""
    require(actor, Action.CALL_TICKET)
    with database.read() as session:
        return _queue(session, actor)


def issue_ticket(database: Database, actor: Actor, asked: TicketInput) -> IssuedTicket:
    """Issue the next number of this desk. Nobody is asked who they are."""
    require(actor, Action.ISSUE_TICKET)
    moment = now()
    day = day_of(actor, moment)
    booked_for = whole_milliseconds(asked.booked_for) if asked.booked_for else None
    with database.write() as session:
        queue = _queue(session, actor)
        last = session.scalar(
            select(func.max(Ticket.ordinal)).where(
                Ticket.day == day, Ticket.desk_id == actor.desk.desk_id
            )
        )
        ordinal = (last or 0) + 1
        number = write_number(actor.desk.code, ordinal)
        ticket_id = add_row(
            session,
            Ticket,
            **by(actor),
            number=number,
            ordinal=ordinal,
            day=day,
            needs_help=asked.needs_help,
            booked_for=booked_for,
            holder_id=actor.desk.desk_id if asked.is_kept else None,
        )
        order = [one.facts.ticket_id for one in _queue(session, actor).order]
    ahead = order.index(ticket_id)
    calls = [call for one in queue.tickets for call in one.calls]
    return IssuedTicket(ticket_id, number, ahead, expected_wait(ahead, calls))


def call_next(database: Database, actor: Actor, claim: Claim | None) -> TicketStanding | None:
    """Call the next number to this window and return it; None where nobody waits.

    `claim` asks the centre; None for a desk that stands alone. Raises `CentreError` where only
    numbers wait that another window may be calling and the centre does not answer.
    """
    require(actor, Action.CALL_TICKET)
    with database.read() as session:
        order = _queue(session, actor).order
    mine = [one for one in order if one.holder_id in (None, actor.desk.desk_id)]
    return _call_first(database, actor, mine, claim)


def call_this(
    database: Database, actor: Actor, ticket_id: str, claim: Claim | None
) -> TicketStanding:
    """Call one number. Raises `InvalidInputError` where another window was faster."""
    require(actor, Action.CALL_TICKET)
    with database.read() as session:
        wanted = ticket_now(session, actor, ticket_id)
    _refuse(wanted, _record(actor, wanted, Event.CALLED))
    called = _call_first(database, actor, [wanted], claim)
    if called is None:
        raise InvalidInputError(f"{wanted.facts.number}这时已由其他窗口叫号。", saved=_UNTOUCHED)
    return called


def receive(database: Database, actor: Actor, ticket_id: str) -> TicketStanding:
    """Receive whoever stands at the window with the number in hand; nothing is announced."""
    require(actor, Action.CALL_TICKET)
    return _note(database, actor, ticket_id, Event.RECEIVED)


def note_event(
    database: Database,
    actor: Actor,
    ticket_id: str,
    event: Event,
    *,
    desk_id: str | None = None,
    visit_id: str | None = None,
    is_away: bool = False,
) -> TicketStanding:
    """Record what happens to a number that was called, and return how it stands then.

    `desk_id` is the desk it is sent to, `visit_id` the visit registered for it. While the centre
    `is_away`, a number that goes back to the queue stays this desk's own. Raises
    `InvalidInputError` where the table does not allow it.
    """
    if event in _LEAVES_COMMON_QUEUE or event is Event.RECEIVED:
        raise ValueError(f"{event} has a function of its own")
    require(actor, Action.CALL_TICKET)
    holder = desk_id if event is Event.TRANSFERRED else None
    if event in _GIVES_BACK and is_away:
        holder = actor.desk.desk_id
    return _note(database, actor, ticket_id, event, holder_id=holder, visit_id=visit_id)


def give_back_kept(database: Database, actor: Actor) -> tuple[str, ...]:
    """Give the numbers this desk kept while the centre was away to the common queue."""
    require(actor, Action.CALL_TICKET)
    given = []
    with database.write() as session:
        for one in _queue(session, actor).tickets:
            is_kept = one.holder_id == actor.desk.desk_id and not one.is_sent
            if is_kept and one.state in (TicketState.WAITING, TicketState.MISSED):
                _add(session, actor, one, _record(actor, one, Event.RELEASED))
                given.append(one.facts.number)
    return tuple(given)


def close_day(database: Database, actor: Actor, *, carry_to: date | None) -> DayClosing:
    """Settle what is open: carry over to a day, or note that they have left.

    A number that is being served stays until its window has finished it.
    """
    require(actor, Action.CALL_TICKET)
    carried, left, at_window = [], [], []
    with database.write() as session:
        for one in _queue(session, actor).tickets:
            if one.state not in OPEN_STATES:
                continue
            event = Event.CARRIED_OVER if carry_to else Event.LEFT
            record = _record(actor, one, event, day=carry_to)
            if why_not(one, record):
                at_window.append(one.facts.number)
                continue
            _add(session, actor, one, record)
            (carried if carry_to else left).append(one.facts.number)
    return DayClosing(tuple(carried), tuple(left), tuple(at_window))


def _queue(session: Session, actor: Actor) -> HallQueue:
    moment = now()
    day = day_of(actor, moment)
    tickets = tickets_of(session, actor, day)
    return HallQueue(tickets, calling_order(tickets, moment))


def _call_first(
    database: Database, actor: Actor, wanted: Sequence[TicketStanding], claim: Claim | None
) -> TicketStanding | None:
    """Call the first that is this desk's own or that the centre grants.

    The standing is read again under the write lock: another thread may have called it meanwhile.
    """
    own_at = next((i for i, one in enumerate(wanted) if one.holder_id), len(wanted))
    common = wanted[:own_at]
    chosen, is_away = list(wanted), False
    if claim is not None:
        answer = claim(_wishes(common)) if common else ClaimAnswer()
        is_away = answer.is_away
        chosen = [one for one in wanted if one.holder_id or one.facts.ticket_id == answer.ticket_id]
    with database.write() as session:
        for one in chosen:
            standing = ticket_now(session, actor, one.facts.ticket_id)
            record = _record(actor, standing, Event.CALLED)
            if standing.turn == one.turn and not why_not(standing, record):
                _add(session, actor, standing, record)
                return ticket_now(session, actor, one.facts.ticket_id)
    if is_away:
        raise CentreError(
            "联系不上中心，统一排队的号码可能正由其他窗口叫号，本窗口暂不叫号。",
            saved="号码都在，没有改动。",
            advice="请按号码顺序请来访人到窗口，用“到窗接待”登记；新取的号本窗口可以照常叫。",
        )
    return None


def _wishes(tickets: Sequence[TicketStanding]) -> tuple[Wish, ...]:
    return tuple(Wish(one.facts.ticket_id, one.turn) for one in tickets)


def _note(
    database: Database,
    actor: Actor,
    ticket_id: str,
    event: Event,
    *,
    holder_id: str | None = None,
    visit_id: str | None = None,
) -> TicketStanding:
    with database.write() as session:
        standing = ticket_now(session, actor, ticket_id)
        record = _record(actor, standing, event, holder_id=holder_id, visit_id=visit_id)
        _refuse(standing, record)
        _add(session, actor, standing, record)
        return ticket_now(session, actor, ticket_id)


def _refuse(standing: TicketStanding, record: TicketEventRecord) -> None:
    if why := why_not(standing, record):
        raise InvalidInputError(why, saved=_UNTOUCHED)


def _record(
    actor: Actor,
    standing: TicketStanding,
    event: Event,
    *,
    holder_id: str | None = None,
    visit_id: str | None = None,
    day: date | None = None,
) -> TicketEventRecord:
    """Return the event as the table will read it once it is on record."""
    return TicketEventRecord(
        event_id="",
        event=event,
        occurred_at=now(),
        desk_id=actor.desk.desk_id,
        turn=standing.turn,
        after_id=standing.last_event_id,
        window=actor.desk.window,
        holder_id=holder_id,
        visit_id=visit_id,
        day=day,
    )


def _add(
    session: Session, actor: Actor, standing: TicketStanding, record: TicketEventRecord
) -> None:
    add_row(
        session,
        TicketEvent,
        **by(actor),
        ticket_id=standing.facts.ticket_id,
        event=record.event,
        occurred_at=record.occurred_at,
        after_id=record.after_id,
        turn=record.turn,
        window=record.window,
        holder_id=record.holder_id,
        visit_id=record.visit_id,
        day=record.day,
    )
