"""Leaders, the rules of the yearly plan, reception days, bookings and instructions."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

_NEWEST_FIRST = (
    "leader_instruction", "leader_booking_event", "leader_booking", "reception_day_event",
    "reception_day", "leader_day_rule", "leader",
)  # fmt: skip
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
    _create_bookings()
    _create_instructions()


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


def _create_bookings() -> None:
    op.create_table(
        "leader_booking",
        sa.Column("day_id", _KEY, nullable=False),
        sa.Column("matter_id", _KEY, nullable=False),
        sa.Column("visit_id", _KEY, nullable=True),
        sa.Column("at", _TEXT, nullable=True),
        *_made(),
        sa.PrimaryKeyConstraint("id", name="pk_leader_booking"),
        sa.ForeignKeyConstraint(
            ["matter_id"], ["matter.id"], name="fk_leader_booking_matter_id_matter"
        ),
        sa.ForeignKeyConstraint(
            ["visit_id"], ["visit.id"], name="fk_leader_booking_visit_id_visit"
        ),
    )
    for column in ("day_id", "matter_id", "visit_id"):
        op.create_index(f"ix_leader_booking_{column}", "leader_booking", [column])
    op.create_table(
        "leader_booking_event",
        sa.Column("booking_id", _KEY, nullable=False),
        sa.Column("event", _TEXT, nullable=False),
        sa.Column("occurred_at", _MOMENT, nullable=False),
        sa.Column("after_id", _KEY, nullable=True),
        sa.Column("reason", _TEXT, nullable=True),
        sa.Column("day_id", _KEY, nullable=True),
        sa.Column("at", _TEXT, nullable=True),
        *_made(),
        sa.PrimaryKeyConstraint("id", name="pk_leader_booking_event"),
        sa.ForeignKeyConstraint(
            ["booking_id"],
            ["leader_booking.id"],
            name="fk_leader_booking_event_booking_id_leader_booking",
        ),
    )
    for column in ("booking_id", "day_id"):
        op.create_index(f"ix_leader_booking_event_{column}", "leader_booking_event", [column])


def _create_instructions() -> None:
    op.create_table(
        "leader_instruction",
        sa.Column("booking_id", _KEY, nullable=False),
        sa.Column("leader_id", _KEY, nullable=False),
        sa.Column("text", _TEXT, nullable=False),
        sa.Column("promise_id", _KEY, nullable=False),
        *_made(),
        sa.PrimaryKeyConstraint("id", name="pk_leader_instruction"),
        sa.ForeignKeyConstraint(
            ["booking_id"],
            ["leader_booking.id"],
            name="fk_leader_instruction_booking_id_leader_booking",
        ),
        sa.ForeignKeyConstraint(
            ["promise_id"], ["promise.id"], name="fk_leader_instruction_promise_id_promise"
        ),
    )
    op.create_index("ix_leader_instruction_booking_id", "leader_instruction", ["booking_id"])


def downgrade() -> None:
    """The program before knows nothing of these: their rows are lost here, the centre has them."""
    for table in _NEWEST_FIRST:
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
