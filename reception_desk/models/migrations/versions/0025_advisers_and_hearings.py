"""Lawyers and mediators on duty, what they advised, and hearings to come."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

_NEWEST_FIRST = ("hearing_plan", "advice", "adviser_shift", "adviser")
_KEY, _TEXT, _MOMENT = sa.String(36), sa.Text(), sa.String(24)


def upgrade() -> None:
    op.create_table(
        "adviser",
        sa.Column("name", _TEXT, nullable=False),
        sa.Column("kind", _TEXT, nullable=False),
        sa.Column("firm", _TEXT, nullable=False),
        *_voided(),
        *_made(),
        sa.PrimaryKeyConstraint("id", name="pk_adviser"),
    )
    op.create_table(
        "adviser_shift",
        sa.Column("adviser_id", _KEY, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("starts_at", _TEXT, nullable=False),
        sa.Column("ends_at", _TEXT, nullable=False),
        sa.Column("place", _TEXT, nullable=False),
        *_voided(),
        *_made(),
        sa.PrimaryKeyConstraint("id", name="pk_adviser_shift"),
        *_keys_of("adviser_shift", "adviser"),
    )
    op.create_index("ix_adviser_shift_day", "adviser_shift", ["day"])
    op.create_table(
        "advice",
        sa.Column("matter_id", _KEY, nullable=False),
        sa.Column("visit_id", _KEY, nullable=True),
        sa.Column("adviser_id", _KEY, nullable=False),
        sa.Column("given_on", sa.Date(), nullable=False),
        sa.Column("started_at", _TEXT, nullable=False),
        sa.Column("topic", _TEXT, nullable=False),
        sa.Column("text", _TEXT, nullable=False),
        sa.Column("referral", _TEXT, nullable=True),
        *_made(),
        sa.PrimaryKeyConstraint("id", name="pk_advice"),
        *_keys_of("advice", "matter", "visit"),
    )
    for column in ("matter_id", "visit_id"):
        op.create_index(f"ix_advice_{column}", "advice", [column])
    op.create_table(
        "hearing_plan",
        sa.Column("matter_id", _KEY, nullable=False),
        sa.Column("event", _TEXT, nullable=False),
        sa.Column("after_id", _KEY, nullable=True),
        sa.Column("held_on", sa.Date(), nullable=True),
        sa.Column("starts_at", _TEXT, nullable=True),
        sa.Column("place", _TEXT, nullable=True),
        sa.Column("chair", _TEXT, nullable=True),
        sa.Column("reason", _TEXT, nullable=True),
        *_made(),
        sa.PrimaryKeyConstraint("id", name="pk_hearing_plan"),
        *_keys_of("hearing_plan", "matter"),
    )
    op.create_index("ix_hearing_plan_matter_id", "hearing_plan", ["matter_id"])


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
