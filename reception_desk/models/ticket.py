"""叫号: tickets of the hall and what happened to them. Neither names a person or a matter."""

from datetime import date, datetime

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from reception_desk.models.base import AppendOnlyRow, Base, key_to


class Ticket(AppendOnlyRow, Base):
    """A number as it was taken. It holds no state: the state is the fold of its events.

    `holder_id` is the desk that kept it because the centre was away.
    """

    __tablename__ = "ticket"
    __table_args__ = (Index("ix_ticket_day", "day", "stream"),)

    number: Mapped[str]
    ordinal: Mapped[int]
    day: Mapped[date]
    needs_help: Mapped[bool]
    booked_for: Mapped[datetime | None]
    holder_id: Mapped[str | None] = mapped_column(String(36))


class TicketEvent(AppendOnlyRow, Base):
    """What happened to a ticket; `after_id` is the last event its author saw, `turn` its turn.

    The visit registered for it is a plain key: it tells nothing to whom may not see the visit.
    """

    __tablename__ = "ticket_event"

    ticket_id: Mapped[str] = key_to("ticket", index=True)
    event: Mapped[str]
    occurred_at: Mapped[datetime]
    after_id: Mapped[str | None] = mapped_column(String(36))
    turn: Mapped[int]
    window: Mapped[str]
    holder_id: Mapped[str | None] = mapped_column(String(36))
    visit_id: Mapped[str | None] = mapped_column(String(36))
    day: Mapped[date | None] = mapped_column(index=True)
