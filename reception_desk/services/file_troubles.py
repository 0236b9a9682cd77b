"""Files that do not reach the centre, by the name of the paper that a person knows.

A paper that the reader may not see is named by the first characters of its hash.
"""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from reception_desk.models import Database
from reception_desk.models.document import Document, FiledPaper, ScannedDocument, ScannedPage
from reception_desk.models.local import FileTransfer
from reception_desk.records.actor import Actor
from reception_desk.records.sync import FileState
from reception_desk.services.confidentiality import seen

MOST = 50


@dataclass(frozen=True, slots=True)
class FileTrouble:
    """`name` is the paper's title with its number or page; `reason` has no full stop."""

    sha256: str
    name: str
    state: FileState
    reason: str


def file_troubles(database: Database, actor: Actor) -> tuple[FileTrouble, ...]:
    """Return the oldest files that a person must look after, at most `MOST`."""
    stuck = (FileState.MISSING, FileState.ALTERED, FileState.REFUSED)
    with database.read() as session:
        rows = session.scalars(
            select(FileTransfer)
            .where(FileTransfer.state.in_(stuck))
            .order_by(FileTransfer.id)
            .limit(MOST)
        ).all()
        return tuple(
            FileTrouble(
                row.sha256,
                _name(session, actor, row.sha256),
                FileState(row.state),
                (row.reason or "").rstrip("。"),
            )
            for row in rows
        )


def _name(session: Session, actor: Actor, sha256: str) -> str:
    paper = session.execute(
        select(Document.title, Document.number)
        .where(Document.sha256 == sha256, seen(actor, Document.stream))
        .limit(1)
    ).first()
    if paper is not None:
        return " ".join(filter(None, paper))
    page = session.execute(
        select(ScannedDocument.title, ScannedPage.position)
        .join(ScannedPage, ScannedPage.scanned_document_id == ScannedDocument.id)
        .where(ScannedPage.sha256 == sha256, seen(actor, ScannedPage.stream))
        .limit(1)
    ).first()
    if page is not None:
        return f"{page.title} 第 {page.position} 页"
    title = session.scalar(
        select(ScannedDocument.title)
        .join(FiledPaper, FiledPaper.scanned_document_id == ScannedDocument.id)
        .where(FiledPaper.sha256 == sha256, seen(actor, FiledPaper.stream))
        .limit(1)
    )
    return title or f"文件 {sha256[:8]}"
