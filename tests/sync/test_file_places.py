"""Both places of the files, the centre's database and a bucket, pass the same tests."""

import os
import subprocess
import sys
from dataclasses import dataclass, replace

import pytest

from reception_desk.errors import CentreError, InvalidInputError
from reception_desk.records.sync import FileState, FilesWaiting
from reception_desk.services.files import FileStore
from reception_desk.sync import bucket, file_queue
from reception_desk.sync import files as sending
from reception_desk.sync.blobs import CHUNK_BYTES, BlobOutcome, Blobs, BucketAccess
from reception_desk.sync.file_fetch import CentreFiles
from reception_desk.sync.file_places import BucketError, BucketPlace, CentrePlace, Places
from reception_desk.sync.files import FileSender
from tests.postgres import CentreDatabase
from tests.sync.desks import Desk
from tests.sync.s3_server import S3Server

CONTENT = os.urandom(2 * CHUNK_BYTES + 99)


@dataclass(frozen=True)
class Store:
    """Where the files of a centre go, and how a test damages them there."""

    centre: CentreDatabase
    s3: S3Server | None = None
    access: BucketAccess | None = None

    def chunks(self) -> list[str]:
        if self.s3 and self.access:
            names = self.s3.objects(self.access)
            return [name for name in names if name != "reception-desk-probe"]
        found = self.centre.query("SELECT blob, number FROM sync.blob_chunk ORDER BY 1, 2")
        return [f"{blob}/{number}" for blob, number in found]

    def lose(self, chunk: str) -> None:
        if self.s3 and self.access:
            self.s3.remove(self.access, chunk)
        else:
            self.centre.query("DELETE FROM sync.blob_chunk WHERE number = %s", chunk[-1])


@pytest.fixture(params=["database", "bucket"])
def store(request: pytest.FixtureRequest, centre: CentreDatabase) -> Store:
    if request.param == "database":
        return Store(centre)
    s3 = request.getfixturevalue("s3")
    access = s3.new_bucket()
    bucket.use_bucket(centre.dsn, access)
    return Store(centre, s3, access)


def read(desk: Desk, sha256: str) -> bytes:
    source = CentreFiles(desk.database, desk.link)
    return FileStore(desk.database.path.parent / "fetched", source).obtain(sha256)


def test_what_goes_up_comes_down(store, new_desk):
    a, b = new_desk("A"), new_desk("B")
    sizes = [0, 1, CHUNK_BYTES, len(CONTENT)]
    files = {a.add_file(CONTENT[:size]): CONTENT[:size] for size in sizes}

    assert a.send_files() == len(sizes)
    b.sync()

    assert all(read(b, sha256) == content for sha256, content in files.items())
    assert len(store.chunks()) == 0 + 1 + 1 + 3
    assert file_queue.count_waiting(a.database) == FilesWaiting()


def test_a_cut_costs_no_chunk_that_had_arrived(store, new_desk, monkeypatch):
    sent: list[int] = []
    for place in (CentrePlace, BucketPlace):

        def counted(self, blob, number, content, put=place.put):
            sent.append(number)
            return put(self, blob, number, content)

        monkeypatch.setattr(place, "put", counted)
    a = new_desk("A")
    sha256 = a.add_file(CONTENT)
    with a.connected() as session:
        a.sync()
        sender = FileSender(a.database, a.files, session)
        while len(sent) < 2:
            sender.send(lambda _: True)

    a.send_files()

    assert sent == [0, 1, 2]
    assert a.file_state(sha256) == FileState.HELD


def test_a_chunk_that_is_lost_is_named(store, new_desk):
    a, b = new_desk("A"), new_desk("B")
    sha256 = a.add_file(CONTENT)
    a.send_files()
    b.sync()
    store.lose(store.chunks()[1])

    with pytest.raises(CentreError, match="不完整，或与登记时的校验值不符"):
        read(b, sha256)


def test_another_streams_desk_learns_nothing(store, new_desk):
    a, other = new_desk("A", 1), new_desk("B", 2)
    sha256 = a.add_file(CONTENT)
    a.send_files()
    other.name_file(sha256, 2)
    other.sync()

    with other.connected() as session:
        found = Blobs(session).find(sha256)
    assert (found.outcome, found.object) == (BlobOutcome.MISSING, None)
    with pytest.raises(CentreError, match="还没有把这份文件传到中心"):
        read(other, sha256)


def test_two_desks_send_the_same_file_once(store, new_desk):
    a, b = new_desk("A"), new_desk("B")
    a.add_file(CONTENT)
    b.add_file(CONTENT)
    assert a.send_files() + b.send_files() == 1
    assert len(store.chunks()) == 3


@pytest.fixture
def in_bucket(s3, centre) -> Store:
    access = s3.new_bucket()
    bucket.use_bucket(centre.dsn, access)
    return Store(centre, s3, access)


def test_the_choice_of_the_place_is_made_at_the_centre(in_bucket, centre, new_desk):
    """Files stay readable where they are when the choice changes."""
    a, b = new_desk("A"), new_desk("B")
    first = a.add_file(b"in the bucket")
    a.send_files()
    bucket.use_database(centre.dsn)
    second = a.add_file(b"in the database")
    a.send_files()
    b.sync()

    assert (read(b, first), read(b, second)) == (b"in the bucket", b"in the database")
    assert centre.query("SELECT count(content) FROM sync.blob_chunk") == [(1,)]
    assert len(in_bucket.chunks()) == 1


