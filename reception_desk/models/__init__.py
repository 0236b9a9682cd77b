"""The local database: tables, engine, capture of changes, search keys, migrations."""

from reception_desk.models import (
    audit,
    calendar,
    conflict,
    correction,
    document,
    erasure,
    local,
    matter,
    numbering,
    organisation,
    person,
    promise,
    recording,
    scan_batch,
    signature,
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
    "local",
    "matter",
    "numbering",
    "organisation",
    "person",
    "promise",
    "recording",
    "scan_batch",
    "signature",
    "standing",
    "ticket",
    "video_session",
    "visit",
]
