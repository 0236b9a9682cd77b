"""单份: one paper filed to a visit as a PDF/A, exported or printed under the rules of 全卷.

It is a copy with the words below every page whose copy it is; of an identity document the numbers
are covered (services/paper_copies.py).
"""

from dataclasses import dataclass
from functools import partial

from reception_desk.documents.office_fonts import office_fonts
from reception_desk.errors import DeskError
from reception_desk.models.database import now
from reception_desk.records.actor import Actor
from reception_desk.records.scan_batches import FiledPaperRecord
from reception_desk.services import filing, taken_files
from reception_desk.services.confidentiality import open_visit
from reception_desk.services.exports import ExportOrder
from reception_desk.services.paper_copies import copy_of_paper
from reception_desk.services.taken_files import FileSources, NoticeOf, Say


@dataclass(frozen=True, slots=True)
class SinglePaper:
    """The copy; `uncovered` are its pages, from 1, on which no number was found to be covered."""

    pdf: bytes
    title: str
    pages: int
    uncovered: tuple[int, ...] = ()

    @property
    def words(self) -> str:
        """Say what it is, without a name."""
        return f"单份 pdf {self.title}{self.pages}页"


@dataclass(frozen=True, slots=True)
class WantedPaper:
    """Which paper of which visit."""

    visit_id: str
    paper_id: str


def export_paper(
    sources: FileSources, actor: Actor, wanted: WantedPaper, order: ExportOrder, say: Say
) -> SinglePaper:
    """Write the copy of a paper to its place and return it.

    Raises like `exports.export_table`, and `DeskError` for a paper that is not on record or whose
    file is missing or altered.
    """
    make = partial(_made, sources, actor, wanted, say)
    return taken_files.to_file(sources, actor, order, make)


def paper_to_print(
    sources: FileSources, actor: Actor, wanted: WantedPaper, order: ExportOrder, say: Say
) -> SinglePaper:
    """Return the copy of a paper for the printer, under the same rules."""
    make = partial(_made, sources, actor, wanted, say)
    return taken_files.to_printer(sources, actor, order, make)


def _made(
    sources: FileSources, actor: Actor, wanted: WantedPaper, say: Say, notice_of: NoticeOf
) -> SinglePaper:
    from reception_desk.documents.export_notice import notice_band
    from reception_desk.imaging.whole_file import FilePart, whole_file

    say(0, 1)
    paper = _on_record(sources, actor, wanted)
    with sources.database.read() as session:
        visit = open_visit(session, actor, wanted.visit_id)
        name = f"{visit.number or visit.provisional_number} {paper.title}"
    made_at = now()
    copy = copy_of_paper(sources.database, sources.files, actor, paper, made_at)
    fonts = office_fonts(sources.fonts).paths
    words = notice_of(name)
    parts = [FilePart(paper.title, copy.pdf)]
    pdf = whole_file(parts, name, made_at, lambda width: notice_band(width, words, fonts))
    say(1, 1)
    return SinglePaper(pdf, paper.title, paper.page_count, copy.uncovered)


def _on_record(sources: FileSources, actor: Actor, wanted: WantedPaper) -> FiledPaperRecord:
    for paper in filing.papers_of_visit(sources.database, actor, wanted.visit_id):
        if paper.paper_id == wanted.paper_id:
            return paper
    raise DeskError("这份材料已不在卷内。", advice="请重新打开这次来访，看现有的材料。")
