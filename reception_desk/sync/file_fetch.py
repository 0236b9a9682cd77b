"""A file of another window, fetched when somebody opens it."""

import hashlib
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from reception_desk.errors import CentreError
from reception_desk.models import Database
from reception_desk.records.sync import FileState
from reception_desk.sync import file_queue
from reception_desk.sync.blobs import CHUNK_BYTES, Blob, BlobOutcome, Blobs
from reception_desk.sync.centre_errors import CentreAwayError
from reception_desk.sync.file_places import Places
from reception_desk.sync.link import CentreLink
from reception_desk.sync.session import CentreSession

ANSWER_WITHIN = 20.0
"""Seconds for one chunk: somebody is looking at the screen."""

_SAVED = "登记内容不受影响。"


class CentreFiles:
    """Gives files from the centre, each on a connection of its own: it waits for no upload."""

    def __init__(self, database: Database, link: CentreLink) -> None:
        self._database = database
        self._link = link
        self._lock = threading.Lock()
        self._sessions: set[CentreSession] = set()
        self._is_closed = False

    def fetch(self, sha256: str, report: Callable[[int, int], object]) -> bytes:
        """Return the verified bytes; `report(done, total)` in bytes follows each chunk.

        Raises `CentreError` with what to do; what `report` raises ends the work.
        """
        try:
            with self._connected() as session:
                content = _read(Blobs(session), sha256, report)
        except CentreAwayError as error:
            raise CentreError(
                "本机没有这份文件，现在也连接不上中心。",
                saved=_SAVED,
                advice="网络恢复后再打开，急用请到登记它的窗口查看。",
            ) from error
        file_queue.mark(self._database, [sha256], FileState.HELD)
        return content

    def close(self) -> None:
        """Cut what is on its way; nothing is fetched any more."""
        with self._lock:
            self._is_closed = True
            for session in self._sessions:
                session.cut()

    @contextmanager
    def _connected(self) -> Iterator[CentreSession]:
        with CentreSession(self._link, answer_within=ANSWER_WITHIN) as session:
            with self._lock:
                if self._is_closed:
                    raise CentreAwayError("同步已停止。", saved=_SAVED)
                self._sessions.add(session)
            try:
                yield session
            finally:
                with self._lock:
                    self._sessions.discard(session)


def _read(blobs: Blobs, sha256: str, report: Callable[[int, int], object]) -> bytes:
    blob = _found(blobs, sha256)
    place = Places(blobs).of(blob)
    content = bytearray()
    report(0, blob.size)
    for number in range(-(-blob.size // CHUNK_BYTES)):
        chunk = place.get(blob, number)
        if chunk is None:
            raise _spoilt(sha256)
        content += chunk
        report(len(content), blob.size)
    if hashlib.sha256(content).hexdigest() != sha256:
        raise _spoilt(sha256)
    return bytes(content)


def _found(blobs: Blobs, sha256: str) -> Blob:
    blob = blobs.find(sha256)
    if blob.outcome is BlobOutcome.MISSING:
        raise CentreError(
            "登记它的窗口还没有把这份文件传到中心。",
            saved=_SAVED,
            advice="请让那个窗口开机联网，过一会儿再打开。",
        )
    if blob.outcome is not BlobOutcome.HELD:
        raise CentreError(
            f"中心没有登记过文件 {sha256[:8]}，取不来。",
            saved=_SAVED,
            advice="等待上传的内容传完后再打开；仍不行时请告诉管理员。",
        )
    return blob


def _spoilt(sha256: str) -> CentreError:
    return CentreError(
        f"中心保存的文件 {sha256[:8]} 不完整，或与登记时的校验值不符，不能使用。",
        saved=_SAVED,
        advice="请到登记它的窗口查看，并告诉管理员。",
    )
