"""销毁: the files of a recording leave the disk, and a certificate says who, when and why.

Asked and approved by two persons before (`recordings.keep_recording`). The files go within the
unit of work that records it: what stands against it cannot come in between, and were the program
killed there, the approval still stands and the work is done once more.
"""

from collections.abc import Callable

from sqlalchemy.orm import Session

from reception_desk.errors import InvalidInputError
from reception_desk.models.document import Document
from reception_desk.records.actor import Actor
from reception_desk.records.document import DocumentKind, DocumentRecord
from reception_desk.records.recordings import KeepingEvent, KeepingInput, RecordingRecord
from reception_desk.rules.permissions import Action
from reception_desk.rules.recording_keeping import keeping, may_be_disposed
from reception_desk.services.matter_papers import PaperAct, PaperDesk, PaperOrder, issue_paper_with
from reception_desk.services.office import office_card
from reception_desk.services.permissions import require
from reception_desk.services.recordings import keep_in, local_day, recording_in
from reception_desk.services.session_paper_data import known_of_disposal
from reception_desk.services.session_papers import drafted, told_of

Remove = Callable[[RecordingRecord], object]
"""Removes the files of a recording wherever they lie; files already gone are fine."""


def dispose(
    desk: PaperDesk, actor: Actor, recording_id: str, remove: Remove, *, way: str
) -> DocumentRecord:
    """Remove an approved recording's files and issue the certificate with the act of disposal.

    `way` says how and from where they are removed. Raises `InvalidInputError` where the approval
    is missing, the period has not ended or a hold stands against it: then no file is touched.
    """
    require(actor, Action.REQUEST_DISPOSAL)
    office = office_card(desk.database)
    with desk.database.read() as session:
        recording = recording_in(session, actor, recording_id)
        kept = keeping(recording)
        if why := may_be_disposed(kept, recording, local_day(actor)):
            raise InvalidInputError(why, saved="文件没有改动。")
        told = told_of(session, desk, actor, office, session_id=recording.session_id)
        known = known_of_disposal(told, recording, kept)
        matter_id = told.case.matter_id
    known["way"] = way
    kind = DocumentKind.RECORDING_DISPOSAL
    reason = kept.asked.reason if kept.asked else ""

    def note(session: Session, document: Document) -> None:
        act = KeepingInput(KeepingEvent.DISPOSED, reason, document_id=document.id)
        keep_in(session, actor, recording_id, act)
        remove(recording)

    order = PaperOrder(matter_id, kind, drafted(desk, kind, known))
    return issue_paper_with(desk, actor, PaperAct((order,)), note).document
