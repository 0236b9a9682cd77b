"""更正: what stood in a field before it was completed or corrected."""

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from reception_desk.models.base import AppendOnlyRow, Base, key_to


class Correction(AppendOnlyRow, Base):
    """One field of a registration that was changed; `step` says when, by whom and why.

    `subject` and `field` are those of `rules.corrections.Change`; `earlier` is the value before as
    JSON, so that nothing that was ever on record is lost.
    """

    __tablename__ = "correction"

    visit_id: Mapped[str] = key_to("visit", index=True)
    step_id: Mapped[str] = key_to("step")
    subject: Mapped[str]
    subject_id: Mapped[str | None] = mapped_column(String(36))
    field: Mapped[str]
    earlier: Mapped[str | None]
