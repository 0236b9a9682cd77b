"""The whole file of a matter: two hundred scanned pages put together, numbered and validated."""

import io
from collections.abc import Callable, Iterator
from datetime import datetime
from random import Random
from zoneinfo import ZoneInfo

from reception_desk.commands.bench.figure import Figure, Goal, interleaved, median
from reception_desk.commands.bench.plan import Plan
from reception_desk.commands.bench.sample_pages import Ground, Writing, sample_page
from reception_desk.config import HALL_ZONE
from reception_desk.documents.export_notice import notice_band, page_numbers
from reception_desk.imaging.archive import ArchivePage, archive_pdf
from reception_desk.imaging.encode import encode_jpeg
from reception_desk.imaging.whole_file import FilePart, whole_file

_PAPERS, _PAGES, _ROUNDS, _MOST_MS = 40, 5, 3, 5000
_NOTICE = "内部资料 不得外传 · 卷宗 · 孝昌县信访局1号窗口 · 导出人 周敏 · 理由：会审"
_MADE = datetime(2026, 11, 27, tzinfo=ZoneInfo(HALL_ZONE))


def measure(plan: Plan) -> Iterator[Figure]:
    """Yield the time of the file beside that of laying its pages together and nothing else."""
    papers = sample_papers(2 if plan.is_quick else _PAPERS, is_quick=plan.is_quick)
    parts = [FilePart(f"{number} 材料", paper) for number, paper in enumerate(papers, 1)]

    def ours() -> bytes:
        return whole_file(
            parts, "卷宗", _MADE, lambda width: notice_band(width, _NOTICE), page_numbers
        )

    whole, bare = interleaved(plan.rounds(_ROUNDS), ours, _laid_together(papers))
    yield Figure(
        f"卷宗，{len(papers) * _PAGES} 页", median(whole), "ms", median(bare), Goal.MOST, _MOST_MS
    )


def sample_papers(count: int, *, is_quick: bool) -> list[bytes]:
    """Return so many papers of five scanned letters each; quick ones have one letter, coarse."""
    chance = Random(7)  # noqa: S311 - the same pages each time
    drawn, dpi = (1, 150) if is_quick else (_PAGES, 300)
    different = [sample_page(chance, Writing.LETTER, Ground.FEEDER, dpi) for _ in range(drawn)]
    letters = [different[at % drawn] for at in range(_PAGES)]
    images = [encode_jpeg(letter.pixels, letter.dpi) for letter in letters]
    pages = [
        ArchivePage(image.data, letter.dpi) for image, letter in zip(images, letters, strict=True)
    ]
    return [archive_pdf(pages, f"材料{number}", _MADE) for number in range(count)]


def _laid_together(papers: list[bytes]) -> Callable[[], bytes]:
    import pypdfium2

    def merge() -> bytes:
        target = io.BytesIO()
        whole = pypdfium2.PdfDocument.new()
        for paper in papers:
            source = pypdfium2.PdfDocument(paper)
            whole.import_pages(source)
            source.close()
        whole.save(target)
        whole.close()
        return target.getvalue()

    return merge
