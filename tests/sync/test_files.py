"""Files follow their rows: nothing forgotten, nothing sent twice, no file stops another."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from reception_desk.commands.bench.cable import Fault
from reception_desk.records.sync import FileState, FilesWaiting
from reception_desk.sync import centre as administration
from reception_desk.sync import file_queue, files
from reception_desk.sync.blobs import CHUNK_BYTES, Blobs
from reception_desk.sync.centre_errors import CentreAwayError
from reception_desk.sync.embedded_postgres import running_postgres
from reception_desk.sync.file_fetch import CentreFiles
from reception_desk.sync.files import FileSender
from tests.offices import KEY
from tests.postgres import CentreDatabase
from tests.sync.desks import Desk, open_copy


def content(chunks: float = 0.01) -> bytes:
    return os.urandom(int(chunks * CHUNK_BYTES))


def held(centre) -> set[str]:
    found = centre.query(
        "SELECT sha256 FROM sync.blob_stream JOIN sync.blob ON id = blob "
        "WHERE complete_at IS NOT NULL"
    )
    return {sha256 for (sha256,) in found}


@pytest.fixture
def puts(monkeypatch) -> list[tuple[str, int]]:
    """Every chunk that is sent, in order."""
    sent: list[tuple[str, int]] = []
    put_chunk = Blobs.put_chunk

    def counted(self, sha256, number, chunk):
        sent.append((sha256, number))
        return put_chunk(self, sha256, number, chunk)

    monkeypatch.setattr(Blobs, "put_chunk", counted)
    return sent


def test_files_go_up_oldest_first_and_once(centre, new_desk, puts):
    a = new_desk("A")
    hashes = [a.add_file(content()) for _ in range(3)]

    assert a.send_files() == 3
    assert a.send_files() == 0

    assert held(centre) == set(hashes)
    assert [sha256 for sha256, _ in puts] == hashes
    assert file_queue.count_waiting(a.database) == FilesWaiting()


def test_rows_come_first_at_every_step(new_desk):
    """The line is given back after each chunk and taken up where it was left."""
    a = new_desk("A")
    sha256 = a.add_file(content(3.5))
    a.add_file(content())
    with a.connected() as session:
        a.sync()
        sender = FileSender(a.database, a.files, session)
        steps = 1
        while not sender.send(lambda seconds: seconds >= 0):
            steps += 1
            assert a.sync().waiting == 0
    assert a.file_state(sha256) == FileState.HELD
    assert steps >= 8  # asked, four chunks, closed, and the small file


def test_a_cut_costs_no_chunk_that_had_arrived(new_desk, cable, puts):
    a = new_desk("A", cable=cable)
    a.sync()
    sha256 = a.add_file(content(4.5))

    with a.connected() as session:
        a.sync()
        sender = FileSender(a.database, a.files, session)
        while len(puts) < 2:
            sender.send(lambda _: True)
        cable.set(Fault.UNPLUGGED)
        with pytest.raises(CentreAwayError):
            sender.send(lambda _: False)
    cable.set(Fault.NONE)
    arrived = puts[:2]
    puts.clear()

    assert a.send_files() == 1
    assert not set(arrived) & set(puts)
    assert a.file_state(sha256) == FileState.HELD


def test_a_lost_reply_to_the_last_word_is_made_good(centre, new_desk, cable, puts):
    a = new_desk("A", cable=cable)
    a.sync()
    sha256 = a.add_file(content())
    with a.connected() as session:
        a.sync()
        sender = FileSender(a.database, a.files, session)
        while not puts:
            sender.send(lambda _: True)
        cable.set(Fault.REPLIES_LOST)
        with pytest.raises(CentreAwayError):
            sender.send(lambda _: False)
    cable.set(Fault.NONE)
    assert held(centre) == {sha256}
    assert a.file_state(sha256) == FileState.WAITING

    a.send_files()

    assert a.file_state(sha256) == FileState.HELD
    assert len(puts) == 1


def test_a_missing_and_an_altered_file_are_named_and_the_others_go_on(centre, new_desk):
    a = new_desk("A")
    missing, altered, sound = (a.add_file(content()) for _ in range(3))
    a.files.path(missing).unlink()
    kept = a.files.path(altered).read_bytes()
    a.files.path(altered).write_bytes(b"x" + kept[1:])

    a.send_files()

    assert a.file_state(missing) == FileState.MISSING
    assert a.file_state(altered) == FileState.ALTERED
    assert held(centre) == {sound}
    reasons = a.scalar("SELECT group_concat(reason) FROM file_transfer")
    assert "不在本机" in reasons
    assert "校验值不符" in reasons
    assert file_queue.count_waiting(a.database) == FilesWaiting(0, 0, 2)
    a.files.put(kept)
    assert a.send_files() == 1
    assert held(centre) == {sound, altered}


def test_a_file_that_cannot_be_read_is_named(new_desk):
    a = new_desk("A")
    sha256 = a.add_file(content())
    a.files.path(sha256).unlink()
    a.files.path(sha256).mkdir()

    a.send_files()

    assert a.file_state(sha256) == FileState.MISSING
    assert "读不出来" in a.scalar("SELECT reason FROM file_transfer")


def test_a_file_too_large_is_refused_and_the_others_go_on(centre, new_desk, monkeypatch):
    monkeypatch.setattr(files, "MOST_BYTES", CHUNK_BYTES)
    a = new_desk("A")
    large = a.add_file(content(1.1))
    small = a.add_file(content())

    a.send_files()

    assert a.file_state(large) == FileState.REFUSED
    assert "文件超过" in a.scalar("SELECT reason FROM file_transfer WHERE sha256 = :h", h=large)
    assert held(centre) == {small}


def test_a_file_whose_row_was_put_aside_is_told(centre, new_desk):
    a = new_desk("A")
    sha256 = a.files.put(b"paper")
    a.add("document", sha256=sha256, size=5, created_by="not a key")

    a.send_files()

    assert a.file_state(sha256) == FileState.REFUSED
    assert "那一行" in a.scalar("SELECT reason FROM file_transfer")


def test_a_row_that_is_not_up_yet_keeps_its_file_waiting(new_desk):
    a = new_desk("A")
    with a.connected() as session:
        sha256 = a.add_file(content())  # committed after the round's push
        sender = FileSender(a.database, a.files, session)
        assert sender.send(lambda _: False)
        assert a.file_state(sha256) == FileState.WAITING
        a.sync()
        assert sender.send(lambda _: False)
    assert a.file_state(sha256) == FileState.HELD


def test_a_file_whose_row_goes_up_in_a_pause_is_not_left_behind(new_desk):
    a = new_desk("A")
    with a.connected() as session:
        sha256 = a.add_file(content())
        sender = FileSender(a.database, a.files, session)
        assert not sender.send(lambda _: True)
        a.sync()
        assert sender.send(lambda _: False)
    assert a.file_state(sha256) == FileState.HELD


def test_an_older_centre_takes_the_rows_and_the_files_later(centre, new_desk):
    a = new_desk("A")
    sha256 = a.add_file(content())
    centre.query("DROP FUNCTION sync.blob_missing")

    assert a.send_files() == 0
    assert a.file_state(sha256) == FileState.WAITING
    assert centre.query("SELECT count(*) FROM app.document") == [(1,)]

    administration.migrate(centre.dsn)
    assert a.send_files() == 1


def test_what_the_centre_drops_again_and_again_is_given_up(new_desk, monkeypatch):
    """Another desk of the stream spoils the file each time before it is closed."""
    a = new_desk("A")
    sha256 = a.add_file(content())
    done = Blobs.done
    monkeypatch.setattr(
        Blobs, "done", lambda self, name, size: done(self, name, size + CHUNK_BYTES)
    )

    a.send_files()

    assert a.file_state(sha256) == FileState.REFUSED
    monkeypatch.undo()
    assert a.send_files() == 1


def test_another_desk_that_has_the_file_need_not_send_it(new_desk, puts):
    a, b = new_desk("A"), new_desk("B")
    page = content()
    a.add_file(page)
    b.add_file(page)
    a.send_files()
    b.send_files()

    assert len(puts) == 1
    assert file_queue.count_waiting(b.database) == FilesWaiting()


def test_a_centre_restored_from_a_backup_gets_the_files_again(centre, new_desk):
    a, b = new_desk("A"), new_desk("B")
    kept, lost = a.add_file(content()), None
    a.send_files()
    lost = b.add_file(content(2.2))
    b.send_files()
    # The backup is older than the second file; its row and its bytes are gone.
    centre.query("DELETE FROM sync.blob_stream WHERE sha256 = %s", lost)
    centre.query("DELETE FROM app.document WHERE sha256 = %s", lost)
    centre.query("UPDATE sync.desk SET last_seq = 0, last_hlc = 0 WHERE name = 'B'")
    centre.query("UPDATE sync.centre SET generation = generation + 1")

    assert a.send_files() == 0
    assert b.send_files() == 1

    assert held(centre) == {kept, lost}


def test_after_a_restore_a_reader_can_give_the_file_back(centre, new_desk):
    """The window that made it may be gone; one that fetched it has the bytes too."""
    a, b = new_desk("A"), new_desk("B")
    sha256 = a.add_file(content())
    a.send_files()
    b.send_files()
    b.files.put(CentreFiles(b.database, b.link).fetch(sha256, lambda *_: None))
    centre.query("DELETE FROM sync.blob")
    centre.query("UPDATE sync.centre SET generation = generation + 1")

    assert b.send_files() == 1
    assert held(centre) == {sha256}


def test_a_desk_that_only_read_the_row_claims_nothing(centre, new_desk):
    a, b = new_desk("A"), new_desk("B")
    sha256 = a.add_file(content())
    a.sync()
    b.send_files()
    b.execute("UPDATE file_transfer SET state = 'waiting'")  # as after a restore

    assert b.send_files() == 0
    assert b.file_state(sha256) == FileState.ELSEWHERE


@pytest.mark.slow
def test_a_centre_that_crashes_between_two_chunks_gets_the_whole_file(empty_file, tmp_path):
    """Chunks are taken before they are on the disk; the last word is not."""
    page = content(6.5)
    with running_postgres(durable=True) as server:
        made = CentreDatabase(server, server.new_database("crashing"))
        administration.init(made.dsn)
        shutil.copy(empty_file, tmp_path / "desk.db")
        a = Desk(open_copy(tmp_path / "desk.db"), made.enrol("A", 1))
        sha256 = a.add_file(page)
        steps: list[float] = []

        def crash_after_four(seconds: float) -> bool:
            steps.append(seconds)
            if len(steps) == 5:
                server.crash()
            return False

        with a.connected() as session:
            a.sync()
            with pytest.raises(CentreAwayError):
                FileSender(a.database, a.files, session).send(crash_after_four)
        server.start()

        assert a.send_files() == 1
        fetched = CentreFiles(a.database, a.link).fetch(sha256, lambda *_: None)
        a.close()
    assert fetched == page


_SENDER = """
import sys
from pathlib import Path
from reception_desk.models import Database
from reception_desk.models.database_key import DatabaseKey, KeySource
from reception_desk.services.files import FileStore
from reception_desk.sync.blobs import Blobs
from reception_desk.sync.files import FileSender
from reception_desk.sync.greeting import greet
from reception_desk.sync.link import CentreLink
from reception_desk.sync.round import run_round
from reception_desk.sync.session import CentreSession
path, key, dsn, secret = sys.argv[1:]
database = Database(Path(path), DatabaseKey(key, KeySource.KEY_FILE))
put_chunk = Blobs.put_chunk
def told(self, *values):
    answer = put_chunk(self, *values)
    print("chunk", flush=True)
    return answer
