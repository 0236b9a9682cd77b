"""kill -9 while pages are read: every page that was read is there, whole, and nothing half."""

import os
import random
from pathlib import Path

import pytest
from sqlalchemy import text

from reception_desk.models import Database
from reception_desk.records.actor import Actor
from reception_desk.records.scan_batches import ImageRole
from reception_desk.services import scan_batches
from reception_desk.services.registration import register_visit
from tests.kill.killing import said_until_killed
from tests.kill.scan_process import picture, read_pages
from tests.offices import KEY, SampleOffice, person, visit

ROUNDS = int(os.environ.get("DESK_KILL_ROUNDS", "12"))
MOMENTS = 12
SPREAD_SECONDS = 0.3
"""A few pages long, so that every moment of one is hit."""


def check(path: Path, clerk: Actor, visit_id: str, said: list[int]) -> int:
    """Hold the file against what was said; return the number of pages in it."""
    database = Database(path, KEY)
    try:
        with database.read() as session:
            assert session.execute(text("PRAGMA integrity_check")).scalar() == "ok"
        batch = scan_batches.open_batch(database, clerk, visit_id)
        sources = {int(page.source) for page in batch.pages.values()}
        assert set(said) <= sources, "a page that was said to be kept is lost"
        placed = [page.page_id for page in batch.arrangement.pages]
        assert sorted(placed) == sorted(batch.pages)
        for page_id, page in batch.pages.items():
            image = scan_batches.page_image(
                database, clerk, batch.batch_id, page_id, ImageRole.ORIGINAL
            )
            assert image is not None
            assert image.content == picture(int(page.source)), "a page is not whole"
        return len(placed)
    finally:
        database.close()


@pytest.mark.slow
@pytest.mark.timeout(60 + ROUNDS * 10)
def test_killed_at_any_moment_every_page_read_is_kept(desk: SampleOffice):
    visit_id = register_visit(desk.database, desk.clerk, visit(person())).visit_id
    path = desk.database.path
    desk.database.close()
    moments = random.Random(20261126)
    said: list[int] = []
    pages = 0

    for number in range(ROUNDS):
        seconds = SPREAD_SECONDS * (number % MOMENTS + moments.random()) / MOMENTS
        words = said_until_killed(read_pages, seconds, path, number * 1000, visit_id)
        said += [page for _, page in words]
        pages = check(path, desk.clerk, visit_id, said)

    assert pages > ROUNDS

    database = Database(path, KEY)
    scan_batches.sweep_torn(database)
    with database.read() as session:
        torn = text(
            "SELECT count(*) FROM scan_batch_piece WHERE page_id NOT IN "
            "(SELECT id FROM scan_batch_page)"
        )
        assert session.scalar(torn) == 0
    database.close()
