"""Which steps of a session are open now, and why the others are not yet."""

from dataclasses import dataclass
from datetime import datetime

from reception_desk.records.video_sessions import SessionEventRecord, SessionFacts
from reception_desk.rules.session_guards import why_not
from reception_desk.rules.session_standing import SessionStanding
from reception_desk.rules.session_transition import SessionNeed, SessionTransition
from reception_desk.rules.video_sessions import leaving

_LATER = "…"
"""Stands for what the form of the step asks: it is no reason against offering the step."""
_ASKED_ABOUT_SOMEBODY = frozenset({SessionNeed.PARTICIPANT, SessionNeed.RESULT, SessionNeed.TIME})


@dataclass(frozen=True, slots=True)
class SessionOffer:
    """A row of the table that may follow; `why_not` is a sentence where it may not yet."""

    transition: SessionTransition
    why_not: str


def offers(
    standing: SessionStanding, facts: SessionFacts, roles: frozenset[str], moment: datetime
) -> tuple[SessionOffer, ...]:
    """Return the steps that may follow, in the order of the table.

    Those about one of the people, or that need a time, stand beside them and not here.
    """
    if standing.state is None:
        return ()
    rows = [row for row in leaving(standing.state) if _ASKED_ABOUT_SOMEBODY.isdisjoint(row.needs)]
    return tuple(
        SessionOffer(row, why_not(standing, _as_asked(row, roles, moment), facts)) for row in rows
    )


def _as_asked(
    row: SessionTransition, roles: frozenset[str], moment: datetime
) -> SessionEventRecord:
    return SessionEventRecord(
        event_id="",
        event=row.event.value,
        occurred_at=moment,
        recorded_at=moment,
        author_id=None,
        roles=roles,
        reason=_LATER,
        document_id=_LATER,
        decided_by=_LATER,
    )
