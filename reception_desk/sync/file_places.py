"""Where the chunks of a file lie: in the centre's database, or in an S3-compatible bucket.

The centre keeps the account of both: which chunks there are, and who may read them. In a bucket a
chunk is the object `name/number` with a random name that the centre tells only to desks with a
row of the file, so the bucket's keys need not, and must not, be allowed to list or delete.
"""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Protocol
from urllib.parse import urlsplit

from reception_desk.errors import CentreError
from reception_desk.sync.blobs import Blob, BlobOutcome, Blobs, BucketAccess

if TYPE_CHECKING:
    from minio import Minio

_SECONDS = 15
"""Rows wait while a chunk is on its way, so a bucket that does not answer is given up soon."""

_PROBE = "reception-desk-probe"


class BucketError(CentreError):
    """The bucket is away or refuses; the centre itself, and the rows, are not concerned."""


class FilePlace(Protocol):
    """Takes and gives chunks. Raises the errors of `centre_errors`, or `BucketError`."""

    def put(self, blob: Blob, number: int, content: bytes) -> BlobOutcome:
        """Return `TAKEN` only when the chunk is safe."""
        ...

    def get(self, blob: Blob, number: int) -> bytes | None:
        """Return a chunk; None when it is gone."""
        ...


class Places:
    """Finds the place of each file; the bucket is asked for once a session, when first needed."""

    def __init__(self, blobs: Blobs) -> None:
        self._blobs = blobs
        self._bucket: FilePlace | None = None

    def of(self, blob: Blob) -> FilePlace:
        """Return where `blob` lies. Raises `BucketError` when the bucket is not told any more."""
        if blob.object is None:
            return CentrePlace(self._blobs)
        if self._bucket is None:
            access = self._blobs.bucket_access()
            if access is None:
                raise BucketError(
                    "文件在存储桶里，但中心没有登记存储桶。",
                    advice="请管理员运行 desk centre bucket 重新登记。",
                )
            self._bucket = BucketPlace(self._blobs, access)
        return self._bucket


class CentrePlace:
    """The centre's own database."""

    def __init__(self, blobs: Blobs) -> None:
        self._blobs = blobs

    def put(self, blob: Blob, number: int, content: bytes) -> BlobOutcome:
        return self._blobs.put_chunk(blob.sha256, number, content)

    def get(self, blob: Blob, number: int) -> bytes | None:
        return self._blobs.get_chunk(blob.sha256, number)


class BucketPlace:
    """An S3-compatible bucket, whose server checks each object against its signed digest."""

    def __init__(self, blobs: Blobs, access: BucketAccess) -> None:
        self._blobs = blobs
        self._bucket = access.bucket
        self._client = connect(access)

    def put(self, blob: Blob, number: int, content: bytes) -> BlobOutcome:
        _put_object(self._client, self._bucket, f"{blob.object}/{number}", content)
        return self._blobs.note_chunk(blob.sha256, number)

    def get(self, blob: Blob, number: int) -> bytes | None:
        return _get_object(self._client, self._bucket, f"{blob.object}/{number}")


def probe(access: BucketAccess) -> None:
    """Put an object into the bucket and get it back; raises `BucketError`."""
    client, content = connect(access), b"reception-desk"
    _put_object(client, access.bucket, _PROBE, content)
    if _get_object(client, access.bucket, _PROBE) != content:
        raise BucketError("存储桶没有交回刚存入的内容。", advice="请管理员核对存储桶的设置。")


def _put_object(client: "Minio", bucket: str, name: str, content: bytes) -> None:
    with explained():
        client.put_object(
            bucket_name=bucket, object_name=name, data=io.BytesIO(content), length=len(content)
        )


def _get_object(client: "Minio", bucket: str, name: str) -> bytes | None:
    from minio.error import S3Error

    with explained():
        try:
            answer = client.get_object(bucket_name=bucket, object_name=name)
        except S3Error as error:
            if error.code == "NoSuchKey":
                return None
            raise
        try:
            return answer.read()
        finally:
            answer.close()
            answer.release_conn()


def connect(access: BucketAccess) -> "Minio":
    """Return a client of the bucket's server, with a time limit on every call.

    Raises `BucketError` when the client is not installed at this desk.
    """
    try:
        from minio import Minio
    except ImportError as error:
        raise BucketError(
            "文件存放在存储桶里，但本机没有安装存储桶的组件。",
            saved="登记内容和本机的文件不受影响。",
            advice="请管理员安装：pip install 'reception-desk[s3]'。",
        ) from error
    import urllib3

    address = urlsplit(access.url)
    return Minio(
        address.netloc,
        access_key=access.access_key,
        secret_key=access.secret_key,
        region=access.region,
        secure=address.scheme == "https",
        http_client=urllib3.PoolManager(
            timeout=urllib3.Timeout(connect=5, read=_SECONDS), retries=False
        ),
    )


@contextmanager
def explained() -> Iterator[None]:
    """Turn the errors of the client into `BucketError`."""
    from minio.error import MinioException, S3Error
    from urllib3.exceptions import HTTPError

    try:
        yield
    except S3Error as error:
        raise BucketError(
            f"存储桶拒绝了文件的存取（{error.code}）。",
            saved="登记内容和本机的文件不受影响。",
            advice="请管理员核对存储桶的名称和密钥。",
        ) from error
    except (MinioException, HTTPError) as error:
        raise BucketError(
            "连接不上存放文件的存储桶。",
            saved="登记内容和本机的文件不受影响。",
            advice="网络恢复后会自动再试。",
        ) from error
