"""Issues a paper of a video session: as any paper of its matter, but from the session's record."""

from collections.abc import Mapping
from typing import Any

from PySide6.QtWidgets import QWidget

from reception_desk.records.document import DocumentKind
from reception_desk.services.matter_papers import MadeRecord, PaperAct, PaperDesk
from reception_desk.services.session_papers import (
    SessionPaperOrder,
    draft_session_paper,
    issue_session_paper,
)
from reception_desk.ui.file_viewer import FileViewer
from reception_desk.ui.paper_issue import PaperIssue
from reception_desk.ui.workplace import Workplace


class SessionPaperIssue(PaperIssue):
    """One paper at a time: a notice or the record that is read back is an event of the session.

    `participant_id` is whom a consent is for.
    """

    def __init__(
        self,
        workplace: Workplace,
        window: QWidget,
        viewer: FileViewer,
        session_id: str,
        *,
        participant_id: str | None = None,
    ) -> None:
        super().__init__(workplace, window, viewer)
        self._session_id, self._participant_id = session_id, participant_id

    def _known(self, desk: PaperDesk, kind: DocumentKind) -> Mapping[str, Any]:
        return draft_session_paper(
            desk, self._work.actor, self._session_id, kind, participant_id=self._participant_id
        )

    def _act(self, act: PaperAct) -> tuple[MadeRecord, ...]:
        orders = [
            SessionPaperOrder(self._session_id, order.kind, order.data, act.printers)
            for order in act.orders
        ]
        desk, actor = self._desk(), self._work.actor
        return tuple(issue_session_paper(desk, actor, order) for order in orders)

    def _done(self, made: tuple[MadeRecord, ...], *, prints: bool) -> None:
        super()._done(made, prints=prints)
        self._work.changes.video_session_changed.emit(self._session_id)
