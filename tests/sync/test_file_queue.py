"""What is to be sent is written with the rows, so no file is forgotten."""

import pytest
from sqlalchemy import text

from reception_desk.models import migration
from reception_desk.records.sync import FileState, FilesWaiting
from reception_desk.sync import file_queue, local_state
from tests.sync.desks import Desk

HASH = "ab" * 32
_BEFORE = next(
    str(found.down_revision)
    for found in migration.script().walk_revisions()
    if found.doc.startswith("Files on their way to the centre")
)


@pytest.fixture
def desk(new_desk) -> Desk:
    return new_desk("A")


def test_a_row_made_here_makes_its_file_wait_also_by_raw_sql(desk):
    page = desk.name_file(HASH, size=7)
    assert file_queue.count_waiting(desk.database) == FilesWaiting(1, 7, 0)

    desk.execute("UPDATE document SET sha256 = :h WHERE id = :i", h="cd" * 32, i=page)

    assert desk.file_state("cd" * 32) == FileState.WAITING


def test_a_row_taken_back_takes_its_file_back(desk):
    with pytest.raises(RuntimeError), desk.database.write() as session:
        session.execute(
            text(
                "INSERT INTO document (id, stream, desk_id, created_at, kind, title, paper, "
                "sha256, size, is_stale) VALUES ('x', 1, 'd', '', '', '', '', :h, 1, 0)"
            ),
            {"h": HASH},
        )
        raise RuntimeError
    assert desk.file_state(HASH) is None


def test_a_file_of_another_desk_does_not_wait_here(new_desk, desk):
    other = new_desk("B")
    other.name_file(HASH)
    other.sync()
    desk.sync()
    assert desk.file_state(HASH) == FileState.ELSEWHERE

    desk.name_file(HASH)  # the same paper scanned here as well

    assert desk.file_state(HASH) == FileState.WAITING


def test_a_file_that_is_held_is_asked_about_again_for_a_new_row(desk):
    desk.name_file(HASH)
    file_queue.mark(desk.database, [HASH], FileState.HELD)
    assert file_queue.next_files(desk.database, 0).files == ()

    desk.name_file(HASH, stream=2)

    assert desk.file_state(HASH) == FileState.WAITING


def test_the_oldest_comes_first_and_a_batch_ends(desk, monkeypatch):
    hashes = [f"{number:064x}" for number in (3, 1, 2)]
    for sha256 in hashes:
        desk.name_file(sha256)
    monkeypatch.setattr(file_queue, "BATCH_FILES", 2)

    first = file_queue.next_files(desk.database, 0)
    rest = file_queue.next_files(desk.database, first.files[-1].place)

    assert [file.sha256 for file in (*first.files, *rest.files)] == hashes
    assert not first.rows_are_up
    desk.sync()
    assert file_queue.next_files(desk.database, 0).rows_are_up


def test_what_is_stuck_is_counted_and_tried_again(desk):
    for number, state in enumerate(file_queue.STUCK):
        sha256 = f"{number:064x}"
        desk.name_file(sha256)
        file_queue.mark(desk.database, [sha256], state, "一句话")
    assert file_queue.count_waiting(desk.database).stuck == len(file_queue.STUCK)

    file_queue.try_again(desk.database)

    assert file_queue.count_waiting(desk.database).stuck == 0
    assert file_queue.count_waiting(desk.database).count == len(file_queue.STUCK)


def test_a_restored_centre_is_asked_about_every_file_again(desk):
    desk.name_file(HASH)
    file_queue.mark(desk.database, [HASH], FileState.HELD)

    local_state.send_again(desk.database, 0)

    assert desk.file_state(HASH) == FileState.WAITING


def test_a_file_of_the_version_before_finds_its_own_papers(desk):
    """Rows written before the list was there are put on it, those of this desk to be sent."""
    desk.execute("INSERT INTO local_setting (name, value) VALUES ('desk_id', 'me')")
    with desk.database.write() as session:
        migration.downgrade(session.connection(), _BEFORE)
        for sha256, maker, at in (("b" * 64, "me", "2"), ("a" * 64, "me", "1"), (HASH, "you", "0")):
            session.execute(
                text(
                    "INSERT INTO document (id, stream, desk_id, created_at, kind, title, paper, "
                    "sha256, size, is_stale) VALUES (:h, 1, :m, :a, '', '', '', :h, 5, 0)"
                ),
                {"h": sha256, "m": maker, "a": at},
            )
        migration.upgrade(session.connection())

    assert [file.sha256[0] for file in file_queue.next_files(desk.database, 0).files] == ["a", "b"]
    assert desk.file_state(HASH) == FileState.ELSEWHERE
