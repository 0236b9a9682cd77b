"""领导包案: a leader takes a hard matter upon himself, with a unit, a team, a plan and a day."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum, auto


class UndertakingEvent(StrEnum):
    """What happens to an undertaking after it was taken on."""

    REPORTED = auto()
    EXTENDED = auto()
    HANDED_OVER = auto()
    SETTLED = auto()
    LIFTED = auto()

    @property
    def label(self) -> str:
        """Chinese name."""
        return {
            "reported": "反馈进展",
            "extended": "延长期限",
            "handed_over": "移交",
            "settled": "化解销案",
            "lifted": "解除包案",
        }[self.value]


@dataclass(frozen=True, slots=True)
class UndertakingInput:
    """What a leader takes upon himself; `team` are names of officials who help, never visitors."""

    leader_id: str
    unit_id: str
    plan: str
    due_on: date | None
    team: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class UndertakingEventInput:
    """What became of it: to whom it was handed, until when, by which evidence it was settled."""

    event: UndertakingEvent
    text: str
    due_on: date | None = None
    leader_id: str | None = None
    evidence_sha256: str | None = None


@dataclass(frozen=True, slots=True)
class UndertakingEventRecord:
    """An event on record; `day` is the local day on which it was written down."""

    event_id: str
    event: str
    text: str
    day: date
    after_id: str | None = None
    author_name: str = ""
    due_on: date | None = None
    leader_id: str | None = None
    evidence_sha256: str | None = None


@dataclass(frozen=True, slots=True)
class UndertakingFacts:
    """An undertaking as it was taken on, with its events."""

    undertaking_id: str
    matter_id: str
    leader_id: str
    unit_id: str
    plan: str
    due_on: date
    undertaken_on: date
    team: tuple[str, ...] = ()
    events: tuple[UndertakingEventRecord, ...] = ()
