"""Issues a paper of a video session: as any paper of its matter, but from the session's record."""

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtWidgets import QWidget

from reception_desk.records.document import DocumentRecord
from reception_desk.services.matter_papers import PaperDesk, PaperOrder
from reception_desk.services.session_papers import (
    SessionPaperOrder,
    draft_session_paper,
    issue_session_paper,
)
from reception_desk.ui.file_viewer import FileViewer
from reception_desk.ui.paper_issue import PaperIssue
from reception_desk.ui.workplace import Workplace


class SessionPaperIssue(PaperIssue):
    """The record that is read back is an event of the session, and is told as one."""

    def __init__(
        self,
        workplace: Workplace,
        window: QWidget,
        viewer: FileViewer,
        on_error: Callable[[Exception], None],
        *,
        session_id: str,
    ) -> None:
        super().__init__(workplace, window, viewer, on_error)
        self._session_id = session_id

    def _known(self, desk: PaperDesk) -> Mapping[str, Any]:
        return draft_session_paper(desk, self._work.actor, self._session_id, self._order.kind)

    def _make(self, order: PaperOrder) -> DocumentRecord:
        asked = SessionPaperOrder(self._session_id, order.kind, order.data)
        return issue_session_paper(self._desk(), self._work.actor, asked)

    def _issued(self, paper: DocumentRecord) -> None:
        super()._issued(paper)
        self._work.changes.video_session_changed.emit(self._session_id)
