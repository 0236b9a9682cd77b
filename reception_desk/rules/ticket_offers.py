"""What may happen to a number next, so that a screen offers that and nothing else."""

from datetime import timedelta

from reception_desk.records.tickets import TicketEventRecord
from reception_desk.rules.ticket_standing import TicketStanding, why_not
from reception_desk.rules.ticket_transition import TicketEvent
from reception_desk.rules.tickets import leaving

_LATER = "…"
"""Stands for what is still to be chosen: it is no reason against offering the step."""


def offers(standing: TicketStanding, desk_id: str) -> frozenset[TicketEvent]:
    """Return the events that the table allows a desk now, by all that it knows."""
    return frozenset(
        row.event
        for row in leaving(standing.state)
        if not why_not(standing, _as_asked(standing, row.event, desk_id))
    )


def _as_asked(standing: TicketStanding, event: TicketEvent, desk_id: str) -> TicketEventRecord:
    return TicketEventRecord(
        event_id="",
        event=event,
        occurred_at=standing.since,
        desk_id=desk_id,
        turn=standing.turn,
        after_id=standing.last_event_id,
        holder_id=_LATER,
        visit_id=_LATER,
        day=standing.day + timedelta(days=1),
    )
