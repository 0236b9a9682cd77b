"""A paper of a matter set from its data, and set once more with the number the centre gave it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from reception_desk.config import HALL_ZONE
from reception_desk.documents.fonts import SHIPPED_FONTS, FontPaths
from reception_desk.documents.installed_fonts import with_installed
from reception_desk.documents.office_fonts import office_fonts
from reception_desk.models import Database
from reception_desk.models.document import Document
from reception_desk.records.actor import Actor
from reception_desk.records.document import DocumentKind, DocumentRecord
from reception_desk.services import audit
from reception_desk.services.confidentiality import may_open
from reception_desk.services.document_kinds import (
    about_of,
    content_of,
    content_text,
    kind_of,
    served_by,
)
from reception_desk.services.files import FileStore
from reception_desk.services.printing import document_in, was_sent

_UNDATED = date(2000, 1, 1)


@dataclass(frozen=True, slots=True)
class PaperSource:
    """Where papers are set: `fonts` of the office, `wording` the folder of its own templates."""

    database: Database
    files: FileStore
    fonts: FontPaths = SHIPPED_FONTS
    wording: Path | None = None


@dataclass(frozen=True, slots=True)
class MadePaper:
    """A paper that is set, sealed and in the file store."""

    data: Mapping[str, Any]
    sha256: str
    size: int


def make_paper(source: PaperSource, kind: DocumentKind, data: Mapping[str, Any]) -> MadePaper:
    """Set a paper as checked PDF/A-2b; the same data give the same bytes.

    Raises `DocumentError` for a datum that is missing, wrong or cannot be printed.
    """
    from reception_desk.documents.catalogue import render
    from reception_desk.imaging.archive import archived

    fonts = with_installed(office_fonts(source.fonts).paths)
    pdf = render(kind, data, fonts, source.wording)
    issued = data.get("issued_on")
    day = date.fromisoformat(issued) if issued else _UNDATED
    sealed = archived(pdf, kind.label, datetime.combine(day, time(), ZoneInfo(HALL_ZONE)))
    return MadePaper(data, source.files.put(sealed), len(sealed))


def with_number(source: PaperSource, actor: Actor, document: DocumentRecord) -> DocumentRecord:
    """Return a paper as it is to be printed: with the centre's number once that has come.

    One that a printer has taken stays as it is, since the visitor holds it; both numbers are on
    record.
    """
    with source.database.read() as session:
        row = session.get(Document, document.document_id)
        if row is None or not may_open(actor, row):
            return document
        kind, data = kind_of(row), _renewed(session, row)
    if data is None:
        return document
    made = make_paper(source, kind, data)
    with source.database.write() as session:
        row = session.get_one(Document, document.document_id)
        if _renewed(session, row) != data:
            return document_in(session, row)
        row.content = content_text(data, served_by(row), about_of(row))
        row.sha256, row.size = made.sha256, made.size
        audit.record(session, actor, "set_number", table="document", row_id=row.id)
        session.flush()
        return document_in(session, row)


def _renewed(session: Session, row: Document) -> dict[str, Any] | None:
    """Return the data that a paper has to be set with once more, None where it stands.

    A receipt of service names its papers by the numbers that are printed on them.
    """
    if row.matter_id is None or was_sent(session, row.id):
        return None
    before = content_of(row)
    data = dict(before)
    if row.number is not None and "number" in before:
        data["number"] = row.number
    served = [session.get(Document, key) for key in served_by(row)]
    lines = before.get("papers", [])
    if served and len(served) == len(lines):
        data["papers"] = [
            line | {"number": content_of(paper).get("number") or ""} if paper else line
            for line, paper in zip(lines, served, strict=True)
        ]
    return data if data != before else None
