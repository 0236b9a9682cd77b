"""听证 to come: append-only events; when it is held, a step says so."""

from datetime import date

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from reception_desk.models.base import AppendOnlyRow, Base, key_to


class HearingPlan(AppendOnlyRow, Base):
    """An arrangement, a move or a cancellation; `after_id` is the last event its author saw."""

    __tablename__ = "hearing_plan"

    matter_id: Mapped[str] = key_to("matter", index=True)
    event: Mapped[str]
    after_id: Mapped[str | None] = mapped_column(String(36))
    held_on: Mapped[date | None]
    starts_at: Mapped[str | None]
    place: Mapped[str | None]
    chair: Mapped[str | None]
    reason: Mapped[str | None]
