"""The opened matter: read in the background, followed as steps come, worked by its buttons."""

from collections.abc import Callable
from functools import partial
from zoneinfo import ZoneInfo

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from reception_desk.errors import DeskError
from reception_desk.records.document import DocumentKind, DocumentRecord
from reception_desk.records.hearings import HearingEvent
from reception_desk.records.matters import MatterPaper, MatterScan
from reception_desk.records.route import RouteAdvice
from reception_desk.records.scan_batches import FiledPaperRecord
from reception_desk.rules.offers import Offer
from reception_desk.rules.permissions import Action, Role, may
from reception_desk.rules.transition import Event
from reception_desk.rules.workflow import TRANSITIONS
from reception_desk.services.matter_scans import note_look
from reception_desk.services.printing import document_of
from reception_desk.ui.advice_acting import AdviceActing
from reception_desk.ui.file_export import open_case_export, paper_taker
from reception_desk.ui.file_viewer import FileViewer
from reception_desk.ui.hearing_acting import HearingActing
from reception_desk.ui.leader_booking import LeaderBooking
from reception_desk.ui.pages.matters.applying import Applying
from reception_desk.ui.pages.matters.matter_view import MatterView
from reception_desk.ui.pages.matters.next_steps import NextSteps
from reception_desk.ui.pages.matters.opened_matter import LOOK, OpenedMatter, read_matter
from reception_desk.ui.pages.matters.papers_card import PaperRights
from reception_desk.ui.pages.matters.reckoning import OfficeReckoning
from reception_desk.ui.pages.matters.route_asking import (
    RouteAsking,
    can_ask,
    offer_for,
    why_no_step,
)
from reception_desk.ui.pages.matters.serving import Serving, unserved
from reception_desk.ui.pages.matters.stepping import Stepping
from reception_desk.ui.paper_issue import PaperIssue, PapersWanted
from reception_desk.ui.promise_reporting import PromiseReporting
from reception_desk.ui.table_export import may_export
from reception_desk.ui.undertaking_acting import UndertakingActing
from reception_desk.ui.widgets.choices import Choice
from reception_desk.ui.widgets.inline_bar import Level
from reception_desk.ui.workplace import Workplace

LANE = "matters"


