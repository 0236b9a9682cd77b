"""来访: who came, when, to which window, and what was said."""

from datetime import datetime

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from reception_desk.models.base import Base, EditableRow, key_to


class Visit(EditableRow, Base):
    """One reception. `claim` is what the visitor asks, `facts` the reasons given.

    `number` is allotted by the centre; until then the provisional number stands, and both stay
    on record. `to_complete` says that the claim is still to be written down. `is_anonymous` and
    `is_unclear` (条例 Art. 23(2)) may be NULL: an older desk does not send them.
    """

    __tablename__ = "visit"
    # The order of the register with all it asks of a row: two million are read from it alone.
    __table_args__ = (Index("ix_visit_register", "arrived_at", "id", "stream", "voided_at"),)

    unit_id: Mapped[str] = key_to("unit")
    provisional_number: Mapped[str] = mapped_column(index=True)
    number: Mapped[str | None]
    query_code: Mapped[str]
    arrived_at: Mapped[datetime]
    received_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    zone: Mapped[str]
    window: Mapped[str]
    received_by: Mapped[str] = key_to("account")
    form: Mapped[str] = mapped_column(String(3))
    channel: Mapped[str]
    head_count: Mapped[int]
    claim: Mapped[str]
    facts: Mapped[str]
    to_complete: Mapped[bool] = mapped_column(default=False)
    summary: Mapped[str]
    purpose: Mapped[str | None]
    matter_class: Mapped[str | None]
    category: Mapped[str | None]
    place_code: Mapped[str | None]
    respondent: Mapped[str | None]
    earlier_handling: Mapped[str | None]
    is_oral: Mapped[bool] = mapped_column(default=False)
    read_back_at: Mapped[datetime | None]
    outcome: Mapped[str | None]
    outcome_note: Mapped[str | None]
    target_unit_id: Mapped[str | None] = key_to("unit")
    privacy_notice: Mapped[str | None]
    is_anonymous: Mapped[bool | None]
    is_unclear: Mapped[bool | None]
    delivery_way: Mapped[str | None]
    delivery_address: Mapped[str | None]


class VisitPerson(EditableRow, Base):
    """A person's part in a visit: main, representative, follower, agent, companion, interpreter."""

    __tablename__ = "visit_person"

    visit_id: Mapped[str] = key_to("visit", index=True)
    person_id: Mapped[str] = key_to("person", index=True)
    role: Mapped[str]
    position: Mapped[int]


class VisitNeed(EditableRow, Base):
    """Help the visitor asked for in this visit (wheelchair, dialect, interpreter …)."""

    __tablename__ = "visit_need"

    visit_id: Mapped[str] = key_to("visit", index=True)
    need: Mapped[str]


class Material(EditableRow, Base):
    """One line of the 材料接收清单."""

    __tablename__ = "material"

    visit_id: Mapped[str] = key_to("visit", index=True)
    position: Mapped[int]
    name: Mapped[str]
    pages: Mapped[int]
    copies: Mapped[int]
    is_original: Mapped[bool]
    returned_at: Mapped[datetime | None]
