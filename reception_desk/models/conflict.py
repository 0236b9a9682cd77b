"""Fields that two desks changed at once: what the centre recorded, and how it was settled."""

from datetime import datetime

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from reception_desk.models.base import AppendOnlyRow, Base


class SyncConflict(Base):
    """The centre's record of one clash, read only; it reaches every desk of its stream.

    `held` is what the centre had when `sent` arrived, `saw` what the sender had seen before; all
    three are JSON. The accounts are empty where a program before this one made the change.
    """

    __tablename__ = "sync_conflict"
    __table_args__ = (
        Index("ix_sync_conflict_cell", "table_name", "row_id", "column_name"),
        Index("ix_sync_conflict_row_id", "row_id"),
    )

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    stream: Mapped[int]
    table_name: Mapped[str]
    row_id: Mapped[str] = mapped_column(String(36))
    column_name: Mapped[str]
    saw: Mapped[str | None]
    held: Mapped[str | None]
    sent: Mapped[str | None]
    held_desk: Mapped[str]
    sent_desk: Mapped[str]
    held_by: Mapped[str | None] = mapped_column(String(36))
    sent_by: Mapped[str | None] = mapped_column(String(36))
    held_at: Mapped[datetime]
    sent_at: Mapped[datetime]


class ConflictSettlement(AppendOnlyRow, Base):
    """A person judged a clash: `verdict` is held, sent or other. Its maker and time say who, when.

    Two desks may judge one clash at once; both stand, and where they chose differently the field
    itself clashes anew and is judged once more.
    """

    __tablename__ = "conflict_settlement"

    conflict_id: Mapped[str] = mapped_column(String(36), index=True)
    verdict: Mapped[str]
