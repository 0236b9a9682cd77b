"""What a leader has typed and written of a decision so far, kept until it is on record."""

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any
from uuid import UUID, uuid5

from reception_desk.records.actor import Actor
from reception_desk.records.signature import Handwriting
from reception_desk.services.drafts import DraftRecord

PAGE = "leader_desk"


@dataclass(frozen=True, slots=True)
class DecisionDraft:
    """The fields as they stand; `ink` is `Handwriting` as JSON, "" for none."""

    text: str = ""
    unit_id: str = ""
    owner: str = ""
    co_owner_ids: tuple[str, ...] = ()
    due_on: date | None = None
    ink: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether nothing would be lost without it."""
        return self == DecisionDraft()

    def handwriting(self) -> Handwriting | None:
        """Return the strokes, None for none."""
        return Handwriting.from_json(self.ink) if self.ink else None


def draft_id(actor: Actor, booking_id: str) -> str:
    """Return the key under which one person's decision on one booking is kept."""
    return str(uuid5(UUID(booking_id), actor.account_id))


def record_of(actor: Actor, booking_id: str, draft: DecisionDraft) -> DraftRecord:
    """Return the decision as the database keeps it."""
    due = draft.due_on.isoformat() if draft.due_on else ""
    content: dict[str, Any] = asdict(draft) | {"due_on": due, "co_owner_ids": draft.co_owner_ids}
    return DraftRecord(
        draft_id(actor, booking_id), 0, {"page": PAGE, "booking": booking_id, **content}
    )


def draft_of(content: dict[str, Any]) -> DecisionDraft:
    """Return the decision that was kept."""
    due = content["due_on"]
    return DecisionDraft(
        text=content["text"],
        unit_id=content["unit_id"],
        owner=content["owner"],
        co_owner_ids=tuple(content["co_owner_ids"]),
        due_on=date.fromisoformat(due) if due else None,
        ink=content["ink"],
    )
