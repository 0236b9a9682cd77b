"""登记送达: how an issued paper reached the petitioner; with an opinion their own period begins."""

from collections.abc import Callable
from functools import partial
from zoneinfo import ZoneInfo

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from reception_desk.models import Database
from reception_desk.records.actor import Actor
from reception_desk.records.document import DocumentKind
from reception_desk.records.matters import MatterPaper
from reception_desk.rules.duty_ledger import Reckoning
from reception_desk.rules.service_of_papers import Service
from reception_desk.rules.transition import Event
from reception_desk.services.service_records import record_service
from reception_desk.ui.dialogs.service_form import ServiceForm
from reception_desk.ui.form_keeping import keep
from reception_desk.ui.pages.matters.opened_matter import OpenedMatter
from reception_desk.ui.pages.matters.reckoning import OfficeReckoning
from reception_desk.ui.today import today_in
from reception_desk.ui.workplace import Workplace

LANE = "steps"
OPINIONS = {
    Event.SERVED: DocumentKind.HANDLING_OPINION,
    Event.REVIEW_SERVED: DocumentKind.REVIEW_OPINION,
}


class Serving(QObject):
    """Signal `served(words)`: the service is on record."""

    served = Signal(str)

    def __init__(self, work: Workplace, reckoning: OfficeReckoning, window: QWidget) -> None:
        super().__init__(window)
        self._work = work
        self._reckoning = reckoning
        self._window = window

    def ask(self, opened: OpenedMatter, paper: MatterPaper) -> ServiceForm:
        """Open the form for one paper, who signs filled in as the petitioner."""
        names = opened.file.visits[0].names if opened.file.visits else ()
        form = ServiceForm(
            self._window.window(),
            paper.title,
            names[0] if names else "",
            today_in(ZoneInfo(self._work.actor.desk.zone)),
            asks_agreement=paper.kind in OPINIONS.values(),
            has_receipt=paper.receipt_id is not None,
        )
        form.given.connect(partial(self._record, form, opened.file.head.matter_id, paper))
        form.open()
        return form

    def _record(
        self,
        form: ServiceForm,
        matter_id: str,
        paper: MatterPaper,
        service: Service,
        is_agreed: bool,  # noqa: FBT001 - Qt's signal
    ) -> None:
        def done(_nothing: None) -> None:
            self.served.emit(f"“{paper.title}”的送达已记录。")
            self._work.changes.document_changed.emit(paper.document_id)
            self._work.changes.matter_changed.emit(matter_id)

        database, actor, by = self._work.database, self._work.actor, self._reckoning.get
        order = partial(_written, database, actor, paper.document_id, by)
        write = partial(order, service, is_agreed=is_agreed)
        keep(self._work, LANE, form, write, done)


def unserved(opened: OpenedMatter, event: Event) -> MatterPaper | None:
    """Return the opinion whose service the step would be, None where none was issued."""
    kind = OPINIONS.get(event)
    papers = (
        paper
        for paper in reversed(opened.file.papers)
        if paper.kind == kind and not paper.is_void and paper.served_on is None
    )
    return next(papers, None)


def _written(
    database: Database,
    actor: Actor,
    document_id: str,
    by: Callable[[], Reckoning],
    service: Service,
    *,
    is_agreed: bool,
) -> None:
    """Runs in the lane."""
    record_service(database, actor, document_id, service, by(), is_agreed=is_agreed)
