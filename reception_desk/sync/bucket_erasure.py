"""依法删除 in a bucket: what no row names any more is removed with its administrator's keys.

The desks' keys may not delete, so an erasure lists its objects in `sync.erased_object`. Whoever
owns the bucket removes them from time to time; their keys are used once and kept nowhere.
"""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from reception_desk.errors import CentreError
from reception_desk.sync.administrator import open_connection
from reception_desk.sync.blobs import BucketAccess
from reception_desk.sync.file_places import BucketError, connect, explained

if TYPE_CHECKING:
    import psycopg
    from minio import Minio

_LATE_CHUNK = "1 minute"
"""A desk that was sending the file puts its last chunk within `file_places`'s time limits."""

_LISTED = """
    SELECT object::text, erased_at < clock_timestamp() - %s::interval
      FROM sync.erased_object ORDER BY erased_at, object"""


@dataclass(frozen=True, slots=True)
class BucketErasure:
    """How many files are gone for good, and how many need another look in a minute."""

    removed: int
    left: int


def erase_listed(admin_dsn: str, access_key: str, secret_key: str) -> BucketErasure:
    """Remove the listed files from the bucket, old versions too, and strike them off the list.

    Each file is struck off once the bucket has removed it, so a run that breaks off is simply
    repeated. One erased within the last minute is removed and stays listed: a desk may still have
    been sending it. Raises `BucketError` when the bucket is away, or at the end when it kept some
    of them, and `CentreError`.
    """
    with open_connection(admin_dsn) as connection:
        listed = connection.execute(_LISTED, (_LATE_CHUNK,)).fetchall()
        if not listed:
            return BucketErasure(removed=0, left=0)
        access = replace(_bucket_of(connection), access_key=access_key, secret_key=secret_key)
        client, removed, refusals = connect(access), 0, []
        for name, is_settled in listed:
            refusal = _remove(client, access.bucket, name)
            if refusal is not None:
                refusals.append(refusal)
            elif is_settled:
                connection.execute("DELETE FROM sync.erased_object WHERE object = %s", (name,))
                removed += 1
    if refusals:
        raise BucketError(
            f"存储桶没有删除其中 {len(refusals)} 个文件（{refusals[0]}）。",
            saved=f"已清除 {removed} 个，其余仍在待清除名单上。",
            advice="请用有删除权限的密钥再运行一次；桶上若设有保留锁定，请先解除。",
        )
    return BucketErasure(removed, len(listed) - removed)


def _bucket_of(connection: "psycopg.Connection[Any]") -> BucketAccess:
    row = connection.execute("SELECT url, bucket, region FROM sync.file_bucket").fetchone()
    if row is None:
        raise CentreError(
            "有待清除的文件，但中心没有登记存储桶。", advice="请先用 desk centre bucket 重新登记。"
        )
    return BucketAccess(*row, access_key="", secret_key="")


def _remove(client: "Minio", bucket: str, name: str) -> str | None:
    """Remove every chunk of a file in every version; return the bucket's reason where it did not.

    Raises `BucketError`.
    """
    from minio.deleteobjects import DeleteObject

    with explained():
        found = client.list_objects(
            bucket_name=bucket, prefix=f"{name}/", recursive=True, include_version=True
        )
        chunks = [DeleteObject(item.object_name or "", item.version_id) for item in found]
        refusals = list(client.remove_objects(bucket_name=bucket, delete_object_list=chunks))
    return refusals[0].code if refusals else None
