"""A decision is kept while it is typed or written, and forgotten once it is on record."""

from PySide6.QtCore import QObject, Signal

from reception_desk.errors import DeskError
from reception_desk.services import drafts
from reception_desk.services.drafts import DraftRecord
from reception_desk.ui.draft_keeper import DraftKeeper
from reception_desk.ui.pages.leader_desk.decision_card import DecisionCard
from reception_desk.ui.pages.leader_desk.decision_draft import (
    PAGE,
    DecisionDraft,
    draft_id,
    draft_of,
    record_of,
)
from reception_desk.ui.workplace import Workplace


class DecisionKeeping(QObject):
    """Signal `failed(error)`."""

    failed = Signal(object)

    def __init__(self, work: Workplace, card: DecisionCard) -> None:
        super().__init__(card)
        self._work = work
        self._card = card
        self._booking_id = ""
        self._is_showing = False
        self._keeper = DraftKeeper(work, self._record, self)
        self._keeper.failed.connect(self.failed)
        card.typed.connect(self._keep_soon)

    @property
    def has_unsaved(self) -> bool:
        """Whether something stands in the fields that is not on record."""
        return bool(self._booking_id) and not self._card.draft().is_empty

    def open(self, booking_id: str) -> None:
        """Take up another booking with what was typed of it; "" for none."""
        if booking_id == self._booking_id:
            return
        self.keep()
        self._booking_id = booking_id
        kept = drafts.open_drafts(self._work.database, self._work.actor, PAGE)
        own = draft_id(self._work.actor, booking_id) if booking_id else ""
        found = next((draft_of(one.content) for one in kept if one.draft_id == own), None)
        self._show(found or DecisionDraft())

    def keep(self) -> None:
        """Write what stands there now; nothing is kept of empty fields."""
        if self._record() is not None:
            self._keeper.keep()
        elif self._booking_id:
            self._discard()

    def forget(self) -> None:
        """It is on record: empty the fields."""
        self._show(DecisionDraft())
        self._discard()

    def _show(self, draft: DecisionDraft) -> None:
        self._is_showing = True
        self._card.show_draft(draft)
        self._is_showing = False

    def _discard(self) -> None:
        own = draft_id(self._work.actor, self._booking_id)
        try:
            drafts.discard_draft(self._work.database, self._work.actor, own)
        except DeskError as error:
            self.failed.emit(error)

    def _record(self) -> DraftRecord | None:
        draft = self._card.draft()
        if not self._booking_id or draft.is_empty:
            return None
        return record_of(self._work.actor, self._booking_id, draft)

    def _keep_soon(self) -> None:
        if not self._is_showing and self._booking_id:
            self._keeper.keep_soon()
