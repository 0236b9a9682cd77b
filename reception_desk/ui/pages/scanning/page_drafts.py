"""The text of the chosen page: its drafts in the card, all of it in a window."""

from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QObject, Signal

from reception_desk.errors import DeskError
from reception_desk.records.reading import ReadPage
from reception_desk.records.scan_batches import ScanBatch, Treatment
from reception_desk.records.text_drafts import ComparedDraft, TextDraft
from reception_desk.services.page_reading import read_text
from reception_desk.services.text_drafts import compared_drafts
from reception_desk.ui.dialogs.text_view import TextView
from reception_desk.ui.pages.scanning.draft_card import DraftCard
from reception_desk.ui.workplace import Workplace

LANE = "drafts"

_Key = tuple[str, Treatment | None]
"""A page, and how the picture was made whose text is shown."""


@dataclass(frozen=True, slots=True)
class _Found:
    page: ReadPage
    drafts: tuple[ComparedDraft, ...]


class PageDrafts(QObject):
    """Signal `use_asked(visit id, field, value)`: the clerk wants a draft in the registration."""

    use_asked = Signal(str, str, str)

    def __init__(self, workplace: Workplace, card: DraftCard, parent: QObject) -> None:
        super().__init__(parent)
        self._work = workplace
        self._card = card
        self._visit_id = ""
        self._shown: _Key = ("", None)
        self._text: ReadPage | None = None
        card.use_asked.connect(self._use)
        card.text_asked.connect(self.open_text)

    def show(self, batch: ScanBatch, page_id: str) -> None:
        """Show what was read on a page, or that it is not read yet."""
        page = batch.pages[page_id]
        is_read = page.made_by is not None and page.read_as == page.made_by
        key = (page_id, page.read_as if is_read else None)
        self._visit_id = batch.visit_id
        if key == self._shown:
            return
        self._shown, self._text = key, None
        if not is_read:
            self._card.say("正在识别文字…" if self._is_to_be_read(batch, page_id) else "")
            return
        find = partial(_find, self._work, batch.batch_id, page_id)
        self._work.tasks.run(LANE, self, find, partial(self._take, key), self._failed)

    def clear(self) -> None:
        """Show nothing: there is no page."""
        self._shown, self._text = ("", None), None
        self._card.say("")

    def open_text(self) -> None:
        """Show the whole text of the page, to be read and copied."""
        if self._text is not None and self._text.lines:
            lines = [line.text for line in self._text.lines]
            TextView("这一页的文字", lines, self._card.window()).open()

    def _is_to_be_read(self, batch: ScanBatch, page_id: str) -> bool:
        is_kept = any(
            placed.page_id == page_id and not placed.is_removed
            for placed in batch.arrangement.pages
        )
        return is_kept and self._work.page_texts is not None and not batch.pages[page_id].is_blank

    def _take(self, key: _Key, found: _Found | None) -> None:
        if key != self._shown:
            return
        if found is None:
            self._card.say("这一页的文字没有认出来，归档后不能按内容查到。")
            return
        self._text = found.page
        self._card.show_drafts(found.drafts, line_count=len(found.page.lines))

    def _failed(self, error: Exception) -> None:
        """The batch was filed or left meanwhile; any other error is a bug."""
        if not isinstance(error, DeskError):
            self._work.messages.show_error(error)

    def _use(self, draft: TextDraft) -> None:
        self.use_asked.emit(self._visit_id, draft.field.value, draft.value)


def _find(workplace: Workplace, batch_id: str, page_id: str) -> _Found | None:
    page = read_text(workplace.database, workplace.actor, batch_id, page_id)
    if page is None:
        return None
    drafts = compared_drafts(workplace.database, workplace.actor, batch_id, page)
    return _Found(page, drafts)
