"""The life of a queue ticket as one table: screens, services and the board read it.

Taking a number is voluntary, asks no identity and is not needed by whoever cannot wait
(domain.md §4, T01 to T03). `ticket_standing.fold` applies the rows. No row speaks of a person:
the words that stand here are about a number and a window.
"""

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from reception_desk.rules.ticket_transition import TicketEvent as Event
from reception_desk.rules.ticket_transition import TicketGuard as Guard
from reception_desk.rules.ticket_transition import TicketState as State
from reception_desk.rules.ticket_transition import TicketTransition

_WAITS = frozenset({State.WAITING, State.MISSED})
_HERE = frozenset({State.CALLED, State.SERVING, State.ON_HOLD})
_OPEN = _WAITS | _HERE
_OWN = (Guard.SAME_TURN, Guard.OWN_WINDOW)

_ROWS = (
    TicketTransition(
        "Q01", Event.CALLED, "叫号", _WAITS | {State.LEFT}, State.CALLED,
        (Guard.SAME_TURN, Guard.OWN_OR_COMMON), takes_turn=True,
    ),
    TicketTransition("Q02", Event.RECALLED, "重呼", frozenset({State.CALLED}), None, _OWN),
    TicketTransition(
        "Q03", Event.BEGUN, "开始接待", frozenset({State.CALLED}), State.SERVING, _OWN
    ),
    TicketTransition(
        "Q04", Event.RECEIVED, "到窗接待", _WAITS | {State.CALLED, State.ON_HOLD, State.LEFT},
        State.SERVING, (), takes_turn=True,
    ),
    TicketTransition(
        "Q05", Event.REGISTERED, "登记来访", frozenset({State.SERVING}), None,
        (*_OWN, Guard.NAMES_VISIT),
    ),
    TicketTransition(
        "Q06", Event.HELD, "暂离", frozenset({State.CALLED, State.SERVING}), State.ON_HOLD, _OWN
    ),
    TicketTransition(
        "Q07", Event.RESUMED, "继续接待", frozenset({State.ON_HOLD}), State.SERVING, _OWN
    ),
    TicketTransition("Q08", Event.MISSED, "过号", frozenset({State.CALLED}), State.MISSED, _OWN),
    TicketTransition("Q09", Event.RETURNED, "退回等候", _HERE, State.WAITING, _OWN),
    TicketTransition(
        "Q10", Event.TRANSFERRED, "转窗口", _HERE, State.WAITING, (*_OWN, Guard.NAMES_DESK)
    ),
    TicketTransition(
        "Q11", Event.RELEASED, "交回统一叫号", _WAITS, None,
        (Guard.SAME_TURN, Guard.OWN_OR_COMMON),
    ),
    TicketTransition("Q12", Event.HELP_ASKED, "需要协助", _OPEN, None, ()),
    TicketTransition(
        "Q13", Event.CARRIED_OVER, "结转", _WAITS | {State.ON_HOLD}, State.WAITING,
        (Guard.SAME_TURN, Guard.LATER_DAY),
    ),
    TicketTransition("Q14", Event.LEFT, "离开", _WAITS | {State.CALLED, State.ON_HOLD}, State.LEFT),
    TicketTransition("Q15", Event.DONE, "接待完毕", frozenset({State.SERVING}), State.DONE, _OWN),
    TicketTransition(
        "Q16", Event.SETTLED_LATER, "隔日结清", frozenset({State.SERVING}), State.DONE,
        (Guard.SAME_TURN, Guard.DAY_IS_OVER),
    ),
)  # fmt: skip

TICKET_TRANSITIONS: Mapping[Event, TicketTransition] = MappingProxyType(
    {row.event: row for row in _ROWS}
)
OPEN_STATES = _OPEN
"""What the end of the day has to settle or carry over."""


def leaving(state: State) -> Iterable[TicketTransition]:
    """Yield the rows that may follow `state`, in the order of the table."""
    return (row for row in _ROWS if state in row.sources)
