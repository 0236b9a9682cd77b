"""Files at the centre: only what was sent is kept, and only for those whose rows name it."""

import hashlib
import os
from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest

from reception_desk.models.base import file_columns, synced_tables
from reception_desk.sync import enrolment
from reception_desk.sync.blobs import CHUNK_BYTES, MOST_BYTES, BlobOutcome, Blobs
from reception_desk.sync.centre_errors import CentreRefusedError, ChangeRefusedError
from reception_desk.sync.link import connection_string
from tests.sync.desks import Desk

CONTENT = os.urandom(2 * CHUNK_BYTES + 12_345)
HASH = hashlib.sha256(CONTENT).hexdigest()


def chunk(number: int, content: bytes = CONTENT) -> bytes:
    return content[number * CHUNK_BYTES : (number + 1) * CHUNK_BYTES]


def upload(blobs: Blobs, content: bytes = CONTENT) -> BlobOutcome:
    sha256 = hashlib.sha256(content).hexdigest()
    assert blobs.begin(sha256).outcome is BlobOutcome.OPEN
    for number in range(-(-len(content) // CHUNK_BYTES)):
        assert blobs.put_chunk(sha256, number, chunk(number, content)) is BlobOutcome.TAKEN
    return blobs.done(sha256, len(content))


def download(blobs: Blobs, sha256: str = HASH) -> bytes:
    found = blobs.find(sha256)
    count = -(-found.size // CHUNK_BYTES)
    return b"".join(blobs.get_chunk(sha256, number) or b"" for number in range(count))


def named(desk: Desk, stream: int = 1, sha256: str = HASH) -> Desk:
    """Return the desk with a row at the centre that names the file."""
    desk.name_file(sha256, stream)
    desk.sync()
    return desk


def test_the_program_and_the_centre_cut_files_alike(centre):
    assert centre.query("SELECT sync.chunk_bytes(), sync.chunk_bytes() * sync.most_chunks()") == [
        (CHUNK_BYTES, MOST_BYTES)
    ]


def test_every_table_that_names_a_file_tells_its_bytes_and_is_found_by_the_hash(centre):
    assert {column.table.name for column in file_columns()} == {
        "document",
        "filed_paper",
        "scanned_page",
    }
    named_like_one = {
        column
        for table in synced_tables()
        for column in table.columns
        if column.name == "sha256" and table.name != "print_event"  # a reprint stays at its desk
    }
    assert named_like_one == set(file_columns())
    for column in file_columns():
        assert "size" in column.table.columns
        (plan,) = centre.query(
            "SELECT indexdef FROM pg_indexes WHERE schemaname = 'app' AND indexname = %s",
            f"{column.table.name}_{column.name}",
        )
        assert plan[0].endswith("(sha256, stream)")


@pytest.mark.parametrize("size", [0, 1, CHUNK_BYTES - 1, CHUNK_BYTES, CHUNK_BYTES + 1])
def test_what_goes_up_comes_down(new_desk, size):
    content = os.urandom(size)
    sha256 = hashlib.sha256(content).hexdigest()
    a, b = named(new_desk("A"), sha256=sha256), new_desk("B")
    with a.connected() as session:
        assert upload(Blobs(session), content) is BlobOutcome.HELD
    with b.connected() as session:
        found = Blobs(session).find(sha256)
        assert (found.outcome, found.size) == (BlobOutcome.HELD, size)
        assert download(Blobs(session), sha256) == content


def test_chunks_may_come_in_any_order_and_twice(centre, new_desk):
    with named(new_desk("A")).connected() as session:
        blobs = Blobs(session)
        blobs.begin(HASH)
        for number in (2, 0, 2, 1, 0):
            assert blobs.put_chunk(HASH, number, chunk(number)) is BlobOutcome.TAKEN
        assert blobs.done(HASH, len(CONTENT)) is BlobOutcome.HELD
        assert download(blobs) == CONTENT
    assert centre.query("SELECT count(*) FROM sync.blob_chunk") == [(3,)]


def test_a_cut_upload_tells_which_chunks_are_there(new_desk):
    a, b = named(new_desk("A")), new_desk("B")
    with a.connected() as session:
        Blobs(session).begin(HASH)
        Blobs(session).put_chunk(HASH, 1, chunk(1))
    for desk in (a, b):  # a colleague of the stream may go on with it
        with desk.connected() as session:
            again = Blobs(session).begin(HASH)
            assert (again.outcome, again.chunks) == (BlobOutcome.OPEN, {1})


def test_a_file_with_a_hole_is_not_closed(new_desk):
    with named(new_desk("A")).connected() as session:
        blobs = Blobs(session)
        blobs.begin(HASH)
        blobs.put_chunk(HASH, 0, chunk(0))
        blobs.put_chunk(HASH, 2, chunk(2))
        assert blobs.done(HASH, len(CONTENT)) is BlobOutcome.INCOMPLETE
        assert blobs.find(HASH).outcome is BlobOutcome.MISSING
        assert blobs.get_chunk(HASH, 0) is None
        blobs.put_chunk(HASH, 1, chunk(1))
        assert blobs.done(HASH, len(CONTENT)) is BlobOutcome.HELD


def test_a_bit_that_flips_on_the_way_is_noticed_at_once(centre, new_desk):
    a = named(new_desk("A"))
    digest = hashlib.sha256(chunk(0)).digest()
    flipped = bytes([chunk(0)[0] ^ 1]) + chunk(0)[1:]
    with a.connected() as session:
        Blobs(session).begin(HASH)
        for sent in (flipped, chunk(0)[:-1], b""):
            answer = session.rows(
                "SELECT sync.put_chunk(%s, 0, %s, %s)", (HASH, digest, sent), binary=True
            )
            assert answer == [(BlobOutcome.SPOILT,)]
    assert centre.query("SELECT count(*) FROM sync.blob_chunk") == [(0,)]


@pytest.mark.parametrize(
    "content",
    [
        bytes([CONTENT[0] ^ 1]) + CONTENT[1:],
        CONTENT[:-1],
        CONTENT + b"x",
        CONTENT[CHUNK_BYTES : 2 * CHUNK_BYTES] + CONTENT[:CHUNK_BYTES] + CONTENT[2 * CHUNK_BYTES :],
        CONTENT[: CHUNK_BYTES // 2] + CONTENT[CHUNK_BYTES:],
    ],
    ids=["a flipped bit", "too short", "too long", "chunks exchanged", "a half chunk"],
)
def test_bytes_that_are_not_the_hash_are_dropped(centre, new_desk, content):
    with named(new_desk("A")).connected() as session:
        blobs = Blobs(session)
        blobs.begin(HASH)
        for number in range(3):
            blobs.put_chunk(HASH, number, chunk(number, content))
        assert blobs.done(HASH, len(CONTENT)) is BlobOutcome.ALTERED
        assert centre.query("SELECT count(*) FROM sync.blob, sync.blob_chunk") == [(0,)]
        assert upload(blobs) is BlobOutcome.HELD
        assert download(blobs) == CONTENT


def test_a_chunk_too_many_does_not_stop_a_file_for_ever(new_desk):
    with named(new_desk("A")).connected() as session:
        blobs = Blobs(session)
        blobs.begin(HASH)
        for number in range(3):
            blobs.put_chunk(HASH, number, chunk(number))
        blobs.put_chunk(HASH, 99, b"x")
        assert blobs.done(HASH, len(CONTENT)) is BlobOutcome.ALTERED
        assert upload(blobs) is BlobOutcome.HELD


def test_sizes_and_numbers_are_limited(new_desk):
    with named(new_desk("A")).connected() as session:
        blobs = Blobs(session)
        blobs.begin(HASH)
        assert blobs.put_chunk(HASH, 0, bytes(CHUNK_BYTES + 1)) is BlobOutcome.TOO_LARGE
        for number in (-1, 100):
            assert blobs.put_chunk(HASH, number, b"x") is BlobOutcome.TOO_LARGE
        with pytest.raises(ChangeRefusedError) as refused:
            blobs.missing(["00" * 32] * 1001)
        assert "too many files" in refused.value.technical


def test_of_many_unfinished_files_the_oldest_is_dropped(centre, new_desk):
    a = new_desk("A")
    hashes = [f"{number:064x}" for number in range(10)]
    for sha256 in hashes:
        a.name_file(sha256)
    a.sync()
    with a.connected() as session:
        blobs = Blobs(session)
        for sha256 in hashes:
            blobs.begin(sha256)
            blobs.put_chunk(sha256, 0, b"x")
        assert blobs.put_chunk(hashes[0], 1, b"x") is BlobOutcome.CLOSED
        assert blobs.begin(hashes[0]).chunks == set()
        assert blobs.begin(hashes[-1]).chunks == {0}
    assert centre.query("SELECT count(*) FROM sync.blob") == [(8,)]


def test_without_a_row_nobody_writes_or_reads(centre, new_desk):
    a, b = named(new_desk("A", 1)), new_desk("B", 2)
    with a.connected() as session:
        upload(Blobs(session))
    with b.connected() as session:
        blobs = Blobs(session)
        assert blobs.missing([HASH]) == {HASH: BlobOutcome.UNNAMED}
        assert blobs.begin(HASH).outcome is BlobOutcome.UNNAMED
        assert blobs.put_chunk(HASH, 0, b"x") is BlobOutcome.CLOSED
        assert blobs.done(HASH, 1) is BlobOutcome.CLOSED
        assert blobs.find(HASH).outcome is BlobOutcome.UNNAMED
        assert blobs.get_chunk(HASH, 0) is None
    assert centre.query("SELECT count(*) FROM sync.blob") == [(1,)]


def test_a_row_with_another_streams_hash_fetches_nothing(new_desk):
    """The hash is no key: who has not the bytes does not get them by naming them."""
    a, thief = named(new_desk("A", 1)), named(new_desk("T", 2), stream=2)
    with a.connected() as session:
        upload(Blobs(session))
    with thief.connected() as session:
        blobs = Blobs(session)
        assert blobs.missing([HASH]) == {HASH: BlobOutcome.MISSING}
        assert blobs.find(HASH).outcome is BlobOutcome.MISSING
        assert blobs.get_chunk(HASH, 0) is None
        assert blobs.begin(HASH).chunks == set()
        assert upload(blobs) is BlobOutcome.HELD  # who has the bytes may send them
        assert download(blobs) == CONTENT


def test_one_file_of_two_streams_is_kept_once_where_a_desk_sees_both(centre, new_desk):
    both, second = new_desk("AB", 1, 2), new_desk("B", 2)
    named(both, 1)
    with both.connected() as session:
        upload(Blobs(session))
    with second.connected() as session:
        assert Blobs(session).find(HASH).outcome is BlobOutcome.UNNAMED
    named(both, 2)
    with second.connected() as session:
        assert Blobs(session).find(HASH).outcome is BlobOutcome.MISSING
    with both.connected() as session:
        assert Blobs(session).missing([HASH]) == {HASH: BlobOutcome.HELD}
    with second.connected() as session:
        assert download(Blobs(session)) == CONTENT
    assert centre.query("SELECT count(*) FROM sync.blob") == [(1,)]


def test_two_records_may_name_one_file(centre, new_desk):
    a = named(named(new_desk("A")))
    with a.connected() as session:
        upload(Blobs(session))
        assert Blobs(session).begin(HASH).outcome is BlobOutcome.HELD
    assert centre.query("SELECT count(*) FROM app.document") == [(2,)]


def test_a_file_sent_by_two_desks_at_once_is_whole(centre, new_desk):
    desks = [named(new_desk(name)) for name in "ABCD"]

    def send(desk: Desk) -> BlobOutcome:
        with desk.connected() as session:
            blobs = Blobs(session)
            if blobs.begin(HASH).outcome is BlobOutcome.HELD:
                return BlobOutcome.HELD
            for number in range(3):
                blobs.put_chunk(HASH, number, chunk(number))
            return blobs.done(HASH, len(CONTENT))

    with ThreadPoolExecutor(len(desks)) as pool:
        assert set(pool.map(send, desks)) == {BlobOutcome.HELD}
    assert centre.query("SELECT count(*) FROM sync.blob_chunk") == [(3,)]


@pytest.mark.parametrize(
    "sha256",
    ["", "x" * 64, HASH.upper(), "'; DROP TABLE sync.blob; --"],
    ids=["empty", "no hex", "upper case", "SQL"],
)
def test_what_is_no_hash_is_nobodys(new_desk, sha256):
    with named(new_desk("A")).connected() as session:
        blobs = Blobs(session)
        assert blobs.begin(sha256).outcome is BlobOutcome.UNNAMED
        assert blobs.missing([sha256]) == {sha256: BlobOutcome.UNNAMED}


def test_a_row_with_a_hash_that_is_none_cannot_be_sent(new_desk):
    with (
        named(new_desk("A"), sha256="no hash").connected() as session,
        pytest.raises(ChangeRefusedError),
    ):
        Blobs(session).begin("no hash")


def test_a_revoked_desk_gets_nothing_more(centre, new_desk):
    a = named(new_desk("A"))
    with a.connected() as session:
        upload(Blobs(session))
        centre.query("UPDATE sync.desk SET revoked_at = now()")
        for call in (
            lambda blobs: blobs.get_chunk(HASH, 0),
            lambda blobs: blobs.missing([HASH]),
            lambda blobs: blobs.bucket_access(),
        ):
            with pytest.raises(CentreRefusedError):
                call(Blobs(session))
    enrolment.revoke(centre.dsn, "A")


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT * FROM sync.blob_chunk",
        "SELECT * FROM sync.file_bucket",
        "SELECT sync.share_blob(1, 'x', '{1}')",
        "SELECT sync.naming_streams('x', '{1}')",
        "DELETE FROM sync.blob",
    ],
)
def test_a_desk_reaches_files_through_its_functions_only(centre, statement):
    with (
        psycopg.connect(connection_string(centre.enrol("A", 1)), autocommit=True) as connection,
        pytest.raises(psycopg.errors.InsufficientPrivilege),
    ):
        connection.execute(statement)
