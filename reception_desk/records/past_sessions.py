"""Video sessions that were held, as the archive lists them."""

from dataclasses import dataclass
from datetime import datetime

from reception_desk.records.video_sessions import SessionLevel


@dataclass(frozen=True, slots=True)
class PastSession:
    """One line of the archive; `seconds` is how long its recordings are, `recordings` how many."""

    session_id: str
    label: str
    level: SessionLevel
    matter: str
    state: str
    began_at: datetime
    ended_at: datetime | None
    far_place: str
    receivers: tuple[str, ...]
    recordings: int
    seconds: int


@dataclass(frozen=True, slots=True)
class PastSessions:
    """The newest lines that were asked for, of how many there are."""

    lines: tuple[PastSession, ...]
    total: int
