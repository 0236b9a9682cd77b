"""Where a ticket stands and the periods it went through: the fold of its append-only events.

Desks that hold the same events say the same, whatever order they came in. An event that speaks of
an earlier turn than the ticket stands at was written in ignorance of a call, and changes nothing;
whoever stands at a window with the number in hand is received there, whatever was called.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from types import MappingProxyType

from reception_desk.records.tickets import TicketEventRecord, TicketFacts
from reception_desk.rules.seen_order import in_seen_order
from reception_desk.rules.ticket_transition import TicketEvent, TicketGuard, TicketState
from reception_desk.rules.tickets import TICKET_TRANSITIONS

_EVENTS = frozenset(TicketEvent)


@dataclass(frozen=True, slots=True)
class Period:
    """A time that a ticket spent in one state; `until` is None while it lasts.

    `desk_id` and `window` name the window it stood at, "" where it waited for any.
    """

    state: TicketState
    since: datetime
    until: datetime | None = None
    desk_id: str = ""
    window: str = ""


@dataclass(frozen=True, slots=True)
class TicketStanding:
    """What the events come to.

    `holder_id` is the desk that alone may call it, None for every desk through the centre;
    `is_sent` says that another window sent it there, so that it is not given back.
    `clock_went_back` where an event bears an earlier time than the period it ended.
    """

    facts: TicketFacts
    state: TicketState
    day: date
    holder_id: str | None
    needs_help: bool
    periods: tuple[Period, ...]
    turn: int = 0
    is_sent: bool = False
    calls: tuple[datetime, ...] = ()
    visits: tuple[str, ...] = ()
    refused: tuple[tuple[str, str], ...] = ()
    last_event_id: str | None = None
    clock_went_back: bool = False

    @property
    def window(self) -> str:
        """Return the window it stands at, "" while it waits."""
        return self.periods[-1].window

    @property
    def desk_id(self) -> str:
        """Return the desk it stands at, "" while it waits."""
        return self.periods[-1].desk_id

    @property
    def since(self) -> datetime:
        """Return when it came to stand where it does."""
        return self.periods[-1].since


def begun(facts: TicketFacts) -> TicketStanding:
    """Return where a ticket stands that was just issued."""
    return TicketStanding(
        facts, TicketState.WAITING, facts.day, facts.holder_id, facts.needs_help,
        (Period(TicketState.WAITING, facts.issued_at),),
    )  # fmt: skip


def fold(facts: TicketFacts, events: Iterable[TicketEventRecord]) -> TicketStanding:
    """Return where the ticket stands after `events`, in whatever order they are given."""
    standing = begun(facts)
    for event in in_seen_order(events, lambda one: one.event_id, lambda one: one.after_id):
        standing = advance(standing, event)
    return standing


def why_not(standing: TicketStanding, event: TicketEventRecord) -> str:
    """Return the sentence that refuses the event, "" where it is allowed."""
    if event.event not in _EVENTS:
        return "没有这样的叫号步骤。"
    row = TICKET_TRANSITIONS[TicketEvent(event.event)]
    if standing.state not in row.sources:
        return f"{standing.facts.number}现在是“{standing.state.label}”，不能“{row.label}”。"
    return next(filter(None, (_GUARDS[guard](standing, event) for guard in row.guards)), "")


def advance(standing: TicketStanding, event: TicketEventRecord) -> TicketStanding:
    """Return the standing after one more event; one not allowed is only noted."""
    if why := why_not(standing, event):
        return replace(standing, refused=(*standing.refused, (event.event_id, why)))
    row = TICKET_TRANSITIONS[TicketEvent(event.event)]
    after = _said(standing, event, row.event)
    if row.takes_turn:
        after = replace(after, turn=standing.turn + 1)
    if row.target is not None:
        after = _moved(after, row.target, event)
    return replace(after, last_event_id=event.event_id)


def _said(standing: TicketStanding, event: TicketEventRecord, kind: TicketEvent) -> TicketStanding:
    """Take in what an event says beside the state."""
    after = standing
    match kind:
        case TicketEvent.CALLED | TicketEvent.RECALLED:
            after = replace(standing, calls=(*standing.calls, event.occurred_at))
        case TicketEvent.REGISTERED:
            after = replace(standing, visits=(*standing.visits, event.visit_id or ""))
        case TicketEvent.TRANSFERRED:
            after = replace(standing, holder_id=event.holder_id, is_sent=True)
        case TicketEvent.MISSED | TicketEvent.RETURNED | TicketEvent.RELEASED:
            after = replace(standing, holder_id=event.holder_id, is_sent=False)
        case TicketEvent.HELP_ASKED:
            after = replace(standing, needs_help=True)
        case TicketEvent.CARRIED_OVER:
            after = replace(standing, day=event.day or standing.day)
        case _:
            pass
    return after


def _moved(
    standing: TicketStanding, target: TicketState, event: TicketEventRecord
) -> TicketStanding:
    *before, last = standing.periods
    moment = max(event.occurred_at, last.since)  # a desk's clock may be behind the one before
    is_at_window = target in {TicketState.CALLED, TicketState.SERVING, TicketState.ON_HOLD}
    at = (event.desk_id, event.window) if is_at_window else ("", "")
    periods = (*before, replace(last, until=moment), Period(target, moment, None, *at))
    went_back = standing.clock_went_back or event.occurred_at < last.since
    return replace(standing, state=target, periods=periods, clock_went_back=went_back)


def _same_turn(standing: TicketStanding, event: TicketEventRecord) -> str:
    if event.turn == standing.turn:
        return ""
    return f"{standing.facts.number}这时已由其他窗口叫号。"


def _own_or_common(standing: TicketStanding, event: TicketEventRecord) -> str:
    if standing.holder_id in (None, event.desk_id):
        return ""
    return f"{standing.facts.number}由另一个窗口叫号。"


def _own_window(standing: TicketStanding, event: TicketEventRecord) -> str:
    if standing.desk_id == event.desk_id:
        return ""
    return f"{standing.facts.number}在{standing.window}号窗口。"


def _names_desk(_standing: TicketStanding, event: TicketEventRecord) -> str:
    return "" if event.holder_id else "请选择转到哪个窗口。"


def _names_visit(_standing: TicketStanding, event: TicketEventRecord) -> str:
    return "" if event.visit_id else "没有写明登记的来访。"


def _later_day(standing: TicketStanding, event: TicketEventRecord) -> str:
    return "" if event.day and event.day > standing.day else "只能结转到以后的日子。"


def _day_is_over(standing: TicketStanding, event: TicketEventRecord) -> str:
    """A window that never comes back cannot end what it began; on the day itself it still may."""
    if event.day and event.day > standing.day:
        return ""
    return f"{standing.facts.number}当天由{standing.window}号窗口结清。"


_GUARDS: Mapping[TicketGuard, Callable[[TicketStanding, TicketEventRecord], str]] = (
    MappingProxyType(
        {
            TicketGuard.SAME_TURN: _same_turn,
            TicketGuard.OWN_OR_COMMON: _own_or_common,
            TicketGuard.OWN_WINDOW: _own_window,
            TicketGuard.NAMES_DESK: _names_desk,
            TicketGuard.NAMES_VISIT: _names_visit,
            TicketGuard.LATER_DAY: _later_day,
            TicketGuard.DAY_IS_OVER: _day_is_over,
        }
    )
)
