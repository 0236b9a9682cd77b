"""补充、更正: a registered visit goes back into the form, is saved or left as it was."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Signal

from reception_desk.errors import DeskError
from reception_desk.records.visit import MatterHint, VisitRecord
from reception_desk.rules.corrections import in_words, needs_reason
from reception_desk.services import drafts, matters, visits
from reception_desk.services.corrections import ChangedMeanwhileError, correct_visit
from reception_desk.ui.pages.reception.filling import correction_of
from reception_desk.ui.pages.reception.merging import follow
from reception_desk.ui.pages.reception.open_tab import OpenTab
from reception_desk.ui.pages.reception.view import ReceptionView
from reception_desk.ui.pages.reception.visit_draft import VisitDraft
from reception_desk.ui.widgets.inline_bar import Level
from reception_desk.ui.workplace import Workplace

LOOK = "补充、更正登记"


class Correcting(QObject):
    """Works on the tab in sight, which `current` returns.

    Signals: `tab_changed(OpenTab)` asks to show it anew, `edited` says that the reason was typed,
    `corrected(Corrected)` follows a save.
    """

    tab_changed = Signal(object)
    edited = Signal()
    corrected = Signal(object)

    def __init__(
        self, workplace: Workplace, view: ReceptionView, current: Callable[[], OpenTab | None]
    ) -> None:
        super().__init__(view)
        self._work = workplace
        self._view = view
        self._current = current
        view.registered.correction_asked.connect(self.begin)
        view.correction.save_asked.connect(self.save)
        view.correction.cancel_asked.connect(self.cancel)
        view.correction.reason_edited.connect(self._take_reason)

    def begin(self, jump_to: str = "") -> None:
        """Put the visit in sight into the form, the caret into the field to fill."""
        tab = self._current()
        if tab is None or tab.record is None or tab.is_correcting or not self._load_form(tab):
            return
        self._show_form(tab, jump_to)

    def propose(self, field: str, value: str) -> None:
        """Put a value read from a paper into the petitioner's form; the clerk saves it, or not."""
        tab = self._current()
        if tab is None or tab.record is None or not (tab.is_correcting or self._load_form(tab)):
            return
        setattr(tab.draft.main, field, value)
        self._show_form(tab, field)
        self.edited.emit()

    def _load_form(self, tab: OpenTab) -> bool:
        """Load the tab's visit as a form; say why where that cannot be."""
        if tab.record is None:
            return False
        try:
            record = self._load(tab.record.visit_id)
            draft = correction_of(record, tab.key)
            tab.matters = self._matters_of(draft)
        except DeskError as error:
            self._view.registered.bar.say_error(error)
            return False
        tab.record, tab.draft = record, draft
        return True

    def _show_form(self, tab: OpenTab, jump_to: str) -> None:
        self._view.notice.clear()
        self.tab_changed.emit(tab)
        if jump_to:
            self._view.form.jump_to(jump_to)

    def reopened(self, draft: VisitDraft) -> OpenTab:
        """Return the tab of a correction that was left, for example by a power cut.

        Raises `DeskError` when the visit may no longer be opened.
        """
        record = self._load(draft.corrects)
        follow(draft, record)
        return OpenTab(draft, record=record, matters=self._matters_of(draft))

    def introduce(self, tab: OpenTab) -> None:
        """Say above the form which visit this is, and below it what a save would change."""
        if tab.record is not None:
            self._view.form.bar.say(
                Level.INFO,
                f"正在补充、更正 {tab.record.shown_number}；来访时间、编号和查询码不变。",
            )
        self._view.correction.show_reason(tab.draft.reason)
        self.show_changes(tab)

    def show_changes(self, tab: OpenTab) -> None:
        """Say below the form what a save would change."""
        changes = tab.draft.changes()
        self._view.correction.show_changes(in_words(changes), needs_reason=needs_reason(changes))

    def save(self) -> None:
        """Write what was changed; without any change the form only closes."""
        tab = self._current()
        if tab is None or not tab.is_correcting:
            return
        changes = tab.draft.changes()
        if not changes:
            self.cancel()
            return
        if needs_reason(changes) and not tab.draft.reason.strip():
            self._view.correction.ask_reason()
            return
        try:
            done = correct_visit(
                self._work.database,
                self._work.actor,
                tab.draft.corrects,
                changes,
                reason=tab.draft.reason,
                draft_id=tab.key,
            )
        except ChangedMeanwhileError as error:
            self._lay_over(tab, error)
            return
        except DeskError as error:
            self._refuse(error)
            return
        tab.show_record(done.visit)
        self.tab_changed.emit(tab)
        self.corrected.emit(done)

    def cancel(self) -> None:
        """Leave the form without a change; what was typed can be fetched back."""
        tab = self._current()
        if tab is None or not tab.is_correcting or tab.record is None:
            return
        left, is_unsaved = tab.draft, tab.is_unsaved
        drafts.discard_draft(self._work.database, self._work.actor, tab.key)
        tab.show_record(tab.record)
        self.tab_changed.emit(tab)
        if is_unsaved:
            self._view.registered.bar.say(
                Level.INFO, "没有保存的改动已放弃。", [("恢复", partial(self._resume, tab, left))]
            )

    def _take_reason(self, reason: str) -> None:
        if (tab := self._current()) is not None:
            tab.draft.reason = reason
            self.edited.emit()

    def _resume(self, tab: OpenTab, draft: VisitDraft) -> None:
        if tab.record is None or tab.is_correcting:
            return
        tab.draft = draft
        follow(draft, tab.record)
        self.tab_changed.emit(tab)

    def _lay_over(self, tab: OpenTab, error: ChangedMeanwhileError) -> None:
        """Compare with the record of today: a second save means what it says."""
        tab.record = self._load(tab.draft.corrects)
        follow(tab.draft, tab.record)
        self.tab_changed.emit(tab)
        self._refuse(error)

    def _refuse(self, error: DeskError) -> None:
        self._view.form.refuse(error)

    def _matters_of(self, draft: VisitDraft) -> tuple[MatterHint, ...]:
        """Return the matters that the visit could belong to."""
        person_id = draft.main.person_id
        if not person_id:
            return ()
        return matters.matters_of(self._work.database, self._work.actor, person_id, reason=LOOK)

    def _load(self, visit_id: str) -> VisitRecord:
        return visits.load_visit(self._work.database, self._work.actor, visit_id, reason=LOOK)