Blobs.put_chunk = told
with CentreSession(CentreLink(dsn, secret)) as session:
    greet(database, session)
    run_round(database, session)
    sender = FileSender(database, FileStore(Path(path).parent / "files"), session)
    sender.send(lambda _: False)
"""


@pytest.mark.slow
def test_a_program_killed_between_two_chunks_goes_on_behind_them(new_desk, puts):
    a = new_desk("A")
    sha256 = a.add_file(content(12.5))
    a.database.close()
    child = subprocess.Popen(
        [
            sys.executable,
            "-c",
            _SENDER,
            a.database.path,
            KEY.hexadecimal,
            a.link.dsn,
            a.link.secret,
        ],
        stdout=subprocess.PIPE,
        cwd=Path(__file__).parents[2],
    )
    assert child.stdout is not None
    for _ in range(3):
        assert child.stdout.readline() == b"chunk\n"
    child.kill()
    child.wait()
    child.stdout.close()

    again = Desk(type(a.database)(a.database.path, KEY), a.link)
    assert again.send_files() == 1

    assert again.file_state(sha256) == FileState.HELD
    assert {number for _, number in puts} <= set(range(3, 13))
    again.close()


def test_the_pause_between_chunks_is_told_how_long_they_took(new_desk):
    a = new_desk("A")
    a.add_file(content(1.5))
    taken: list[float] = []
    with a.connected() as session:
        a.sync()
        FileSender(a.database, a.files, session).send(lambda seconds: bool(taken.append(seconds)))

    assert len(taken) >= 4
    assert all(seconds >= 0 for seconds in taken)
