"""Who this is: by card, by number, by search; and which earlier matter the visit belongs to."""

from functools import partial

from PySide6.QtCore import QObject, Signal

from reception_desk.errors import DeskError
from reception_desk.records.card import CardData
from reception_desk.records.visit import MatterHint, PersonHit
from reception_desk.rules.identity import DocumentType, check_identity
from reception_desk.services import matters, persons, search
from reception_desk.ui.pages.reception import filling
from reception_desk.ui.pages.reception.matters_card import MattersCard
from reception_desk.ui.pages.reception.open_tab import OpenTab
from reception_desk.ui.pages.reception.suggesting import LOOK_UP, Suggesting
from reception_desk.ui.pages.reception.visit_draft import PersonDraft
from reception_desk.ui.pages.reception.visit_form import VisitForm
from reception_desk.ui.widgets.inline_bar import Level, Link
from reception_desk.ui.workplace import Workplace

_MOST_RESULTS = 20
_MOST_HINTS = 3


class Recognition(QObject):
    """Fills the open tab from what is known. Signal `filled` when the draft changed."""

    filled = Signal()

    def __init__(self, workplace: Workplace, form: VisitForm, card: MattersCard) -> None:
        super().__init__(form)
        self._work = workplace
        self._form = form
        self._card = card
        self._tab: OpenTab | None = None
        self.suggesting = Suggesting(workplace, form, self._say_error)
        self.suggesting.found.connect(self._show_similar)
        form.who.searched.connect(self._search)
        form.who.found.connect(self._take_person)
        form.who.number_settled.connect(self._look_for_number)
        form.who.contact_settled.connect(self._look_for_contact)
        card.matter_chosen.connect(self._join)
        card.matter_dropped.connect(self._leave)

    def show_tab(self, tab: OpenTab | None) -> None:
        """Work on this tab from now on."""
        self._tab = tab
        if tab is not None:
            self._show_matters(tab)
        self.suggesting.show_tab(tab)

    def take_card(self, card: CardData) -> None:
        """The first card fills the tab, each further one names somebody who came along."""
        self._take_person_of_card(filling.person_of_card(card))
        if card.notes:
            self._form.bar.say(Level.WARN, "".join(card.notes))

    def _take_person_of_card(self, person: PersonDraft) -> None:
        if (tab := self._tab) is None:
            return
        taken = tab.draft.main.document_number
        if taken and taken != person.document_number:
            self._form.who.add_person(person)
            return
        filling.fill_from_card(tab.draft.main, person)
        self._form.show_draft(tab.draft)
        self.filled.emit()
        self._look_for_number(person.document_number)

    def is_identity_number(self, code: str) -> bool:
        """Whether a typed code is the number of a resident's card."""
        return check_identity(DocumentType.RESIDENT, code).is_valid

    def take_number(self, number: str) -> None:
        """Put a number in as if it was typed: a reader that acts as a keyboard sent it."""
        if self._tab is None:
            return
        found = check_identity(DocumentType.RESIDENT, number)
        person = PersonDraft(
            document_number=found.normalised,
            sex=found.sex or "",
            birth_date=found.birth_date.isoformat() if found.birth_date else "",
        )
        self._take_person_of_card(person)

    def _search(self, number: int, text: str) -> None:
        self._work.tasks.run(
            "search",
            self,
            partial(
                search.search, self._work.database, self._work.actor, text, limit=_MOST_RESULTS
            ),
            partial(self._show_found, number),
            self._say_error,
        )

    def _show_found(self, number: int, found: search.SearchResult) -> None:
        choices = [filling.person_choice(hit) for hit in found.persons]
        self._form.who.search.show_results(number, choices, is_partial=found.is_partial)

    def _look_for_number(self, number: str) -> None:
        tab = self._tab
        if tab is None or tab.draft.main.person_id or not number:
            return
        self._work.tasks.run(
            "search",
            self,
            partial(search.find_by_document, self._work.database, self._work.actor, number),
            partial(self._found_by_number, tab),
            self._say_error,
        )

    def _found_by_number(self, tab: OpenTab, hits: tuple[PersonHit, ...]) -> None:
        """The number is on record: the same person, so their matters are shown."""
        if hits and tab is self._tab and not tab.draft.main.person_id:
            self._take_person(hits[0].person_id)

    def _look_for_contact(self, text: str) -> None:
        """A name or a phone was typed: whoever is on record with it is offered, never assumed."""
        tab = self._tab
        if tab is None or tab.draft.main.person_id:
            return
        self._work.tasks.run(
            "search",
            self,
            partial(search.search, self._work.database, self._work.actor, text, limit=_MOST_HINTS),
            partial(self._offer, tab, text),
            self._say_error,
        )

    def _offer(self, tab: OpenTab, text: str, found: search.SearchResult) -> None:
        same = [hit for hit in found.persons if text in {hit.name, hit.phone}]
        if not same or tab is not self._tab or tab.draft.main.person_id:
            return
        links: list[Link] = []
        for hit in same:
            choice = filling.person_choice(hit)
            words = f"选用 {choice.title}　{choice.detail}"
            links.append((words, partial(self._take_person, hit.person_id)))
        self._form.who.bar.say(
            Level.INFO, "以前登记过姓名或电话相同的人，是同一人时请选用：", links
        )

    def _take_person(self, person_id: str) -> None:
        """Fill the form from the record and show the person's matters."""
        tab = self._tab
        if tab is None:
            return
        database, actor = self._work.database, self._work.actor
        try:
            person = persons.load_person(database, actor, person_id, reason=LOOK_UP)
            tab.matters = matters.matters_of(database, actor, person_id, reason=LOOK_UP)
        except DeskError as error:
            self._form.bar.say_error(error)
            return
        self._form.who.bar.clear()
        filling.fill_from_record(tab.draft.main, person)
        tab.draft.caret = ["claim", 0]
        self._form.show_draft(tab.draft)
        self._show_matters(tab)
        self.filled.emit()
        if tab.matters:
            self._card.focus_first()
        self.suggesting.look()

    def _join(self, matter: MatterHint) -> None:
        """Enter on a matter: this visit belongs to it; an empty claim begins with its title."""
        if (tab := self._tab) is None:
            return
        filling.join_matter(tab.draft, matter)
        tab.draft.caret = ["claim", len(tab.draft.claim)]
        self._form.show_draft(tab.draft)
        self._show_matters(tab)
        self.filled.emit()

    def _leave(self) -> None:
        if (tab := self._tab) is None:
            return
        tab.draft.matter_id, tab.draft.matter_title = tab.own_matter_id, ""
        self._show_matters(tab)
        self.filled.emit()

    def _show_similar(self, tab: OpenTab) -> None:
        if tab is self._tab:
            self._show_matters(tab)

    def _show_matters(self, tab: OpenTab) -> None:
        self._card.show_matters(
            tab.matters,
            tab.draft.matter_id,
            knows_person=bool(tab.draft.main.person_id),
            similar=tab.similar,
        )

    def _say_error(self, error: Exception) -> None:
        if isinstance(error, DeskError):
            self._form.bar.say_error(error)
        else:
            self._work.messages.show_error(error)
