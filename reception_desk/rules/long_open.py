"""积案: which matters are long unresolved, by a rule the office sets; of matters, never of people.

No text in force defines 积案 in days; the national exchange has a flag for it (`jabz`). Here it is
a matter still in hand whose nearest duty has been over for longer than the office says, or one
that the petitioner still contests after the review (条例 Art. 35, 36) [office setting].
"""

from datetime import date, timedelta
from enum import StrEnum, auto

from reception_desk.rules.states import LIVE, State

CONTESTED = frozenset({State.RE_HANDLE, State.RECHECK})
"""The review is over and what it said is still disputed: handled anew, or put to the recheck."""


class LongOpen(StrEnum):
    """Why a matter stands in the ledger."""

    OVERDUE = auto()
    CONTESTED = auto()

    @property
    def label(self) -> str:
        """Chinese name."""
        return {"overdue": "长期超期", "contested": "复查后仍有争议"}[self.value]


def last_day(today: date, days: int) -> date:
    """Return the latest lawful day that makes a matter long open `today`."""
    return today - timedelta(days=days + 1)


def long_open(state: str, next_legal: date | None, today: date, days: int) -> LongOpen | None:
    """Return why the matter is long open, None where it is not.

    `next_legal` is the last lawful day of the office's duty that falls due first.
    """
    if state not in set(LIVE):
        return None
    if next_legal is not None and next_legal <= last_day(today, days):
        return LongOpen.OVERDUE
    return LongOpen.CONTESTED if state in set(CONTESTED) else None
