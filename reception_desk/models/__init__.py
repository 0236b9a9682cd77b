"""The local database: tables, engine, capture of changes, search keys, migrations."""

from reception_desk.models import (
    audit,
    calendar,
    conflict,
    correction,
    document,
    erasure,
    leader_day,
    local,
    matter,
    numbering,
    organisation,
    person,
    promise,
    recording,
    scan_batch,
    standing,
    ticket,
    video_session,
    visit,
)
from reception_desk.models.base import Base
from reception_desk.models.database import Database

__all__ = [
    "Base",
    "Database",
    "audit",
    "calendar",
    "conflict",
    "correction",
    "document",
    "erasure",
    "leader_day",
    "local",
    "matter",
    "numbering",
    "organisation",
    "person",
    "promise",
    "recording",
    "scan_batch",
    "standing",
    "ticket",
    "video_session",
    "visit",
]
