"""The papers that follow a brief in 领导接访资料: those on record, without what tells more of the
person than the matter needs (domain.md §8): registrations, receipts, identity documents, consents.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from reception_desk.errors import DeskError, FileAlteredError
from reception_desk.models.database import now
from reception_desk.models.document import Document
from reception_desk.models.matter import VisitMatter
from reception_desk.models.visit import Visit
from reception_desk.records.actor import Actor
from reception_desk.records.document import DocumentKind
from reception_desk.records.scan_batches import FiledPaperRecord, PaperKind
from reception_desk.services import filing
from reception_desk.services.confidentiality import seen
from reception_desk.services.document_kinds import OF_VISIT, kind_of, shown_number
from reception_desk.services.paper_copies import copy_of_paper
from reception_desk.services.taken_files import FileSources

MOST_PAGES = 20
"""Pages of papers behind one brief; what is beyond is named on the brief."""
_OF_PERSON = OF_VISIT | {
    DocumentKind.SERVICE_RECEIPT,
    DocumentKind.RECORDING_CONSENT,
    DocumentKind.RECORDING_DISPOSAL,
    DocumentKind.LEADER_BOOKING_FORM,
}


@dataclass(frozen=True, slots=True)
class PackPaper:
    """A paper of a matter with its bytes, or with what is wrong with it."""

    title: str
    pdf: bytes
    pages: int
    problem: str = ""


def papers_of(sources: FileSources, actor: Actor, matter_id: str) -> list[PackPaper]:
    """Return what is on record of a matter: papers issued, then papers handed in."""
    return [*_issued(sources, actor, matter_id), *_filed(sources, actor, matter_id)]


def within(papers: Sequence[PackPaper]) -> list[PackPaper]:
    """Return the papers that follow a brief: whole ones, as long as there is room for them."""
    taken: list[PackPaper] = []
    room = MOST_PAGES
    for paper in papers:
        if not paper.problem and paper.pages <= room:
            taken.append(paper)
            room -= paper.pages
    return taken


def attached_words(papers: Sequence[PackPaper], taken: Sequence[PackPaper]) -> str:
    """Say what follows the page, what does not for its length, and what could not be had."""
    left = sum(not paper.problem for paper in papers) - len(taken)
    missing = "、".join(f"{paper.title}（{paper.problem}）" for paper in papers if paper.problem)
    words = [f"{len(taken)}份{sum(paper.pages for paper in taken)}页" if taken else "无"]
    if left:
        words.append(f"另有{left}份未附（每件最多附{MOST_PAGES}页），见卷宗")
    if missing:
        words.append(f"缺{missing}")
    return "；".join(words)


def _issued(sources: FileSources, actor: Actor, matter_id: str) -> list[PackPaper]:
    from reception_desk.imaging.whole_file import page_count

    with sources.database.read() as session:
        rows = session.scalars(
            select(Document)
            .where(
                Document.matter_id == matter_id,
                Document.voided_at.is_(None),
                Document.is_stale.is_(False),
                seen(actor, Document.stream),
            )
            .order_by(Document.created_at, Document.id)
        ).all()
        listed = [
            (f"{row.title} {shown_number(row) or ''}".strip(), row.sha256)
            for row in rows
            if kind_of(row) not in _OF_PERSON
        ]
    papers = []
    for title, sha256 in listed:
        try:
            pdf = sources.files.obtain(sha256)
            papers.append(PackPaper(title, pdf, page_count(pdf)))
        except FileAlteredError:
            papers.append(PackPaper(title, b"", 0, "文件被改动"))
        except DeskError:
            papers.append(PackPaper(title, b"", 0, "文件取不到"))
    return papers


def _filed(sources: FileSources, actor: Actor, matter_id: str) -> list[PackPaper]:
    with sources.database.read() as session:
        visits = session.scalars(
            select(Visit.id)
            .join(VisitMatter, VisitMatter.visit_id == Visit.id)
            .where(
                VisitMatter.matter_id == matter_id,
                VisitMatter.voided_at.is_(None),
                seen(actor, Visit.stream),
            )
            .order_by(Visit.arrived_at, Visit.id)
        ).all()
    return [
        _copied(sources, actor, paper)
        for visit_id in visits
        for paper in filing.papers_of_visit(sources.database, actor, visit_id)
        if paper.kind is not PaperKind.IDENTITY
    ]


def _copied(sources: FileSources, actor: Actor, paper: FiledPaperRecord) -> PackPaper:
    try:
        copy = copy_of_paper(sources.database, sources.files, actor, paper, now())
    except FileAlteredError:
        return PackPaper(paper.title, b"", 0, "文件被改动")
    except DeskError:
        return PackPaper(paper.title, b"", 0, "文件取不到")
    return PackPaper(paper.title, copy.pdf, paper.page_count)
