"""Undertakings of leaders, and matters of several units."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

_NEWEST_FIRST = ("matter_unit", "matter_trait", "undertaking_event", "undertaking")
_KEY, _TEXT, _MOMENT = sa.String(36), sa.Text(), sa.String(24)


def upgrade() -> None:
    op.create_table(
        "undertaking",
        sa.Column("matter_id", _KEY, nullable=False),
        sa.Column("leader_id", _KEY, nullable=False),
        sa.Column("unit_id", _KEY, nullable=False),
        sa.Column("team", _TEXT, nullable=True),
        sa.Column("plan", _TEXT, nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        *_made(),
        sa.PrimaryKeyConstraint("id", name="pk_undertaking"),
        *_keys_of("undertaking", "matter", "unit"),
    )
    op.create_index("ix_undertaking_matter_id", "undertaking", ["matter_id"])
    op.create_index("ix_undertaking_due_on", "undertaking", ["due_on", "stream"])
    op.create_table(
        "undertaking_event",
        sa.Column("undertaking_id", _KEY, nullable=False),
        sa.Column("matter_id", _KEY, nullable=False),
        sa.Column("event", _TEXT, nullable=False),
        sa.Column("text", _TEXT, nullable=False),
        sa.Column("after_id", _KEY, nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("leader_id", _KEY, nullable=True),
        sa.Column("evidence_sha256", sa.String(64), nullable=True),
        *_made(),
        sa.PrimaryKeyConstraint("id", name="pk_undertaking_event"),
        *_keys_of("undertaking_event", "undertaking", "matter"),
    )
    op.create_index("ix_undertaking_event_undertaking_id", "undertaking_event", ["undertaking_id"])
    op.create_table(
        "matter_trait",
        sa.Column("matter_id", _KEY, nullable=False),
        sa.Column("trait", _TEXT, nullable=False),
        *_voided(),
        *_made(),
        sa.PrimaryKeyConstraint("id", name="pk_matter_trait"),
        *_keys_of("matter_trait", "matter"),
    )
    op.create_index("ix_matter_trait_matter_id", "matter_trait", ["matter_id"])
    op.create_table(
        "matter_unit",
        sa.Column("matter_id", _KEY, nullable=False),
        sa.Column("unit_id", _KEY, nullable=False),
        sa.Column("part", _TEXT, nullable=False),
        *_voided(),
        *_made(),
        sa.PrimaryKeyConstraint("id", name="pk_matter_unit"),
        *_keys_of("matter_unit", "matter", "unit"),
    )
    op.create_index("ix_matter_unit_matter_id", "matter_unit", ["matter_id"])


def downgrade() -> None:
    """The program before knows nothing of these: their rows are lost here, the centre has them."""
    for table in _NEWEST_FIRST:
        op.drop_table(table)


def _keys_of(table: str, *others: str) -> list[sa.ForeignKeyConstraint]:
    return [
        sa.ForeignKeyConstraint(
            [f"{other}_id"], [f"{other}.id"], name=f"fk_{table}_{other}_id_{other}"
        )
        for other in others
    ]


def _voided() -> tuple[sa.Column[Any], ...]:
    return (
        sa.Column("voided_at", _MOMENT, nullable=True),
        sa.Column("voided_by", _KEY, nullable=True),
        sa.Column("void_reason", _TEXT, nullable=True),
    )


def _made() -> tuple[sa.Column[Any], ...]:
    return (
        sa.Column("id", _KEY, nullable=False),
        sa.Column("stream", sa.Integer(), nullable=False),
        sa.Column("desk_id", _KEY, nullable=False),
        sa.Column("created_at", _MOMENT, nullable=False),
        sa.Column("created_by", _KEY, nullable=True),
    )
