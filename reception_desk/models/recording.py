"""Recordings as their manifests tell of them, and what was done with each; no bytes are here."""

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from reception_desk.models.base import AppendOnlyRow, Base, key_to


class Recording(AppendOnlyRow, Base):
    """A finished recording; the files stay on the recorder's disk, named by `folder`.

    `root_hash` seals the chain of its segments; `size` is in bytes.
    """

    __tablename__ = "recording"

    session_id: Mapped[str] = key_to("video_session", index=True)
    folder: Mapped[str]
    root_hash: Mapped[str] = mapped_column(String(64))
    segments: Mapped[int]
    seconds: Mapped[int]
    size: Mapped[int]
    gaps: Mapped[int]
    has_picture: Mapped[bool]
    began_at: Mapped[datetime]
    ended_at: Mapped[datetime]
    software: Mapped[str | None]


class RecordingAct(AppendOnlyRow, Base):
    """保管: retention set, held, a part sealed, disposal asked, approved and done.

    Seconds count from the beginning; `answers_id` is the act that this one answers.
    """

    __tablename__ = "recording_act"

    recording_id: Mapped[str] = key_to("recording", index=True)
    event: Mapped[str]
    occurred_at: Mapped[datetime]
    after_id: Mapped[str | None] = mapped_column(String(36))
    reason: Mapped[str | None]
    retention: Mapped[str | None]
    from_second: Mapped[int | None]
    to_second: Mapped[int | None]
    answers_id: Mapped[str | None] = mapped_column(String(36))
    document_id: Mapped[str | None] = mapped_column(String(36))
