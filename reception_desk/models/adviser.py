"""值班律师、调解员: who they are, when they are on duty, and what they advised on a matter."""

from datetime import date

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from reception_desk.models.base import AppendOnlyRow, Base, EditableRow, key_to


class Adviser(EditableRow, Base):
    """A lawyer or mediator of an outside body."""

    __tablename__ = "adviser"

    name: Mapped[str]
    kind: Mapped[str]
    firm: Mapped[str]


class AdviserShift(EditableRow, Base):
    """A duty in the hall; times are the hall's (`08:30`)."""

    __tablename__ = "adviser_shift"

    adviser_id: Mapped[str] = key_to("adviser")
    day: Mapped[date] = mapped_column(index=True)
    starts_at: Mapped[str]
    ends_at: Mapped[str]
    place: Mapped[str]


class Advice(AppendOnlyRow, Base):
    """What was advised on a matter; confidential from the unit complained of.

    It belongs to the visit at which it was given, and goes with that one.
    `adviser_id` is a plain key: advisers are the hall's, the advice is of the matter's stream.
    """

    __tablename__ = "advice"

    matter_id: Mapped[str] = key_to("matter", index=True)
    visit_id: Mapped[str | None] = key_to("visit", index=True)
    adviser_id: Mapped[str] = mapped_column(String(36))
    given_on: Mapped[date]
    started_at: Mapped[str]
    topic: Mapped[str]
    text: Mapped[str]
    referral: Mapped[str | None]
