"""Samples of video sessions: one played from its application to whatever a test asks for."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from reception_desk.models.database import now
from reception_desk.models.rows import add_row
from reception_desk.models.video_session import SessionResource
from reception_desk.records.actor import Actor
from reception_desk.records.video_sessions import (
    ParticipantInput,
    ParticipantRole,
    SessionEventInput,
    SessionInput,
    SessionLevel,
    SessionSide,
)
from reception_desk.rules.session_transition import SessionEvent as Event
from reception_desk.rules.units import SHARED_STREAM
from reception_desk.services.authorship import by
from reception_desk.services.registration import register_visit
from reception_desk.services.session_participants import add_participant
from reception_desk.services.video_sessions import (
    SessionNow,
    apply_for_session,
    record_event,
    session_now,
)
from tests.offices import SampleOffice, person, visit

NONE = "none"


@dataclass(frozen=True)
class SampleSession:
    """A session of one petitioner; `actor` writes everything down."""

    desk: SampleOffice
    actor: Actor
    session_id: str
    matter_id: str
    visit_id: str
    petitioner: str
    receiver: str

    def now(self) -> SessionNow:
        return session_now(self.desk.database, self.actor, self.session_id)

    def record(self, event: str, **said: object) -> str:
        given = SessionEventInput(event, **said)  # pyright: ignore[reportArgumentType]
        return record_event(self.desk.database, self.actor, self.session_id, given)

    def appointed(self, room_id: str | None = None, starts_at: datetime | None = None) -> None:
        self.record(Event.AGREED, decided_by="市信访局何某")
        start = starts_at or now()
        self.record(
            Event.APPOINTED,
            starts_at=start,
            ends_at=start + timedelta(hours=1),
            room_id=room_id or a_room(self.desk),
            far_place="孝感市群众来访接待服务中心",
        )

    def come(self) -> None:
        for who in (self.petitioner, self.receiver):
            self.record(Event.ARRIVED, participant_id=who)

    def begun(self) -> None:
        self.appointed()
        self.come()
        self.record(Event.RECUSAL_ASKED, result=NONE)
        self.record(Event.BEGUN)


def a_session(desk: SampleOffice, actor: Actor | None = None, **values: object) -> SampleSession:
    """Register a visit and apply for a session about it, with a receiver at the other end."""
    actor = actor or desk.clerk
    record = register_visit(desk.database, desk.clerk, visit(person(), **values))
    assert record.matter_id is not None
    asked = SessionInput(record.matter_id, SessionLevel.COUNTY_CITY)
    session_id = apply_for_session(desk.database, actor, asked)
    (petitioner,) = session_now(desk.database, actor, session_id).case.participants
    receiver = ParticipantInput(
        SessionSide.FAR, ParticipantRole.LEADER, name="何某", unit="市信访局", post="副局长"
    )
    return SampleSession(
        desk,
        actor,
        session_id,
        record.matter_id,
        record.visit_id,
        petitioner.participant_id,
        add_participant(desk.database, actor, session_id, receiver),
    )


def a_room(desk: SampleOffice, name: str = "视频接访室") -> str:
    """Put a room on record and return its key."""
    with desk.database.write() as session:
        authorship = by(desk.clerk, stream=SHARED_STREAM)
        return add_row(session, SessionResource, **authorship, kind="room", name=name)
