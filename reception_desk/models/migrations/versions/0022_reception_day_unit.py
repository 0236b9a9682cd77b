"""Units asked to attend a leader's reception day, for the day or for one booked matter."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

_TABLE = "reception_day_unit"
_KEY, _TEXT, _MOMENT = sa.String(36), sa.Text(), sa.String(24)


def upgrade() -> None:
    op.create_table(
        _TABLE,
        sa.Column("day_id", _KEY, nullable=True),
        sa.Column("booking_id", _KEY, nullable=True),
        sa.Column("unit_id", _KEY, nullable=False),
        sa.Column("event", _TEXT, nullable=False),
        sa.Column("occurred_at", _MOMENT, nullable=False),
        sa.Column("after_id", _KEY, nullable=True),
        sa.Column("note", _TEXT, nullable=True),
        sa.Column("id", _KEY, nullable=False),
        sa.Column("stream", sa.Integer(), nullable=False),
        sa.Column("desk_id", _KEY, nullable=False),
        sa.Column("created_at", _MOMENT, nullable=False),
        sa.Column("created_by", _KEY, nullable=True),
        sa.PrimaryKeyConstraint("id", name=f"pk_{_TABLE}"),
        sa.ForeignKeyConstraint(
            ["day_id"], ["reception_day.id"], name=f"fk_{_TABLE}_day_id_reception_day"
        ),
        sa.ForeignKeyConstraint(
            ["booking_id"], ["leader_booking.id"], name=f"fk_{_TABLE}_booking_id_leader_booking"
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=f"fk_{_TABLE}_unit_id_unit"),
    )
    for column in ("day_id", "booking_id"):
        op.create_index(f"ix_{_TABLE}_{column}", _TABLE, [column])


def downgrade() -> None:
    """The program before knows nothing of these: their rows are lost here, the centre has them."""
    op.drop_table(_TABLE)
