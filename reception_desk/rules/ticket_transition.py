"""What one row of a ticket's life says: from where to where, and under which conditions."""

from dataclasses import dataclass
from enum import StrEnum, auto


class TicketState(StrEnum):
    """Where a ticket stands; `label` is its Chinese name."""

    WAITING = auto()
    CALLED = auto()
    SERVING = auto()
    ON_HOLD = auto()
    MISSED = auto()
    LEFT = auto()
    DONE = auto()

    @property
    def label(self) -> str:
        """Chinese name."""
        return _LABELS[self]


_LABELS = {
    TicketState.WAITING: "等候",
    TicketState.CALLED: "已叫号",
    TicketState.SERVING: "接待中",
    TicketState.ON_HOLD: "暂离",
    TicketState.MISSED: "过号",
    TicketState.LEFT: "已离开",
    TicketState.DONE: "已接待",
}


class TicketEvent(StrEnum):
    """What happens to a ticket; the names stand in its events."""

    CALLED = auto()
    RECALLED = auto()
    BEGUN = auto()
    RECEIVED = auto()
    REGISTERED = auto()
    HELD = auto()
    RESUMED = auto()
    MISSED = auto()
    RETURNED = auto()
    TRANSFERRED = auto()
    RELEASED = auto()
    HELP_ASKED = auto()
    CARRIED_OVER = auto()
    LEFT = auto()
    DONE = auto()
    SETTLED_LATER = auto()


class TicketGuard(StrEnum):
    """A condition beside the state; `rules/ticket_standing.py` holds what each asks."""

    SAME_TURN = auto()
    OWN_OR_COMMON = auto()
    OWN_WINDOW = auto()
    NAMES_DESK = auto()
    NAMES_VISIT = auto()
    LATER_DAY = auto()
    DAY_IS_OVER = auto()


@dataclass(frozen=True, slots=True)
class TicketTransition:
    """A row of a ticket's life; without `target` the ticket stays where it stands.

    `takes_turn` marks the events that end the wait: the number of the turn goes up by one.
    """

    number: str
    event: TicketEvent
    label: str
    sources: frozenset[TicketState]
    target: TicketState | None
    guards: tuple[TicketGuard, ...] = (TicketGuard.SAME_TURN,)
    takes_turn: bool = False
