"""接待: the clerk's page. It holds the conditions; its parts hold widgets and layout."""

from datetime import datetime
from functools import partial
from zoneinfo import ZoneInfo

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from reception_desk.errors import DeskError
from reception_desk.records.card import CardData
from reception_desk.records.identifiers import new_id
from reception_desk.records.visit import VisitRecord
from reception_desk.rules.completeness import missing
from reception_desk.rules.corrections import in_words
from reception_desk.rules.deadlines import due
from reception_desk.rules.duties import Duty
from reception_desk.rules.holiday_roll import HolidayRoll
from reception_desk.rules.names import split_surname
from reception_desk.services import calendar, drafts, office, visits
from reception_desk.services.corrections import Corrected
from reception_desk.services.registration import register_visit
from reception_desk.ui.draft_keeper import DraftKeeper
from reception_desk.ui.pages.reception.after_registration import AfterRegistration
from reception_desk.ui.pages.reception.code_taking import CodeTaking
from reception_desk.ui.pages.reception.correcting import Correcting
from reception_desk.ui.pages.reception.day_watch import DayWatch
from reception_desk.ui.pages.reception.number_binding import NumberBinding
from reception_desk.ui.pages.reception.open_tab import OpenTab
from reception_desk.ui.pages.reception.recognition import Recognition
from reception_desk.ui.pages.reception.releasing import Releasing
from reception_desk.ui.pages.reception.routing import Routing
from reception_desk.ui.pages.reception.undoing import Undoing
from reception_desk.ui.pages.reception.view import ReceptionView, Shown
from reception_desk.ui.pages.reception.visit_draft import VisitDraft
from reception_desk.ui.pages.reception.visit_news import VisitNews
from reception_desk.ui.widgets.inline_bar import Level
from reception_desk.ui.workplace import Workplace


