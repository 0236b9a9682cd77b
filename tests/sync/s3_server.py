"""An S3 server of the tests: another program on the loopback interface, spoken to over HTTP."""

import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import count
from threading import Thread

from reception_desk.sync.blobs import BucketAccess
from reception_desk.sync.file_places import connect

_numbers = count(1)


@dataclass(frozen=True)
class S3Server:
    """Speaks S3 at `url`."""

    url: str

    def new_bucket(self) -> BucketAccess:
        access = BucketAccess(self.url, f"files-{next(_numbers)}", "us-east-1", "desk", "secret")
        connect(access).make_bucket(bucket_name=access.bucket)
        return access

    def objects(self, access: BucketAccess) -> list[str]:
        found = connect(access).list_objects(bucket_name=access.bucket, recursive=True)
        return sorted(item.object_name or "" for item in found)

    def remove(self, access: BucketAccess, name: str) -> None:
        connect(access).remove_object(bucket_name=access.bucket, object_name=name)

    def without_bucket(self, access: BucketAccess) -> BucketAccess:
        return replace(access, bucket="no-such-bucket")


@contextmanager
def running_s3() -> Iterator[S3Server]:
    """Run the server on a free port; it is ended at the end."""
    server = subprocess.Popen(
        [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", "0"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert server.stderr is not None
    reader = None
    try:
        found = None
        while found is None:
            line = server.stderr.readline()
            assert line, "the S3 server has ended"
            found = re.search(r"Running on (http://127\.0\.0\.1:\d+)", line)
        reader = Thread(target=server.stderr.read)  # or it would stop at a full pipe
        reader.start()
        yield S3Server(found[1])
    finally:
        server.terminate()
        server.wait()
        if reader is not None:
            reader.join()
        server.stderr.close()
