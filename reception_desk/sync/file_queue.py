"""The desk's list of files on their way to the centre: what waits, what is held, what is stuck.

The triggers of models/capture.py fill it; here it is only read and marked.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import func, select, update

from reception_desk.models import Database
from reception_desk.models.local import FileTransfer, HeldChange, OutboxRow, SyncState
from reception_desk.records.sync import FileState, FilesWaiting

STUCK = (FileState.MISSING, FileState.ALTERED, FileState.REFUSED)
BATCH_FILES = 200
_IS_WAITING = FileTransfer.state == FileState.WAITING
_COUNT = select(func.count()).select_from(FileTransfer)
_COUNTS = select(
    _COUNT.where(_IS_WAITING).scalar_subquery(),
    select(func.total(FileTransfer.size)).where(_IS_WAITING).scalar_subquery(),
    _COUNT.where(FileTransfer.state.in_(STUCK)).scalar_subquery(),
    _COUNT.where(FileTransfer.state == FileState.WITHDRAWN).scalar_subquery(),
)


@dataclass(frozen=True, slots=True)
class QueuedFile:
    """A file that waits; `is_own`: its bytes belong on this disk."""

    place: int
    sha256: str
    is_own: bool


@dataclass(frozen=True, slots=True)
class FileBatch:
    """Files that wait, oldest first. `rows_are_up`: every row that names one was sent before."""

    files: tuple[QueuedFile, ...]
    rows_are_up: bool


def next_files(database: Database, after: int) -> FileBatch:
    """Return files that wait behind place `after`, and the state of the rows in one snapshot."""
    with database.read() as session:
        acked = select(SyncState.acked).scalar_subquery()
        unsent = session.scalar(select(OutboxRow.seq).where(OutboxRow.seq > acked).limit(1))
        held = session.scalar(select(HeldChange.seq).limit(1))
        found = session.execute(
            select(FileTransfer.id, FileTransfer.sha256, FileTransfer.is_own)
            .where(_IS_WAITING, FileTransfer.id > after)
            .order_by(FileTransfer.id)
            .limit(BATCH_FILES)
        ).all()
        return FileBatch(tuple(QueuedFile(*row) for row in found), unsent is None and held is None)


def mark(
    database: Database, hashes: Iterable[str], state: FileState, reason: str | None = None
) -> None:
    """Note where files stand now; a file that no row names is not noted."""
    with database.write() as session:
        session.execute(
            update(FileTransfer)
            .where(FileTransfer.sha256.in_(list(hashes)))
            .values(state=state.value, reason=reason)
        )


def try_again(database: Database) -> None:
    """Let what is stuck wait anew: a person may have brought the file back meanwhile."""
    with database.write() as session:
        session.execute(
            update(FileTransfer)
            .where(FileTransfer.state.in_(STUCK))
            .values(state=FileState.WAITING.value, reason=None)
        )


def count_waiting(database: Database) -> FilesWaiting:
    """Return the files still to be sent with their bytes, how many are stuck, how many to go."""
    with database.read() as session:
        count, size, stuck, withdrawn = session.execute(_COUNTS).one()
        return FilesWaiting(count, int(size), stuck, withdrawn)
