"""Papers of a matter: drafted from what is on record, issued in one unit of work, set once more
with the number that the centre gives.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from json import dumps
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from reception_desk.config import HALL_ZONE
from reception_desk.documents.fonts import SHIPPED_FONTS, FontPaths
from reception_desk.documents.office_fonts import office_fonts
from reception_desk.errors import DeskError, InvalidInputError
from reception_desk.models import Database
from reception_desk.models.database import now
from reception_desk.models.document import Document, PrintEvent
from reception_desk.models.local import LocalSetting
from reception_desk.records.actor import Actor
from reception_desk.records.document import DocumentKind, DocumentRecord
from reception_desk.records.steps import StepInput
from reception_desk.rules.duty_ledger import Reckoning
from reception_desk.rules.paper_numbers import SERIES
from reception_desk.rules.permissions import Action
from reception_desk.rules.wording import clean_line
from reception_desk.services import audit
from reception_desk.services.authorship import by as written_by
from reception_desk.services.confidentiality import may_open
from reception_desk.services.document_kinds import OF_VISIT, content_of, kind_of, stored_kind
from reception_desk.services.files import FileStore
from reception_desk.services.numbers import request_number
from reception_desk.services.office import office_card
from reception_desk.services.paper_data import PaperCase, as_plain, first_visit, known_data
from reception_desk.services.permissions import require
from reception_desk.services.printing import document_in
from reception_desk.services.steps import open_case, take_step_in

_UNDATED = date(2000, 1, 1)
REMEDY = "remedy."
"""Settings of the bodies of review: `remedy.review_organ`, `remedy.recheck_address` …"""


@dataclass(frozen=True, slots=True)
class PaperDesk:
    """Where papers are set: `fonts` of the office, `wording` with its own templates."""

    database: Database
    files: FileStore
    by: Reckoning
    fonts: FontPaths = SHIPPED_FONTS
    wording: Path | None = None


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


@dataclass(frozen=True, slots=True)
class _Made:
    """A paper set and in the file store."""

    data: Mapping[str, Any]
    sha256: str
    size: int


def draft_data(desk: PaperDesk, actor: Actor, matter_id: str, kind: DocumentKind) -> dict[str, Any]:
    """Return what is known already of a paper, by the names of its template's fields.

    Raises `DeskError` for a matter that may not be seen, `TemplateError` for a broken template.
    """
    from reception_desk.documents.catalogue import fields

    taken = fields(kind, desk.wording)
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
            remedies=_remedies(session),
        )
        known = known_data(session, told, kind)
    return {name: as_plain(value) for name, value in known.items() if name in taken}


def issue_matter_paper(desk: PaperDesk, actor: Actor, order: PaperOrder) -> DocumentRecord:
    """Issue a paper: number, PDF, hash, step and row stand together or not at all.

    The bytes are on the disk before the row. A paper of a numbered series carries a provisional
    number until the centre has given its own (`set_number`). Raises `DocumentError` for a datum
    that is missing or cannot be printed, `InvalidInputError` where the workflow does not allow
    the step, or a paper is replaced without a reason.
    """
    require(actor, Action.PRINT_DOCUMENT)
    if order.kind in OF_VISIT:
        raise InvalidInputError("这份文书在来访登记里打印。")
    series = SERIES.get(order.kind)
    data = {name: as_plain(value) for name, value in order.data.items() if value not in (None, "")}
    is_asked = series is not None and not data.get("number")
    while True:
        if is_asked:
            data["number"] = _next_provisional(desk.database, actor)
        made = _make(desk, order.kind, data)
        with desk.database.write() as session:
            if is_asked and _is_taken(session, actor, str(data["number"])):
                continue
            row = _put_on_record(session, desk, actor, order, made)
            if is_asked and series is not None:
                _ask_number(session, actor, row, series)
            return document_in(session, row)


def set_number(desk: PaperDesk, actor: Actor, document_id: str) -> bool:
    """Set a paper once more with the number the centre gave it; return whether that was done.

    One that a printer has taken stays as it is: the visitor holds it. Both numbers are on record.
    """
    with desk.database.read() as session:
        row = session.get(Document, document_id)
        if row is None or not may_open(actor, row) or not _waits_for_setting(session, row):
            return False
        kind, data = kind_of(row), content_of(row) | {"number": row.number}
    made = _make(desk, kind, data)
    with desk.database.write() as session:
        row = session.get_one(Document, document_id)
        if not _waits_for_setting(session, row):
            return False
        row.content, row.sha256, row.size = _text(data), made.sha256, made.size
        audit.record(session, actor, "set_number", table="document", row_id=row.id)
    return True


def _waits_for_setting(session: Session, row: Document) -> bool:
    if row.number is None or row.matter_id is None or content_of(row).get("number") == row.number:
        return False
    printed = select(PrintEvent.id).where(PrintEvent.document_id == row.id).limit(1)
    return session.scalar(printed) is None


def _make(desk: PaperDesk, kind: DocumentKind, data: Mapping[str, Any]) -> _Made:
    from reception_desk.documents.catalogue import render
    from reception_desk.imaging.archive import archived

    pdf = render(kind, data, office_fonts(desk.fonts).paths, desk.wording)
    issued = data.get("issued_on")
    day = date.fromisoformat(issued) if issued else _UNDATED
    made_at = datetime.combine(day, time(), ZoneInfo(HALL_ZONE))
    sealed = archived(pdf, kind.label, made_at)
    return _Made(data, desk.files.put(sealed), len(sealed))


def _put_on_record(
    session: Session, desk: PaperDesk, actor: Actor, order: PaperOrder, made: _Made
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
        content=_text(made.data),
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

    return paper_form(kind, desk.wording).paper


def _remedies(session: Session) -> dict[str, str]:
    rows = session.scalars(select(LocalSetting).where(LocalSetting.name.startswith(REMEDY)))
    return {row.name.removeprefix(REMEDY): row.value for row in rows}


def _today(actor: Actor) -> date:
    return now().astimezone(ZoneInfo(actor.desk.zone)).date()


def _text(data: Mapping[str, Any]) -> str:
    return dumps(dict(data), ensure_ascii=False)
