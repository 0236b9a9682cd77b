"""叫号: issue a number, call, recall, hold, miss, transfer and serve.

Two windows never call the same number (`docs/decisions/021-tickets.md`): what the desk holds is
called at once, what waits in the common queue is claimed at the centre first.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from reception_desk.errors import CentreError, InvalidInputError
from reception_desk.models import Database
from reception_desk.models.database import now, whole_milliseconds
from reception_desk.models.rows import add_row
from reception_desk.models.ticket import Ticket
from reception_desk.records.actor import Actor
from reception_desk.records.tickets import Claim, ClaimAnswer, TicketInput, Wish
from reception_desk.rules.permissions import Action, Role
from reception_desk.rules.ticket_queue import (
    KIOSK_SPAN,
    MOST_AT_A_KIOSK,
    calling_order,
    expected_wait,
    kiosk_rest,
    write_number,
)
from reception_desk.rules.ticket_standing import TicketStanding, why_not
from reception_desk.rules.ticket_transition import TicketEvent as Event
from reception_desk.rules.ticket_transition import TicketState
from reception_desk.services.authorship import by
from reception_desk.services.permissions import require
from reception_desk.services.ticket_day import KnownStandings, day_of, ticket_now, tickets_of
from reception_desk.services.ticket_events import UNTOUCHED, add_event, event_by, refuse

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


def queue_now(database: Database, actor: Actor, known: KnownStandings | None = None) -> HallQueue:
    """Return today's queue of the hall, for who works in it or looks after it."""
    require(actor, Action.VIEW_HALL)
    return _queue(database, actor, known)


def issue_ticket(
    database: Database, actor: Actor, asked: TicketInput, known: KnownStandings | None = None
) -> IssuedTicket:
    """Issue the next number of this desk. Nobody is asked who they are.

    Raises `InvalidInputError` where visitors took too many at this machine a moment ago.
    """
    require(actor, Action.ISSUE_TICKET)
    moment = now()
    day = day_of(actor, moment)
    booked_for = whole_milliseconds(asked.booked_for) if asked.booked_for else None
    with database.write() as session:
        if Role.VISITOR in actor.roles:
            _refuse_hurry(session, actor, moment)
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
    queue = _queue(database, actor, known)
    # Another window may have called it already: then nobody is before it.
    ahead = next((at for at, one in enumerate(queue.order) if one.facts.ticket_id == ticket_id), 0)
    calls = [call for one in queue.tickets for call in one.calls]
    return IssuedTicket(ticket_id, number, ahead, expected_wait(ahead, calls))


def _refuse_hurry(session: Session, actor: Actor, moment: datetime) -> None:
    """Let a kiosk rest: nobody is asked an identity there, so nothing else limits a game."""
    taken = session.scalars(
        select(Ticket.created_at)
        .where(
            Ticket.day.in_((day_of(actor, moment), day_of(actor, moment - KIOSK_SPAN))),
            Ticket.desk_id == actor.desk.desk_id,
            Ticket.created_by == actor.account_id,
        )
        .order_by(Ticket.id.desc())
        .limit(MOST_AT_A_KIOSK)
    ).all()
    if rest := kiosk_rest(taken, moment):
        minutes = -(-rest // timedelta(minutes=1))
        raise InvalidInputError(
            f"这台机器刚才取走的号太多，先歇 {minutes} 分钟。", saved="先前取的号都有效。"
        )


def call_next(
    database: Database, actor: Actor, claim: Claim | None, known: KnownStandings | None = None
) -> TicketStanding | None:
    """Call the next number to this window and return it; None where nobody waits.

    `claim` asks the centre; None for a desk that stands alone. Raises `CentreError` where only
    numbers wait that another window may be calling and the centre does not answer.
    """
    require(actor, Action.CALL_TICKET)
    order = _queue(database, actor, known).order
    mine = [one for one in order if one.holder_id in (None, actor.desk.desk_id)]
    return _call_first(database, actor, mine, claim)


def call_this(
    database: Database, actor: Actor, ticket_id: str, claim: Claim | None
) -> TicketStanding:
    """Call one number. Raises `InvalidInputError` where another window was faster."""
    require(actor, Action.CALL_TICKET)
    with database.read() as session:
        wanted = ticket_now(session, actor, ticket_id)
    refuse(wanted, event_by(actor, wanted, Event.CALLED))
    called = _call_first(database, actor, [wanted], claim)
    if called is None:
        raise InvalidInputError(f"{wanted.facts.number}这时已由其他窗口叫号。", saved=UNTOUCHED)
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


def give_back_kept(
    database: Database, actor: Actor, known: KnownStandings | None = None
) -> tuple[str, ...]:
    """Give the numbers this desk kept while the centre was away to the common queue."""
    require(actor, Action.CALL_TICKET)
    given = []
    kept = [one for one in _queue(database, actor, known).tickets if _is_kept(one, actor)]
    if kept:
        with database.write() as session:
            for one in (ticket_now(session, actor, each.facts.ticket_id) for each in kept):
                if _is_kept(one, actor):
                    add_event(session, actor, one, event_by(actor, one, Event.RELEASED))
                    given.append(one.facts.number)
    return tuple(given)


def _is_kept(ticket: TicketStanding, actor: Actor) -> bool:
    waits = ticket.state in (TicketState.WAITING, TicketState.MISSED)
    return waits and ticket.holder_id == actor.desk.desk_id and not ticket.is_sent


def _queue(database: Database, actor: Actor, known: KnownStandings | None) -> HallQueue:
    moment = now()
    day = day_of(actor, moment)
    with database.read() as session:
        tickets = tickets_of(session, actor, day, known)
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
            record = event_by(actor, standing, Event.CALLED)
            if standing.turn == one.turn and not why_not(standing, record):
                return add_event(session, actor, standing, record)
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
        record = event_by(actor, standing, event, holder_id=holder_id, visit_id=visit_id)
        refuse(standing, record)
        return add_event(session, actor, standing, record)
