"""Copies of filed papers: identity documents covered, everything else as it is on record."""

import threading

import numpy as np
import pypdfium2
import pytest

from reception_desk.errors import StoredFileError
from reception_desk.imaging.archive import check_archive
from reception_desk.imaging.encode import encode_png
from reception_desk.imaging.reading import PageReader
from reception_desk.records.scan_batches import FiledPaperRecord, PaperKind
from reception_desk.records.scanning import ScannedPage
from reception_desk.rules import arrangements
from reception_desk.services import filing, page_treatment, scan_batches
from reception_desk.services.page_reading import PageTexts
from reception_desk.services.paper_copies import copy_of_paper
from reception_desk.services.registration import register_visit
from reception_desk.services.sealing import Reading
from tests.offices import MAN, MORNING, SampleOffice, person, visit
from tests.scans import blank_page, written_page


def filed(
    desk: SampleOffice, kind: PaperKind, page_reader: PageReader, *pages: ScannedPage
) -> FiledPaperRecord:
    """File one paper of these pages, blank ones too."""
    visit_id = register_visit(desk.database, desk.clerk, visit(person())).visit_id
    batch = scan_batches.open_batch(desk.database, desk.clerk, visit_id)
    for page in pages:
        batch = scan_batches.add_page(desk.database, desk.clerk, batch.batch_id, page)
    for placed in batch.arrangement.pages:
        page_treatment.treat_page(desk.database, desk.clerk, batch.batch_id, placed.page_id)

    def keep_all(found):
        for placed in found.pages:
            found = arrangements.set_removed(found, placed.page_id, is_removed=False)
        return arrangements.set_kind(found, found.pages[0].page_id, kind)

    scan_batches.arrange(desk.database, desk.clerk, batch.batch_id, keep_all)
    (paper,) = filing.file_batch(
        desk.database,
        desk.files,
        desk.clerk,
        batch.batch_id,
        lambda _done, _total, _note="": None,
        reading=Reading(PageTexts(desk.database, page_reader)),
    )
    return paper


def read(page_reader: PageReader, pdf: bytes, number: int) -> str:
    """Read a page of a PDF as a person would, from its picture."""
    picture = pypdfium2.PdfDocument(pdf)[number - 1].render(scale=2).to_pil()
    image = encode_png(np.asarray(picture.convert("L")), 144).data
    return "".join(line.text for line in page_reader.read_page(image, threading.Event()).lines)


def test_a_copy_of_a_card_hides_the_number_and_the_record_stays(
    desk: SampleOffice, page_reader: PageReader
):
    card = written_page(f"张伟{MAN}", lines=2)
    paper = filed(desk, PaperKind.IDENTITY, page_reader, card, blank_page())
    assert MAN in read(page_reader, desk.files.get(paper.sha256), 1)

    copy = copy_of_paper(desk.database, desk.files, desk.clerk, paper, MORNING)

    check_archive(copy.pdf)
    assert copy.uncovered == (2,)
    assert MAN[6:14] not in read(page_reader, copy.pdf, 1)
    text = pypdfium2.PdfDocument(copy.pdf)[0].get_textpage().get_text_range()
    assert text == "", "the number would lie under the picture"
    assert MAN in read(page_reader, desk.files.get(paper.sha256), 1)


def test_any_other_paper_is_given_as_it_is(desk: SampleOffice, page_reader: PageReader):
    paper = filed(desk, PaperKind.PETITION, page_reader, written_page(lines=1))

    copy = copy_of_paper(desk.database, desk.files, desk.clerk, paper, MORNING)

    assert (copy.pdf, copy.uncovered) == (desk.files.get(paper.sha256), ())


def test_a_missing_file_is_named(desk: SampleOffice, page_reader: PageReader):
    paper = filed(desk, PaperKind.IDENTITY, page_reader, written_page(lines=1))
    desk.files.path(paper.sha256).unlink()

    with pytest.raises(StoredFileError, match=paper.sha256[:8]):
        copy_of_paper(desk.database, desk.files, desk.clerk, paper, MORNING)
