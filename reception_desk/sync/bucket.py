"""The administrator's choice where the files of all desks go: the centre's database or a bucket.

The choice and the bucket's keys stand at the centre, so all desks agree and none keeps a key on
its disk. The keys should be allowed to put and get objects, and neither to list nor to delete.
"""

from reception_desk.errors import CentreError, InvalidInputError
from reception_desk.sync.administrator import administrator, scalar
from reception_desk.sync.blobs import BucketAccess
from reception_desk.sync.file_places import probe


def use_bucket(admin_dsn: str, access: BucketAccess) -> None:
    """Let new files go to a bucket, after an object went there and came back.

    Raises `InvalidInputError` for an address that is none, `BucketError` when the bucket does not
    answer as it should, `CentreError` when older files lie in another bucket.
    """
    if not access.url.startswith(("https://", "http://")) or not access.bucket:
        raise InvalidInputError(
            "存储桶的地址不对。", advice="地址以 https:// 开头，例如 https://s3.example.cn。"
        )
    probe(access)
    with administrator(admin_dsn) as connection:
        elsewhere = scalar(
            connection,
            "SELECT bucket FROM sync.file_bucket WHERE (url, bucket) <> (%s, %s) "
            "AND (EXISTS (SELECT FROM sync.blob WHERE object IS NOT NULL) "
            "OR EXISTS (SELECT FROM sync.erased_object))",
            access.url,
            access.bucket,
        )
        if elsewhere:
            raise CentreError(
                f"已有文件存放在存储桶“{elsewhere}”。",
                advice="请先把其中的对象全部复制到新的桶，再在中心数据库里改登记。",
            )
        connection.execute("DELETE FROM sync.file_bucket")
        connection.execute(
            "INSERT INTO sync.file_bucket (url, bucket, region, access_key, secret_key) "
            "VALUES (%s, %s, %s, %s, %s)",
            (access.url, access.bucket, access.region, access.access_key, access.secret_key),
        )


def use_database(admin_dsn: str) -> None:
    """Let new files stay in the centre's database; files in a bucket are still read there."""
    with administrator(admin_dsn) as connection:
        connection.execute("UPDATE sync.file_bucket SET takes_new = false")
