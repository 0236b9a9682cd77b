"""The slip of a number just taken; nothing of it is kept."""

from datetime import datetime
from zoneinfo import ZoneInfo

from reception_desk.documents.fonts import SHIPPED_FONTS, FontPaths
from reception_desk.documents.office_fonts import office_fonts
from reception_desk.models import Database
from reception_desk.records.actor import Actor
from reception_desk.records.papers import TicketSlipData
from reception_desk.rules.permissions import Action
from reception_desk.services.office import office_card
from reception_desk.services.permissions import require
from reception_desk.services.tickets import IssuedTicket


def slip_pdf(
    database: Database,
    actor: Actor,
    issued: IssuedTicket,
    moment: datetime,
    *,
    paper: str = "slip80",
    fonts: FontPaths = SHIPPED_FONTS,
) -> bytes:
    """Return the slip of a number taken at `moment`, with the hall's time on it."""
    from reception_desk.documents.ticket_slip import ticket_slip

    require(actor, Action.ISSUE_TICKET)
    data = TicketSlipData(
        office_card(database),
        issued.number,
        moment.astimezone(ZoneInfo(actor.desk.zone)),
        issued.ahead,
        issued.minutes,
    )
    return ticket_slip(data, paper, office_fonts(fonts).paths)
