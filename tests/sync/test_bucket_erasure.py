"""The administrator of a bucket removes for good what an erasure listed."""

import io
import os
from dataclasses import dataclass

import pytest
from minio.commonconfig import ENABLED
from minio.versioningconfig import VersioningConfig

from reception_desk.errors import CentreError
from reception_desk.sync import bucket
from reception_desk.sync.blobs import CHUNK_BYTES, BucketAccess
from reception_desk.sync.bucket_erasure import BucketErasure, erase_listed
from reception_desk.sync.file_places import BucketError, connect
from tests.postgres import CentreDatabase
from tests.sync.s3_server import S3Server

PROBE = "reception-desk-probe"
KEYS = ("administrator", "secret")


@dataclass(frozen=True)
class Bucket:
    """A bucket with files of the centre in it."""

    centre: CentreDatabase
    s3: S3Server
    access: BucketAccess

    def versions(self) -> list[str]:
        """Return every object but the probe, once for each version and each mark of a removal."""
        found = connect(self.access).list_objects(
            bucket_name=self.access.bucket, recursive=True, include_version=True
        )
        names = [item.object_name or "" for item in found]
        return sorted(name for name in names if name != PROBE)

    def list_for_erasure(self, *, age: str = "1 hour") -> None:
        """Take all files off the centre's account, as an erasure did `age` ago."""
        self.centre.query(
            "WITH gone AS (DELETE FROM sync.blob RETURNING object) "
            "INSERT INTO sync.erased_object (object, erased_at) "
            "SELECT object, now() - %s::interval FROM gone",
            age,
        )

    def listed(self) -> int:
        return self.centre.query("SELECT count(*) FROM sync.erased_object")[0][0]


@pytest.fixture
def files(s3, centre, new_desk) -> Bucket:
    """Two files, of three chunks and of one."""
    access = s3.new_bucket()
    bucket.use_bucket(centre.dsn, access)
    desk = new_desk("A")
    desk.add_file(os.urandom(2 * CHUNK_BYTES + 99))
    desk.add_file(b"a page")
    desk.send_files()
    return Bucket(centre, s3, access)


def test_listed_files_leave_the_bucket_and_the_list(files, centre):
    before = files.versions()
    files.list_for_erasure()

    done = erase_listed(centre.dsn, *KEYS)

    assert (len(before), files.versions()) == (4, [])
    assert (done, files.listed()) == (BucketErasure(removed=2, left=0), 0)


def test_files_of_other_visits_stay(files, centre, new_desk):
    files.list_for_erasure()
    other = new_desk("B")
    other.add_file(b"another page")
    other.send_files()

    erase_listed(centre.dsn, *KEYS)

    kept = centre.query("SELECT object::text FROM sync.blob")[0][0]
    assert files.versions() == [f"{kept}/0"]


def test_older_versions_go_too(files, centre):
    client = connect(files.access)
    client.set_bucket_versioning(bucket_name=files.access.bucket, config=VersioningConfig(ENABLED))
    for name in files.versions():
        client.remove_object(bucket_name=files.access.bucket, object_name=name)
    assert len(files.versions()) == 8
    files.list_for_erasure()

    erase_listed(centre.dsn, *KEYS)

    assert files.versions() == []


def test_a_chunk_still_on_its_way_is_removed_by_the_next_run(files, centre):
    late = files.versions()[0]
    files.list_for_erasure(age="10 seconds")

    assert erase_listed(centre.dsn, *KEYS) == BucketErasure(removed=0, left=2)

    client = connect(files.access)
    client.put_object(
        bucket_name=files.access.bucket, object_name=late, data=io.BytesIO(), length=0
    )
    centre.query("UPDATE sync.erased_object SET erased_at = now() - interval '2 minutes'")
    assert erase_listed(centre.dsn, *KEYS) == BucketErasure(removed=2, left=0)
    assert files.versions() == []


def test_a_locked_file_is_named_and_stays_listed_alone(files, centre):
    locked = BucketAccess(files.access.url, "locked-files", "us-east-1", "desk", "secret")
    client = connect(locked)
    client.make_bucket(bucket_name=locked.bucket, object_lock=True)
    for name in files.versions():
        client.put_object(bucket_name=locked.bucket, object_name=name, data=io.BytesIO(), length=0)
    client.enable_object_legal_hold(bucket_name=locked.bucket, object_name=files.versions()[0])
    files.list_for_erasure()
    centre.query("UPDATE sync.file_bucket SET bucket = %s", locked.bucket)

    with pytest.raises(BucketError, match=r"其中 1 个文件（AccessDenied）.*已清除 1 个"):
        erase_listed(centre.dsn, *KEYS)

    kept = centre.query("SELECT object::text FROM sync.erased_object")
    assert kept == [(files.versions()[0].partition("/")[0],)]


def test_a_bucket_that_is_away_leaves_the_list(files, centre):
    files.list_for_erasure()
    centre.query("UPDATE sync.file_bucket SET url = 'http://127.0.0.1:1'")
    with pytest.raises(BucketError, match="连接不上"):
        erase_listed(centre.dsn, *KEYS)
    centre.query("DELETE FROM sync.file_bucket")
    with pytest.raises(CentreError, match="没有登记存储桶"):
        erase_listed(centre.dsn, *KEYS)
    assert files.listed() == 2


def test_an_empty_list_asks_no_bucket(centre):
    assert erase_listed(centre.dsn, *KEYS) == BucketErasure(removed=0, left=0)
