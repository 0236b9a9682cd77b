"""Documents one behind the other: valid, of any size, with bookmarks; a broken one is refused."""

from datetime import UTC, datetime

import numpy as np
import pytest

from reception_desk.documents.export_notice import notice_band
from reception_desk.imaging.archive import ArchivePage, archive_pdf, check_archive
from reception_desk.imaging.encode import encode_png
from reception_desk.imaging.whole_file import FilePart, whole_file
from tests.documents.reading import pdfium_pages, pictures

MOMENT = datetime(2026, 11, 27, 1, 0, tzinfo=UTC)


def band(width: float) -> bytes:
    return notice_band(width, "内部资料 不得外传")


def paper(height: int, width: int) -> bytes:
    """Return a paper of one page that grows darker downwards, its sides in tenths of an inch."""
    column = np.linspace(255, 0, height * 10).astype(np.uint8)
    levels = np.repeat(column[:, None], width * 10, axis=1)
    return archive_pdf([ArchivePage(encode_png(levels, 100).data, 100)], "一页", MOMENT)


def test_pages_of_any_size_are_joined_whole_and_marked():
    parts = [FilePart("甲", paper(117, 83)), FilePart("乙", paper(60, 12)), FilePart("丙")]

    pdf = whole_file(parts, "全卷", MOMENT, band)

    check_archive(pdf)
    assert pdf == whole_file(parts, "全卷", MOMENT, band), "the same input, the same bytes"
    assert ["内部资料" in text for text in pdfium_pages(pdf)] == [True, True]
    for part, after in zip(parts[:2], pictures(pdf, 1), strict=True):
        before = pictures(part.pdf, 1)[0].astype(int)[1:-2, 1:-2]
        here = after[1 : 1 + before.shape[0], 1 : 1 + before.shape[1]]
        assert np.abs(before - here).max() < 5, "nothing of the paper is covered"


def test_a_broken_part_ends_it():
    import pikepdf

    with pytest.raises(pikepdf.PdfError):
        whole_file([FilePart("甲", b"%PDF-1.7 broken")], "全卷", MOMENT, band)
