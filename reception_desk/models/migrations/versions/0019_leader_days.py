"""Leaders, the rules of the yearly plan, reception days and what happened to them."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0017"
branch_labels = None
depends_on = None

_KEY, _TEXT, _MOMENT = sa.String(36), sa.Text(), sa.String(24)


def upgrade() -> None:
    op.create_table(
        "leader",
        sa.Column("name", _TEXT, nullable=False),
        sa.Column("post", _TEXT, nullable=False),
        sa.Column("portfolio", _TEXT, nullable=True),
        sa.Column("place", sa.Integer(), nullable=False),
        *_voided(),
        *_made(),
        sa.PrimaryKeyConstraint("id", name="pk_leader"),
    )
    op.create_table(
        "leader_day_rule",
        sa.Column("rhythm", _TEXT, nullable=False),
        sa.Column("leader_ids", _TEXT, nullable=False),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("weekday", sa.Integer(), nullable=True),
        sa.Column("rest_day", _TEXT, nullable=False),
        sa.Column("starts_at", _TEXT, nullable=False),
        sa.Column("ends_at", _TEXT, nullable=False),
        sa.Column("place", _TEXT, nullable=False),
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("last", sa.Date(), nullable=False),
        *_voided(),
        *_made(),
        sa.PrimaryKeyConstraint("id", name="pk_leader_day_rule"),
    )
    _create_days()
    _create_events()


def _create_days() -> None:
    op.create_table(
        "reception_day",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("starts_at", _TEXT, nullable=False),
        sa.Column("ends_at", _TEXT, nullable=False),
        sa.Column("leader_id", _KEY, nullable=False),
        sa.Column("place", _TEXT, nullable=False),
        sa.Column("rule_id", _KEY, nullable=True),
        sa.Column("moved_from", sa.Date(), nullable=True),
        *_voided(),
        *_made(),
        sa.PrimaryKeyConstraint("id", name="pk_reception_day"),
        sa.ForeignKeyConstraint(
            ["leader_id"], ["leader.id"], name="fk_reception_day_leader_id_leader"
        ),
    )
    op.create_index("ix_reception_day_day", "reception_day", ["day"])


def _create_events() -> None:
    op.create_table(
        "reception_day_event",
        sa.Column("day_id", _KEY, nullable=False),
        sa.Column("event", _TEXT, nullable=False),
        sa.Column("occurred_at", _MOMENT, nullable=False),
        sa.Column("after_id", _KEY, nullable=True),
        sa.Column("reason", _TEXT, nullable=True),
        sa.Column("leader_id", _KEY, nullable=True),
        sa.Column("day", sa.Date(), nullable=True),
        sa.Column("starts_at", _TEXT, nullable=True),
        sa.Column("ends_at", _TEXT, nullable=True),
        sa.Column("place", _TEXT, nullable=True),
        sa.Column("other_day_id", _KEY, nullable=True),
        *_made(),
        sa.PrimaryKeyConstraint("id", name="pk_reception_day_event"),
        sa.ForeignKeyConstraint(
            ["day_id"], ["reception_day.id"], name="fk_reception_day_event_day_id_reception_day"
        ),
    )
    op.create_index("ix_reception_day_event_day_id", "reception_day_event", ["day_id"])
    op.create_index("ix_reception_day_event_day", "reception_day_event", ["day"])


def downgrade() -> None:
    """The program before knows nothing of these: their rows are lost here, the centre has them."""
    for table in ("reception_day_event", "reception_day", "leader_day_rule", "leader"):
        op.drop_table(table)


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
