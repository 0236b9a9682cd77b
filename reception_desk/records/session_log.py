"""What is written down while a session runs: entries with their time, speaker and kind."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum, auto


class NoteKind(StrEnum):
    """What an entry is; `key` is the hot key with Alt that begins one."""

    CLAIM = auto()
    FACT = auto()
    EVIDENCE = auto()
    EXPLANATION = auto()
    PROMISE = auto()
    DISPUTE = auto()
    REST = auto()
    INTERRUPTED = auto()
    RESUMED = auto()

    @property
    def label(self) -> str:
        """Chinese name."""
        return _KINDS[self][0]

    @property
    def key(self) -> str:
        """Return the digit that begins such an entry."""
        return _KINDS[self][1]


_KINDS = {
    NoteKind.CLAIM: ("诉求", "1"),
    NoteKind.FACT: ("事实", "2"),
    NoteKind.EVIDENCE: ("证据展示", "3"),
    NoteKind.EXPLANATION: ("政策解释", "4"),
    NoteKind.PROMISE: ("承诺", "5"),
    NoteKind.DISPUTE: ("争议", "6"),
    NoteKind.REST: ("休息", "7"),
    NoteKind.INTERRUPTED: ("中断", "8"),
    NoteKind.RESUMED: ("恢复", "9"),
}


@dataclass(frozen=True, slots=True)
class NoteInput:
    """An entry as it is typed.

    `said_at` is when it was said, now without one: an entry begun by its key keeps that moment,
    however long the typing takes. `shown_sha256` names the page that was shown, `ends_id` the
    interruption that an entry `RESUMED` ends, `correction_of` the entry it puts right.
    """

    kind: NoteKind
    text: str = ""
    said_at: datetime | None = None
    participant_id: str | None = None
    shown_sha256: str | None = None
    ends_id: str | None = None
    correction_of: str | None = None


@dataclass(frozen=True, slots=True)
class NoteRecord:
    """An entry on record; `said_at` is its place in the session, `written_at` when it was typed."""

    note_id: str
    kind: str
    text: str
    said_at: datetime
    written_at: datetime
    author_id: str | None
    author_name: str = ""
    participant_id: str | None = None
    shown_sha256: str | None = None
    ends_id: str | None = None
    correction_of: str | None = None
