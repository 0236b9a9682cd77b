"""Where each matter stands, kept at the desk so that boards and lists need no fold."""

from datetime import date

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from reception_desk.models.base import Base


class MatterStanding(Base):
    """The fold of a matter's steps in short; made anew from them, never the other way round.

    `clerk_id` registered the matter; `proposal` names the event that waits for approval; `refused`
    counts steps on record that the rules do not allow; `next_legal` and `next_internal` belong to
    the office's duty that falls due first. `matter_row` is the rowid of the matter, by which the
    words of its title are found while the index of what falls due is walked.
    """

    __tablename__ = "matter_standing"
    __table_args__ = (
        Index("ix_matter_standing_next", "next_legal", "matter_id", "matter_row"),
        Index("ix_matter_standing_state", "state", "matter_id"),
        {"sqlite_with_rowid": False},
    )

    matter_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    stream: Mapped[int]
    state: Mapped[str]
    since: Mapped[date]
    unit_id: Mapped[str | None] = mapped_column(String(36))
    clerk_id: Mapped[str | None] = mapped_column(String(36))
    is_supervised: Mapped[bool]
    proposal: Mapped[str | None]
    refused: Mapped[int]
    next_legal: Mapped[date | None]
    next_internal: Mapped[date | None]
    matter_row: Mapped[int]


class OpenDuty(Base):
    """A duty that is neither done nor fallen away, with its three days.

    `extend_days`, `hearing_days` and `target` are what they were reckoned with beside `start`.
    """

    __tablename__ = "open_duty"
    __table_args__ = (
        # The board is counted from it alone.
        Index(
            "ix_open_duty_board",
            "is_petitioners",
            "legal",
            "internal",
            "stream",
            "unit_id",
            "clerk_id",
            "duty",
        ),
        {"sqlite_with_rowid": False},
    )

    matter_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    duty: Mapped[str] = mapped_column(String(3), primary_key=True)
    stream: Mapped[int]
    unit_id: Mapped[str | None] = mapped_column(String(36))
    clerk_id: Mapped[str | None] = mapped_column(String(36))
    is_petitioners: Mapped[bool]
    start: Mapped[date]
    extend_days: Mapped[int]
    hearing_days: Mapped[int]
    target: Mapped[date | None]
    nominal: Mapped[date]
    legal: Mapped[date]
    internal: Mapped[date]
    is_provisional: Mapped[bool]
    calendar_version: Mapped[str]


class StandingPending(Base):
    """A matter whose standing is to be made anew; filled by triggers with each step."""

    __tablename__ = "standing_pending"
    __table_args__ = ({"sqlite_with_rowid": False},)

    matter_id: Mapped[str] = mapped_column(String(36), primary_key=True)
