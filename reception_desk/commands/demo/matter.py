"""What becomes of the first visit: proposed, approved, its letter numbered, printed and shown."""

from collections.abc import Callable

from reception_desk.commands.demo.hall import DemoDesk
from reception_desk.records.document import DocumentKind, DocumentRecord
from reception_desk.records.printing import PrintState
from reception_desk.records.steps import StepInput
from reception_desk.records.visit import VisitRecord
from reception_desk.rules.duty_ledger import Reckoning
from reception_desk.rules.transition import PROPOSED, Event
from reception_desk.services import office, printing
from reception_desk.services.calendar import work_calendar
from reception_desk.services.matter_papers import (
    PaperDesk,
    PaperOrder,
    draft_data,
    issue_matter_paper,
)
from reception_desk.services.paper_making import with_number
from reception_desk.services.steps import take_step
from reception_desk.ui.rehearsal import Rehearsal

TOWN = "T100"


class DemoMatter:
    """One matter at one window; with a centre the letter carries the number the centre gave."""

    def __init__(self, desk: DemoDesk, record: VisitRecord, rehearsal: Rehearsal) -> None:
        self._desk = desk
        self._record = record
        self._rehearsal = rehearsal
        self._by = Reckoning(work_calendar(desk.database))

    def play(self, say: Callable[[str], None]) -> None:
        """Transfer the matter to 花园镇 and print its letter."""
        matter_id = self._record.matter_id or ""
        town = office.unit_id(TOWN)
        proposal = StepInput(PROPOSED, result=Event.TRANSFERRED, unit_id=town)
        take_step(self._desk.database, self._desk.section, matter_id, proposal, self._by)
        self._picture("matters-proposal")
        decision = StepInput(Event.TRANSFERRED, unit_id=town)
        take_step(self._desk.database, self._desk.leader, matter_id, decision, self._by)
        letter = self._issue(matter_id)
        self._print(letter)
        self._picture("matters")
        say(f"事项已转送花园镇，转送函 {self._paper().number} 已打印")

    def _issue(self, matter_id: str) -> DocumentRecord:
        """Put the letter on record; with a centre, wait for its number."""
        workplace, section = self._desk.desk.workplace, self._desk.section
        desk = PaperDesk(workplace.papers, self._by)
        data = draft_data(desk, section, matter_id, DocumentKind.TRANSFER_LETTER)
        order = PaperOrder(matter_id, DocumentKind.TRANSFER_LETTER, data)
        issue_matter_paper(desk, section, order)
        if self._desk.desk.centre is not None:
            self._rehearsal.wait(lambda: not self._is_provisional(), "中心给出文号")
        return with_number(workplace.papers, section, self._paper())

    def _print(self, letter: DocumentRecord) -> None:
        workplace = self._desk.desk.workplace
        workplace.print_desk.print_document(self._desk.section, letter)
        self._rehearsal.wait(
            lambda: PrintState(self._paper().state or PrintState.QUEUED).is_final, "打印转送函"
        )

    def _paper(self) -> DocumentRecord:
        papers = printing.documents_of_visit(
            self._desk.database, self._desk.section, self._record.visit_id
        )
        return next(paper for paper in papers if paper.kind is DocumentKind.TRANSFER_LETTER)

    def _is_provisional(self) -> bool:
        return (self._paper().number or "T-").startswith("T-")

    def _picture(self, name: str) -> None:
        """The page of matters at this window as it stands."""
        window = self._desk.desk.window
        self._desk.desk.workplace.changes.matter_changed.emit("")
        window.open_page("matters")
        self._rehearsal.settle(600)
        self._rehearsal.take_picture(window, name)
