"""kill -9 at any moment of a registration: whole or absent, and the draft is never lost.

Thirty moments spread over a registration; a longer campaign by `DESK_KILL_ROUNDS=200`.
"""

import os
import random
from pathlib import Path

import pytest
from sqlalchemy import text

from reception_desk.models import Database
from tests.kill.desk_process import register
from tests.kill.killing import Word, said_until_killed
from tests.offices import KEY, SampleOffice

ROUNDS = int(os.environ.get("DESK_KILL_ROUNDS", "30"))
MOMENTS = 30
SPREAD_SECONDS = 0.12
"""Several registrations long, so that every moment of one is hit."""

_INCOMPLETE = """
SELECT count(*) FROM visit WHERE
  (SELECT count(*) FROM visit_person WHERE visit_id = visit.id) <> 6
  OR (SELECT count(*) FROM material WHERE visit_id = visit.id) <> 1
  OR (SELECT count(*) FROM visit_need WHERE visit_id = visit.id) <> 1
  OR (SELECT count(*) FROM visit_matter WHERE visit_id = visit.id) <> 1
  OR (SELECT count(*) FROM step WHERE visit_id = visit.id) <> 1
  OR (SELECT count(*) FROM audit_entry
      WHERE subject_id = visit.id AND action = 'register_visit') <> 1
  OR (SELECT count(*) FROM outbox WHERE row_id = visit.id) <> 1
"""


def check(path: Path, said: list[Word]) -> int:
    """Hold the file against what was said; return the number of visits on it."""
    database = Database(path, KEY)
    try:
        with database.read() as session:
            assert session.execute(text("PRAGMA integrity_check")).scalar() == "ok"
            assert session.execute(text(_INCOMPLETE)).scalar() == 0
            claims = set(session.scalars(text("SELECT claim FROM visit")))
            kept = set(session.scalars(text("SELECT id FROM draft")))
            positions = list(
                session.scalars(text("SELECT position FROM audit_entry ORDER BY position"))
            )
        for kind, number in said:
            if kind == "done":
                assert f"第{number}件" in claims, "a registration that was said to be saved is lost"
            elif f"第{number}件" not in claims:
                assert f"draft-{number}" in kept, "a draft that was said to be saved is lost"
        for draft in kept:
            number = draft.removeprefix("draft-")
            assert f"第{number}件" not in claims, "a registered visit is still a draft"
        assert positions == list(range(1, len(positions) + 1))
        return len(claims)
    finally:
        database.close()


@pytest.mark.slow
@pytest.mark.timeout(60 + ROUNDS * 8)
def test_killed_at_any_moment_nothing_is_lost_or_half(desk: SampleOffice):
    path = desk.database.path
    desk.database.close()
    moments = random.Random(20261123)
    visits = 0

    for number in range(ROUNDS):
        seconds = SPREAD_SECONDS * (number % MOMENTS + moments.random()) / MOMENTS
        said = said_until_killed(register, seconds, path, number * 1000)
        visits = check(path, said)

    assert visits > ROUNDS