class MatterPage(MatterView):
    """Signals: `shown()` once a matter stands there, `gone(error)` when it cannot be opened,
    `visit_asked(visit id)`.
    """

    shown = Signal()
    gone = Signal(object)
    visit_asked = Signal(str)

    def __init__(
        self, work: Workplace, reckoning: OfficeReckoning, units: list[Choice], parent: QWidget
    ) -> None:
        self._viewer = FileViewer(work.files, work.tasks)
        roles = [Role(role) for role in work.actor.roles]
        rights = PaperRights(
            can_issue=may(roles, Action.PRINT_DOCUMENT), can_serve=may(roles, Action.RECORD_SERVICE)
        )
        zone = ZoneInfo(work.actor.desk.zone)
        super().__init__(self._viewer, zone, rights, work.actor, parent)
        self._work = work
        self._rights = rights
        self.file_button.setVisible(may_export(work))
        self.leader_button.setVisible(may(roles, Action.BOOK_LEADER_DAY))
        self.video_button.setVisible(may(roles, Action.HOLD_VIDEO_SESSION))
        self._roles = roles
        self._reckoning = reckoning
        self._wanted = ""
        self.opened: OpenedMatter | None = None
        self.stepping = Stepping(
            work, reckoning, units, self._viewer, self, issues_papers=rights.can_issue
        )
        self.serving = Serving(work, reckoning, self)
        self.applying = Applying(work, self)
        self.booking = LeaderBooking(work, self)
        self.routing = RouteAsking(work, reckoning, self)
        self.promising = PromiseReporting(work, self)
        self.advising = AdviceActing(work, self)
        self.hearing_acting = HearingActing(work, self)
        self.undertaking = UndertakingActing(work, self, units)
        self._listen()

    @property
    def matter_id(self) -> str:
        """The matter that is shown or being read, "" for none."""
        return self._wanted

    def open_matter(self, matter_id: str) -> None:
        """Read a matter and show it; the look is audited."""
        self._wanted = matter_id
        self.bar.clear()
        self._viewer.cancel()
        self._read(matter_id, is_new=True)

    def leave(self) -> None:
        """Let the matter go."""
        self._wanted, self.opened = "", None
        self._viewer.cancel()

    def take_focus(self) -> None:
        """Begin at the next steps, else at the way back; the arrows scroll."""
        ready = [self.next.approve_button, *self.next.buttons]
        usable = (button for button in ready if button.isEnabled() and not button.isHidden())
        part: QWidget = next(usable, self.back)
        part.setFocus(Qt.FocusReason.OtherFocusReason)

    def ask_paper(self, kind: DocumentKind) -> None:
        """Open the form of a paper of this matter."""
        self._ask_papers(PapersWanted(self._wanted, (kind,)))

    def _ask_papers(self, wanted: PapersWanted) -> None:
        issue = PaperIssue(self._work, self.window(), self._viewer)
        issue.refused.connect(self._say_error)
        issue.issued.connect(partial(self.bar.say, Level.OK))
        issue.ask(wanted)

    def follow(self, matter_id: str) -> None:
        """Something happened to a matter, "" for perhaps several: read this one again."""
        if self._wanted and matter_id in {"", self._wanted}:
            self._read(self._wanted, is_new=False)

    def _read(self, matter_id: str, *, is_new: bool) -> None:
        database, actor, by = self._work.database, self._work.actor, self._reckoning.get
        read = partial(read_matter, database, actor, matter_id, by)
        show = partial(self._show, matter_id, is_new)
        self._work.tasks.run(LANE, self, read, show, partial(self._refuse, matter_id))

    def _show(self, matter_id: str, is_new: bool, opened: OpenedMatter) -> None:  # noqa: FBT001
        if matter_id != self._wanted:
            return
        held_focus = self.next.isAncestorOf(self.focusWidget() or self)
        self.opened = opened
        self.show_matter(opened, self._next(opened), is_new=is_new)
        if is_new:
            self.go_to_top()
            self.shown.emit()
        elif held_focus and self.isVisible():
            self.take_focus()

    def _refuse(self, matter_id: str, error: Exception) -> None:
        if matter_id != self._wanted:
            return
        if isinstance(error, DeskError):
            self.leave()
            self.gone.emit(error)
        else:
            self._work.messages.show_error(error)

    def _next(self, opened: OpenedMatter) -> NextSteps:
        standing, offers = opened.file.now.standing, opened.file.now.offers
        proposal = standing.proposal
        event = Event(proposal.result or "") if proposal else None
        approval = next(
            (o for o in offers if o.transition.event is event and not o.is_proposal), None
        )
        is_recused = self._work.actor.account_id in standing.recused
        decides = event is not None and may(self._roles, TRANSITIONS[event].action)
        return NextSteps(
            offers=offers,
            proposal=proposal,
            approval=approval,
            can_send_back=decides and not is_recused,
            can_recuse=bool(offers) and not is_recused,
            is_recused=is_recused,
            can_ask_route=can_ask(self._work.actor, opened),
        )

    def _listen(self) -> None:
        self.next.offered.connect(self._ask_step)
        self.next.approve_asked.connect(self._ask_approval)
        self.next.send_back_asked.connect(self._ask_sending_back)
        self.next.recuse_asked.connect(self._ask_recusal)
        self.next.route_asked.connect(self._ask_route)
        self.routing.noted.connect(self._follow_advice)
        self.routing.failed.connect(self._say_error)
        self.stepping.taken.connect(partial(self.bar.say, Level.OK))
        self.head.linked_asked.connect(self.open_matter)
        self.visits.asked.connect(self.visit_asked)
        self.serving.served.connect(partial(self.bar.say, Level.OK))
        self.papers.asked.connect(self.ask_paper)
        self.papers.service_asked.connect(self._ask_service)
        self.papers.opened.connect(self._find_paper)
        self.scans.opened.connect(self._find_scan)
        self.papers.reissue_asked.connect(self._reissue)
        self.file_button.clicked.connect(self._take_file)
        self.video_button.clicked.connect(lambda: self.applying.ask(self._wanted))
        self.applying.applied.connect(partial(self.bar.say, Level.OK))
        self.leader_button.clicked.connect(lambda: self.booking.ask(self._wanted))
        self.booking.booked.connect(partial(self.bar.say, Level.OK))
        self.promises.report_asked.connect(self.promising.ask)
        self.promising.reported.connect(partial(self.bar.say, Level.OK))
        self.promising.failed.connect(self._say_error)
        self.undertakings.asked.connect(lambda: self.undertaking.ask(self._wanted))
        self.undertakings.event_asked.connect(self.undertaking.ask_event)
        self.joint.asked.connect(lambda: self.undertaking.ask_joint(self._wanted, self.joint.shown))
        self.advice.asked.connect(lambda: self.advising.ask(self._wanted))
        self.advice.print_asked.connect(self.advising.print_paper)
        self.hearing.asked.connect(self._ask_hearing)
        self.hearing.notice_asked.connect(partial(self.ask_paper, DocumentKind.HEARING_NOTICE))
        self.hearing_acting.done.connect(partial(self.bar.say, Level.OK))
        self.hearing_acting.failed.connect(self._say_error)
        self.advising.done.connect(partial(self.bar.say, Level.OK))
        self.advising.failed.connect(self._say_error)
        self.undertaking.done.connect(partial(self.bar.say, Level.OK))
        self.undertaking.failed.connect(self._say_error)
        self._work.changes.video_session_changed.connect(lambda _: self.follow(""))
        self._work.print_desk.failed.connect(self._say_print_failed)
        self._work.changes.matter_changed.connect(self.follow)
        self._work.changes.document_changed.connect(lambda _: self.follow(""))
        for name in ("visit_changed", "visit_erased"):
            getattr(self._work.changes, name).connect(lambda _: self.follow(""))

    def _ask_hearing(self, event: HearingEvent) -> None:
        if self.opened is not None:
            self.hearing_acting.ask(self._wanted, self.opened.hearing, event)

    def _ask_step(self, offer: Offer) -> None:
        """Open the form of a step; the service of a paper on record is written with that paper,
        and who is sent to a leader is booked for a day of theirs.
        """
        if self.opened is None:
            return
        paper = unserved(self.opened, offer.transition.event)
        if paper is not None:
            self.serving.ask(self.opened, paper)
        elif offer.transition.event is Event.SENT_TO_LEADER and not offer.is_proposal:
            self.booking.ask(self._wanted)
        else:
            self.stepping.ask(self.opened, offer)

    def _ask_service(self, paper: MatterPaper) -> None:
        if self.opened is not None:
            self.serving.ask(self.opened, paper)

    def _ask_approval(self) -> None:
        steps = self._next(self.opened) if self.opened is not None else None
        if self.opened is not None and steps and steps.approval and steps.proposal:
            self.stepping.ask_approval(self.opened, steps.approval, steps.proposal)

    def _ask_sending_back(self) -> None:
        proposal = self.opened.file.now.standing.proposal if self.opened else None
        if self.opened is not None and proposal is not None:
            self.stepping.ask_sending_back(self.opened, proposal)

    def _ask_recusal(self) -> None:
        if self.opened is not None:
            self.stepping.ask_recusal(self.opened)

    def _ask_route(self) -> None:
        if self.opened is not None:
            self.routing.ask(self.opened)

    def _follow_advice(self, advice: RouteAdvice) -> None:
        """Open the form of the step that was advised, filled in with the reasons."""
        if self.opened is None:
            return
        offer = offer_for(self.opened.file.now.offers, advice)
        if offer is None or offer.why_not:
            self.bar.say(Level.INFO, why_no_step(offer, advice))
        else:
            self.stepping.ask(self.opened, offer, advice)

    def _find_paper(self, paper: MatterPaper) -> None:
        self._with_document(paper, self._show_paper)

    def _find_scan(self, scan: MatterScan) -> None:
        """Note the look, and show what was handed in; who may export can take it along."""
        look = partial(note_look, self._work.database, self._work.actor, scan, reason=LOOK)
        self._work.tasks.run(LANE, self, look, self._show_scan, self._say_error)

    def _show_scan(self, scan: MatterScan) -> None:
        if isinstance(scan.scan, FiledPaperRecord):
            take = paper_taker(self._work, self, scan.visit_id, scan.visit_number)
            self._viewer.show_filed(scan.scan, self._say_error, take)
        else:
            self._viewer.show_page(scan.scan, self._say_error)

    def _reissue(self, paper: MatterPaper) -> None:
        self._with_document(paper, self._ask_anew)

    def _with_document(self, paper: MatterPaper, act: Callable[[DocumentRecord], None]) -> None:
        """Read a paper as it stands with its printers, and go on with it."""
        read = partial(document_of, self._work.database, self._work.actor, paper.document_id)
        self._work.tasks.run(LANE, self, read, act, self._say_error)

    def _show_paper(self, document: DocumentRecord) -> None:
        """Show a paper; who may print can print it from there."""
        if not self._rights.can_issue:
            self._viewer.show_pdf(document.title, document.sha256, self._say_error)
            return
        send = partial(self._work.print_desk.print_document, self._work.actor, document)
        self._viewer.show_paper(document, self._say_error, send)

    def _ask_anew(self, document: DocumentRecord) -> None:
        self._ask_papers(PapersWanted(self._wanted, (document.kind,), replaces=document))

    def _take_file(self) -> None:
        if self.opened is not None:
            number = self.opened.file.head.number
            open_case_export(self._work, self, self._wanted, number)

    def _say_print_failed(self, _document_id: str, error: Exception) -> None:
        """The paper is on record all the same, and can be printed from its line."""
        if self.isVisible():
            self._say_error(error)

    def _say_error(self, error: Exception) -> None:
        if isinstance(error, DeskError):
            self.bar.say_error(error)
        else:
            self._work.messages.show_error(error)
