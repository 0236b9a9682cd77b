"""承诺: something promised to a petitioner, with an owner and a day, and what became of it."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum, auto


class PromiseSource(StrEnum):
    """On which occasion it was promised."""

    VIDEO_SESSION = auto()
    LEADER_DAY = auto()
    RECEPTION = auto()
    LETTER = auto()

    @property
    def label(self) -> str:
        """Chinese name."""
        return {
            "video_session": "视频接访",
            "leader_day": "领导接访",
            "reception": "窗口接访",
            "letter": "来信阅批",
        }[self.value]


class ReportKind(StrEnum):
    """What is written down about a promise afterwards."""

    REPORTED = auto()
    CLOSED = auto()
    REOPENED = auto()
    CALLED_BACK = auto()

    @property
    def label(self) -> str:
        """Chinese name."""
        return {
            "reported": "反馈",
            "closed": "销号",
            "reopened": "重新办理",
            "called_back": "回访",
        }[self.value]


@dataclass(frozen=True, slots=True)
class PromiseInput:
    """What was promised, by whom it is owed and until when.

    `owner_name` is the person at the unit who answers for it; `co_owner_ids` are units that help.
    `source_id` is the session, the leader day or the letter, `note_id` the entry of the log.
    """

    what: str
    owner_unit_id: str
    owner_name: str
    due_on: date | None
    co_owner_ids: tuple[str, ...] = ()
    source: PromiseSource = PromiseSource.RECEPTION
    source_id: str | None = None
    note_id: str | None = None


@dataclass(frozen=True, slots=True)
class ReportInput:
    """A report back; closing names its evidence: the SHA-256 of a paper or page on record."""

    kind: ReportKind
    text: str
    evidence_sha256: str | None = None


@dataclass(frozen=True, slots=True)
class ReportRecord:
    """A report on record; `day` is the local day on which it was written down."""

    report_id: str
    kind: str
    text: str
    day: date
    after_id: str | None = None
    author_name: str = ""
    evidence_sha256: str | None = None


@dataclass(frozen=True, slots=True)
class PromiseRecord:
    """A promise on record with the reports about it; `made_on` is the local day it was made.

    `owner_unit` is the unit's short name for lists, `owner_organ` the one for papers.
    """

    promise_id: str
    matter_id: str
    what: str
    owner_unit_id: str
    owner_unit: str
    owner_name: str
    due_on: date
    made_on: date
    made_at: datetime
    co_owners: tuple[str, ...] = ()
    source: str = PromiseSource.RECEPTION
    source_id: str | None = None
    note_id: str | None = None
    reports: tuple[ReportRecord, ...] = ()
    owner_organ: str = ""
