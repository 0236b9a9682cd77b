"""One visitor at the desk: a draft until it is registered, then the record."""

from dataclasses import dataclass

from reception_desk.records.visit import MatterHint, VisitRecord
from reception_desk.ui.pages.reception.visit_draft import VisitDraft


@dataclass(slots=True)
class OpenTab:
    """`matters` are the earlier matters of the person in the form."""

    draft: VisitDraft
    record: VisitRecord | None = None
    matters: tuple[MatterHint, ...] = ()

    @property
    def key(self) -> str:
        return self.draft.draft_id
