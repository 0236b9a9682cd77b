"""Pages of a batch are read, filed with their text, found by it, and forgotten with the visit."""

import threading
from functools import partial

import pypdfium2
import pytest
from sqlalchemy import text

from reception_desk.imaging.archive import check_archive
from reception_desk.imaging.reading import PageReader, Patience
from reception_desk.records.actor import Actor
from reception_desk.records.scan_batches import FiledPaperRecord, PaperKind, ScanBatch
from reception_desk.records.scanning import ScannedPage
from reception_desk.rules import arrangements
from reception_desk.rules.permissions import Role
from reception_desk.services import (
    filing,
    late_reading,
    page_reading,
    page_treatment,
    scan_batches,
)
from reception_desk.services.page_reading import PageTexts
from reception_desk.services.registration import ACCUSATION, register_visit
from reception_desk.services.sealing import READING_NOTE, Reading
from reception_desk.services.search import search
from tests.offices import SampleOffice, person, visit
from tests.scans import blank_page, written_page

WORDS = "请求尽快修复东支渠"
NEVER = threading.Event()
short_page = partial(written_page, lines=2)


@pytest.fixture
def texts(desk: SampleOffice, page_reader: PageReader) -> PageTexts:
    return PageTexts(desk.database, page_reader)


@pytest.fixture
def visit_id(desk: SampleOffice) -> str:
    return register_visit(desk.database, desk.clerk, visit(person())).visit_id


def batch_of(desk: SampleOffice, visit_id: str, *pages: ScannedPage) -> ScanBatch:
    """Return a batch with these pages, each treated."""
    who = desk.clerk
    batch = scan_batches.open_batch(desk.database, who, visit_id)
    for page in pages:
        batch = scan_batches.add_page(desk.database, who, batch.batch_id, page)
    for placed in batch.arrangement.pages:
        batch = page_treatment.treat_page(desk.database, who, batch.batch_id, placed.page_id)
    return batch


def first_page(batch: ScanBatch) -> str:
    return batch.arrangement.pages[0].page_id


def file(desk: SampleOffice, batch: ScanBatch, reading: Reading, report=None):
    def unheard(_done: int, _total: int, _note: str = "") -> None:
        """Nobody looks at the progress."""

    return filing.file_batch(
        desk.database,
        desk.files,
        desk.clerk,
        batch.batch_id,
        report or unheard,
        reading=reading,
    )


def pdf_text(desk: SampleOffice, paper: FiledPaperRecord) -> str:
    pdf = desk.files.get(paper.sha256)
    check_archive(pdf)
    pages = pypdfium2.PdfDocument(pdf)
    return "".join(page.get_textpage().get_text_range() for page in pages)


def read_late(desk: SampleOffice, texts: PageTexts, actor: Actor | None = None) -> bool:
    return late_reading.read_next(
        desk.database, desk.files, actor or desk.clerk, texts.reader, NEVER
    )


def kept_texts(desk: SampleOffice) -> list[str]:
    with desk.database.read() as session:
        return list(session.execute(text("SELECT text FROM page_text")).scalars())


def test_a_page_that_was_read_is_filed_and_found_with_its_text(
    desk: SampleOffice, visit_id: str, texts: PageTexts
):
    batch = batch_of(desk, visit_id, short_page(WORDS))
    batch = scan_batches.arrange(
        desk.database,
        desk.clerk,
        batch.batch_id,
        lambda found: arrangements.set_kind(found, first_page(batch), PaperKind.PETITION),
    )
    assert page_reading.unread(batch)
    batch = texts.read(desk.clerk, batch.batch_id, first_page(batch), NEVER)
    assert page_reading.unread(batch) == ()
    read = page_reading.read_text(desk.database, desk.clerk, batch.batch_id, first_page(batch))
    assert read is not None
    assert any("修复东支渠" in line.text for line in read.lines)

    (paper,) = file(desk, batch, Reading(texts))

    assert "修复东支渠" in pdf_text(desk, paper)
    (hit,) = search(desk.database, desk.clerk, "修复东支渠").visits
    assert (hit.visit_id, hit.paper) == (visit_id, "申请书第 1 页")
    assert "修复东支渠" in hit.excerpt


def test_what_was_not_read_by_then_is_read_when_it_is_filed(
    desk: SampleOffice, visit_id: str, texts: PageTexts
):
    pages = short_page(WORDS), blank_page(), short_page("水渠没有修复")
    batch = batch_of(desk, visit_id, *pages)
    notes: list[str] = []

    (paper,) = file(
        desk, batch, Reading(texts), report=lambda _done, _total, note: notes.append(note)
    )

    assert "修复东支渠" in pdf_text(desk, paper)
    assert "水渠没有修复" in pdf_text(desk, paper)
    assert len(kept_texts(desk)) == 2
    assert notes.count(READING_NOTE) == 3  # two pages, told when they began


