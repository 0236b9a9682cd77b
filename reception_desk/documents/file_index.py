"""卷内目录: the papers of a visit with their pages, before the papers themselves."""

from collections.abc import Iterator

from reception_desk.documents.fonts import SHIPPED_FONTS, FontPaths
from reception_desk.documents.index_page import IndexLayout, index_pages
from reception_desk.documents.sheet import MM
from reception_desk.records.papers import FileIndexData

LAYOUT = IndexLayout(
    28 * MM,
    tuple(edge * MM for edge in (0, 14, 84, 106, 124, 156)),
    ("序号", "材料名称", "原件或\n复印件", "页数", "起始页"),
)


def file_index(data: FileIndexData, fonts: FontPaths = SHIPPED_FONTS) -> tuple[bytes, int]:
    """Return the index as A4 pages, and how many; the papers follow behind it.

    A paper without its file stays in the list and says so. Raises `DocumentError` naming a
    character that no font draws.
    """
    return index_pages(
        LAYOUT, data.hall, data.number, lambda count: list(_lines(data, count)), fonts
    )


def _lines(data: FileIndexData, pages_before: int) -> Iterator[tuple[str, ...]]:
    first = pages_before + 1
    for place, paper in enumerate(data.papers, 1):
        page = paper.problem or str(first)
        yield str(place), paper.title, paper.kind, str(paper.pages), page
        first += 0 if paper.problem else paper.pages
