"""The append-only, hash-chained record of views, prints, exports and changes."""

from datetime import datetime

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from reception_desk.models.base import AppendOnlyRow, Base


class AuditEntry(AppendOnlyRow, Base):
    """Entry `position` of one desk; `entry_hash` covers the fields and `previous_hash`."""

    __tablename__ = "audit_entry"
    __table_args__ = (Index("ix_audit_entry_desk_id_position", "desk_id", "position"),)

    position: Mapped[int]
    occurred_at: Mapped[datetime]
    action: Mapped[str]
    subject_table: Mapped[str | None]
    subject_id: Mapped[str | None] = mapped_column(String(36))
    reason: Mapped[str | None]
    detail: Mapped[str | None]
    previous_hash: Mapped[str] = mapped_column(String(64))
    entry_hash: Mapped[str] = mapped_column(String(64))
