"""Video sessions for the sample day: applied for, appointed with a clash, held with a promise."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from reception_desk.config import HALL_ZONE
from reception_desk.models import Database
from reception_desk.models.database import now
from reception_desk.records.actor import Actor
from reception_desk.records.promises import PromiseInput
from reception_desk.records.recordings import ConsentAnswer
from reception_desk.records.session_log import NoteInput, NoteKind
from reception_desk.records.video_sessions import (
    ParticipantInput,
    ParticipantRole,
    ResourceKind,
    SessionEventInput,
    SessionInput,
    SessionLevel,
    SessionSide,
)
from reception_desk.rules.session_transition import SessionEvent
from reception_desk.services import office
from reception_desk.services.recording_consents import record_answer
from reception_desk.services.session_log import write_note
from reception_desk.services.session_paper_data import notice_version
from reception_desk.services.session_participants import add_participant
from reception_desk.services.session_resources import add_resource, offer_link
from reception_desk.services.video_sessions import (
    apply_for_session,
    record_event,
    session_now,
)

_LEADER = ParticipantInput(SessionSide.FAR, ParticipantRole.LEADER, "何示范", "市信访局", "副局长")
_HOUR = timedelta(hours=1)


def add_sessions(database: Database, section: Actor, matter_ids: list[str]) -> None:
    """Hold one session, appoint two at the same time, and apply for another."""
    room = add_resource(database, section, ResourceKind.ROOM, "视频接访室", "二楼")
    link = add_resource(database, section, ResourceKind.LINK, "市级线路")
    zone = ZoneInfo(section.desk.zone)
    day = now().astimezone(zone).date()
    start = datetime.combine(day, time(15), zone)
    offer_link(database, section, link, start, start + 2 * _HOUR)
    held, first, second, applied = (_apply(database, section, key) for key in matter_ids)
    for key in (held, first, second):
        _appoint(database, section, key, SessionEventInput(
            SessionEvent.APPOINTED, starts_at=start, ends_at=start + _HOUR, room_id=room,
            link_id=link, far_place="孝感市群众来访接待服务中心",
        ))  # fmt: skip
    _hold(database, section, held)
    record_event(
        database, section, applied,
        SessionEventInput(SessionEvent.RETURNED, decided_by="市信访局", reason="没有附处理意见书"),
    )  # fmt: skip


def hold_session(database: Database, section: Actor, matter_id: str) -> str:
    """Hold a session now whose petitioner agrees to be recorded, and return its key; it runs on."""
    key = _apply(database, section, matter_id)
    room = add_resource(database, section, ResourceKind.ROOM, "第二视频接访室", "三楼")
    begins = now()
    _appoint(database, section, key, SessionEventInput(
        SessionEvent.APPOINTED, starts_at=begins, ends_at=begins + _HOUR, room_id=room,
        far_place="孝感市群众来访接待服务中心",
    ))  # fmt: skip
    for who in session_now(database, section, key).case.participants:
        if who.role.asks_consent:
            record_answer(
                database, section, key, who.participant_id, ConsentAnswer.AGREES,
                notice_version=notice_version(),
            )  # fmt: skip
    _come_and_begin(database, section, key)
    return key


def _apply(database: Database, section: Actor, matter_id: str) -> str:
    asked = SessionInput(matter_id, SessionLevel.COUNTY_CITY)
    session_id = apply_for_session(database, section, asked)
    add_participant(database, section, session_id, _LEADER)
    return session_id


def _appoint(database: Database, section: Actor, key: str, event: SessionEventInput) -> None:
    agreed = SessionEventInput(SessionEvent.AGREED, decided_by="市信访局")
    record_event(database, section, key, agreed)
    record_event(database, section, key, event, accepts_clash=True)


def _hold(database: Database, section: Actor, session_id: str) -> None:
    """Begin the session and let the other end promise something."""
    people = session_now(database, section, session_id).case.participants
    _come_and_begin(database, section, session_id)
    words = "十日内组织清淤，完成后书面答复信访人"
    promise = PromiseInput(
        words,
        office.unit_id("T100"),
        "施示范",
        now().astimezone(ZoneInfo(HALL_ZONE)).date() + timedelta(days=10),
    )
    note = NoteInput(NoteKind.PROMISE, words, participant_id=people[-1].participant_id)
    write_note(database, section, session_id, note, promise)


def _come_and_begin(database: Database, section: Actor, session_id: str) -> None:
    for who in session_now(database, section, session_id).case.participants:
        came = SessionEventInput(SessionEvent.ARRIVED, participant_id=who.participant_id)
        record_event(database, section, session_id, came)
    asked = SessionEventInput(SessionEvent.RECUSAL_ASKED, result="none")
    for event in (asked, SessionEventInput(SessionEvent.BEGUN)):
        record_event(database, section, session_id, event)