class ReceptionPage(ReceptionView):
    """Several visitors at once, each a tab that is kept each second until it is registered."""

    def __init__(self, workplace: Workplace, parent: QWidget | None = None) -> None:
        units = office.list_units(workplace.database)
        super().__init__(workplace.actor.desk.zone, units, parent)
        self._work = workplace
        self._open: dict[str, OpenTab] = {}
        self._calendar = calendar.work_calendar(workplace.database)
        self.recognition = Recognition(workplace, self.form, self.side.matters)
        self.routing = Routing(self.form, self._current)
        self.after = AfterRegistration(workplace, self.registered)
        self.correcting = Correcting(workplace, self, self._current)
        self.releasing = Releasing(workplace, self, self.correcting, self._current)
        self.undoing = Undoing(workplace, self.notice)
        self.news = VisitNews(workplace, self._open, self._current)
        self.drafts = DraftKeeper(workplace, self._draft_record, self)
        self.day_watch = DayWatch(workplace, self.day)
        self.codes = CodeTaking(workplace, self.recognition, self._current)
        self.numbers = NumberBinding(
            workplace, self.strip, self.notice, self._current, self._name_tab
        )
        self._listen()
        self._reopen()
        self.day_watch.read()

    @property
    def current_record(self) -> VisitRecord | None:
        """The registered visit of the current tab."""
        tab = self._current()
        return tab.record if tab else None

    def new_visitor(self) -> None:
        """F2: open a tab; the search field has the focus."""
        self._keep_caret()
        self._add_tab(OpenTab(self.numbers.bind(VisitDraft.begin(new_id()))))
        self.form.who.search.setFocus()

    def submit(self) -> None:
        """Ctrl+Enter: register, then print the receipt; or save a correction."""
        tab = self._current()
        if tab is None or not tab.is_form:
            return
        self.drafts.keep()
        if tab.is_correcting:
            self.correcting.save()
            return
        try:
            record = register_visit(
                self._work.database,
                self._work.actor,
                tab.draft.to_input(),
                draft_id=tab.draft.draft_id,
            )
        except DeskError as error:
            self.form.refuse(error)
            return
        tab.record = record
        self._work.changes.visit_registered.emit(record.visit_id)
        self.numbers.registered(tab.draft, record)
        self._name_tab(tab)
        self._show_tab(tab.key)
        self.after.print_receipt(record)

    def finish(self) -> None:
        """F8: close the tab of a registered visit."""
        tab = self._current()
        if tab is not None and not tab.is_form:
            self._remove(tab.key)

    def correct_visit(self, visit_id: str) -> None:
        """Open a registered visit to complete and correct it."""
        self._open_visit(visit_id)
        self.correcting.begin()

    def propose_correction(self, visit_id: str, field: str, value: str) -> None:
        """Open a registered visit with a value that was read from one of its papers."""
        self._open_visit(visit_id)
        self.correcting.propose(field, value)

    def undo(self) -> None:
        """Ctrl+Z: take the last correction back."""
        self.undoing.undo()

    def go_to_tab(self, place: int) -> None:
        """Ctrl+1…6."""
        self.tabs.go_to_place(place)

    def reprint_last(self) -> None:
        """F5: print the last paper again."""
        self.after.reprint_last()

    def add_companion(self) -> None:
        """Ctrl+G: name one more visitor."""
        tab = self._current()
        if tab is not None and tab.is_form:
            self.form.who.add_companion()

    def focus_search(self) -> None:
        """F3 within this page: look for somebody who came before."""
        if self._current() is None:
            self.new_visitor()
        self.form.who.search.setFocus()

    def close_page(self) -> None:
        """Write what is pending before the window closes."""
        self.drafts.keep()

    def _listen(self) -> None:
        self.new_asked.connect(self.new_visitor)
        self.submit_asked.connect(self.submit)
        self.aside_asked.connect(self._put_aside)
        self.tabs.tab_chosen.connect(self._show_tab)
        self.tabs.close_asked.connect(self._ask_close)
        self.form.edited.connect(self._edited)
        self.drafts.kept.connect(self.saved.setText)
        self.drafts.kept.connect(self.correction.saved.setText)
        self.drafts.failed.connect(self._say_draft_failed)
        self.recognition.filled.connect(self._edited)
        self.routing.filled.connect(self._edited)
        self.releasing.confirmed.connect(self.news.announce)
        self.side.missing.jump_asked.connect(self.form.jump_to)
        self.registered.finished.connect(self.finish)
        self.correcting.edited.connect(self._edited)
        self.correcting.tab_changed.connect(self._show_anew)
        self.correcting.corrected.connect(self._take_correction)
        self.undoing.corrected.connect(self.news.announce)
        self.news.changed.connect(self._show_anew)
        self.news.renamed.connect(self._name_tab)
        self.news.gone.connect(self._remove)
        self.news.numbered.connect(self.after.take_number)
        self.day.visit_chosen.connect(self._open_visit)
        self.codes.visitor_asked.connect(self.new_visitor)
        self.codes.found.connect(self._open_visit)
        self._work.card_watch.card_read.connect(self._take_card)

    def _current(self) -> OpenTab | None:
        return self._open.get(self.tabs.current_key())

    def _reopen(self) -> None:
        """Open every tab that was left, as after a restart or a power cut."""
        for kept in drafts.open_drafts(self._work.database, self._work.actor):
            draft = VisitDraft.from_json(kept.draft_id, kept.content)
            try:
                tab = self.correcting.reopened(draft) if draft.corrects else OpenTab(draft)
            except DeskError as error:
                self.notice.say_error(error)
                continue
            self._add_tab(tab)
        if not self._open:
            self._show_tab("")

    def _add_tab(self, tab: OpenTab) -> None:
        self._open[tab.key] = tab
        self.tabs.add(tab.key, *self._tab_title(tab))

    def _show_tab(self, key: str) -> None:
        tab = self._open.get(key)
        self.releasing.follow(key)
        self.recognition.show_tab(tab if tab is not None and tab.is_form else None)
        self.numbers.show()
        if tab is None:
            self.show_in_middle(Shown.NOTHING)
        elif tab.record is not None and not tab.is_correcting:
            self.show_in_middle(Shown.REGISTERED)
            self.after.show_visit(tab.record)
        else:
            self.show_in_middle(Shown.CORRECTING if tab.is_correcting else Shown.FORM)
            self.form.show_draft(tab.draft)
            self.saved.setText("")
            self.correction.saved.setText("")
            self._show_side(tab)
            if tab.is_correcting:
                self.correcting.introduce(tab)

    def _show_side(self, tab: OpenTab) -> None:
        arrived = datetime.fromisoformat(tab.draft.arrived_at)
        day = arrived.astimezone(ZoneInfo(self._work.actor.desk.zone)).date()
        policy = HolidayRoll(self._work.settings.holiday_roll)
        self.side.clock.show_deadline(due(Duty.D2, day, self._calendar, policy))
        self._show_missing(tab)

    def _show_missing(self, tab: OpenTab) -> None:
        self.side.missing.show_missing(missing(tab.draft.to_check()))
        is_exempt = tab.draft.is_anonymous or tab.draft.is_unclear
        self.side.clock.show_exemption(is_exempt=is_exempt)

    def _edited(self) -> None:
        tab = self._current()
        if tab is None:
            return
        self._name_tab(tab)
        self._show_missing(tab)
        if tab.is_correcting:
            self.correcting.show_changes(tab)
        self.drafts.keep_soon()

    def _draft_record(self) -> drafts.DraftRecord | None:
        """Return the current tab as it is kept; a registered visit is none."""
        tab = self._current()
        if tab is None or not tab.is_form:
            return None
        self._keep_caret()
        place = self.tabs.keys().index(tab.key)
        return drafts.DraftRecord(tab.key, place, tab.draft.to_json())

    def _say_draft_failed(self, error: DeskError) -> None:
        self.saved.setText("草稿没有保存")
        self.form.bar.say_error(error)

    def _keep_caret(self) -> None:
        tab = self._current()
        if tab is not None and tab.is_form and (caret := self.form.caret()):
            tab.draft.caret = caret

    def _name_tab(self, tab: OpenTab) -> None:
        self.tabs.rename(tab.key, *self._tab_title(tab))
        self.tabs.set_unsaved(tab.key, is_unsaved=tab.is_unsaved)

    def _tab_title(self, tab: OpenTab) -> tuple[str, str]:
        surname = split_surname(tab.draft.main.name.strip())[0] or "来访人"
        if tab.record is not None:
            return tab.record.shown_number.rsplit("-", 1)[-1], surname
        return tab.draft.ticket_number, surname

    def _take_card(self, card: CardData) -> None:
        """A card was laid down: without an open visitor it begins one."""
        tab = self._current()
        if tab is None or not tab.is_form:
            self.new_visitor()
        self.recognition.take_card(card)

    def take_code(self, code: str) -> None:
        """A scanner or a reader that types: an identity number, or the code of a receipt."""
        self.codes.take(code)

    def _open_visit(self, visit_id: str) -> None:
        """A visit of today was chosen: show it in a tab of its own."""
        for tab in self._open.values():
            if tab.record is not None and tab.record.visit_id == visit_id:
                self.tabs.go_to(tab.key)
                return
        try:
            record = visits.load_visit(
                self._work.database, self._work.actor, visit_id, reason="查看当日来访"
            )
        except DeskError as error:
            self._work.messages.show_error(error)
            return
        tab = OpenTab(VisitDraft.begin(new_id()))
        tab.show_record(record)
        self._add_tab(tab)

    def _put_aside(self) -> None:
        """Keep the draft and leave the field to the next visitor."""
        self.drafts.keep()
        self.new_visitor()

    def _ask_close(self, key: str) -> None:
        tab = self._open[key]
        if not tab.is_unsaved:
            self._remove(key)
            return
        self._work.messages.ask(
            "关闭后，还没有保存的更正将不再保留。"
            if tab.is_correcting
            else "关闭后，这份还没有登记的内容将不再保留。",
            partial(self._remove, key),
            yes="关闭并放弃",
            detail="已登记的来访不受影响。",
            is_irreversible=True,
        )

    def _remove(self, key: str) -> None:
        tab = self._open.pop(key)
        if tab.is_form:
            drafts.discard_draft(self._work.database, self._work.actor, key)
        self.tabs.remove(key)
        self._show_tab(self.tabs.current_key())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        tab = self._current()
        if event.key() == Qt.Key.Key_Escape and tab is not None and tab.is_correcting:
            self.correcting.cancel()
        else:
            super().keyPressEvent(event)

    def _show_anew(self, tab: OpenTab) -> None:
        self._name_tab(tab)
        if tab is self._current():
            self._show_tab(tab.key)

    def _take_correction(self, done: Corrected) -> None:
        """A correction was saved here: it can be taken back."""
        self.undoing.remember(done)
        self.news.announce(done)
        self.registered.bar.say(
            Level.OK, f"已保存：{in_words(done.applied)}。", [("撤销  Ctrl+Z", self.undo)]
        )
