"""The strip of a long stack: thumbnails of what is in sight, and no more than a screen needs."""

from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from reception_desk.records.scan_batches import (
    Arrangement,
    BatchPage,
    BatchPaper,
    PlacedPage,
    ScanBatch,
)
from reception_desk.ui.pages.scanning.batch_work import Made
from reception_desk.ui.pages.scanning.page_strip import PageStrip
from tests.ui.stage import show

COUNT = 500


def page(page_id: str) -> BatchPage:
    return BatchPage(page_id, "image/jpeg", 1240, 1754, 150, False, "", None, None, None, "")


def stack() -> ScanBatch:
    ids = [f"{number:04d}" for number in range(COUNT)]
    papers = (BatchPaper(tuple(PlacedPage(page_id) for page_id in ids)),)
    return ScanBatch("b", "v", Arrangement(papers), {each: page(each) for each in ids}, False)


def test_only_what_is_in_sight_is_fetched_and_only_the_last_seen_is_kept(qtbot: QtBot):
    strip = PageStrip()
    wanted: list[Made] = []

    def give(made: Made) -> None:
        wanted.append(made)
        strip.show_small(made, QImage(10, 14, QImage.Format.Format_RGB32))

    strip.small_wanted.connect(give)
    strip.show_batch(stack(), "0000")
    show(qtbot, strip, width=200, height=600)
    qtbot.waitUntil(lambda: len(wanted) >= 3)
    assert len(wanted) < 10

    for number in range(0, COUNT, 3):
        strip.choose(f"{number:04d}")
        strip.scrollTo(strip.currentIndex())
        strip.viewport().repaint()
    assert len(wanted) > 300
    assert strip.pages.small(("0000", None)) is None, "every thumbnail of the stack is kept"
    assert sum(strip.pages.small(made) is not None for made in wanted) == 100

    strip.choose("0000")
    strip.scrollTo(strip.currentIndex())
    strip.viewport().repaint()
    assert strip.pages.small(("0000", None)) is not None


def test_a_page_that_comes_leaves_the_other_rows_alone(qtbot: QtBot):
    strip = PageStrip()
    batch = stack()
    strip.show_batch(batch, "0000")
    show(qtbot, strip, width=200, height=600)
    changed: list[int] = []
    strip.pages.itemChanged.connect(lambda item: changed.append(item.row()))
    more = PlacedPage("0500")
    paper = BatchPaper((*batch.arrangement.papers[0].pages, more))
    pages = {**batch.pages, "0500": page("0500")}

    strip.show_batch(ScanBatch("b", "v", Arrangement((paper,)), pages, False), "0500")

    assert strip.chosen_id == "0500"
    assert set(changed) <= {0, COUNT}, "the head of the paper and the page that came"


def test_rows_follow_the_size_of_the_writing(qtbot: QtBot):
    strip = PageStrip()
    strip.show_batch(stack(), "0000")
    show(qtbot, strip, width=200, height=600)
    head, plain = (strip.visualRect(strip.pages.index(row, 0)).height() for row in (0, 1))
    assert head > plain
    font = strip.font()
    font.setPointSizeF(font.pointSizeF() * 2)

    strip.setFont(font)

    qtbot.waitUntil(lambda: strip.visualRect(strip.pages.index(1, 0)).height() > plain)
