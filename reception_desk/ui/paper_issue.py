"""Issues the papers of a matter from any page: draft, forms, one act on record, printer."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from reception_desk.documents.catalogue import fields
from reception_desk.documents.fields import Field
from reception_desk.errors import DeskError
from reception_desk.records.document import DocumentKind, DocumentRecord
from reception_desk.records.steps import StepInput
from reception_desk.rules.paper_numbers import SERIES
from reception_desk.rules.service_of_papers import SERVED_PAPERS, WITHOUT_RECEIPT
from reception_desk.services.calendar import reckoning
from reception_desk.services.matter_papers import (
    RECEIPT,
    MadeRecord,
    PaperAct,
    PaperDesk,
    PaperOrder,
    draft_data,
    issue_papers,
)
from reception_desk.services.paper_making import with_number
from reception_desk.services.steps import take_step
from reception_desk.ui.dialogs.paper_form import PaperForm, PaperTerms, ReceiptKnown
from reception_desk.ui.file_viewer import FileViewer
from reception_desk.ui.workplace import Workplace

LANE = "papers"


@dataclass(frozen=True, slots=True)
class PapersWanted:
    """Papers of one matter, with the step they are issued with, or the paper they replace."""

    matter_id: str
    kinds: tuple[DocumentKind, ...]
    step: StepInput | None = None
    replaces: DocumentRecord | None = None


@dataclass(frozen=True, slots=True)
class _Draft:
    """What a form begins with; `receipt` are the data of the 送达回证, None for unserved papers."""

    kind: DocumentKind
    fields: Mapping[str, Field]
    known: Mapping[str, Any]
    receipt: Mapping[str, Any] | None


class PaperIssue(QObject):
    """Papers being issued above `window`, a form for each; it goes with the last of them.

    Signals: `opened()` with the first form, `issued(words)` once all is on record and on its way
    to the printer, `refused(error)` when no form could be opened, `left()` when the person went
    back. Until the last form is pressed nothing is on record, neither step nor number.
    """

    opened = Signal()
    issued = Signal(str)
    refused = Signal(object)
    left = Signal()

    def __init__(self, workplace: Workplace, window: QWidget, viewer: FileViewer) -> None:
        super().__init__(window)
        self._work = workplace
        self._window = window
        self._viewer = viewer
        self._wanted = PapersWanted("", ())
        self._drafts: list[_Draft] = []
        self._orders: list[PaperOrder | None] = []
        self._at = 0
        self.forms: list[PaperForm] = []

    @property
    def form(self) -> PaperForm:
        """The form in sight."""
        return self.forms[self._at]

    def ask(self, wanted: PapersWanted) -> None:
        """Open the form of the first paper, filled with what is on record."""
        self._wanted = wanted
        self._work.tasks.run(LANE, self, self._draft, self._open, self._fail_to_open)

    def _draft(self) -> list[_Draft]:
        """Runs in the lane; a step that is not allowed is refused here already."""
        desk, wanted = self._desk(), self._wanted
        receipt = None
        if not SERVED_PAPERS.isdisjoint(wanted.kinds):
            receipt = self._known(desk, RECEIPT)
        return [
            _Draft(
                kind,
                fields(kind, desk.source.wording),
                self._known(desk, kind),
                receipt if kind in SERVED_PAPERS else None,
            )
            for kind in wanted.kinds
        ]

    def _known(self, desk: PaperDesk, kind: DocumentKind) -> Mapping[str, Any]:
        """Return what is on record for a paper; in the lane."""
        wanted = self._wanted
        return draft_data(desk, self._work.actor, wanted.matter_id, kind, step=wanted.step)

    def _desk(self) -> PaperDesk:
        """Read the calendar anew for each act: its dates are printed."""
        return PaperDesk(self._work.papers, reckoning(self._work.database, self._work.settings))

    def _open(self, drafts: list[_Draft]) -> None:
        self._drafts, self._orders = drafts, [None for _ in drafts]
        self.opened.emit()
        self._show(0)

    def _fail_to_open(self, error: Exception) -> None:
        self.refused.emit(error)
        self.deleteLater()

    def _show(self, at: int) -> None:
        """Show one form alone; those before and behind it keep what was typed."""
        self._at = at
        if at == len(self.forms):
            self.forms.append(self._make(at))
        for other in self.forms:
            if other is not self.form:
                other.hide()
        self.form.set_busy(is_busy=False)
        self.form.open()

    def _make(self, at: int) -> PaperForm:
        draft = self._drafts[at]
        form = PaperForm(self._window, draft.kind, draft.fields, draft.known, self._terms(at))
        form.asked.connect(partial(self._take, prints=True))
        form.look_asked.connect(partial(self._take, prints=False))
        form.set_aside.connect(self._set_aside)
        form.rejected.connect(self._go_back)
        return form

    def _terms(self, at: int) -> PaperTerms:
        draft, old = self._drafts[at], self._wanted.replaces
        many = len(self._drafts)
        receipt = draft.receipt
        set_aside = "先办理，稍后出具" if many == 1 else "这份稍后出具"
        return PaperTerms(
            is_numbered=draft.kind in SERIES,
            verb="下一份" if at + 1 < many else "出具并打印",
            place=f"第 {at + 1} 份，共 {many} 份" if many > 1 else "",
            replaces=f"{old.title} {old.number or ''}".strip() if old else "",
            set_aside=set_aside if self._wanted.step else "",
            receipt=None
            if receipt is None
            else ReceiptKnown(
                receipt.get("recipient", ""),
                receipt.get("recipient_address", ""),
                draft.kind not in WITHOUT_RECEIPT,
            ),
        )

    def _take(self, data: Mapping[str, Any], reason: str, *, prints: bool) -> None:
        draft, old = self._drafts[self._at], self._wanted.replaces
        handed = self.form.receipt()
        self._orders[self._at] = PaperOrder(
            self._wanted.matter_id,
            draft.kind,
            data,
            replaces=old.document_id if old else None,
            reason=reason,
            receipt=None if handed is None else {**(draft.receipt or {}), **handed},
        )
        self._go_on(prints=prints)

    def _set_aside(self) -> None:
        self._orders[self._at] = None
        self.form.set_busy(is_busy=True)
        self._go_on(prints=True)

    def _go_back(self) -> None:
        """Leave this form; the one before it stands as it was, and before the first nothing."""
        if self._at > 0:
            self.forms.pop()
            self._show(self._at - 1)
            return
        self.left.emit()
        self.deleteLater()

    def _go_on(self, *, prints: bool) -> None:
        if self._at + 1 < len(self._drafts):
            self._show(self._at + 1)
            return
        orders = tuple(order for order in self._orders if order is not None)
        printers = self._work.print_desk.queue_names() if prints else {}
        act = PaperAct(orders, self._wanted.step, printers)
        done = partial(self._done, prints=prints)
        self._work.tasks.run(LANE, self, partial(self._act, act), done, self._refuse)

    def _act(self, act: PaperAct) -> tuple[MadeRecord, ...]:
        """Runs in the lane. With every paper set aside the step is taken alone."""
        desk, actor = self._desk(), self._work.actor
        if act.orders:
            return issue_papers(desk, actor, act)
        if act.step is not None:
            take_step(self._work.database, actor, self._wanted.matter_id, act.step, desk.by)
        return ()

    def _done(self, made: tuple[MadeRecord, ...], *, prints: bool) -> None:
        for paper in made:
            if paper.job:
                self._work.print_desk.print_document(self._work.actor, paper.document, paper.job)
            self._work.changes.document_changed.emit(paper.document.document_id)
        self._work.changes.matter_changed.emit(self._wanted.matter_id)
        self.issued.emit(_words(made, prints=prints))
        if made and not prints:
            self._look_at(made[0].document)
        for form in self.forms:
            form.accept()
            form.deleteLater()
        self.deleteLater()

    def _look_at(self, paper: DocumentRecord) -> None:
        """Show a paper with the centre's number, if that has come; it is printed from there."""
        work, viewer, on_error = self._work, self._viewer, self._work.messages.show_error
        show = partial(
            viewer.show_paper,
            on_error=on_error,
            on_print=partial(work.print_desk.print_document, work.actor, paper),
        )
        number = partial(with_number, work.papers, work.actor, paper)
        work.tasks.run(LANE, viewer, number, show, on_error)

    def _refuse(self, error: Exception) -> None:
        if isinstance(error, DeskError):
            self.form.refuse(error)
        else:
            self.form.set_busy(is_busy=False)
            self._work.messages.show_error(error)


def _words(made: tuple[MadeRecord, ...], *, prints: bool) -> str:
    """Say what was issued; "" where every paper was left for later."""
    titles = "、".join(paper.document.title for paper in made)
    if not titles:
        return ""
    return f"{titles}已出具，正在打印。" if prints else f"{titles}已出具。"
