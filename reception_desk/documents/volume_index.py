"""卷内目录 of a matter's file: number, author, title, day and first page of every paper."""

from collections.abc import Iterator

from reception_desk.documents.fonts import SHIPPED_FONTS, FontPaths
from reception_desk.documents.index_page import IndexLayout, index_pages
from reception_desk.documents.sheet import MM
from reception_desk.records.papers import VolumeIndexData

LAYOUT = IndexLayout(
    24 * MM,
    tuple(edge * MM for edge in (0, 10, 64, 104, 128, 149, 162)),
    ("序号", "题名", "文号", "责任者", "日期", "页次"),
)


def volume_index(
    data: VolumeIndexData, fonts: FontPaths = SHIPPED_FONTS, *, pages_before: int = 0
) -> tuple[bytes, int]:
    """Return the index as A4 pages, and how many.

    `pages_before` are the pages of the volume before it: page numbers count from the volume's
    first. A paper without its file stays in the list and says so. Raises `DocumentError` naming a
    character that no font draws.
    """
    return index_pages(
        LAYOUT,
        data.fonds,
        data.number,
        lambda count: list(_lines(data, pages_before + count)),
        fonts,
    )


def _lines(data: VolumeIndexData, pages_before: int) -> Iterator[tuple[str, ...]]:
    first = pages_before + 1
    for place, paper in enumerate(data.papers, 1):
        day = f"{paper.day:%Y-%m-%d}" if paper.day else ""
        page = paper.problem or str(first)
        yield str(place), paper.title, paper.number, paper.author, day, page
        first += 0 if paper.problem else paper.pages
