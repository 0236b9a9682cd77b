"""Where a video session stands: the fold of its append-only events through the table.

Nothing writes a state. Events are read in the order in which their authors could see each other's;
one that the table does not allow changes nothing and stays visible with the reason.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from types import MappingProxyType

from reception_desk.records.video_sessions import SessionEventRecord, SessionFacts
from reception_desk.rules.seen_order import in_seen_order
from reception_desk.rules.session_guards import why_not
from reception_desk.rules.session_transition import SessionEvent as Event
from reception_desk.rules.session_transition import SessionState as State
from reception_desk.rules.session_transition import SessionTarget
from reception_desk.rules.video_sessions import REQUESTED, SESSION_TRANSITIONS


@dataclass(frozen=True, slots=True)
class Appointment:
    """The time agreed and what it takes up; ids of rooms and links, the other end's place."""

    starts_at: datetime
    ends_at: datetime
    room_id: str
    link_id: str | None
    far_place: str


@dataclass(frozen=True, slots=True)
class HeldPart:
    """From the beginning of a session to its end; after a failure it may go on another day.

    `explanation` is the written one for a part that a failure ended.
    """

    began_at: datetime
    ended_at: datetime | None = None
    explanation: str = ""


@dataclass(frozen=True, slots=True)
class Presence:
    """When somebody first came, and when they left for good."""

    arrived_at: datetime
    left_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Recusal:
    """A request that somebody step back (条例 Art. 28(3)), and what became of it.

    Without `participant_id` it is directed at nobody by name; `is_granted` is None while nobody
    has decided.
    """

    participant_id: str | None
    reason: str
    is_granted: bool | None = None
    decided_by: str = ""
    decided_because: str = ""


@dataclass(frozen=True, slots=True)
class Signature:
    """Whether somebody signed the record; `reason` why not."""

    result: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class RefusedEvent:
    """An event on record that the rules do not allow, and the sentence why."""

    event_id: str
    why: str


@dataclass(frozen=True, slots=True)
class SessionStanding:
    """What the events come to; `since` is the time of the event that led to `state`.

    `moves` are the reasons of every change of the time, `notices` and `record_id` papers,
    `objections` corrections of the record that were asked for and not made: (person, reason).
    """

    state: State | None = None
    since: datetime | None = None
    answered_by: str = ""
    appointment: Appointment | None = None
    moves: tuple[str, ...] = ()
    notices: tuple[str, ...] = ()
    presence: Mapping[str, Presence] = field(default_factory=dict[str, Presence])
    is_recusal_asked: bool = False
    recusals: tuple[Recusal, ...] = ()
    parts: tuple[HeldPart, ...] = ()
    record_id: str | None = None
    return_to: State | None = None
    objections: tuple[tuple[str, str], ...] = ()
    signatures: Mapping[str, Signature] = field(default_factory=dict[str, Signature])
    end_reason: str = ""
    refused: tuple[RefusedEvent, ...] = ()
    last_event_id: str | None = None

    @property
    def open_recusal(self) -> Recusal | None:
        """Return the request that waits for a decision."""
        return next((one for one in self.recusals if one.is_granted is None), None)

    @property
    def recused(self) -> frozenset[str]:
        """Return who stepped back."""
        return frozenset(
            one.participant_id for one in self.recusals if one.is_granted and one.participant_id
        )

    def is_present(self, participant_id: str) -> bool:
        """Say whether the person has come and not left."""
        presence = self.presence.get(participant_id)
        return presence is not None and presence.left_at is None

    @property
    def began_at(self) -> datetime | None:
        """Return when the session first began."""
        return self.parts[0].began_at if self.parts else None

    @property
    def ended_at(self) -> datetime | None:
        """Return when it last ended, None while it runs."""
        return self.parts[-1].ended_at if self.parts else None


def events_in_order(events: Iterable[SessionEventRecord]) -> list[SessionEventRecord]:
    """Return the events so that none comes before one its author had seen; else by their keys."""
    return in_seen_order(events, lambda event: event.event_id, lambda event: event.after_id)


def fold(facts: SessionFacts, events: Iterable[SessionEventRecord]) -> SessionStanding:
    """Return where the session stands after `events`, in whatever order they are given."""
    standing = SessionStanding()
    for event in events_in_order(events):
        standing = advance(standing, event, facts)
    return standing


def advance(
    standing: SessionStanding, event: SessionEventRecord, facts: SessionFacts
) -> SessionStanding:
    """Return the standing after one more event; one not allowed is only noted."""
    if why := why_not(standing, event, facts):
        return replace(standing, refused=(*standing.refused, RefusedEvent(event.event_id, why)))
    row = SESSION_TRANSITIONS[Event(event.event)]
    say = _SAYS.get(row.event)
    after = say(standing, event) if say else standing
    match row.target:
        case State():
            state, since = row.target, event.occurred_at
        case SessionTarget.RETURNS:
            state, since = standing.return_to, event.occurred_at
        case SessionTarget.STAYS:
            state, since = standing.state, standing.since
    return replace(after, state=state, since=since, last_event_id=event.event_id)


