"""One visitor at the desk: a draft until it is registered, then the record, perhaps corrected."""

from dataclasses import dataclass

from reception_desk.records.similar_matters import SimilarMatter, Sought
from reception_desk.records.visit import MatterHint, VisitRecord
from reception_desk.ui.pages.reception.visit_draft import VisitDraft


@dataclass(slots=True)
class OpenTab:
    """`record` is the registered visit, `matters` the earlier ones of the person in the form.

    `similar` are matters that may be the one of this visit, as they were found for `sought`.
    `signs_on_paper`: the petitioner chose a pen, and is not asked for the screen again;
    `was_asked_to_evaluate`: nor is whoever was asked once, answered or not.
    """

    draft: VisitDraft
    record: VisitRecord | None = None
    matters: tuple[MatterHint, ...] = ()
    sought: Sought | None = None
    similar: tuple[SimilarMatter, ...] = ()
    signs_on_paper: bool = False
    was_asked_to_evaluate: bool = False

    @property
    def key(self) -> str:
        return self.draft.draft_id

    @property
    def is_correcting(self) -> bool:
        """Whether a registered visit is being completed or corrected."""
        return bool(self.draft.corrects)

    @property
    def is_form(self) -> bool:
        """Whether the tab shows the form, and not a registered visit."""
        return self.record is None or self.is_correcting

    @property
    def is_unsaved(self) -> bool:
        """Whether closing it would lose something."""
        if self.is_correcting:
            return bool(self.draft.changes())
        return self.record is None and not self.draft.is_empty

    @property
    def own_matter_id(self) -> str:
        """The matter that began with this visit, to which it returns when it leaves another."""
        record = self.record
        return "" if record is None or record.is_repeat else record.matter_id or ""

    def show_record(self, record: VisitRecord) -> None:
        """Show a registered visit; of the draft only what names the tab is left."""
        self.record = record
        self.draft = VisitDraft.begin(self.key)
        main = record.main_person
        self.draft.main.name = (main.name or "") if main else ""
