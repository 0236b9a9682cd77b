"""Files follow their rows to the centre, oldest first, chunk by chunk, and come when asked for.

What is to be sent stands in the local file with the rows (models/capture.py), which chunks have
arrived stands at the centre: a cut at any byte, a killed program or a restored centre costs at
most the chunk on its way.
"""

import logging
import math
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from reception_desk.errors import FileAlteredError, FileMissingError, StoredFileError
from reception_desk.models import Database
from reception_desk.records.sync import FileState
from reception_desk.sync import file_queue
from reception_desk.sync.blobs import CHUNK_BYTES, MOST_BYTES, Blob, BlobOutcome, Blobs
from reception_desk.sync.centre_errors import (
    CentreAwayError,
    ChangeRefusedError,
    FunctionMissingError,
)
from reception_desk.sync.file_places import BucketError, FilePlace, Places
from reception_desk.sync.file_queue import QueuedFile
from reception_desk.sync.session import CentreSession

_log = logging.getLogger(__name__)

BUCKET_REST = 60.0
"""Seconds without a file after the bucket failed."""

_ATTEMPTS = 3
_NO_ROW = "中心没有收到登记这份文件的那一行"
_NOT_TAKEN = "中心多次核对，收到的内容与校验值不符"
_TOO_LARGE = f"文件超过 {MOST_BYTES // 1024**2} MB"


class LocalFiles(Protocol):
    """The desk's own store of files."""

    def get(self, sha256: str) -> bytes:
        """Return the verified bytes; raises `StoredFileError`."""
        ...

    def remove(self, sha256: str) -> None:
        """Remove a file that no row names any more; it may be gone already."""
        ...


@dataclass(slots=True)
class _Upload:
    """The file on its way: its bytes, and the chunks the centre does not have."""

    file: QueuedFile
    content: bytes
    blob: Blob
    place: FilePlace
    left: deque[int]
    attempt: int


class FileSender:
    """Sends what waits over one greeted session. Raises the errors of `centre_errors`."""

    def __init__(self, database: Database, files: LocalFiles, session: CentreSession) -> None:
        self.files_up = 0
        self._database = database
        self._files = files
        self._blobs = Blobs(session)
        self._places = Places(self._blobs)
        self._missing: deque[QueuedFile] = deque()
        self._upload: _Upload | None = None
        self._rest_until = 0.0
        file_queue.try_again(database)

    def send(self, is_line_wanted: Callable[[float], bool]) -> bool:
        """Send until nothing waits; return False when the line was wanted for something else.

        `is_line_wanted(seconds)` is asked after each step, which took so long; the next call goes
        on where this one ended. A file that cannot be sent is marked, and the others go on.
        """
        if time.monotonic() < self._rest_until:
            return True
        try:
            return self._send(is_line_wanted)
        except BucketError as error:
            _log.warning("the bucket failed: %s", error.message)
            self._upload = None
            self._places = Places(self._blobs)  # its address may have been put right meanwhile
            self._rest_until = time.monotonic() + BUCKET_REST
        except FunctionMissingError:
            _log.info("the centre takes no files yet; they wait for its update")
            self._rest_until = math.inf
        return True

    def _send(self, is_line_wanted: Callable[[float], bool]) -> bool:
        asked_to = 0  # from the first again: rows may have gone up since
        while True:
            if self._upload is None and not self._missing:
                asked_to = self._ask(asked_to)
                if not asked_to:
                    return True
            started = time.monotonic()
            self._step()
            if is_line_wanted(time.monotonic() - started):
                return False

    def _ask(self, after: int) -> int:
        """Ask the centre about the next files that wait; return the last one's place, or 0."""
        batch = file_queue.next_files(self._database, after)
        if not batch.files:
            return 0
        answers = self._blobs.missing([file.sha256 for file in batch.files])
        held = [sha256 for sha256, answer in answers.items() if answer is BlobOutcome.HELD]
        unnamed = [sha256 for sha256, answer in answers.items() if answer is BlobOutcome.UNNAMED]
        if held:
            file_queue.mark(self._database, held, FileState.HELD)
        if unnamed and batch.rows_are_up:
            file_queue.mark(self._database, unnamed, FileState.REFUSED, _NO_ROW)
        self._missing.extend(
            file for file in batch.files if answers[file.sha256] is BlobOutcome.MISSING
        )
        return batch.files[-1].place

    def _step(self) -> None:
        """Open the next file, send one chunk, or close the file."""
        upload = self._upload
        if upload is None:
            if self._missing:
                self._open(self._missing.popleft())
        elif upload.left:
            self._send_chunk(upload)
        else:
            self._close(upload)

    def _open(self, file: QueuedFile, attempt: int = 1) -> None:
        try:
            content = self._files.get(file.sha256)
        except StoredFileError as error:
            self._set_aside(file, *_trouble(file, error))
            return
        if len(content) > MOST_BYTES:
            self._set_aside(file, FileState.REFUSED, _TOO_LARGE)
            return
        blob = self._blobs.begin(file.sha256)
        if blob.outcome is not BlobOutcome.OPEN:
            # Another desk has sent it meanwhile; an answer "no row" is judged by the next question.
            if blob.outcome is BlobOutcome.HELD:
                self._set_aside(file, FileState.HELD)
            return
        count = -(-len(content) // CHUNK_BYTES)
        left = deque(number for number in range(count) if number not in blob.chunks)
        self._upload = _Upload(file, content, blob, self._places.of(blob), left, attempt)

    def _send_chunk(self, upload: _Upload) -> None:
        number = upload.left[0]
        chunk = upload.content[number * CHUNK_BYTES : (number + 1) * CHUNK_BYTES]
        try:
            outcome = upload.place.put(upload.blob, number, chunk)
        except ChangeRefusedError as error:
            self._set_aside(upload.file, FileState.REFUSED, error.message)
            return
        if outcome is BlobOutcome.TAKEN:
            upload.left.popleft()
        elif outcome is BlobOutcome.SPOILT:
            raise CentreAwayError("文件在途中损坏。", advice="会重新连接，再传这一段。")
        else:
            self._begin_again(upload)

    def _close(self, upload: _Upload) -> None:
        outcome = self._blobs.done(upload.file.sha256, len(upload.content))
        if outcome is BlobOutcome.HELD:
            self._set_aside(upload.file, FileState.HELD)
            self.files_up += 1
        else:
            self._begin_again(upload)

    def _begin_again(self, upload: _Upload) -> None:
        """The centre has dropped what it had, or lacks a chunk after all."""
        _log.warning("file %s begins again", upload.file.sha256[:8])
        if upload.attempt >= _ATTEMPTS:
            self._set_aside(upload.file, FileState.REFUSED, _NOT_TAKEN)
        else:
            self._upload = None
            self._open(upload.file, upload.attempt + 1)

    def _set_aside(self, file: QueuedFile, state: FileState, reason: str | None = None) -> None:
        self._upload = None
        file_queue.mark(self._database, [file.sha256], state, reason)


def _trouble(file: QueuedFile, error: StoredFileError) -> tuple[FileState, str | None]:
    """Return how a file stands that cannot be read here; another desk's need not be here."""
    if isinstance(error, FileAlteredError):
        return FileState.ALTERED, error.message
    if isinstance(error, FileMissingError) and not file.is_own:
        return FileState.ELSEWHERE, None
    return FileState.MISSING, error.message
