"""Video sessions with their people, events, log and consent; recordings; promises."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

_KEY, _TEXT, _MOMENT, _HASH = sa.String(36), sa.Text(), sa.String(24), sa.String(64)
_INTEGER, _DATE, _BOOLEAN = sa.Integer(), sa.Date(), sa.Boolean()
_MADE = (
    ("id", _KEY, False),
    ("stream", _INTEGER, False),
    ("desk_id", _KEY, False),
    ("created_at", _MOMENT, False),
    ("created_by", _KEY, True),
)
_VOID = (("voided_at", _MOMENT, True), ("voided_by", _KEY, True), ("void_reason", _TEXT, True))
_TABLES = (
    "promise_report",
    "promise",
    "recording_act",
    "recording",
    "link_time",
    "session_resource",
    "recording_answer",
    "session_note",
    "session_event",
    "session_participant",
    "video_session",
)


def upgrade() -> None:
    _create_session()
    _create_log()
    _create_resources()
    _create_recording()
    _create_promise()


def downgrade() -> None:
    """The program before knows nothing of these: their rows are lost here, the centre has them."""
    for table in _TABLES:
        op.drop_table(table)


def _create(
    table: str,
    *columns: tuple[str, sa.types.TypeEngine[Any], bool],
    keys: tuple[tuple[str, str], ...] = (),
    indexes: tuple[tuple[str, tuple[str, ...]], ...] = (),
    is_editable: bool = False,
) -> None:
    """Create a synced table; `keys` are (column, table), `indexes` (name, columns)."""
    rows = (*columns, *(_VOID if is_editable else ()), *_MADE)
    op.create_table(
        table,
        *(sa.Column(name, kind, nullable=is_null) for name, kind, is_null in rows),
        sa.PrimaryKeyConstraint("id", name=f"pk_{table}"),
        *(
            sa.ForeignKeyConstraint([column], [f"{other}.id"], name=f"fk_{table}_{column}_{other}")
            for column, other in keys
        ),
    )
    for name, indexed in indexes:
        op.create_index(f"ix_{table}_{name}", table, list(indexed))


def _each(*columns: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    return tuple((column, (column,)) for column in columns)


def _create_session() -> None:
    _create(
        "video_session",
        ("matter_id", _KEY, False),
        ("visit_id", _KEY, False),
        ("label", _TEXT, False),
        ("level", _TEXT, False),
        keys=(("matter_id", "matter"), ("visit_id", "visit")),
        indexes=_each("matter_id", "visit_id", "label"),
    )
    _create(
        "session_participant",
        ("session_id", _KEY, False),
        ("side", _TEXT, False),
        ("role", _TEXT, False),
        ("visit_person_id", _KEY, True),
        ("account_id", _KEY, True),
        ("name", _TEXT, True),
        ("unit", _TEXT, True),
        ("post", _TEXT, True),
        keys=(("session_id", "video_session"), ("visit_person_id", "visit_person")),
        indexes=_each("session_id", "visit_person_id"),
        is_editable=True,
    )
    _create(
        "session_event",
        ("session_id", _KEY, False),
        ("event", _TEXT, False),
        ("occurred_at", _MOMENT, False),
        ("after_id", _KEY, True),
        ("reason", _TEXT, True),
        ("starts_at", _MOMENT, True),
        ("ends_at", _MOMENT, True),
        ("room_id", _KEY, True),
        ("link_id", _KEY, True),
        ("far_place", _TEXT, True),
        ("participant_id", _KEY, True),
        ("document_id", _KEY, True),
        ("result", _TEXT, True),
        ("decided_by", _TEXT, True),
        keys=(("session_id", "video_session"),),
        indexes=(*_each("session_id"), ("starts_at", ("starts_at", "session_id"))),
    )


def _create_log() -> None:
    _create(
        "session_note",
        ("session_id", _KEY, False),
        ("kind", _TEXT, False),
        ("text", _TEXT, False),
        ("said_at", _MOMENT, False),
        ("participant_id", _KEY, True),
        ("shown_sha256", _HASH, True),
        ("ends_id", _KEY, True),
        ("correction_of", _KEY, True),
        keys=(("session_id", "video_session"), ("participant_id", "session_participant")),
        indexes=_each("session_id", "participant_id"),
    )
    _create(
        "recording_answer",
        ("session_id", _KEY, False),
        ("participant_id", _KEY, False),
        ("answer", _TEXT, False),
        ("notice_version", _TEXT, False),
        ("answered_at", _MOMENT, False),
        keys=(("session_id", "video_session"), ("participant_id", "session_participant")),
        indexes=_each("session_id", "participant_id"),
    )


def _create_resources() -> None:
    _create(
        "session_resource",
        ("kind", _TEXT, False),
        ("name", _TEXT, False),
        ("place", _TEXT, True),
        is_editable=True,
    )
    _create(
        "link_time",
        ("link_id", _KEY, False),
        ("starts_at", _MOMENT, False),
        ("ends_at", _MOMENT, False),
        indexes=_each("link_id"),
        is_editable=True,
    )


def _create_recording() -> None:
    _create(
        "recording",
        ("session_id", _KEY, False),
        ("folder", _TEXT, False),
        ("root_hash", _HASH, False),
        ("segments", _INTEGER, False),
        ("seconds", _INTEGER, False),
        ("size", _INTEGER, False),
        ("gaps", _INTEGER, False),
        ("has_picture", _BOOLEAN, False),
        ("began_at", _MOMENT, False),
        ("ended_at", _MOMENT, False),
        ("software", _TEXT, True),
        keys=(("session_id", "video_session"),),
        indexes=_each("session_id"),
    )
    _create(
        "recording_act",
        ("recording_id", _KEY, False),
        ("event", _TEXT, False),
        ("occurred_at", _MOMENT, False),
        ("after_id", _KEY, True),
        ("reason", _TEXT, True),
        ("retention", _TEXT, True),
        ("from_second", _INTEGER, True),
        ("to_second", _INTEGER, True),
        ("answers_id", _KEY, True),
        ("document_id", _KEY, True),
        keys=(("recording_id", "recording"),),
        indexes=_each("recording_id"),
    )


def _create_promise() -> None:
    _create(
        "promise",
        ("matter_id", _KEY, False),
        ("visit_id", _KEY, True),
        ("what", _TEXT, False),
        ("owner_unit_id", _KEY, False),
        ("owner_name", _TEXT, False),
        ("co_owner_ids", _TEXT, True),
        ("due_on", _DATE, False),
        ("source", _TEXT, False),
        ("source_id", _KEY, True),
        ("note_id", _KEY, True),
        keys=(("matter_id", "matter"), ("visit_id", "visit"), ("owner_unit_id", "unit")),
        indexes=(
            *_each("matter_id", "visit_id", "source_id"),
            ("due_on", ("due_on", "stream")),
        ),
    )
    _create(
        "promise_report",
        ("promise_id", _KEY, False),
        ("kind", _TEXT, False),
        ("text", _TEXT, False),
        ("after_id", _KEY, True),
        ("evidence_sha256", _HASH, True),
        keys=(("promise_id", "promise"),),
        indexes=_each("promise_id"),
    )
