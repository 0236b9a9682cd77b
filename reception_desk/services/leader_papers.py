"""Papers of a leader's day: 预约登记表, 接访登记表 and 批办单, drafted from a booking.

A 批办单 belongs to one instruction and is issued once: whoever wants it again prints it again.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from reception_desk.errors import DeskError, InvalidInputError
from reception_desk.models.database import now
from reception_desk.models.document import Document
from reception_desk.records.actor import Actor
from reception_desk.records.document import DocumentKind, DocumentRecord
from reception_desk.records.papers import Office
from reception_desk.rules.permissions import Action
from reception_desk.services.document_kinds import OF_LEADER_DAY, content_of, is_of_kind
from reception_desk.services.leader_bookings import open_booking
from reception_desk.services.leader_paper_data import BookingTold, known_of_booking
from reception_desk.services.matter_home import at_home_in
from reception_desk.services.matter_papers import (
    MadeRecord,
    PaperAct,
    PaperDesk,
    PaperOrder,
    issue_paper_with,
)
from reception_desk.services.office import office_card
from reception_desk.services.paper_case import PaperCase
from reception_desk.services.paper_data import as_plain, known_data
from reception_desk.services.permissions import require
from reception_desk.services.printing import document_in
from reception_desk.services.remedies import remedies_in
from reception_desk.services.steps import open_case

BOOKING_FORM, VISIT_FORM, INSTRUCTION = (
    DocumentKind.LEADER_BOOKING_FORM,
    DocumentKind.LEADER_VISIT_FORM,
    DocumentKind.LEADER_INSTRUCTION,
)
_MOVES: Mapping[DocumentKind, tuple[str, ...]] = {
    BOOKING_FORM: ("leader", "date", "time"),
    VISIT_FORM: ("leader", "date", "total"),
    INSTRUCTION: (),
}
"""What of a paper may change after it was issued; an instruction never does."""


@dataclass(frozen=True, slots=True)
class LeaderPaper:
    """Which paper is asked for: of a booking, or of one instruction on it."""

    booking_id: str
    kind: DocumentKind
    instruction_id: str = ""

    @property
    def about(self) -> str:
        """The key of what it is made of."""
        return self.instruction_id or self.booking_id


@dataclass(frozen=True, slots=True)
class LeaderPaperOrder:
    """A paper to be issued; `data` as a person has looked through them.

    `replaces` is an issued one that is voided for `reason`; `printers` as in `PaperAct`.
    """

    paper: LeaderPaper
    data: Mapping[str, Any]
    replaces: str | None = None
    reason: str = ""
    printers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class OnRecord:
    """An issued paper; it is true while a draft of today would say the same."""

    document: DocumentRecord
    is_true: bool


def draft_leader_paper(desk: PaperDesk, actor: Actor, paper: LeaderPaper) -> dict[str, Any]:
    """Return what is on record for a paper, by the names of its template's fields.

    Raises `DeskError` for a booking that may not be seen, `InvalidInputError` for a 批办单 of
    nothing that was instructed.
    """
    require(actor, Action.PRINT_DOCUMENT)
    office = office_card(desk.database)
    with desk.database.read() as session:
        return _drafted(session, desk, actor, office, paper)


def leader_paper_on_record(desk: PaperDesk, actor: Actor, paper: LeaderPaper) -> OnRecord | None:
    """Return the paper that was issued of this booking or instruction, None for none."""
    require(actor, Action.PRINT_DOCUMENT)
    office = office_card(desk.database)
    with desk.database.read() as session:
        row = _issued(session, actor, paper)
        if row is None:
            return None
        told, names = content_of(row), _MOVES[paper.kind]
        fresh = _drafted(session, desk, actor, office, paper) if names else {}
        is_true = all(told.get(name) == fresh.get(name) for name in names)
        return OnRecord(document_in(session, row), is_true)


def issue_leader_paper(desk: PaperDesk, actor: Actor, order: LeaderPaperOrder) -> MadeRecord:
    """Put a paper on record with its number and its print job.

    Raises `InvalidInputError` where the instruction has its 批办单 already, `DocumentError` for a
    datum that is missing.
    """
    if order.paper.kind not in OF_LEADER_DAY:
        raise ValueError(f"{order.paper.kind} is no paper of a leader's day")
    with desk.database.read() as session:
        _, standing = open_booking(session, actor, order.paper.booking_id)
    matter_id = standing.facts.matter_id
    paper = PaperOrder(
        matter_id, order.paper.kind, order.data, replaces=order.replaces,
        reason=order.reason, about=order.paper.about,
    )  # fmt: skip

    def check(session: Session, document: Document) -> None:
        """Within the unit of work: of two windows that issue at once, one is refused."""
        if _keys(session, matter_id, order.paper) != [document.id]:
            raise InvalidInputError(
                "这份文书已经出具过了。", advice="请打开已出的文书补打。", saved="没有再出具一份。"
            )

    return issue_paper_with(desk, actor, PaperAct((paper,), printers=order.printers), check)


def _drafted(
    session: Session, desk: PaperDesk, actor: Actor, office: Office, paper: LeaderPaper
) -> dict[str, Any]:
    from reception_desk.documents.catalogue import fields

    _, standing = open_booking(session, actor, paper.booking_id)
    case = open_case(session, actor, standing.facts.matter_id)
    zone = ZoneInfo(actor.desk.zone)
    told = PaperCase(
        actor=actor,
        office=office,
        case=case,
        standing=case.standing(desk.by),
        by=desk.by,
        today=now().astimezone(zone).date(),
        remedies=remedies_in(session),
    )
    known = known_data(session, told, paper.kind)
    known |= known_of_booking(
        session, BookingTold(told, standing, paper.kind, paper.instruction_id), known
    )
    taken = fields(paper.kind, desk.source.wording)
    return {
        name: as_plain(value)
        for name, value in known.items()
        if name in taken and value not in (None, "", (), [])
    }


def _issued(session: Session, actor: Actor, paper: LeaderPaper) -> Document | None:
    _, standing = open_booking(session, actor, paper.booking_id)
    if paper.kind is INSTRUCTION and not paper.instruction_id:
        raise DeskError("还没有领导批示，不能出具批办单。", advice="请先写领导批示。")
    keys = _keys(session, standing.facts.matter_id, paper)
    return session.get(Document, keys[-1]) if keys else None


def _keys(session: Session, matter_id: str, paper: LeaderPaper) -> list[str]:
    """Return the papers that stand, the newest last; also those of before the matter was joined."""
    return list(
        session.scalars(
            select(Document.id)
            .where(
                at_home_in(Document.matter_id, [matter_id]),
                is_of_kind(paper.kind),
                func.json_extract(Document.content, "$.about") == paper.about,
                Document.voided_at.is_(None),
            )
            .order_by(Document.created_at, Document.id)
        )
    )
