"""A half-finished batch of scanned pages: papers of a visit with their pages, not yet on record."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from reception_desk.records.pages import Corners, PageDecisions, PageStep


class PaperKind(StrEnum):
    """What a paper handed in is; the clerk names it with one key."""

    PETITION = "petition"
    IDENTITY = "identity"
    EVIDENCE = "evidence"
    MANDATE = "mandate"
    JUDGMENT = "judgment"
    OTHER = "other"

    @property
    def label(self) -> str:
        return _KIND_LABELS[self]


_KIND_LABELS = {
    PaperKind.PETITION: "申请书",
    PaperKind.IDENTITY: "身份证明",
    PaperKind.EVIDENCE: "证据",
    PaperKind.MANDATE: "委托书",
    PaperKind.JUDGMENT: "判决",
    PaperKind.OTHER: "其他",
}


@dataclass(frozen=True, slots=True)
class Treatment:
    """How the working page is made of the original.

    `quarter_turns` clockwise come first, 0 to 3; the steps `left_out` of the pipeline follow.
    `corners` are those of the sheet where a person set them, in pixels of the original before it
    is turned; without them the sheet is looked for.
    """

    quarter_turns: int = 0
    left_out: frozenset[PageStep] = frozenset()
    corners: Corners | None = None


AS_USUAL = Treatment()


@dataclass(frozen=True, slots=True)
class PlacedPage:
    """A page at its place; one that is `removed` stays visible and is not filed."""

    page_id: str
    treatment: Treatment = AS_USUAL
    is_removed: bool = False


@dataclass(frozen=True, slots=True)
class BatchPaper:
    """A paper with its pages in order, of which there is always one."""

    pages: tuple[PlacedPage, ...]
    kind: PaperKind = PaperKind.OTHER
    is_original: bool = False
    is_to_return: bool = False

    @property
    def kept_pages(self) -> tuple[PlacedPage, ...]:
        """The pages that are filed."""
        return tuple(page for page in self.pages if not page.is_removed)


@dataclass(frozen=True, slots=True)
class Arrangement:
    """The papers of a batch in their order: everything the clerk decides, and nothing else."""

    papers: tuple[BatchPaper, ...] = ()

    @property
    def pages(self) -> tuple[PlacedPage, ...]:
        """All pages in the order of the papers."""
        return tuple(page for paper in self.papers for page in paper.pages)

    @property
    def kept_papers(self) -> tuple[BatchPaper, ...]:
        """The papers that have a page to file."""
        return tuple(paper for paper in self.papers if paper.kept_pages)


class ImageRole(StrEnum):
    """The pictures of one page: as it was read, as one works with it, its thumbnail, its ink."""

    ORIGINAL = "original"
    WORKING = "working"
    SMALL = "small"
    INK = "ink"


@dataclass(frozen=True, slots=True)
class BatchPage:
    """A page that was read. `made_by` is None until it has been through the pipeline.

    `read_as` is how the picture was made whose text was read, None while none was; `repeats` the
    page id of an earlier page with the same writing, `problem` the sentence why the page could not
    be worked on; then the original stands for it.
    """

    page_id: str
    media_type: str
    width: int
    height: int
    dpi: int
    is_partial: bool
    source: str
    made_by: Treatment | None
    decisions: PageDecisions | None
    repeats: str | None
    problem: str
    read_as: Treatment | None = None

    @property
    def is_blank(self) -> bool:
        """Say whether nothing was found on the page."""
        return bool(self.decisions and self.decisions.ink and self.decisions.ink.is_blank)

    @property
    def is_separator(self) -> bool:
        """Say whether the page is a sheet that parts others."""
        return bool(self.decisions and self.decisions.is_separator)

    @property
    def concerns(self) -> tuple[str, ...]:
        """Return the sentences why the page should be taken again; a sheet has done its part."""
        if self.is_separator:
            return ()
        quality = self.decisions.quality if self.decisions else None
        return tuple(concern.sentence for concern in quality.concerns) if quality else ()


@dataclass(frozen=True, slots=True)
class ScanBatch:
    """An open batch; `can_undo` says that a change of the arrangement can be taken back."""

    batch_id: str
    visit_id: str
    arrangement: Arrangement
    pages: dict[str, BatchPage]
    can_undo: bool


@dataclass(frozen=True, slots=True)
class OpenBatch:
    """A batch somebody left unfinished, by the number of its visit."""

    visit_id: str
    number: str
    page_count: int
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class PageImage:
    """The bytes of a picture of a page."""

    content: bytes
    media_type: str


@dataclass(frozen=True, slots=True)
class FiledPaperRecord:
    """A paper on record: one sealed PDF/A-2b of `page_count` pages, named by its SHA-256."""

    paper_id: str
    scanned_document_id: str
    title: str
    kind: PaperKind
    is_original: bool
    is_to_return: bool
    returned_at: datetime | None
    page_count: int
    sha256: str
    size: int
    created_at: datetime
