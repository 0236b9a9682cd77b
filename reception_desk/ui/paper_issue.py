"""Issues a paper of a matter from any page: draft, form, record, preview, printer."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from reception_desk.documents.catalogue import fields
from reception_desk.documents.fields import Field
from reception_desk.errors import DeskError
from reception_desk.records.document import DocumentKind, DocumentRecord
from reception_desk.records.steps import StepInput
from reception_desk.rules.paper_numbers import SERIES
from reception_desk.services.calendar import reckoning
from reception_desk.services.matter_papers import (
    PaperDesk,
    PaperOrder,
    draft_data,
    issue_matter_paper,
)
from reception_desk.services.paper_making import with_number
from reception_desk.ui.dialogs.paper_form import PaperForm
from reception_desk.ui.file_viewer import FileViewer
from reception_desk.ui.workplace import Workplace

LANE = "papers"
Draft = tuple[Mapping[str, Field], Mapping[str, Any]]


class PaperIssue(QObject):
    """One paper being issued above `window`; it goes with its form.

    The paper is on record before it is shown; it is printed from the preview, with the centre's
    number if that has come by then.
    """

    def __init__(
        self,
        workplace: Workplace,
        window: QWidget,
        viewer: FileViewer,
        on_error: Callable[[Exception], None],
    ) -> None:
        super().__init__(window)
        self._work = workplace
        self._window = window
        self._viewer = viewer
        self._on_error = on_error
        self._order = PaperOrder("", DocumentKind.TRANSFER_LETTER, {})
        self._title = ""
        self.form: PaperForm | None = None

    def ask(
        self,
        matter_id: str,
        kind: DocumentKind,
        *,
        step: StepInput | None = None,
        replaces: DocumentRecord | None = None,
    ) -> None:
        """Open the form of a paper, filled with what is on record; a step is taken with it."""
        key = replaces.document_id if replaces else None
        self._order = PaperOrder(matter_id, kind, {}, step=step, replaces=key)
        self._title = f"{replaces.title} {replaces.number or ''}".strip() if replaces else ""
        self._work.tasks.run(LANE, self, self._draft, self._open, self._on_error)

    def _draft(self) -> Draft:
        desk = self._desk()
        taken = fields(self._order.kind, desk.source.wording)
        return taken, self._known(desk)

    def _known(self, desk: PaperDesk) -> Mapping[str, Any]:
        """Return what is on record; in the lane."""
        return draft_data(desk, self._work.actor, self._order.matter_id, self._order.kind)

    def _make(self, order: PaperOrder) -> DocumentRecord:
        """Put the paper on record; in the lane."""
        return issue_matter_paper(self._desk(), self._work.actor, order)

    def _desk(self) -> PaperDesk:
        """Read the calendar anew for each paper: its dates are printed."""
        return PaperDesk(self._work.papers, reckoning(self._work.database, self._work.settings))

    def _open(self, draft: Draft) -> None:
        taken, known = draft
        is_numbered = self._order.kind in SERIES
        self.form = form = PaperForm(
            self._window,
            self._order.kind,
            taken,
            known,
            is_numbered=is_numbered,
            replaces=self._title,
        )
        form.asked.connect(self._issue)
        form.finished.connect(self.deleteLater)
        form.open()

    def _issue(self, data: Mapping[str, Any], reason: str) -> None:
        order = self._order
        whole = PaperOrder(order.matter_id, order.kind, data, order.step, order.replaces, reason)
        self._work.tasks.run(LANE, self, partial(self._make, whole), self._issued, self._refused)

    def _issued(self, paper: DocumentRecord) -> None:
        changes = self._work.changes
        changes.document_changed.emit(paper.document_id)
        changes.matter_changed.emit(self._order.matter_id)
        work, viewer, on_error = self._work, self._viewer, self._on_error
        show = partial(
            viewer.show_paper,
            on_error=on_error,
            on_print=partial(work.print_desk.print_document, work.actor, paper),
        )
        number = partial(with_number, work.papers, work.actor, paper)
        work.tasks.run(LANE, viewer, number, show, on_error)
        if self.form is not None:
            self.form.accept()

    def _refused(self, error: Exception) -> None:
        if self.form is not None and isinstance(error, DeskError):
            self.form.refuse(error)
        else:
            self._work.messages.show_error(error)