def _appointment(event: SessionEventRecord) -> Appointment | None:
    if event.starts_at is None or event.ends_at is None or event.room_id is None:
        return None
    return Appointment(
        event.starts_at, event.ends_at, event.room_id, event.link_id, event.far_place
    )


def _moved(standing: SessionStanding, event: SessionEventRecord) -> SessionStanding:
    """Another day begins with an empty room."""
    gone = {
        who: replace(presence, left_at=presence.left_at or event.occurred_at)
        for who, presence in standing.presence.items()
    }
    moves = (*standing.moves, event.reason)
    return replace(standing, appointment=_appointment(event), moves=moves, presence=gone)


def _came(standing: SessionStanding, event: SessionEventRecord) -> SessionStanding:
    who = event.participant_id or ""
    before = standing.presence.get(who)
    first = before.arrived_at if before else event.occurred_at
    left = event.occurred_at if event.event == Event.LEFT else None
    return replace(standing, presence={**standing.presence, who: Presence(first, left)})


def _answered(standing: SessionStanding, event: SessionEventRecord) -> SessionStanding:
    return replace(standing, answered_by=event.decided_by)


def _appointed(standing: SessionStanding, event: SessionEventRecord) -> SessionStanding:
    return replace(standing, appointment=_appointment(event))


def _told(standing: SessionStanding, event: SessionEventRecord) -> SessionStanding:
    return replace(standing, notices=(*standing.notices, event.document_id or ""))


def _begun(standing: SessionStanding, event: SessionEventRecord) -> SessionStanding:
    return replace(standing, parts=(*standing.parts, HeldPart(event.occurred_at)))


def _read_back(standing: SessionStanding, event: SessionEventRecord) -> SessionStanding:
    return replace(standing, record_id=event.document_id, return_to=standing.state)


def _corrected(standing: SessionStanding, _event: SessionEventRecord) -> SessionStanding:
    """What was signed was another text."""
    return replace(standing, signatures={}, objections=())


def _objected(standing: SessionStanding, event: SessionEventRecord) -> SessionStanding:
    refused = (event.participant_id or "", event.reason)
    return replace(standing, objections=(*standing.objections, refused))


def _signed(standing: SessionStanding, event: SessionEventRecord) -> SessionStanding:
    signed = Signature(event.result, event.reason)
    signatures = {**standing.signatures, event.participant_id or "": signed}
    return replace(standing, signatures=signatures)


def _called_off(standing: SessionStanding, event: SessionEventRecord) -> SessionStanding:
    return replace(standing, end_reason=event.reason)


def _asked(standing: SessionStanding, event: SessionEventRecord) -> SessionStanding:
    after = replace(standing, is_recusal_asked=True)
    if event.result != REQUESTED:
        return after
    asked = Recusal(event.participant_id, event.reason)
    return replace(after, recusals=(*standing.recusals, asked))


def _decided(standing: SessionStanding, event: SessionEventRecord) -> SessionStanding:
    waiting = standing.open_recusal
    is_granted = event.event == Event.RECUSAL_GRANTED
    decided = tuple(
        replace(
            one,
            is_granted=is_granted,
            decided_by=event.decided_by,
            decided_because=event.reason,
        )
        if one is waiting
        else one
        for one in standing.recusals
    )
    return replace(standing, recusals=decided)


def _ended(standing: SessionStanding, event: SessionEventRecord) -> SessionStanding:
    *before, last = standing.parts
    explanation = event.reason if event.event == Event.BROKEN_OFF else ""
    ended = replace(last, ended_at=event.occurred_at, explanation=explanation)
    return replace(standing, parts=(*before, ended))


_SAYS: Mapping[Event, Callable[[SessionStanding, SessionEventRecord], SessionStanding]] = (
    MappingProxyType(
        {
            Event.AGREED: _answered,
            Event.RETURNED: _answered,
            Event.APPOINTED: _appointed,
            Event.MOVED: _moved,
            Event.NOTICE_ISSUED: _told,
            Event.ARRIVED: _came,
            Event.LEFT: _came,
            Event.RECUSAL_ASKED: _asked,
            Event.RECUSAL_GRANTED: _decided,
            Event.RECUSAL_REFUSED: _decided,
            Event.MISSED: _called_off,
            Event.BEGUN: _begun,
            Event.ENDED: _ended,
            Event.BROKEN_OFF: _ended,
            Event.READ_BACK: _read_back,
            Event.RECORD_CORRECTED: _corrected,
            Event.CORRECTION_REFUSED: _objected,
            Event.SIGNATURE: _signed,
            Event.CANCELLED: _called_off,
        }
    )
)
"""What an event takes into the standing beside the state; the others say nothing more."""
