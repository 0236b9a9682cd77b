"""卷宗: the whole file of a matter as one PDF/A, in volumes with cover, index and closing note.

Under the rules of 全卷 (services/taken_files.py): a reason, a leader's approval, whose copy it is
below every page, and the audit. A paper that cannot be had stays in the index and is named.
"""

from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from reception_desk.documents.office_fonts import office_fonts
from reception_desk.errors import DeskError, FileAlteredError
from reception_desk.models.database import now
from reception_desk.models.document import Document
from reception_desk.models.matter import Matter, VisitMatter
from reception_desk.models.visit import Visit
from reception_desk.records.actor import Actor
from reception_desk.records.document import DocumentKind
from reception_desk.records.papers import VolumeIndexData, VolumePaper
from reception_desk.rules.volumes import Part, part_of, volume_number, volumes
from reception_desk.services import filing, taken_files
from reception_desk.services.confidentiality import seen
from reception_desk.services.document_kinds import content_of, kind_of, shown_number
from reception_desk.services.exports import ExportOrder
from reception_desk.services.paper_copies import copy_of_paper
from reception_desk.services.paper_data import first_visit
from reception_desk.services.steps import open_case
from reception_desk.services.taken_files import FileSources, NoticeOf, Say
from reception_desk.services.whole_file import WholeFile

if TYPE_CHECKING:
    from reception_desk.imaging.whole_file import FilePart

NAME = "卷宗"
RETENTION = "30年"
"""《国家档案局令第8号》: a matter with a result; the office may write another on its cover."""


@dataclass(frozen=True, slots=True)
class _Entry:
    """A paper of the file with its bytes, empty where it could not be had."""

    part: Part
    at: datetime
    line: VolumePaper
    pdf: bytes
    uncovered: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class _Case:
    """What covers and indexes say of the matter."""

    matter_id: str
    title: str
    number: str
    began_on: date
    visits: tuple[str, ...]


def export_case(
    sources: FileSources, actor: Actor, matter_id: str, order: ExportOrder, say: Say
) -> WholeFile:
    """Write the file of a matter to its place and return what it holds.

    Raises like `exports.export_table`, and `DeskError` for a matter without any paper.
    """
    make = partial(_made, sources, actor, matter_id, say)
    return taken_files.to_file(sources, actor, order, make)


def case_to_print(
    sources: FileSources, actor: Actor, matter_id: str, order: ExportOrder, say: Say
) -> WholeFile:
    """Return the file of a matter for the printer, under the same rules."""
    make = partial(_made, sources, actor, matter_id, say)
    return taken_files.to_printer(sources, actor, order, make)


def _made(
    sources: FileSources, actor: Actor, matter_id: str, say: Say, notice_of: NoticeOf
) -> WholeFile:
    from reception_desk.documents.export_notice import notice_band, page_numbers
    from reception_desk.imaging.whole_file import whole_file

    with sources.database.read() as session:
        case = _case(session, actor, matter_id)
    entries = sorted(_entries(sources, actor, case, say), key=lambda entry: (entry.part, entry.at))
    if not entries:
        raise DeskError("这件事项还没有文书和归档的材料。", advice="请先出具文书或者扫描归档。")
    fonts = office_fonts(sources.fonts).paths
    dealt = volumes((entry, entry.line.pages) for entry in entries)
    parts = []
    for place, volume in enumerate(dealt, 1):
        parts += _volume(sources, actor, case, volume, volume_number(place, dealt))
    name = f"{case.number} {NAME}"
    words = notice_of(name)
    pdf = whole_file(
        parts,
        name,
        now(),
        lambda width: notice_band(width, words, fonts),
        lambda count: page_numbers(count, fonts),
    )
    here = [entry for entry in entries if not entry.line.problem]
    return WholeFile(
        pdf,
        len(here),
        sum(entry.line.pages for entry in here),
        tuple(f"{e.line.title}（{e.line.problem}）" for e in entries if e.line.problem),
        tuple(f"{e.line.title}第 {page} 页" for e in entries for page in e.uncovered),
    )


def _case(session: Session, actor: Actor, matter_id: str) -> _Case:
    open_case(session, actor, matter_id)
    matter = session.get_one(Matter, matter_id)
    visit = first_visit(session, actor, matter_id)
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
    zone = ZoneInfo(actor.desk.zone)
    main = visit.main_person if visit else None
    name = (main.name or main.organisation_name or "") if main else ""
    return _Case(
        matter_id,
        f"{name}反映{matter.title.rstrip('。')}信访事项",
        visit.shown_number if visit else "",
        matter.registered_at.astimezone(zone).date(),
        tuple(visits),
    )