def test_names_in_the_bucket_tell_nothing_of_the_file(in_bucket, new_desk):
    a = new_desk("A")
    sha256 = a.add_file(CONTENT)
    a.send_files()
    assert len(in_bucket.chunks()) == 3
    assert not any(sha256[:8] in name for name in in_bucket.chunks())


def test_a_bucket_that_is_away_stops_no_row(in_bucket, centre, new_desk, monkeypatch):
    a = new_desk("A")
    centre.query("UPDATE sync.file_bucket SET url = 'http://127.0.0.1:1'")
    sha256 = a.add_file(CONTENT)
    with a.connected() as session:
        a.sync()
        sender = FileSender(a.database, a.files, session)
        assert sender.send(lambda _: False)
        assert a.file_state(sha256) == FileState.WAITING
        a.add(name="张伟")
        assert a.sync().rows_up == 1
        begun: list[str] = []
        monkeypatch.setattr(Blobs, "begin", lambda _, name: begun.append(name))
        assert sender.send(lambda _: False)
        assert begun == []  # it rests before it tries again
        monkeypatch.undo()
    centre.query("UPDATE sync.file_bucket SET url = %s", in_bucket.s3.url)
    assert a.send_files() == 1


def test_after_its_rest_the_bucket_is_tried_again(in_bucket, centre, new_desk, monkeypatch):
    monkeypatch.setattr(sending, "BUCKET_REST", 0.0)
    a = new_desk("A")
    centre.query("UPDATE sync.file_bucket SET bucket = 'no-such-bucket'")
    a.add_file(CONTENT)
    with a.connected() as session:
        a.sync()
        sender = FileSender(a.database, a.files, session)
        sender.send(lambda _: False)
        centre.query("UPDATE sync.file_bucket SET bucket = %s", in_bucket.access.bucket)
        sender.send(lambda _: False)
        assert sender.files_up == 1


def test_a_reader_is_told_that_the_bucket_is_away(in_bucket, centre, new_desk):
    a = new_desk("A")
    sha256 = a.add_file(CONTENT)
    a.send_files()
    centre.query("UPDATE sync.file_bucket SET url = 'http://127.0.0.1:1'")
    with pytest.raises(BucketError, match="连接不上存放文件的存储桶"):
        read(a, sha256)
    centre.query("DELETE FROM sync.file_bucket")
    with pytest.raises(BucketError, match="没有登记存储桶"):
        read(a, sha256)


def test_a_bucket_is_tried_before_it_is_chosen(centre, s3):
    access = s3.new_bucket()
    with pytest.raises(BucketError, match="NoSuchBucket"):
        bucket.use_bucket(centre.dsn, s3.without_bucket(access))
    with pytest.raises(BucketError, match="连接不上"):
        bucket.use_bucket(centre.dsn, replace(access, url="http://127.0.0.1:1"))
    for wrong in (replace(access, url="s3.example.cn"), replace(access, bucket="")):
        with pytest.raises(InvalidInputError, match="地址不对"):
            bucket.use_bucket(centre.dsn, wrong)
    assert centre.query("SELECT count(*) FROM sync.file_bucket") == [(0,)]


def test_files_in_a_bucket_are_not_left_behind_by_another_choice(in_bucket, centre, new_desk, s3):
    a = new_desk("A")
    a.add_file(CONTENT)
    a.send_files()
    with pytest.raises(CentreError, match="已有文件存放在存储桶"):
        bucket.use_bucket(centre.dsn, s3.new_bucket())
    centre.query(
        "WITH gone AS (DELETE FROM sync.blob RETURNING object) "
        "INSERT INTO sync.erased_object (object) SELECT object FROM gone"
    )
    with pytest.raises(CentreError, match="已有文件存放在存储桶"):
        bucket.use_bucket(centre.dsn, s3.new_bucket())
    bucket.use_bucket(centre.dsn, replace(in_bucket.access, secret_key="new"))
    assert centre.query("SELECT secret_key FROM sync.file_bucket") == [("new",)]


def test_a_desk_is_told_the_keys_when_it_needs_them_and_keeps_none(in_bucket, new_desk):
    a = new_desk("A")
    a.add_file(CONTENT)
    a.send_files()
    with a.connected() as session:
        assert Blobs(session).bucket_access() == in_bucket.access
    folder = a.database.path.parent
    assert not any(b"secret" in path.read_bytes() for path in folder.rglob("*") if path.is_file())


def test_a_desk_without_the_client_says_so(in_bucket, new_desk, monkeypatch):
    monkeypatch.setitem(sys.modules, "minio", None)
    a = new_desk("A")
    a.sync()
    with a.connected() as session, pytest.raises(BucketError, match="没有安装存储桶的组件"):
        places = Places(Blobs(session))
        sha256 = a.add_file(CONTENT)
        a.sync()
        places.of(Blobs(session).begin(sha256))


def test_the_client_is_imported_only_for_a_bucket():
    question = "import sys, reception_desk.sync.loop; sys.exit('minio' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", question], check=False).returncode == 0
