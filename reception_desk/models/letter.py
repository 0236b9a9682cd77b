"""来信: how a letter came, and who of the leaders read it; what it asks is its visit's."""

from datetime import date

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from reception_desk.models.base import AppendOnlyRow, Base, key_to


class Letter(AppendOnlyRow, Base):
    """A letter is a registration of the form 来信; this says how it came and to whom.

    `leader_id` is a plain key: leaders are the county's, the letter is of its visit's stream.
    """

    __tablename__ = "letter"

    visit_id: Mapped[str] = key_to("visit", index=True)
    arrived_on: Mapped[date] = mapped_column(index=True)
    posted_on: Mapped[date | None]
    leader_id: Mapped[str | None] = mapped_column(String(36))
    mail_number: Mapped[str | None]


class LetterReading(AppendOnlyRow, Base):
    """A leader read the letter (阅批); what is owed of it is the promise it names."""

    __tablename__ = "letter_reading"

    letter_id: Mapped[str] = key_to("letter", index=True)
    visit_id: Mapped[str] = key_to("visit")
    leader_id: Mapped[str] = mapped_column(String(36))
    read_on: Mapped[date]
    text: Mapped[str | None]
    promise_id: Mapped[str | None] = key_to("promise")
