"""Papers of a matter: drafted from what is on record and issued in one unit of work."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from reception_desk.errors import DeskError, InvalidInputError
from reception_desk.models import Database
from reception_desk.models.database import now
from reception_desk.models.document import Document
from reception_desk.records.actor import Actor
from reception_desk.records.document import DocumentKind, DocumentRecord
from reception_desk.records.steps import StepInput
from reception_desk.rules.duty_ledger import Reckoning
from reception_desk.rules.paper_numbers import SERIES
from reception_desk.rules.permissions import Action
from reception_desk.rules.wording import clean_line
from reception_desk.services import audit
from reception_desk.services.authorship import by as written_by
from reception_desk.services.document_kinds import OF_SESSION, OF_VISIT, stored_kind
from reception_desk.services.numbers import request_number
from reception_desk.services.office import office_card
from reception_desk.services.paper_data import PaperCase, as_plain, first_visit, known_data
from reception_desk.services.paper_making import MadePaper, PaperSource, content_text, make_paper
from reception_desk.services.permissions import require
from reception_desk.services.printing import document_in
from reception_desk.services.remedies import remedies_in
from reception_desk.services.steps import open_case, take_step_in


@dataclass(frozen=True, slots=True)
class PaperDesk:
    """Where papers of matters are made, and what days are counted with."""

    source: PaperSource
    by: Reckoning

    @property
    def database(self) -> Database:
        return self.source.database


@dataclass(frozen=True, slots=True)
class PaperOrder:
    """A paper to be issued: its data by field name, and the step that is taken with it, if any.

    `replaces` is an issued paper that is voided for `reason`.
    """

    matter_id: str
    kind: DocumentKind
    data: Mapping[str, Any]
    step: StepInput | None = None
    replaces: str | None = None
    reason: str = ""


def draft_data(desk: PaperDesk, actor: Actor, matter_id: str, kind: DocumentKind) -> dict[str, Any]:
    """Return what is known already of a paper, by the names of its template's fields.

    Raises `DeskError` for a matter that may not be seen, `TemplateError` for a broken template.
    """
    from reception_desk.documents.catalogue import fields

    taken = fields(kind, desk.source.wording)
    office = office_card(desk.database)
    with desk.database.read() as session:
        case = open_case(session, actor, matter_id)
        told = PaperCase(
            actor=actor,
            office=office,
            case=case,
            standing=case.standing(desk.by),
            by=desk.by,
            today=_today(actor),
            remedies=remedies_in(session),
        )
        known = known_data(session, told, kind)
    return {name: as_plain(value) for name, value in known.items() if name in taken}


def issue_matter_paper(desk: PaperDesk, actor: Actor, order: PaperOrder) -> DocumentRecord:
    """Issue a paper: number, PDF, hash, step and row stand together or not at all.

    The bytes are on the disk before the row. A paper of a numbered series carries a provisional
    number until the centre has given its own (`paper_making.with_number`). Raises `DocumentError`
    for a datum that is missing or cannot be printed, `InvalidInputError` where the workflow does
    not allow the step, or a paper is replaced without a reason.
    """
    if order.kind in OF_VISIT:
        raise InvalidInputError("这份文书在来访登记里打印。")
    if order.kind in OF_SESSION:
        raise InvalidInputError("这份文书在视频接访里制作。")
    return issue_paper_with(desk, actor, order, _nothing_more)


def issue_paper_with(
    desk: PaperDesk,
    actor: Actor,
    order: PaperOrder,
    also: Callable[[Session, Document], object],
) -> DocumentRecord:
    """Issue a paper as `issue_matter_paper` does; `also` writes what belongs to it.

    Paper, number and what `also` writes stand together or not at all.
    """
    require(actor, Action.PRINT_DOCUMENT)
    series = SERIES.get(order.kind)
    data = {name: as_plain(value) for name, value in order.data.items() if value not in (None, "")}
    is_asked = series is not None and not data.get("number")
    while True:
        if is_asked:
            data["number"] = _next_provisional(desk.database, actor)
        made = make_paper(desk.source, order.kind, data)
        with desk.database.write() as session:
            if is_asked and _is_taken(session, actor, str(data["number"])):
                continue
            row = _put_on_record(session, desk, actor, order, made)
            if is_asked and series is not None:
                _ask_number(session, actor, row, series)
            also(session, row)
            return document_in(session, row)


def _nothing_more(_session: Session, _document: Document) -> None:
    """Most papers stand alone."""


def _put_on_record(
    session: Session, desk: PaperDesk, actor: Actor, order: PaperOrder, made: MadePaper
) -> Document:
    case = open_case(session, actor, order.matter_id)
    if order.replaces:
        _void(session, actor, order)
    if order.step is not None:
        take_step_in(session, actor, order.matter_id, order.step, desk.by)
    visit = first_visit(session, actor, order.matter_id)
    known, later = stored_kind(order.kind)
    row = Document(
        **written_by(actor, stream=case.stream),
        visit_id=visit.visit_id if visit else None,
        matter_id=order.matter_id,
        kind=known,
        later_kind=later,
        title=order.kind.label,
        number=None if order.kind in SERIES else made.data.get("number"),
        paper=_paper_size(desk, order.kind),
        sha256=made.sha256,
        size=made.size,
        content=content_text(made.data),
    )
    session.add(row)
    session.flush()
    audit.record(session, actor, "issue_paper", table="document", row_id=row.id)
    return row


def _void(session: Session, actor: Actor, order: PaperOrder) -> None:
    """A number is never used again: the voided paper stays on record with its reason."""
    row = session.get(Document, order.replaces)
    if row is None or row.matter_id != order.matter_id or row.voided_at is not None:
        raise DeskError("要替换的文书不在这件事项里，或者已经作废。")
    if not (reason := clean_line(order.reason).text):
        raise InvalidInputError("作废重出要写明理由。", saved="原来的文书没有改动。")
    row.voided_at, row.voided_by, row.void_reason = now(), actor.account_id, reason
    audit.record(session, actor, "void_paper", table="document", row_id=row.id, reason=reason)


def _ask_number(session: Session, actor: Actor, row: Document, series: str) -> None:
    request_number(
        session,
        written_by(actor, stream=row.stream),
        series=series,
        subject="document",
        subject_id=row.id,
        unit_id=actor.desk.unit_id,
        day=_today(actor),
    )


def _next_provisional(database: Database, actor: Actor) -> str:
    """Return `T-{desk}-{yyyymmdd}-W{nnn}`; the W keeps papers apart from visits."""
    prefix = _prefix(actor)
    with database.read() as session:
        number = func.json_extract(Document.content, "$.number")
        last = session.scalar(
            select(func.max(number)).where(number.startswith(prefix, autoescape=True))
        )
    return f"{prefix}{int(last.removeprefix(prefix)) + 1 if last else 1:03d}"


def _is_taken(session: Session, actor: Actor, number: str) -> bool:
    held = func.json_extract(Document.content, "$.number")
    query = select(Document.id).where(held == number, Document.desk_id == actor.desk.desk_id)
    return session.scalar(query.limit(1)) is not None


def _prefix(actor: Actor) -> str:
    return f"T-{actor.desk.code}-{_today(actor):%Y%m%d}-W"


def _paper_size(desk: PaperDesk, kind: DocumentKind) -> str:
    from reception_desk.documents.catalogue import paper_form

    return paper_form(kind, desk.source.wording).paper


def _today(actor: Actor) -> date:
    return now().astimezone(ZoneInfo(actor.desk.zone)).date()
