"""Papers of a session: drafted from its record, issued with the event that belongs to them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from reception_desk.models.document import Document
from reception_desk.models.matter import Matter
from reception_desk.records.actor import Actor
from reception_desk.records.document import DocumentKind
from reception_desk.records.papers import Office
from reception_desk.records.video_sessions import SessionEventInput
from reception_desk.rules.permissions import Action
from reception_desk.rules.session_transition import SessionEvent
from reception_desk.services.matter_papers import (
    MadeRecord,
    PaperAct,
    PaperDesk,
    PaperOrder,
    issue_paper_with,
)
from reception_desk.services.office import office_card
from reception_desk.services.paper_data import as_plain
from reception_desk.services.permissions import require
from reception_desk.services.session_cases import open_session
from reception_desk.services.session_paper_data import SessionTold, known_of_session
from reception_desk.services.video_sessions import record_event_in
from reception_desk.services.visits import visit_in

_EVENTS = {
    DocumentKind.VIDEO_SESSION_NOTICE: SessionEvent.NOTICE_ISSUED,
    DocumentKind.VIDEO_SESSION_RECORD: SessionEvent.READ_BACK,
}


@dataclass(frozen=True, slots=True)
class SessionPaperOrder:
    """A paper of a session; `data` by field name, as a person has looked through them.

    `printers` names the queue of each size of paper; a paper of another size is not printed.
    """

    session_id: str
    kind: DocumentKind
    data: Mapping[str, Any]
    printers: Mapping[str, str] = field(default_factory=dict)


def draft_session_paper(
    desk: PaperDesk,
    actor: Actor,
    session_id: str,
    kind: DocumentKind,
    *,
    participant_id: str | None = None,
) -> dict[str, Any]:
    """Return what the record says of a paper, by the names of its template's fields.

    `participant_id` is whom a consent or a notice is for; a notice without one is for the
    petitioner. Raises `DeskError` for a session that may not be seen.
    """
    require(actor, Action.HOLD_VIDEO_SESSION)
    office = office_card(desk.database)
    with desk.database.read() as session:
        told = told_of(
            session, desk, actor, office, session_id=session_id, participant_id=participant_id
        )
        known = known_of_session(told, kind)
    return drafted(desk, kind, known)


def drafted(desk: PaperDesk, kind: DocumentKind, known: Mapping[str, Any]) -> dict[str, Any]:
    """Return those data that the template takes, as JSON keeps them; nothing empty."""
    from reception_desk.documents.catalogue import fields

    taken = fields(kind, desk.source.wording)
    return {
        name: as_plain(value)
        for name, value in known.items()
        if name in taken and value not in (None, "", (), [])
    }


def issue_session_paper(desk: PaperDesk, actor: Actor, order: SessionPaperOrder) -> MadeRecord:
    """Issue a paper of a session; a notice and the record read back are events of it, too.

    Paper and event stand together or not at all; a record that was corrected voids the one
    before. Raises `InvalidInputError` where the session's table does not allow the event,
    `DocumentError` for a datum that is missing.
    """
    require(actor, Action.HOLD_VIDEO_SESSION)
    with desk.database.read() as session:
        case = open_session(session, actor, order.session_id)
    event = _EVENTS.get(order.kind)
    is_record = event is SessionEvent.READ_BACK
    before = case.standing().record_id if is_record else None

    def note(session: Session, document: Document) -> None:
        if event is not None:
            said = SessionEventInput(event, document_id=document.id)
            record_event_in(session, actor, order.session_id, said)

    paper = PaperOrder(
        case.matter_id, order.kind, order.data, replaces=before, reason="更正笔录" if before else ""
    )
    return issue_paper_with(desk, actor, PaperAct((paper,), printers=order.printers), note)


def told_of(
    session: Session,
    desk: PaperDesk,
    actor: Actor,
    office: Office,
    *,
    session_id: str,
    participant_id: str | None = None,
) -> SessionTold:
    """Return all that a paper of a session is drafted from, within the caller's unit of work."""
    case = open_session(session, actor, session_id)
    return SessionTold(
        session=session,
        actor=actor,
        office=office,
        case=case,
        standing=case.standing(),
        visit=visit_in(session, actor, case.visit_id),
        matter=session.get_one(Matter, case.matter_id).title.rstrip("。."),
        zone=ZoneInfo(actor.desk.zone),
        by=desk.by,
        wording=desk.source.wording,
        participant_id=participant_id,
    )
