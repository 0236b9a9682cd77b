"""Consent to a recording, and recordings as their manifests tell of them."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum, auto


class ConsentAnswer(StrEnum):
    """What a person said to the notice about recording; withdrawn at any time."""

    AGREES = auto()
    SOUND_ONLY = auto()
    DECLINES = auto()
    WITHDRAWN = auto()

    @property
    def label(self) -> str:
        """Chinese name."""
        return {
            "agrees": "同意录音录像",
            "sound_only": "只同意录音",
            "declines": "不同意",
            "withdrawn": "撤回同意",
        }[self.value]


@dataclass(frozen=True, slots=True)
class AnswerRecord:
    """One person's answer; `notice_version` is the text that was read out or handed over."""

    answer_id: str
    participant_id: str
    answer: ConsentAnswer
    notice_version: str
    answered_at: datetime
    author_name: str = ""


@dataclass(frozen=True, slots=True)
class ManifestSummary:
    """What a finished recording's manifest says.

    `folder` is the label of its folder on the recorder's disk, `root_hash` the SHA-256 over the
    chain of its segments (64 hexadecimal digits), `gaps` the interruptions between segments,
    `size` in bytes.
    """

    folder: str
    root_hash: str
    segments: int
    seconds: int
    size: int
    gaps: int
    has_picture: bool
    began_at: datetime
    ended_at: datetime
    software: str = ""

    @property
    def span_seconds(self) -> int:
        """Return the seconds from its beginning to its end, pauses included, the last one whole."""
        return max(self.seconds, -((self.began_at - self.ended_at) // timedelta(seconds=1)))


class RetentionClass(StrEnum):
    """How long a recording is kept; the office's proposal until the archive fixes it.

    `NO_LONGER` is set for an order to erase (个人信息保护法 Art. 47): it still takes two persons.
    """

    NO_LONGER = auto()
    TWO_YEARS = auto()
    TEN_YEARS = auto()
    THIRTY_YEARS = auto()
    PERMANENT = auto()

    @property
    def label(self) -> str:
        """Chinese name."""
        return {
            "no_longer": "依法不再保存",
            "two_years": "2年",
            "ten_years": "10年",
            "thirty_years": "30年",
            "permanent": "永久",
        }[self.value]

    @property
    def years(self) -> int | None:
        """Return the years after the recording ended, None for ever."""
        return {"no_longer": 0, "two_years": 2, "ten_years": 10, "thirty_years": 30}.get(self.value)


class RecordingUse(StrEnum):
    """What somebody does with a recording: looks at it, copies it, gives it out."""

    VIEW = auto()
    COPY = auto()
    EXPORT = auto()

    @property
    def label(self) -> str:
        """Chinese name."""
        return {"view": "查阅", "copy": "复制", "export": "导出"}[self.value]


class KeepingEvent(StrEnum):
    """What happens to a recording after it was registered."""

    RETAINED = auto()
    HELD = auto()
    RELEASED = auto()
    SEALED = auto()
    UNSEALED = auto()
    DISPOSAL_ASKED = auto()
    DISPOSAL_DECLINED = auto()
    DISPOSAL_APPROVED = auto()
    DISPOSED = auto()

    @property
    def label(self) -> str:
        """Chinese name."""
        return _KEEPING[self]


_KEEPING = {
    KeepingEvent.RETAINED: "定保存期限",
    KeepingEvent.HELD: "暂停销毁",
    KeepingEvent.RELEASED: "解除暂停销毁",
    KeepingEvent.SEALED: "封存片段",
    KeepingEvent.UNSEALED: "解封片段",
    KeepingEvent.DISPOSAL_ASKED: "提出销毁",
    KeepingEvent.DISPOSAL_DECLINED: "不批准销毁",
    KeepingEvent.DISPOSAL_APPROVED: "批准销毁",
    KeepingEvent.DISPOSED: "已销毁",
}


@dataclass(frozen=True, slots=True)
class KeepingInput:
    """An act of keeping; `from_second` to `to_second` is a part, `answers_id` what it answers."""

    event: KeepingEvent
    reason: str = ""
    retention: RetentionClass | None = None
    from_second: int | None = None
    to_second: int | None = None
    answers_id: str | None = None
    document_id: str | None = None


@dataclass(frozen=True, slots=True)
class KeepingRecord:
    """An act of keeping on record; `day` is the local day on which it was written down."""

    act_id: str
    event: str
    day: date
    occurred_at: datetime
    author_id: str | None
    roles: frozenset[str]
    after_id: str | None = None
    author_name: str = ""
    reason: str = ""
    retention: str = ""
    from_second: int | None = None
    to_second: int | None = None
    answers_id: str | None = None
    document_id: str | None = None


@dataclass(frozen=True, slots=True)
class RecordingRecord:
    """A registered recording; `acts` are what happened to it since.

    Its files lie at the desk `desk_id`, which put it on record.
    """

    recording_id: str
    session_id: str
    summary: ManifestSummary
    registered_at: datetime
    ended_on: date
    desk_id: str = ""
    acts: tuple[KeepingRecord, ...] = ()
