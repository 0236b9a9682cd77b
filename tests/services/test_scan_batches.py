"""Half-finished batches: kept, arranged, undone, private to who scanned them, and encrypted."""

from functools import partial

import pytest
from sqlalchemy import text

from reception_desk.errors import DeskError, NotPermittedError
from reception_desk.models import Database
from reception_desk.records.scan_batches import ImageRole, ScanBatch
from reception_desk.rules import arrangements
from reception_desk.rules.permissions import Role
from reception_desk.services import scan_batches
from reception_desk.services.registration import ACCUSATION, register_visit
from tests.offices import KEY, SampleOffice, person, visit
from tests.scans import written_page

PAGE = written_page()


@pytest.fixture
def visit_id(desk: SampleOffice) -> str:
    return register_visit(desk.database, desk.clerk, visit(person())).visit_id


@pytest.fixture
def batch(desk: SampleOffice, visit_id: str) -> ScanBatch:
    return scan_batches.open_batch(desk.database, desk.clerk, visit_id)


def read(desk: SampleOffice, batch: ScanBatch, pages: int = 1) -> ScanBatch:
    for _ in range(pages):
        batch = scan_batches.add_page(desk.database, desk.clerk, batch.batch_id, PAGE)
    return batch


def ids(batch: ScanBatch) -> list[str]:
    return [page.page_id for page in batch.arrangement.pages]


def test_pages_are_there_after_the_desk_was_closed(desk: SampleOffice, batch: ScanBatch):
    full = read(desk, batch, 2)
    desk.database.close()

    database = Database(desk.database.path, KEY)
    again = scan_batches.open_batch(database, desk.clerk, batch.visit_id)
    image = scan_batches.page_image(
        database, desk.clerk, batch.batch_id, ids(again)[0], ImageRole.ORIGINAL
    )
    database.close()

    assert again == full
    assert image is not None
    assert image.content == PAGE.image


def test_a_large_page_comes_back_as_it_was_read(desk: SampleOffice, batch: ScanBatch):
    large = bytes(range(256)) * 6000
    assert len(large) > 2 * scan_batches.PIECE_BYTES
    page = type(PAGE)(large, "image/png", 1, 1, 300, is_partial=True, source="a")

    full = scan_batches.add_page(desk.database, desk.clerk, batch.batch_id, page)

    (page_id,) = ids(full)
    found = scan_batches.page_image(
        desk.database, desk.clerk, batch.batch_id, page_id, ImageRole.ORIGINAL
    )
    assert found is not None
    assert (found.content, full.pages[page_id].is_partial) == (large, True)


def test_nothing_of_a_page_lies_in_the_clear(desk: SampleOffice, batch: ScanBatch):
    read(desk, batch)
    traces = (PAGE.image[:16], PAGE.image[5000:5032])

    home = desk.database.path.parent
    written = [path.read_bytes() for path in home.rglob("*") if path.is_file()]

    assert not [trace for trace in traces for content in written if trace in content]
    assert not (home / "files").exists()


def test_a_page_taken_again_stands_in_the_place_of_the_first(desk: SampleOffice, batch: ScanBatch):
    first, second = ids(read(desk, batch, 2))

    again = scan_batches.add_page(desk.database, desk.clerk, batch.batch_id, PAGE, instead_of=first)

    new, old, last = again.arrangement.pages
    assert (old.page_id, old.is_removed, last.page_id) == (first, True, second)
    assert not new.is_removed


def test_each_act_can_be_taken_back_and_new_pages_stay(desk: SampleOffice, batch: ScanBatch):
    first, second = ids(full := read(desk, batch, 2))
    change = partial(scan_batches.arrange, desk.database, desk.clerk, batch.batch_id)
    change(lambda found: arrangements.split(found, second))
    parted = change(lambda found: arrangements.turn(found, first, 1))
    third = ids(read(desk, batch))[-1]

    scan_batches.undo(desk.database, desk.clerk, batch.batch_id)
    undone = scan_batches.undo(desk.database, desk.clerk, batch.batch_id)

    assert parted.can_undo
    assert ids(undone) == [first, second, third]
    assert len(undone.arrangement.papers) == 1
    assert undone.arrangement.pages[:2] == full.arrangement.pages
    assert not undone.can_undo
    assert scan_batches.undo(desk.database, desk.clerk, batch.batch_id) == undone


def test_an_act_that_changes_nothing_is_not_undone(desk: SampleOffice, batch: ScanBatch):
    (page_id,) = ids(read(desk, batch))

    same = scan_batches.arrange(
        desk.database, desk.clerk, batch.batch_id, lambda found: arrangements.merge(found, page_id)
    )

    assert not same.can_undo


def test_unfinished_batches_are_listed_and_empty_ones_are_not(desk: SampleOffice, batch: ScanBatch):
    assert scan_batches.open_batches(desk.database, desk.clerk) == ()

    read(desk, batch, 3)

    (found,) = scan_batches.open_batches(desk.database, desk.clerk)
    assert (found.visit_id, found.page_count) == (batch.visit_id, 3)


def test_a_batch_dropped_leaves_nothing(desk: SampleOffice, batch: ScanBatch):
    read(desk, batch, 2)

    scan_batches.discard_batch(desk.database, desk.clerk, batch.batch_id)

    with desk.database.read() as session:
        for table in ("scan_batch", "scan_batch_page", "scan_batch_piece"):
            assert session.scalar(text(f"SELECT count(*) FROM {table}")) == 0
    with pytest.raises(DeskError, match="已经归档或放弃"):
        read(desk, batch)


def test_another_account_does_not_open_it(desk: SampleOffice, batch: ScanBatch):
    (page_id,) = ids(read(desk, batch))
    other = desk.account(Role.RECEPTIONIST)

    with pytest.raises(DeskError, match="已经归档或放弃"):
        scan_batches.page_image(desk.database, other, batch.batch_id, page_id, ImageRole.ORIGINAL)
    assert scan_batches.open_batches(desk.database, other) == ()
    assert scan_batches.open_batch(desk.database, other, batch.visit_id).pages == {}


def test_who_may_not_scan_opens_none(desk: SampleOffice, visit_id: str):
    with pytest.raises(NotPermittedError):
        scan_batches.open_batch(desk.database, desk.account(Role.AUDITOR), visit_id)


def test_a_visit_that_may_not_be_seen_has_no_batch(desk: SampleOffice):
    told = visit(person(), matter_class=ACCUSATION)
    record = register_visit(desk.database, desk.account(Role.SECTION), told)

    with pytest.raises(DeskError, match="没有找到"):
        scan_batches.open_batch(desk.database, desk.clerk, record.visit_id)


def test_a_batch_of_an_accusation_is_offered_until_the_end_of_the_day(desk: SampleOffice):
    record = register_visit(desk.database, desk.clerk, visit(person(), matter_class=ACCUSATION))
    read(desk, scan_batches.open_batch(desk.database, desk.clerk, record.visit_id))
    assert len(scan_batches.open_batches(desk.database, desk.clerk)) == 1

    with desk.database.write() as session:
        session.execute(text("UPDATE visit SET created_at = '2026-01-01T00:00:00.000Z'"))

    assert scan_batches.open_batches(desk.database, desk.clerk) == ()
