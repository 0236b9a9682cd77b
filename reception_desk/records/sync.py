"""What the desk and the administrator are told about the centre."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from reception_desk.records.conflicts import RecordName


class LinkState(StrEnum):
    """The lamp. `REFUSED` needs a person; `OFFLINE` heals by itself; `LOST` ends the desk."""

    CONNECTING = "connecting"
    ONLINE = "online"
    OFFLINE = "offline"
    REFUSED = "refused"
    LOST = "lost"
    STOPPED = "stopped"


class FileState(StrEnum):
    """Where a file that a row names stands on its way to the centre.

    `WAITING` is to be sent or asked about; `HELD` is at the centre; `ELSEWHERE` is another
    desk's to send. `WITHDRAWN` is named by no row any more and leaves the disk. The last three
    need a person, and are tried again with each connection.
    """

    WAITING = "waiting"
    HELD = "held"
    ELSEWHERE = "elsewhere"
    WITHDRAWN = "withdrawn"
    MISSING = "missing"
    ALTERED = "altered"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class FilesWaiting:
    """Files still to be sent with their bytes, and how many cannot be sent without a person.

    `withdrawn` are to leave this disk: no row names them any more.
    """

    count: int = 0
    size: int = 0
    stuck: int = 0
    withdrawn: int = 0


@dataclass(frozen=True, slots=True)
class ReadingProgress:
    """A long reading under way: rows so far, in all, and about how many seconds are left."""

    done: int
    total: int
    seconds_left: int


@dataclass(frozen=True, slots=True)
class LinkStatus:
    """What the lamp shows: `since` is when the state began, `waiting` counts unsent changes.

    `held` of them wait until the centre was brought up to date; `reading` is how far a first,
    long reading has come.
    """

    state: LinkState
    since: datetime
    sentence: str
    waiting: int
    held: int = 0
    files: FilesWaiting = FilesWaiting()
    reading: ReadingProgress | None = None


@dataclass(frozen=True, slots=True)
class TableChange:
    """Rows of one table that came from the centre.

    `ids` name the records they are or belong to, and are empty when these are too many.
    """

    table: str
    ids: tuple[str, ...]
    rows: int


@dataclass(frozen=True, slots=True)
class SyncReport:
    """One round: what went up, what came down, what needs a person.

    `conflicts` counts fields that two desks changed, `refused` changes the centre cannot hold
    (put aside in this round), `waiting` changes still to be sent (`held` of them until the centre
    was brought up to date), `dead` all that are put aside.
    Files follow their rows: `files_up` went up after this round, `files` is what is left.
    """

    finished_at: datetime
    rows_up: int = 0
    rows_down: int = 0
    conflicts: int = 0
    refused: int = 0
    waiting: int = 0
    held: int = 0
    dead: int = 0
    changes: tuple[TableChange, ...] = ()
    files_up: int = 0
    files: FilesWaiting = FilesWaiting()

    @property
    def is_idle(self) -> bool:
        """Nothing moved in either direction."""
        moved = self.rows_up or self.rows_down or self.refused or self.files_up
        return not (moved or self.changes)


@dataclass(frozen=True, slots=True)
class WaitingRows:
    """Changes of one kind of record that are still to be sent."""

    noun: str
    count: int


@dataclass(frozen=True, slots=True)
class RoundRecord:
    """A line of the history: a round that moved something, or attempts that failed in a row."""

    started_at: datetime
    ended_at: datetime
    milliseconds: int
    rows_up: int
    rows_down: int
    conflicts: int
    refused: int
    failures: int
    failure: str | None

    @property
    def rows_per_second(self) -> int | None:
        """How fast it went; None for rounds too small to say."""
        rows = self.rows_up + self.rows_down
        if self.failure or rows < FEWEST_TO_MEASURE:
            return None
        return round(rows * 1000 / max(self.milliseconds, 1))


FEWEST_TO_MEASURE = 20
"""Rows; below it the time goes into the call, not into the rows."""


@dataclass(frozen=True, slots=True)
class SyncStanding:
    """How this desk and the centre stand: what waits, what came last, what went before."""

    waiting: tuple[WaitingRows, ...]
    last_success: datetime | None
    rounds: tuple[RoundRecord, ...]

    @property
    def unsent(self) -> int:
        return sum(kind.count for kind in self.waiting)


@dataclass(frozen=True, slots=True)
class RefusedChange:
    """A change the centre put aside; `seq` is its number in this desk's outbox."""

    seq: int
    record: RecordName
    reason: str
    changed_at: datetime
    is_new_row: bool
    table: str
    row_id: str


@dataclass(frozen=True, slots=True)
class DeadEntry:
    """The same as the administrator sees it at the centre; `technical` is PostgreSQL's line."""

    desk: str
    seq: int
    table: str
    row_id: str
    technical: str
    parked_at: datetime
    closed_at: datetime | None
    closed_by: str | None


@dataclass(frozen=True, slots=True)
class Enrolment:
    """A desk's way in: `code` is one line to type or paste at the desk, used up by joining.

    `secret` is the part of it that proves the desk; it is kept nowhere at the centre.
    """

    name: str
    login: str
    dsn: str
    secret: str = field(repr=False)
    code: str = field(repr=False)
    code_until: datetime


@dataclass(frozen=True, slots=True)
class DeskStanding:
    """One desk as the centre sees it; `last_seq` counts the changes it has sent."""

    name: str
    login: str
    streams: tuple[int, ...]
    last_seq: int
    seen_at: datetime | None
    revoked_at: datetime | None
    connections: int
    conflicts: int
    dead: int
    joined_at: datetime | None = None
    wipe_asked_at: datetime | None = None
    wiped_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class CentreStatus:
    """The centre at a glance; `differences` names columns that do not fit this program.

    After a restore no number is given until the desks in `numbers_wait_for` have sent again what
    they had. `erased_files` of erased visits still lie in the bucket.
    """

    schema_version: int
    program_version: int
    positions: dict[int, int]
    rows: dict[str, int]
    desks: tuple[DeskStanding, ...]
    differences: tuple[str, ...]
    numbers_wait_for: tuple[str, ...] = ()
    erased_files: int = 0
