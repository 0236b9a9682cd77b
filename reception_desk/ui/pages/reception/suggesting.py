"""Looks for matters that may be the one of the open visit, when a part of it is written."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QEvent, QObject, Signal

from reception_desk.records.similar_matters import SimilarMatter, Sought
from reception_desk.records.visit import PersonRole
from reception_desk.rules.similarity import search_terms
from reception_desk.services.similar_matters import similar_matters
from reception_desk.ui.pages.reception.open_tab import OpenTab
from reception_desk.ui.pages.reception.visit_draft import VisitDraft
from reception_desk.ui.pages.reception.visit_form import VisitForm
from reception_desk.ui.workplace import Workplace

LOOK_UP = "登记来访"


class Suggesting(QObject):
    """Asks once a field is left, never while it is typed: each look is on record.

    Signal `found(OpenTab)` when a tab has other suggestions than before.
    """

    found = Signal(object)

    def __init__(
        self, workplace: Workplace, form: VisitForm, say_error: Callable[[Exception], None]
    ) -> None:
        super().__init__(form)
        self._work = workplace
        self._say_error = say_error
        self._tab: OpenTab | None = None
        form.claim.claim.edit.installEventFilter(self)
        for combo in (form.what.category, form.what.place_code):
            combo.code_changed.connect(self.look)
        form.what.respondent.editingFinished.connect(self.look)

    def show_tab(self, tab: OpenTab | None) -> None:
        """Work on this tab from now on."""
        self._tab = tab
        self.look()

    def look(self) -> None:
        """Look for matters, unless nothing to look for was changed since the last time."""
        tab = self._tab
        if tab is None or (sought := sought_by(tab.draft)) == tab.sought:
            return
        tab.sought = sought
        if not _says_something(sought):
            self._take(tab, sought, ())
            return
        look = partial(
            similar_matters, self._work.database, self._work.actor, sought, reason=LOOK_UP
        )
        take = partial(self._take, tab, sought)
        self._work.tasks.run("search", self, look, take, self._say_error)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusOut:
            self.look()
        return super().eventFilter(watched, event)

    def _take(self, tab: OpenTab, sought: Sought, similar: tuple[SimilarMatter, ...]) -> None:
        if tab.sought == sought and similar != tab.similar:
            tab.similar = similar
            self.found.emit(tab)


def sought_by(draft: VisitDraft) -> Sought:
    """Return what the form says so far of the persons and their matter."""
    petitioners = [person for person in draft.persons if PersonRole(person.role).is_petitioner]
    return Sought(
        person_ids=tuple(person.person_id for person in petitioners if person.person_id),
        document_numbers=tuple(
            person.document_number for person in petitioners if person.document_number
        ),
        has_agent=any(person.role == PersonRole.AGENT.value for person in draft.persons),
        category=draft.category,
        place_code=draft.place_code,
        respondent=draft.respondent.strip(),
        claim=draft.claim,
        visit_id=draft.corrects,
    )


def _says_something(sought: Sought) -> bool:
    return bool(
        sought.person_ids
        or sought.document_numbers
        or search_terms(sought.claim)
        or (sought.category and sought.place_code and sought.respondent)
    )