def test_who_does_not_wait_files_without_the_rest(
    desk: SampleOffice, visit_id: str, texts: PageTexts
):
    batch = batch_of(desk, visit_id, short_page(WORDS), short_page("水渠没有修复"))
    reading = Reading(texts)

    def impatient(_done: int, _total: int, note: str = "") -> None:
        if note == READING_NOTE:
            reading.skipped.set()

    (paper,) = file(desk, batch, reading, report=impatient)

    assert (paper.page_count, kept_texts(desk)) == (2, [])
    assert pdf_text(desk, paper) == ""

    assert read_late(desk, texts)
    assert read_late(desk, texts)

    assert not read_late(desk, texts)
    assert desk.files.get(paper.sha256)
    (hit,) = search(desk.database, desk.clerk, "水渠没有修复").visits
    assert (hit.visit_id, hit.paper) == (visit_id, "其他第 2 页")


def test_a_page_made_in_another_way_is_read_again(
    desk: SampleOffice, visit_id: str, texts: PageTexts
):
    batch = batch_of(desk, visit_id, short_page(WORDS))
    batch = texts.read(desk.clerk, batch.batch_id, first_page(batch), NEVER)
    batch = scan_batches.arrange(
        desk.database,
        desk.clerk,
        batch.batch_id,
        lambda found: arrangements.turn(found, first_page(batch), quarters=2),
    )
    page_id = first_page(batch)
    batch = page_treatment.treat_page(desk.database, desk.clerk, batch.batch_id, page_id)

    assert [page.page_id for page in page_reading.unread(batch)] == [page_id]
    assert page_reading.read_text(desk.database, desk.clerk, batch.batch_id, page_id) is None


def test_a_page_cancelled_stays_unread(desk: SampleOffice, visit_id: str, texts: PageTexts):
    batch = batch_of(desk, visit_id, short_page(WORDS))
    cancelled = threading.Event()
    cancelled.set()

    batch = texts.read(desk.clerk, batch.batch_id, first_page(batch), cancelled)

    assert page_reading.unread(batch)


def test_a_page_that_cannot_be_read_is_filed_without_text_and_holds_nothing_up(
    desk: SampleOffice, visit_id: str
):
    batch = batch_of(desk, visit_id, short_page(WORDS))
    reader = PageReader(Patience(page=0.0))
    try:
        (paper,) = file(desk, batch, Reading(PageTexts(desk.database, reader)))
    finally:
        reader.close()

    assert (pdf_text(desk, paper), kept_texts(desk)) == ("", [])


def test_a_page_on_record_that_cannot_be_read_is_not_tried_for_ever(
    desk: SampleOffice, visit_id: str, texts: PageTexts
):
    reading = Reading(texts)
    reading.skipped.set()
    (paper,) = file(desk, batch_of(desk, visit_id, short_page(WORDS)), reading)
    desk.files.path(paper.sha256).unlink()

    assert read_late(desk, texts)
    assert not read_late(desk, texts)
    assert kept_texts(desk) == [""]


def test_late_pages_of_an_accusation_are_read_by_its_own_people_only(
    desk: SampleOffice, texts: PageTexts
):
    accusation = register_visit(desk.database, desk.clerk, visit(person(), matter_class=ACCUSATION))
    reading = Reading(texts)
    reading.skipped.set()
    file(desk, batch_of(desk, accusation.visit_id, short_page("挪用救灾款的情况")), reading)

    assert not read_late(desk, texts, desk.account(Role.SECTION))
    assert read_late(desk, texts, desk.account(Role.ACCUSATION_CLERK))


def test_the_text_of_an_accusation_is_found_by_its_own_people_only(
    desk: SampleOffice, texts: PageTexts
):
    keeper = desk.account(Role.SECTION, Role.ACCUSATION_CLERK)
    accusation = register_visit(desk.database, desk.clerk, visit(person(), matter_class=ACCUSATION))
    batch = batch_of(desk, accusation.visit_id, short_page("挪用救灾款的情况"))
    file(desk, batch, Reading(texts))

    assert search(desk.database, desk.account(Role.SECTION), "挪用救灾款").visits == ()
    (hit,) = search(desk.database, keeper, "挪用救灾款").visits
    assert hit.visit_id == accusation.visit_id
