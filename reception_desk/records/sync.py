"""What the desk and the administrator are told about the centre."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


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
    """Files still to be sent with their bytes, and how many cannot be sent without a person."""

    count: int = 0
    size: int = 0
    stuck: int = 0


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
    they had.
    """

    schema_version: int
    program_version: int
    positions: dict[int, int]
    rows: dict[str, int]
    desks: tuple[DeskStanding, ...]
    differences: tuple[str, ...]
    numbers_wait_for: tuple[str, ...] = ()
