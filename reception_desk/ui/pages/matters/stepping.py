"""From a button to the step on record: the form, the papers it calls for, and its refusal."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from zoneinfo import ZoneInfo

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from reception_desk.errors import DeskError
from reception_desk.models import Database
from reception_desk.records.actor import Actor
from reception_desk.records.matters import MatterFilter, MatterRow
from reception_desk.records.route import RouteAdvice
from reception_desk.records.steps import StepDetails, StepInput, StepRecord
from reception_desk.rules.duty_ledger import Reckoning
from reception_desk.rules.offers import Offer
from reception_desk.rules.owed_papers import papers_with
from reception_desk.rules.routes import EVENTS, advice_note, as_answers, last_advice
from reception_desk.rules.transition import PROPOSAL_REFUSED, RECUSED, Event
from reception_desk.services.matter_list import list_matters
from reception_desk.services.office import unit_id
from reception_desk.services.steps import take_step
from reception_desk.ui.dialogs.dialog_form import DialogForm
from reception_desk.ui.dialogs.reason_form import ReasonForm
from reception_desk.ui.dialogs.step_form import StepForm, StepWanted
from reception_desk.ui.file_viewer import FileViewer
from reception_desk.ui.form_keeping import keep
from reception_desk.ui.pages.matters.matter_words import NO_TITLE, state_label
from reception_desk.ui.pages.matters.next_steps import offer_label
from reception_desk.ui.pages.matters.opened_matter import OpenedMatter
from reception_desk.ui.pages.matters.reckoning import OfficeReckoning
from reception_desk.ui.pages.matters.step_words import event_label
from reception_desk.ui.paper_issue import PaperIssue, PapersWanted
from reception_desk.ui.today import today_in
from reception_desk.ui.widgets.choices import Choice
from reception_desk.ui.workplace import Workplace

LANE = "steps"
SEARCH_LANE = "matter search"
_MOST_FOUND = 8
_RECUSE = "回避以后，您不能再办理这件事项，由其他人员接手（《信访工作条例》第二十八条第三款）。"


class Stepping(QObject):
    """Signal `taken(words)`: the step is on record. Forms open above `window`'s window.

    A step that calls for papers leads on to their forms, where `issues_papers` says so, and is
    taken in one act with them.
    """

    taken = Signal(str)

    def __init__(
        self,
        work: Workplace,
        reckoning: OfficeReckoning,
        units: list[Choice],
        viewer: FileViewer,
        window: QWidget,
        *,
        issues_papers: bool,
    ) -> None:
        super().__init__(window)
        self._viewer = viewer
        self._issues_papers = issues_papers
        self._work = work
        self._reckoning = reckoning
        self._units = units
        self._window = window

    def ask(
        self, opened: OpenedMatter, offer: Offer, advice: RouteAdvice | None = None
    ) -> StepForm:
        """Open the form of a step that is offered, with the reasons that were advised for it.

        Without `advice` those are the last on the matter, from its registration or from here.
        """
        told = advice or last_advice(opened.file.now.case.steps)
        given = StepInput(event="")
        if told is not None and EVENTS[told.outcome] is offer.transition.event:
            code = told.forum.unit_code if told.forum else ""
            given = replace(
                given,
                reason=advice_note(told),
                unit_id=unit_id(code) if code else None,
                details=StepDetails(route=as_answers(told)),
            )
        return self._open(opened, offer, offer_label(offer), given)

    def ask_approval(self, opened: OpenedMatter, offer: Offer, proposal: StepRecord) -> StepForm:
        """Open the form of a proposed step, filled in as proposed; the day is today's."""
        said = {name: getattr(proposal, name) for name in StepInput.__dataclass_fields__}
        given = replace(StepInput(**said), event="", day=None, answers_id=proposal.step_id)
        return self._open(opened, offer, f"批准{offer.transition.label}", given)

    def ask_sending_back(self, opened: OpenedMatter, proposal: StepRecord) -> ReasonForm:
        """Open the form that sends a proposal back to who made it."""
        label = event_label(proposal.result or "")
        words = f"{proposal.author_name}可以修改后重新提出。"
        form = ReasonForm(self._window.window(), f"退回“拟{label}”", "退回", words)
        step = StepInput(event=PROPOSAL_REFUSED, answers_id=proposal.step_id)
        return self._open_reason(opened, form, step, "已退回拟办意见。")

    def ask_recusal(self, opened: OpenedMatter) -> ReasonForm:
        """Open the form in which the person declares an interest in the matter."""
        form = ReasonForm(self._window.window(), "声明回避", "回避", _RECUSE)
        return self._open_reason(opened, form, StepInput(event=RECUSED), "已记录回避。")

    def _open(self, opened: OpenedMatter, offer: Offer, verb: str, given: StepInput) -> StepForm:
        wanted = StepWanted(
            offer.transition,
            offer.is_proposal,
            verb,
            today_in(ZoneInfo(self._work.actor.desk.zone)),
            self._units_for(opened, offer),
            given,
        )
        form = StepForm(self._window.window(), wanted)
        if given.linked_matter_id:
            form.matter.set_matter(given.linked_matter_id, "拟办时所选的事项")
        form.matter.asked.connect(partial(self._find, form, opened.file.head.matter_id))
        rest = "，等待审批" if offer.is_proposal else ""
        form.asked.connect(partial(self._take, form, opened, f"“{verb}”已记录{rest}。"))
        form.open()
        return form

    def _open_reason(
        self, opened: OpenedMatter, form: ReasonForm, step: StepInput, words: str
    ) -> ReasonForm:
        form.asked.connect(
            lambda reason: self._take(form, opened, words, replace(step, reason=reason))
        )
        form.open()
        return form

    def _units_for(self, opened: OpenedMatter, offer: Offer) -> list[Choice]:
        """Offer only 纪检监察 for an accusation, and never who is accused (条例 Art. 30)."""
        facts = opened.file.now.case.facts
        units = [unit for unit in self._units if unit.key not in facts.accused_units]
        if offer.transition.event is Event.ACCUSATION_FORWARDED:
            return [unit for unit in units if unit.key in facts.discipline_units]
        return units

    def _take(self, form: DialogForm, opened: OpenedMatter, words: str, step: StepInput) -> None:
        kinds = papers_with(Event(step.event)) if step.event in set(Event) else ()
        if kinds and self._issues_papers:
            self._issue(form, PapersWanted(opened.file.head.matter_id, kinds, step), words)
            return
        database, actor, by = self._work.database, self._work.actor, self._reckoning.get
        matter_id = opened.file.head.matter_id

        def done(_step_id: str) -> None:
            self.taken.emit(words)
            self._work.changes.matter_changed.emit(matter_id)

        act = partial(_record, database, actor, matter_id, step, by)
        keep(self._work, LANE, form, act, done)

    def _issue(self, form: DialogForm, wanted: PapersWanted, words: str) -> None:
        """Ask for the papers of a step; the step's form waits behind them as it was filled in."""
        issue = PaperIssue(self._work, self._window.window(), self._viewer)

        def issued(papers: str) -> None:
            form.accept()
            form.deleteLater()
            self.taken.emit(f"{words}{papers}")

        def come_back() -> None:
            form.set_busy(is_busy=False)
            form.open()

        def refused(error: Exception) -> None:
            if isinstance(error, DeskError):
                form.refuse(error)
            else:
                form.set_busy(is_busy=False)
                self._work.messages.show_error(error)

        issue.opened.connect(form.hide)
        issue.issued.connect(issued)
        issue.left.connect(come_back)
        issue.refused.connect(refused)
        issue.ask(wanted)

    def _find(self, form: StepForm, own_id: str, number: int, text: str) -> None:
        find = partial(
            list_matters, self._work.database, self._work.actor, MatterFilter(text=text),
            most=_MOST_FOUND + 1,
        )  # fmt: skip

        def show(rows: tuple[MatterRow, ...]) -> None:
            others = [row for row in rows if row.matter_id != own_id]
            form.matter.show_results(number, [_choice(row) for row in others[:_MOST_FOUND]])

        self._work.tasks.run(SEARCH_LANE, form, find, show, self._work.messages.show_error)


def _record(
    database: Database,
    actor: Actor,
    matter_id: str,
    step: StepInput,
    by: Callable[[], Reckoning],
) -> str:
    """Runs in the lane."""
    return take_step(database, actor, matter_id, step, by())


def _choice(row: MatterRow) -> Choice:
    return Choice(row.matter_id, row.title or NO_TITLE, f"{row.number} {state_label(row.state)}")
