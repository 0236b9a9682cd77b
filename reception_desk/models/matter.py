"""信访事项, the visits that concern it and its append-only steps."""

from datetime import datetime

from sqlalchemy.orm import Mapped

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
    """办理步骤: what happened to a matter, who did it, on which basis."""

    __tablename__ = "step"

    matter_id: Mapped[str] = key_to("matter", index=True)
    visit_id: Mapped[str | None] = key_to("visit")
    event: Mapped[str]
    occurred_at: Mapped[datetime]
    basis: Mapped[str | None]
    reason: Mapped[str | None]
