"""Issues a paper of a leader's day, or shows the one that is on record to be printed again."""

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from reception_desk.records.document import DocumentKind, DocumentRecord
from reception_desk.services.calendar import reckoning
from reception_desk.services.leader_papers import (
    LeaderPaper,
    LeaderPaperOrder,
    OnRecord,
    draft_leader_paper,
    issue_leader_paper,
    leader_paper_on_record,
)
from reception_desk.services.matter_papers import MadeRecord, PaperAct, PaperDesk
from reception_desk.ui.file_viewer import FileViewer
from reception_desk.ui.paper_issue import LANE, PaperIssue, PapersWanted
from reception_desk.ui.workplace import Workplace


class LeaderPaperIssue(PaperIssue):
    """One paper of a booking; the matter's other papers are issued on its own page."""

    def __init__(
        self, workplace: Workplace, window: QWidget, viewer: FileViewer, paper: LeaderPaper
    ) -> None:
        super().__init__(workplace, window, viewer)
        self._paper = paper

    def _known(self, desk: PaperDesk, kind: DocumentKind) -> Mapping[str, Any]:
        return draft_leader_paper(desk, self._work.actor, replace(self._paper, kind=kind))

    def _act(self, act: PaperAct) -> tuple[MadeRecord, ...]:
        desk, actor = self._desk(), self._work.actor
        return tuple(
            issue_leader_paper(
                desk,
                actor,
                LeaderPaperOrder(
                    self._paper, order.data, order.replaces, order.reason, act.printers
                ),
            )
            for order in act.orders
        )


class LeaderPapers(QObject):
    """Signals: `issued(words)`, `failed(error)`. Everything opens above `window`'s window."""

    issued = Signal(str)
    failed = Signal(object)

    def __init__(self, work: Workplace, window: QWidget, viewer: FileViewer) -> None:
        super().__init__(window)
        self._work, self._window, self._viewer = work, window, viewer
        self.issue: LeaderPaperIssue | None = None

    def ask(self, matter_id: str, paper: LeaderPaper) -> None:
        """Show the paper that was issued, or open the form that issues it."""
        go_on = partial(self._go_on, matter_id, paper)
        find = partial(self._find, paper)
        self._work.tasks.run(LANE, self, find, go_on, self.failed.emit)

    def _find(self, paper: LeaderPaper) -> OnRecord | None:
        """Runs in the lane."""
        work = self._work
        desk = PaperDesk(work.papers, reckoning(work.database, work.settings))
        return leader_paper_on_record(desk, work.actor, paper)

    def _go_on(self, matter_id: str, paper: LeaderPaper, found: OnRecord | None) -> None:
        if found is not None and found.is_true:
            self._show(found.document)
            return
        issue = LeaderPaperIssue(self._work, self._window.window(), self._viewer, paper)
        issue.issued.connect(self.issued)
        issue.refused.connect(self.failed)
        replaces = found.document if found is not None else None
        issue.ask(PapersWanted(matter_id, (paper.kind,), replaces=replaces))
        self.issue = issue

    def _show(self, document: DocumentRecord) -> None:
        """Look at it first: printed from there it is a 补打, and says so."""
        work = self._work
        send = partial(work.print_desk.print_document, work.actor, document)
        self._viewer.show_paper(document, self.failed.emit, send)
