"""What a desk asks the centre about files. The rules stand in sql/functions/files.sql."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from reception_desk.sync.session import CentreSession

CHUNK_BYTES = 1_048_576
"""`sync.chunk_bytes()`: every chunk of a file but the last."""

MOST_BYTES = 100 * CHUNK_BYTES
"""`sync.most_chunks()` of them; recordings are larger and stay on the recorder's disk."""


class BlobOutcome(StrEnum):
    """How the centre answers."""

    HELD = "held"
    MISSING = "missing"
    UNNAMED = "unnamed"
    OPEN = "open"
    TAKEN = "taken"
    SPOILT = "spoilt"
    TOO_LARGE = "too_large"
    CLOSED = "closed"
    INCOMPLETE = "incomplete"
    ALTERED = "altered"


@dataclass(frozen=True, slots=True)
class Blob:
    """A file at the centre: `object` is its name in the bucket, None where the centre keeps it.

    `chunks` are those an open one has already, `size` the bytes of a whole one.
    """

    sha256: str
    outcome: BlobOutcome
    object: str | None = None
    chunks: frozenset[int] = frozenset()
    size: int = 0


@dataclass(frozen=True, slots=True)
class BucketAccess:
    """An S3-compatible bucket; the keys are never written down at a desk."""

    url: str
    bucket: str
    region: str
    access_key: str
    secret_key: str


class Blobs:
    """The calls, on a session that has been greeted. Raises the errors of `centre_errors`."""

    def __init__(self, session: CentreSession) -> None:
        self._session = session

    def missing(self, hashes: Sequence[str]) -> dict[str, BlobOutcome]:
        """Return for each hash `HELD`, `MISSING`, or `UNNAMED`: the centre has no row of it."""
        found = self._value("SELECT sync.blob_missing(%s)", list(hashes))
        return {sha256: BlobOutcome(answer) for sha256, answer in found.items()}

    def begin(self, sha256: str) -> Blob:
        """Open a file for sending: `OPEN` with the chunks there, `HELD`, or `UNNAMED`."""
        found = self._value("SELECT sync.blob_begin(%s)", sha256)
        return Blob(
            sha256,
            BlobOutcome(found["outcome"]),
            found.get("object"),
            frozenset(found.get("chunks", ())),
        )

    def put_chunk(self, sha256: str, number: int, content: bytes) -> BlobOutcome:
        digest = hashlib.sha256(content).digest()
        return self._put(sha256, number, digest, content)

    def note_chunk(self, sha256: str, number: int) -> BlobOutcome:
        """Say that a chunk lies in the bucket."""
        return self._put(sha256, number, None, None)

    def done(self, sha256: str, size: int) -> BlobOutcome:
        """Close a file; only `HELD` means that the centre has it."""
        return BlobOutcome(self._value("SELECT sync.blob_done(%s, %s)", sha256, size))

    def find(self, sha256: str) -> Blob:
        """Ask for a file to read: `HELD`, `MISSING` (not sent yet), or `UNNAMED`."""
        found = self._value("SELECT sync.blob_found(%s)", sha256)
        outcome = BlobOutcome(found["outcome"])
        return Blob(sha256, outcome, found["object"], size=found["size"] or 0)

    def get_chunk(self, sha256: str, number: int) -> bytes | None:
        return self._value("SELECT sync.get_chunk(%s, %s)", sha256, number)

    def bucket_access(self) -> BucketAccess | None:
        """Return where new files go; None while they stay in the centre's database."""
        found = self._value("SELECT sync.bucket_access()")
        return BucketAccess(**found) if found else None

    def _put(
        self, sha256: str, number: int, digest: bytes | None, content: bytes | None
    ) -> BlobOutcome:
        query = "SELECT sync.put_chunk(%s, %s, %s, %s)"
        return BlobOutcome(self._value(query, sha256, number, digest, content))

    def _value(self, query: str, *values: Any) -> Any:
        return self._session.rows(query, values, binary=True)[0][0]
