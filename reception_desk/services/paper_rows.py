"""Rows of a matter's papers, within the caller's unit of work: put on record, numbered, voided."""

from collections.abc import Iterable, Mapping
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
from reception_desk.records.document import DocumentKind
from reception_desk.rules.paper_numbers import SERIES
from reception_desk.rules.wording import clean_line
from reception_desk.services import audit
from reception_desk.services.authorship import by as written_by
from reception_desk.services.document_kinds import (
    content_text,
    is_of_kind,
    served_by,
    shown_number,
    stored_kind,
)
from reception_desk.services.numbers import request_number
from reception_desk.services.paper_data import first_visit
from reception_desk.services.paper_making import MadePaper
from reception_desk.services.steps import open_case


def add_paper(
    session: Session,
    actor: Actor,
    matter_id: str,
    kind: DocumentKind,
    made: MadePaper,
    *,
    paper: str,
    about: str = "",
) -> Document:
    """Put a paper on record; `paper` is its size. Raises `DeskError` for a matter not to be seen.

    A receipt of service names the papers it is for, so that their service finds it; `about` is
    the key of what a paper is made of.
    """
    case = open_case(session, actor, matter_id)
    visit = first_visit(session, actor, matter_id)
    known, later = stored_kind(kind)
    is_receipt = kind is DocumentKind.SERVICE_RECEIPT
    serves = _served(session, matter_id, made.data) if is_receipt else ()
    row = Document(
        **written_by(actor, stream=case.stream),
        visit_id=visit.visit_id if visit else None,
        matter_id=matter_id,
        kind=known,
        later_kind=later,
        title=kind.label,
        number=None if kind in SERIES else made.data.get("number"),
        paper=paper,
        sha256=made.sha256,
        size=made.size,
        content=content_text(made.data, serves, about),
    )
    session.add(row)
    session.flush()
    audit.record(session, actor, "issue_paper", table="document", row_id=row.id)
    return row


def void_paper(session: Session, actor: Actor, matter_id: str, key: str, why: str) -> None:
    """Void a paper with the receipts made for it alone.

    A number is never used again: the voided paper stays on record with its reason.
    """
    row = session.get(Document, key)
    if row is None or row.matter_id != matter_id or row.voided_at is not None:
        raise DeskError("要替换的文书不在这件事项里，或者已经作废。")
    if not (reason := clean_line(why).text):
        raise InvalidInputError("作废重出要写明理由。", saved="原来的文书没有改动。")
    for each in (row, *(receipt for receipt in _receipts(session, matter_id, key))):
        each.voided_at, each.voided_by, each.void_reason = now(), actor.account_id, reason
        audit.record(session, actor, "void_paper", table="document", row_id=each.id, reason=reason)


def ask_number(session: Session, actor: Actor, row: Document, series: str) -> None:
    """Ask the centre for the number of a paper."""
    request_number(
        session,
        written_by(actor, stream=row.stream),
        series=series,
        subject="document",
        subject_id=row.id,
        unit_id=actor.desk.unit_id,
        day=_today(actor),
    )


def provisional_numbers(database: Database, actor: Actor, count: int) -> list[str]:
    """Return free ones, `T-{desk}-{yyyymmdd}-W{nnn}`; the W keeps papers apart from visits."""
    prefix = f"T-{actor.desk.code}-{_today(actor):%Y%m%d}-W"
    with database.read() as session:
        number = func.json_extract(Document.content, "$.number")
        last = session.scalar(
            select(func.max(number)).where(number.startswith(prefix, autoescape=True))
        )
    first = int(last.removeprefix(prefix)) + 1 if last else 1
    return [f"{prefix}{first + more:03d}" for more in range(count)]


def is_any_taken(session: Session, actor: Actor, numbers: Iterable[str]) -> bool:
    """Tell whether this desk gave one of these meanwhile."""
    held = func.json_extract(Document.content, "$.number")
    query = select(Document.id).where(held.in_(numbers), Document.desk_id == actor.desk.desk_id)
    return session.scalar(query.limit(1)) is not None


def _served(session: Session, matter_id: str, data: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the keys of the papers that a receipt lists, the newest of each title and number."""
    rows = session.scalars(
        select(Document)
        .where(Document.matter_id == matter_id, Document.voided_at.is_(None))
        .order_by(Document.created_at, Document.id)
    ).all()
    known = {(row.title, shown_number(row) or ""): row.id for row in rows}
    listed = [(row.get("title"), row.get("number") or "") for row in data.get("papers", ())]
    return tuple(known[each] for each in listed if each in known)


def _receipts(session: Session, matter_id: str, key: str) -> list[Document]:
    rows = session.scalars(
        select(Document).where(
            Document.matter_id == matter_id,
            Document.voided_at.is_(None),
            is_of_kind(DocumentKind.SERVICE_RECEIPT),
        )
    ).all()
    return [row for row in rows if served_by(row) == (key,)]


def _today(actor: Actor) -> date:
    return now().astimezone(ZoneInfo(actor.desk.zone)).date()
