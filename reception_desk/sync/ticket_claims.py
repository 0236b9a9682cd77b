"""Asking the centre for a ticket of the common queue, on a connection of its own.

The loop's connection may be carrying a file or a first reading; a window calls a number every few
minutes, so a connection for one question costs less than one that is kept.
"""

from collections.abc import Sequence

from reception_desk.records.tickets import ClaimAnswer, Wish
from reception_desk.sync.centre_errors import CentreAwayError, CentreRefusedError
from reception_desk.sync.link import CentreLink
from reception_desk.sync.session import CentreSession

ANSWER_WITHIN = 5.0
"""Seconds. Nobody waits longer at the glass."""


class CentreClaims:
    """Calls as `records.tickets.Claim`. A claim whose answer was lost is granted to the same desk
    again."""

    def __init__(self, link: CentreLink) -> None:
        self._link = link

    def __call__(self, wishes: Sequence[Wish]) -> ClaimAnswer:
        try:
            with CentreSession(self._link, answer_within=ANSWER_WITHIN) as session:
                return session.claim_ticket(wishes)
        except (CentreAwayError, CentreRefusedError):
            return ClaimAnswer(is_away=True)
