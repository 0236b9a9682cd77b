"""A session played event by event, as a test tells it: who did what at which minute."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

from reception_desk.records.video_sessions import (
    Participant,
    ParticipantRole,
    SessionEventRecord,
    SessionFacts,
    SessionSide,
)
from reception_desk.rules.permissions import Role
from reception_desk.rules.session_standing import SessionStanding, advance
from reception_desk.rules.session_transition import SessionEvent as Event
from reception_desk.rules.session_transition import SessionState
from reception_desk.rules.video_sessions import NONE, REQUESTED, SIGNED, leaving

START = datetime(2026, 11, 23, 7, tzinfo=UTC)
PETITIONER, RECEIVER, INTERPRETER = "petitioner", "receiver", "interpreter"
FACTS = SessionFacts(
    (
        Participant(PETITIONER, SessionSide.NEAR, ParticipantRole.PETITIONER, "张伟"),
        Participant(RECEIVER, SessionSide.FAR, ParticipantRole.LEADER, "何某", "市信访局"),
        Participant(INTERPRETER, SessionSide.NEAR, ParticipantRole.INTERPRETER, "余某"),
    )
)
SAID: dict[str, dict[str, object]] = {
    Event.AGREED: {"decided_by": "市信访局"},
    Event.RETURNED: {"decided_by": "市信访局", "reason": "材料不全"},
    Event.APPLIED_AGAIN: {"reason": "补交材料"},
    Event.APPOINTED: {
        "starts_at": START, "ends_at": START + timedelta(hours=1), "room_id": "room",
    },
    Event.MOVED: {
        "starts_at": START, "ends_at": START + timedelta(hours=1), "room_id": "room",
        "reason": "对方改期",
    },
    Event.NOTICE_ISSUED: {"document_id": "paper"},
    Event.ARRIVED: {"participant_id": PETITIONER},
    Event.LEFT: {"participant_id": PETITIONER},
    Event.RECUSAL_ASKED: {"result": NONE},
    Event.RECUSAL_GRANTED: {"decided_by": "市信访局"},
    Event.RECUSAL_REFUSED: {"decided_by": "市信访局", "reason": "没有利害关系"},
    Event.MISSED: {"result": "far", "reason": "接访领导开会"},
    Event.BROKEN_OFF: {"reason": "线路不能恢复"},
    Event.READ_BACK: {"document_id": "record"},
    Event.RECORD_CORRECTED: {"reason": "面积写错"},
    Event.CORRECTION_REFUSED: {"participant_id": PETITIONER, "reason": "以测量为准"},
    Event.SIGNATURE: {"participant_id": PETITIONER, "result": SIGNED},
    Event.CANCELLED: {"result": "petitioner", "reason": "已经解决"},
}  # fmt: skip
"""What a form would say for each event."""
ENDINGS = {Event.CANCELLED, Event.ARCHIVED}


@dataclass
class SessionCase:
    """A session; `take` returns the sentence of a refusal, or ""."""

    events: list[SessionEventRecord] = field(default_factory=list)
    standing: SessionStanding = field(default_factory=SessionStanding)
    states: set[SessionState | None] = field(default_factory=set)
    """Those it came through."""

    def take(self, event: str, **said: object) -> str:
        record = self.event(event, **said)
        refused = len(self.standing.refused)
        self.standing = advance(self.standing, record, FACTS)
        self.events.append(record)
        self.states.add(self.standing.state)
        new = self.standing.refused[refused:]
        return new[0].why if new else ""

    def event(self, event: str, **said: object) -> SessionEventRecord:
        """Return the next event; what is not said has what the table asks for."""
        moment = START + timedelta(minutes=len(self.events))
        form: dict[str, Any] = {
            "event_id": f"{len(self.events) + 1:04d}",
            "event": event,
            "occurred_at": moment,
            "recorded_at": moment,
            "author_id": "clerk",
            "roles": frozenset({Role.SECTION.value}),
            "after_id": self.standing.last_event_id,
        }
        return SessionEventRecord(**{**form, **SAID.get(event, {}), **said})

    def take_all(self, *events: str) -> "SessionCase":
        for event in events:
            assert self.take(event) == "", event
        return self

    def begun(self) -> "SessionCase":
        return self.take_all(
            Event.APPLIED, Event.AGREED, Event.APPOINTED, Event.ARRIVED, Event.RECUSAL_ASKED,
            Event.BEGUN,
        )  # fmt: skip

    def lawful(self) -> list[tuple[str, dict[str, object]]]:
        """Return what could be recorded next and what it would say."""
        if self.standing.state is None:
            return [(Event.APPLIED, {})]
        choices: list[tuple[str, dict[str, object]]] = []
        for row in leaving(self.standing.state):
            for said in _ways(row.event):
                trial = advance(self.standing, self.event(row.event, **said), FACTS)
                if len(trial.refused) == len(self.standing.refused):
                    choices.append((row.event, said))
        return choices


def _ways(event: Event) -> list[dict[str, object]]:
    if event in {Event.ARRIVED, Event.LEFT, Event.SIGNATURE}:
        return [{"participant_id": p.participant_id} for p in FACTS.participants]
    if event is Event.RECUSAL_ASKED:
        return [{}, {"result": REQUESTED, "reason": "亲属", "participant_id": RECEIVER}]
    return [{}]


def play(chance: Random, length: int) -> SessionCase:
    """Record `length` lawful events; an early end is seldom chosen."""
    case = SessionCase()
    for _ in range(length):
        choices = case.lawful()
        going_on = [choice for choice in choices if choice[0] not in ENDINGS]
        if not choices:
            break
        pool = going_on if going_on and chance.random() < 0.95 else choices
        event, said = chance.choice(pool)
        assert case.take(event, **said) == ""
    return case
