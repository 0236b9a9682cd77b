"""请来访人核对: what of the open tab is put on the petitioner's screen, and what they answered."""

from collections.abc import Callable
from datetime import UTC, datetime

from PySide6.QtCore import QObject, Signal

from reception_desk.documents.text_paper import sections_of
from reception_desk.errors import DeskError
from reception_desk.records.document import DocumentKind
from reception_desk.records.read_back import ReadBack
from reception_desk.rules.read_back import read_back
from reception_desk.services.privacy_notice import VERSION, notice_words
from reception_desk.services.read_back import CORRECTION_ASKED, confirm_read_back
from reception_desk.services.signatures import sign, signature_of
from reception_desk.ui.pages.reception.correcting import Correcting
from reception_desk.ui.pages.reception.evaluating import OVER, Evaluating
from reception_desk.ui.pages.reception.open_tab import OpenTab
from reception_desk.ui.pages.reception.view import ReceptionView
from reception_desk.ui.petitioner.petitioner_screen import Answer, Released
from reception_desk.ui.widgets.inline_bar import InlineBar, Level
from reception_desk.ui.workplace import Workplace

EVALUATE = "请来访人评价"
NOT_THERE = "来访人屏幕没有连接。请当面宣读；接好屏幕后再按一次。"


class Releasing(QObject):
    """Works on the tab in sight, which `current` returns.

    Signal `confirmed(Corrected)`: a registered visit was found to be right.
    """

    confirmed = Signal(object)

    def __init__(
        self,
        workplace: Workplace,
        view: ReceptionView,
        correcting: Correcting,
        current: Callable[[], OpenTab | None],
    ) -> None:
        super().__init__(view)
        self._work = workplace
        self._view = view
        self._correcting = correcting
        self._current = current
        self._evaluating = Evaluating(workplace)
        self._screen = screen = workplace.petitioner
        for button in (view.release_button, view.registered.release_button):
            button.clicked.connect(self.release)
            button.setVisible(screen.is_set_up)
        view.registered.evaluation_button.clicked.connect(self.release_evaluation)
        view.registered.evaluation_button.setVisible(screen.is_set_up)
        view.form.edited.connect(self._follow_edit)
        screen.answered.connect(self._take)
        screen.withdrawn.connect(lambda _released: self._name_buttons())
        screen.lost.connect(self._say_lost)

    def release(self) -> None:
        """Ctrl+J: put on the screen what is due next, or take off what is on it."""
        tab = self._current()
        if tab is None or not self._screen.is_set_up:
            return
        if self._screen.released is not None:
            self._screen.withdraw()
            return
        if self._is_notice_due(tab):
            notice = notice_words(self._work.database, self._work.settings.wording_path)
            is_seen = self._screen.release_notice(tab.key, sections_of(notice))
        elif self._is_signature_due(tab):
            is_seen = self._screen.release_signing(tab.key, _words(tab))
        elif self._is_evaluation_due(tab):
            is_seen = self._evaluating.release(tab)
        else:
            is_seen = self._screen.release_words(tab.key, _words(tab))
        if not is_seen:
            self._bar(tab).say(Level.WARN, NOT_THERE)
        self._name_buttons()

    def release_evaluation(self) -> None:
        """Offer the evaluation, whatever else was or was not asked."""
        tab = self._current()
        if tab is None or tab.is_form or not self._screen.is_set_up:
            return
        if not self._evaluating.release(tab):
            self._bar(tab).say(Level.WARN, NOT_THERE)
        self._name_buttons()

    def follow(self, key: str) -> None:
        """Another tab is in sight: what belongs to the one before comes off."""
        if self._screen.released is not None and self._screen.released.key != key:
            self._screen.withdraw()
        self._name_buttons()

    def _take(self, released: Released, answer: Answer) -> None:
        tab = self._current()
        if tab is None or tab.key != released.key:
            return
        match answer:
            case Answer.NOTICE_READ:
                self._note_notice(tab)
            case Answer.READ_ALOUD:
                self._view.form.bar.say(
                    Level.INFO, "来访人请您读一遍个人信息处理告知，读完请勾选“已出示”。"
                )
            case Answer.RIGHT:
                self._confirm(tab, released.digest)
            case Answer.SIGNED:
                self._keep_signature(tab, released)
            case Answer.ON_PAPER:
                self._say_on_paper(tab)
            case Answer.EVALUATION_OVER:
                self._bar(tab).say(Level.INFO, OVER)
            case Answer.WRONG:
                self._ask_correction(tab)
        self._name_buttons()

    def _note_notice(self, tab: OpenTab) -> None:
        if not tab.is_form:
            return
        tab.draft.privacy_notice = VERSION
        self._view.form.who.show_notice(tab.draft)
        self._view.form.bar.say(Level.OK, "来访人已看过个人信息处理告知。")
        self._view.form.edited.emit()

    def _confirm(self, tab: OpenTab, digest: str) -> None:
        """Keep the answer with the words it is for: they may have changed since."""
        if _words(tab).digest != digest:
            self._bar(tab).say(Level.WARN, "来访人确认的不是现在的内容，请再核对一次。")
        elif tab.is_form or tab.record is None:
            tab.draft.read_back_at = datetime.now(UTC).isoformat(timespec="milliseconds")
            tab.draft.confirmed = digest
            self._view.form.claim.show_read_back(tab.draft)
            self._view.form.bar.say(Level.OK, "来访人已在屏幕上确认记录准确。")
            self._view.form.edited.emit()
        else:
            self._confirm_record(tab.record.visit_id, digest)

    def _confirm_record(self, visit_id: str, digest: str) -> None:
        bar = self._view.registered.bar
        try:
            done = confirm_read_back(self._work.database, self._work.actor, visit_id, digest)
        except DeskError as error:
            bar.say_error(error)
            return
        self.confirmed.emit(done)
        bar.say(Level.OK, "来访人已在屏幕上确认记录准确。")

    def _keep_signature(self, tab: OpenTab, released: Released) -> None:
        """The form that is made from now on carries it."""
        bar = self._view.registered.bar
        if tab.record is None or released.signature is None:
            return
        try:
            sign(
                self._work.database,
                self._work.actor,
                tab.record.visit_id,
                released.signature,
            )
        except DeskError as error:
            bar.say_error(error)
            return
        bar.say(Level.OK, "来访人已在屏幕上签名。", [self._form_link()])

    def _say_on_paper(self, tab: OpenTab) -> None:
        """Ink is as good as the screen: the form has its line for it."""
        tab.signs_on_paper = True
        self._bar(tab).say(Level.INFO, "来访人要用笔在纸上签。", [self._form_link()])

    def _form_link(self) -> tuple[str, Callable[[], object]]:
        asked = self._view.registered.paper_asked
        return "打印登记单", lambda: asked.emit(DocumentKind.REGISTRATION_FORM)

    def _ask_correction(self, tab: OpenTab) -> None:
        """The clerk corrects; that the petitioner asked for it stays as the step's reason."""
        self._view.registered.bar.clear()
        if not tab.is_form:
            self._correcting.begin()
        if tab.is_correcting and not tab.draft.reason:
            tab.draft.reason = CORRECTION_ASKED
            self._view.correction.show_reason(CORRECTION_ASKED)
        self._bar(tab).say(Level.WARN, "来访人说记录需要更正。请问清后修改，再请来访人核对。")

    def _follow_edit(self) -> None:
        """Words that were changed are read back anew, and a confirmation of others lapses."""
        tab, released = self._current(), self._screen.released
        if tab is None or not tab.is_form:
            return
        digest = _words(tab).digest if released or tab.draft.confirmed else ""
        if released is not None and released.digest not in {"", digest}:
            self._screen.withdraw()
            self._view.form.bar.say(Level.INFO, "内容改动了，来访人屏幕已收起；改好请再核对。")
        if tab.draft.confirmed and tab.draft.confirmed != digest:
            tab.draft.confirmed = tab.draft.read_back_at = ""
            self._view.form.claim.show_read_back(tab.draft)
            self._view.form.bar.say(Level.INFO, "确认后又改动了内容，请来访人再核对一次。")
        self._name_buttons()

    def _say_lost(self, _released: Released) -> None:
        if (tab := self._current()) is not None:
            self._bar(tab).say(Level.WARN, "来访人屏幕断开了，上面的内容已收起。")
        self._name_buttons()

    def _name_buttons(self) -> None:
        """A button says what it would do now."""
        tab = self._current()
        if tab is None:
            return
        if self._screen.released is not None:
            words = "收起来访人屏幕"
        elif self._is_notice_due(tab):
            words = "请来访人看告知"
        else:
            words = self._next_words(tab)
        for button in (self._view.release_button, self._view.registered.release_button):
            button.setText(words)
        is_offered = self._screen.is_set_up and words != EVALUATE
        self._view.registered.evaluation_button.setVisible(is_offered)

    def _is_notice_due(self, tab: OpenTab) -> bool:
        return tab.is_form and not tab.draft.privacy_notice

    def _is_signature_due(self, tab: OpenTab) -> bool:
        """Words that were read back and are not signed; who signs on paper is not asked again."""
        record = tab.record
        if tab.is_form or record is None or record.read_back_at is None or tab.signs_on_paper:
            return False
        return signature_of(self._work.database, self._work.actor, record.visit_id) is None

    def _next_words(self, tab: OpenTab) -> str:
        if self._is_signature_due(tab):
            return "请来访人签名"
        return EVALUATE if self._is_evaluation_due(tab) else "请来访人核对"

    def _is_evaluation_due(self, tab: OpenTab) -> bool:
        """Comes last: after the words were read back, and signed here or with a pen."""
        is_read = tab.record is not None and tab.record.read_back_at is not None
        return is_read and self._evaluating.is_due(tab)

    def _bar(self, tab: OpenTab) -> InlineBar:
        return self._view.form.bar if tab.is_form else self._view.registered.bar


def _words(tab: OpenTab) -> ReadBack:
    if tab.is_form or tab.record is None:
        return read_back(tab.draft.to_input())
    return read_back(tab.record)