def _entries(sources: FileSources, actor: Actor, case: _Case, say: Say) -> list[_Entry]:
    issued = _issued(sources, actor, case)
    filed = [
        (visit_id, paper)
        for visit_id in case.visits
        for paper in filing.papers_of_visit(sources.database, actor, visit_id)
    ]
    total = len(issued) + len(filed)
    entries = []
    for done, document in enumerate(issued):
        say(done, total)
        entries.append(_of_document(sources, actor, document))
    zone = ZoneInfo(actor.desk.zone)
    for done, (_, paper) in enumerate(filed, len(issued)):
        say(done, total)
        pdf, problem, uncovered = b"", "", ()
        try:
            copy = copy_of_paper(sources.database, sources.files, actor, paper, now())
            pdf, uncovered = copy.pdf, copy.uncovered
        except FileAlteredError:
            problem = "文件被改动"
        except DeskError:
            problem = "文件取不到"
        day = paper.created_at.astimezone(zone).date()
        line = VolumePaper("", "信访人", paper.title, day, paper.page_count, problem)
        entries.append(_Entry(Part.RECEIVED, paper.created_at, line, pdf, uncovered))
    say(total, total)
    return entries


@dataclass(frozen=True, slots=True)
class _Issued:
    kind: DocumentKind
    title: str
    number: str
    author: str
    at: datetime
    sha256: str


def _issued(sources: FileSources, actor: Actor, case: _Case) -> list[_Issued]:
    with sources.database.read() as session:
        rows = session.scalars(
            select(Document)
            .where(
                (Document.matter_id == case.matter_id) | Document.visit_id.in_(case.visits),
                Document.voided_at.is_(None),
                Document.is_stale.is_(False),
                seen(actor, Document.stream),
            )
            .order_by(Document.created_at, Document.id)
        ).all()
        return [
            _Issued(
                kind_of(row),
                row.title,
                shown_number(row) or "",
                content_of(row).get("organ") or actor.desk.unit_name,
                row.created_at,
                row.sha256,
            )
            for row in rows
        ]


def _of_document(sources: FileSources, actor: Actor, issued: _Issued) -> _Entry:
    from reception_desk.imaging.whole_file import page_count

    pdf, problem, pages = b"", "", 1
    try:
        pdf = sources.files.obtain(issued.sha256)
        pages = page_count(pdf)
    except FileAlteredError:
        problem = "文件被改动"
    except DeskError:
        problem = "文件取不到"
    day = issued.at.astimezone(ZoneInfo(actor.desk.zone)).date()
    line = VolumePaper(issued.number, issued.author, issued.title, day, pages, problem)
    return _Entry(part_of(issued.kind), issued.at, line, pdf)


def _volume(
    sources: FileSources, actor: Actor, case: _Case, entries: tuple[_Entry, ...], number: str
) -> list["FilePart"]:
    """Return cover, index, papers and closing note of one volume, each with its bookmark."""
    from reception_desk.documents.catalogue import render
    from reception_desk.documents.volume_index import volume_index
    from reception_desk.imaging.whole_file import FilePart, page_count

    fonts = office_fonts(sources.fonts).paths
    lines = tuple(entry.line for entry in entries)
    days = [line.day for line in lines if line.day]
    told = {
        "fonds": actor.desk.unit_name,
        "registration_number": case.number,
        "papers_count": len(lines),
        "pages_count": sum(line.pages for line in lines if not line.problem),
        "filed_by": actor.name,
        **({"volume_number": number} if number else {}),
    }
    cover = render(
        DocumentKind.FILE_COVER,
        told
        | {
            "file_title": case.title,
            "began_on": min([case.began_on, *days]).isoformat(),
            "ended_on": max([case.began_on, *days]).isoformat(),
            "retention": RETENTION,
            "unit": actor.desk.unit_name,
        },
        fonts,
    )
    index, _ = volume_index(
        VolumeIndexData(actor.desk.unit_name, case.title, case.number, lines),
        fonts,
        pages_before=page_count(cover),
    )
    missing = "、".join(line.title for line in lines if line.problem)
    note = render(
        DocumentKind.FILE_CLOSING_NOTE, told | ({"damaged": missing} if missing else {}), fonts
    )
    before = f"{number} " if number else ""
    return [
        FilePart(f"{before}封面", cover),
        FilePart(f"{before}卷内目录", index),
        *(FilePart(_bookmark(place, entry), entry.pdf) for place, entry in enumerate(entries, 1)),
        FilePart(f"{before}备考表", note),
    ]


def _bookmark(place: int, entry: _Entry) -> str:
    line = entry.line
    return f"{place} {line.title}（{line.problem or f'{line.pages} 页'}）"
