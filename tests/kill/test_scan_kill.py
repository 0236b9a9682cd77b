"""kill -9 while pages are read: every page that was read is there, whole, and nothing half."""

import os
import random
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from sqlalchemy import text

from reception_desk.models import Database
from reception_desk.records.actor import Actor
from reception_desk.records.scan_batches import ImageRole
from reception_desk.services import scan_batches, scan_sweeping
from reception_desk.services.registration import register_visit
from tests.kill.killing import Word, said_until_killed
from tests.kill.scan_process import CORNERS, picture, read_pages
from tests.offices import KEY, SampleOffice, person, visit

ROUNDS = int(os.environ.get("DESK_KILL_ROUNDS", "12"))
MOMENTS = 12
SPREAD_SECONDS = 0.3
"""A few pages long, so that every moment of one is hit."""


@dataclass(slots=True)
class Said:
    """The pages that desks said they had read, and those they said they had sorted."""

    read: set[int] = field(default_factory=set)
    sorted: set[int] = field(default_factory=set)

    def hear(self, words: list[Word]) -> None:
        for word, number in words:
            (self.read if word == "read" else self.sorted).add(number)


def check(path: Path, clerk: Actor, visit_id: str, said: Said) -> int:
    """Hold the file against what was said; return the number of pages in it."""
    database = Database(path, KEY)
    try:
        with database.read() as session:
            assert session.execute(text("PRAGMA integrity_check")).scalar() == "ok"
        batch = scan_batches.open_batch(database, clerk, visit_id)
        sources = {int(page.source) for page in batch.pages.values()}
        assert said.read <= sources, "a page that was said to be kept is lost"
        placed = [page.page_id for page in batch.arrangement.pages]
        assert sorted(placed) == sorted(batch.pages)
        for paper in batch.arrangement.papers:
            for place, page in enumerate(paper.pages):
                number = int(batch.pages[page.page_id].source)
                is_kept = page.treatment.corners == CORNERS or (number % 2 and place == 0)
                assert is_kept or number not in said.sorted, "an act is lost"
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
    said = Said()
    pages = 0

    for number in range(ROUNDS):
        seconds = SPREAD_SECONDS * (number % MOMENTS + moments.random()) / MOMENTS
        said.hear(said_until_killed(read_pages, seconds, path, number * 1000, visit_id))
        pages = check(path, desk.clerk, visit_id, said)

    assert pages > ROUNDS
    assert {number % 2 for number in said.sorted} == {0, 1}

    database = Database(path, KEY)
    scan_sweeping.sweep_torn(database)
    with database.read() as session:
        torn = text(
            "SELECT count(*) FROM scan_batch_piece WHERE page_id NOT IN "
            "(SELECT id FROM scan_batch_page)"
        )
        assert session.scalar(torn) == 0
    database.close()
