"""视频接访: sessions with their events, people, log and consent, and what they take up."""

from datetime import datetime

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from reception_desk.models.base import AppendOnlyRow, Base, EditableRow, key_to


class VideoSession(AppendOnlyRow, Base):
    """One session. It holds no state: the state is the fold of its events.

    `label` (`T-1-20261127-S001`) names it at the desk and at the other end; its record carries a
    number of the series. `visit_id` is the visit it was asked for in.
    """

    __tablename__ = "video_session"

    matter_id: Mapped[str] = key_to("matter", index=True)
    visit_id: Mapped[str] = key_to("visit", index=True)
    label: Mapped[str] = mapped_column(index=True)
    level: Mapped[str]


class SessionParticipant(EditableRow, Base):
    """Who takes part. Who came with the visit is their part in it; others have name, unit, post.

    So an erased visit takes them along, and a person who goes on under another key is followed.
    """

    __tablename__ = "session_participant"

    session_id: Mapped[str] = key_to("video_session", index=True)
    side: Mapped[str]
    role: Mapped[str]
    visit_person_id: Mapped[str | None] = key_to("visit_person", index=True)
    account_id: Mapped[str | None] = mapped_column(String(36))
    name: Mapped[str | None]
    unit: Mapped[str | None]
    post: Mapped[str | None]


class SessionEvent(AppendOnlyRow, Base):
    """What happened to a session, who did it and when; `after_id` is the last one its author saw.

    Rooms, links, papers and participants are plain keys: an event is no part of them. The appointed
    time is indexed for the calendar.
    """

    __tablename__ = "session_event"
    __table_args__ = (Index("ix_session_event_starts_at", "starts_at", "session_id"),)

    session_id: Mapped[str] = key_to("video_session", index=True)
    event: Mapped[str]
    occurred_at: Mapped[datetime]
    after_id: Mapped[str | None] = mapped_column(String(36))
    reason: Mapped[str | None]
    starts_at: Mapped[datetime | None]
    ends_at: Mapped[datetime | None]
    room_id: Mapped[str | None] = mapped_column(String(36))
    link_id: Mapped[str | None] = mapped_column(String(36))
    far_place: Mapped[str | None]
    participant_id: Mapped[str | None] = mapped_column(String(36))
    document_id: Mapped[str | None] = mapped_column(String(36))
    result: Mapped[str | None]
    decided_by: Mapped[str | None]


class SessionNote(AppendOnlyRow, Base):
    """An entry of the log; `created_at` is when it was written down, `said_at` when it was said.

    `shown_sha256` names a page that is on record already. What a participant said goes with them.
    """

    __tablename__ = "session_note"

    session_id: Mapped[str] = key_to("video_session", index=True)
    kind: Mapped[str]
    text: Mapped[str]
    said_at: Mapped[datetime]
    participant_id: Mapped[str | None] = key_to("session_participant", index=True)
    shown_sha256: Mapped[str | None] = mapped_column(String(64))
    ends_id: Mapped[str | None] = mapped_column(String(36))
    correction_of: Mapped[str | None] = mapped_column(String(36))


class RecordingAnswer(AppendOnlyRow, Base):
    """What one person said to the notice about recording; the newest holds."""

    __tablename__ = "recording_answer"

    session_id: Mapped[str] = key_to("video_session", index=True)
    participant_id: Mapped[str] = key_to("session_participant", index=True)
    answer: Mapped[str]
    notice_version: Mapped[str]
    answered_at: Mapped[datetime]


class SessionResource(EditableRow, Base):
    """A room or a link (`kind`) that sessions take up; kept by the office, seen by every desk."""

    __tablename__ = "session_resource"

    kind: Mapped[str]
    name: Mapped[str]
    place: Mapped[str | None]


class LinkTime(EditableRow, Base):
    """A time in which the other end offers a link."""

    __tablename__ = "link_time"

    link_id: Mapped[str] = mapped_column(String(36), index=True)
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
