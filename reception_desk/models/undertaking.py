"""领导包案 and what a matter has to do with several units (三跨三分离)."""

from datetime import date

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from reception_desk.models.base import AppendOnlyRow, Base, EditableRow, key_to


class Undertaking(AppendOnlyRow, Base):
    """A leader takes a matter upon himself. It holds no state: that is the fold of its events.

    `leader_id` is a plain key: leaders are the county's, this is of the matter's stream; `team`
    is a JSON list of names of officials.
    """

    __tablename__ = "undertaking"
    __table_args__ = (Index("ix_undertaking_due_on", "due_on", "stream"),)

    matter_id: Mapped[str] = key_to("matter", index=True)
    leader_id: Mapped[str] = mapped_column(String(36))
    unit_id: Mapped[str] = key_to("unit")
    team: Mapped[str | None]
    plan: Mapped[str]
    due_on: Mapped[date]


class UndertakingEvent(AppendOnlyRow, Base):
    """What became of it; `after_id` is the last event its author saw.

    It names the matter, too, so that an open page hears of an event that another desk wrote.
    """

    __tablename__ = "undertaking_event"

    undertaking_id: Mapped[str] = key_to("undertaking", index=True)
    matter_id: Mapped[str] = key_to("matter")
    event: Mapped[str]
    text: Mapped[str]
    after_id: Mapped[str | None] = mapped_column(String(36))
    due_on: Mapped[date | None]
    leader_id: Mapped[str | None] = mapped_column(String(36))
    evidence_sha256: Mapped[str | None] = mapped_column(String(64))


class MatterTrait(EditableRow, Base):
    """A fact of the matter: it crosses regions, or household and place are apart. Undone by
    voiding.
    """

    __tablename__ = "matter_trait"

    matter_id: Mapped[str] = key_to("matter", index=True)
    trait: Mapped[str]


class MatterUnit(EditableRow, Base):
    """A unit that has to do with a matter of several: `part` is lead or support."""

    __tablename__ = "matter_unit"

    matter_id: Mapped[str] = key_to("matter", index=True)
    unit_id: Mapped[str] = key_to("unit")
    part: Mapped[str]
