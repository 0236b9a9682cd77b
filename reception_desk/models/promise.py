"""承诺: what was promised to a petitioner on a matter, and the reports about it."""

from datetime import date

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from reception_desk.models.base import AppendOnlyRow, Base, key_to


class Promise(AppendOnlyRow, Base):
    """A promise with its owner and day; whether it is kept is the fold of its reports.

    `co_owner_ids` is a JSON list of units; `source_id` names the session or leader day and
    `note_id` the entry of its log, plain keys: a promise is part of the matter.
    """

    __tablename__ = "promise"
    __table_args__ = (Index("ix_promise_due_on", "due_on", "stream"),)

    matter_id: Mapped[str] = key_to("matter", index=True)
    visit_id: Mapped[str | None] = key_to("visit", index=True)
    what: Mapped[str]
    owner_unit_id: Mapped[str] = key_to("unit")
    owner_name: Mapped[str]
    co_owner_ids: Mapped[str | None]
    due_on: Mapped[date]
    source: Mapped[str]
    source_id: Mapped[str | None] = mapped_column(String(36), index=True)
    note_id: Mapped[str | None] = mapped_column(String(36))


class PromiseReport(AppendOnlyRow, Base):
    """A report back on a promise; `evidence_sha256` names a paper or page on record."""

    __tablename__ = "promise_report"

    promise_id: Mapped[str] = key_to("promise", index=True)
    kind: Mapped[str]
    text: Mapped[str]
    after_id: Mapped[str | None] = mapped_column(String(36))
    evidence_sha256: Mapped[str | None] = mapped_column(String(64))
