"""全卷: every paper filed to a visit as one PDF/A, exported or printed (domain.md §8).

As for tables: a reason, a leader's approval, whose copy it is below every page, and the audit. A
paper whose file is missing or altered stays in the index and is named; it is never left out
without a word. Of identity documents it holds copies (services/paper_copies.py).
"""

from dataclasses import dataclass
from functools import partial

from reception_desk.documents.office_fonts import office_fonts
from reception_desk.errors import DeskError, FileAlteredError
from reception_desk.models.database import now
from reception_desk.records.actor import Actor
from reception_desk.records.papers import FileIndexData, FilePaper
from reception_desk.records.scan_batches import FiledPaperRecord
from reception_desk.services import filing, taken_files
from reception_desk.services.confidentiality import open_visit
from reception_desk.services.exports import ExportOrder
from reception_desk.services.office import office_card
from reception_desk.services.paper_copies import PaperCopy, copy_of_paper
from reception_desk.services.taken_files import FileSources, NoticeOf, Say

NAME = "全卷"


@dataclass(frozen=True, slots=True)
class WholeFile:
    """The file with what it holds; `absent` names the papers that could not be put into it.

    `uncovered` names pages of identity documents on which no number was found to be covered.
    """

    pdf: bytes
    papers: int
    pages: int
    absent: tuple[str, ...]
    uncovered: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        """Say what the file holds, without a name."""
        missing = f"，缺{len(self.absent)}份" if self.absent else ""
        return f"{NAME} pdf {self.papers}份{self.pages}页{missing}"


def export_file(
    sources: FileSources, actor: Actor, visit_id: str, order: ExportOrder, say: Say
) -> WholeFile:
    """Write the file of a visit to its place and return what it holds.

    Raises like `exports.export_table`, and `DeskError` for a visit without any paper on record.
    """
    make = partial(_made, sources, actor, visit_id, say)
    return taken_files.to_file(sources, actor, order, make)


def file_to_print(
    sources: FileSources, actor: Actor, visit_id: str, order: ExportOrder, say: Say
) -> WholeFile:
    """Return the file of a visit for the printer, under the same rules; the audit says printed."""
    make = partial(_made, sources, actor, visit_id, say)
    return taken_files.to_printer(sources, actor, order, make)


def _made(
    sources: FileSources, actor: Actor, visit_id: str, say: Say, notice_of: NoticeOf
) -> WholeFile:
    """Put the file together; `notice_of` gives the words below the pages for its name."""
    from reception_desk.documents.export_notice import notice_band
    from reception_desk.documents.file_index import file_index
    from reception_desk.imaging.whole_file import FilePart, whole_file

    filed = filing.papers_of_visit(sources.database, actor, visit_id)
    if not filed:
        raise DeskError("这次来访还没有归档的材料。", advice="请先扫描并归档材料。")
    with sources.database.read() as session:
        visit = open_visit(session, actor, visit_id)
        number = visit.number or visit.provisional_number
    fonts = office_fonts(sources.fonts).paths
    found: list[tuple[FilePaper, bytes]] = []
    uncovered: list[str] = []
    for done, paper in enumerate(filed):
        say(done, len(filed))
        listed_paper, copy = _found(sources, actor, paper)
        found.append((listed_paper, copy.pdf))
        uncovered += (f"{paper.title}第 {number} 页" for number in copy.uncovered)
    listed = tuple(paper for paper, _ in found)
    hall = office_card(sources.database).hall
    index, index_pages = file_index(FileIndexData(hall, number, listed), fonts)
    parts = [FilePart("卷内目录", index)]
    for place, (paper, pdf) in enumerate(found, 1):
        parts.append(FilePart(_bookmark(place, paper), pdf))
    name = f"{number} {NAME}"
    words = notice_of(name)
    pdf = whole_file(parts, name, now(), lambda width: notice_band(width, words, fonts))
    say(len(filed), len(filed))
    here = [paper for paper in listed if not paper.problem]
    return WholeFile(
        pdf,
        len(here),
        index_pages + sum(paper.pages for paper in here),
        tuple(f"{paper.title}（{paper.problem}）" for paper in listed if paper.problem),
        tuple(uncovered),
    )


def _found(
    sources: FileSources, actor: Actor, paper: FiledPaperRecord
) -> tuple[FilePaper, PaperCopy]:
    """Return a paper with its copy, fetched where this disk lacks it, or with its problem."""
    kind = "原件" if paper.is_original else "复印件"
    try:
        copy, problem = copy_of_paper(sources.database, sources.files, actor, paper, now()), ""
    except FileAlteredError:
        copy, problem = PaperCopy(b""), "文件被改动"
    except DeskError:
        copy, problem = PaperCopy(b""), "文件取不到"
    return FilePaper(paper.title, kind, paper.page_count, problem), copy


def _bookmark(place: int, paper: FilePaper) -> str:
    told = paper.problem or f"{paper.kind} {paper.pages} 页"
    return f"{place} {paper.title}（{told}）"
