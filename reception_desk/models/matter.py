"""信访事项, the visits that concern it and its append-only steps."""

from datetime import date, datetime

from sqlalchemy import Index, String
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, mapped_column

from reception_desk.models.base import AppendOnlyRow, Base, EditableRow, key_to


class Matter(EditableRow, Base):
    """信访事项. It holds no state: the state is the fold of its steps."""

    __tablename__ = "matter"

    title: Mapped[str]
    matter_class: Mapped[str | None]
    purpose: Mapped[str | None]
    category: Mapped[str | None]
    place_code: Mapped[str | None]
    registered_at: Mapped[datetime]


class VisitMatter(EditableRow, Base):
    """The visit concerns the matter; `relation` is first or repeat. Undone by voiding."""

    __tablename__ = "visit_matter"

    visit_id: Mapped[str] = key_to("visit", index=True)
    matter_id: Mapped[str] = key_to("matter", index=True)
    relation: Mapped[str]


class Step(AppendOnlyRow, Base):
    """办理步骤: what happened to a matter, who did it, on which basis.

    `day` is the day in law, `after_id` the last step its author had seen, `unit_id` where it goes,
    `answers_id` the proposal or supervision it answers, `due_on` the last day set by the office,
    `days` those of an extension, `result` a code, `details` JSON of what few steps say
    (`records.steps.StepDetails`). Steps of the first release carry none of these. A step is no
    part of the matter it links to, nor of the steps it names: these are plain keys.
    """

    __tablename__ = "step"
    __table_args__ = (
        # Few steps link; the matters that do are folded again with the one they link to.
        Index(
            "ix_step_linked_matter_id",
            "linked_matter_id",
            sqlite_where=sql("linked_matter_id IS NOT NULL"),
        ),
    )

    matter_id: Mapped[str] = key_to("matter", index=True)
    visit_id: Mapped[str | None] = key_to("visit")
    event: Mapped[str]
    occurred_at: Mapped[datetime]
    basis: Mapped[str | None]
    reason: Mapped[str | None]
    day: Mapped[date | None]
    after_id: Mapped[str | None] = mapped_column(String(36))
    unit_id: Mapped[str | None] = key_to("unit")
    account_id: Mapped[str | None] = mapped_column(String(36))
    linked_matter_id: Mapped[str | None] = mapped_column(String(36))
    answers_id: Mapped[str | None] = mapped_column(String(36))
    due_on: Mapped[date | None]
    days: Mapped[int | None]
    result: Mapped[str | None]
    details: Mapped[str | None]


class ServiceRecord(AppendOnlyRow, Base):
    """送达: how and when an issued paper reached the petitioner, or why it did not.

    `way` is a code of `delivery_way`; `received_by` with `relation` when another adult of the
    household signed; `witness` for a paper left after refusal; `mail_number` the post's.
    """

    __tablename__ = "service_record"

    document_id: Mapped[str] = key_to("document", index=True)
    matter_id: Mapped[str] = key_to("matter", index=True)
    way: Mapped[str]
    served_on: Mapped[date]
    received_by: Mapped[str | None]
    relation: Mapped[str | None]
    witness: Mapped[str | None]
    mail_number: Mapped[str | None]
    is_refused: Mapped[bool]
    note: Mapped[str | None]
