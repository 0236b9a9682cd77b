"""Queue tickets of the hall and what happened to them."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

_KEY, _TEXT, _MOMENT = sa.String(36), sa.Text(), sa.String(24)


def upgrade() -> None:
    op.create_table(
        "ticket",
        sa.Column("number", _TEXT, nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("needs_help", sa.Boolean(), nullable=False),
        sa.Column("booked_for", _MOMENT, nullable=True),
        sa.Column("holder_id", _KEY, nullable=True),
        *_made(),
        sa.PrimaryKeyConstraint("id", name="pk_ticket"),
    )
    op.create_index("ix_ticket_day", "ticket", ["day", "stream"])
    op.create_table(
        "ticket_event",
        sa.Column("ticket_id", _KEY, nullable=False),
        sa.Column("event", _TEXT, nullable=False),
        sa.Column("occurred_at", _MOMENT, nullable=False),
        sa.Column("after_id", _KEY, nullable=True),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("window", _TEXT, nullable=False),
        sa.Column("holder_id", _KEY, nullable=True),
        sa.Column("visit_id", _KEY, nullable=True),
        sa.Column("day", sa.Date(), nullable=True),
        *_made(),
        sa.PrimaryKeyConstraint("id", name="pk_ticket_event"),
        sa.ForeignKeyConstraint(
            ["ticket_id"], ["ticket.id"], name="fk_ticket_event_ticket_id_ticket"
        ),
    )
    op.create_index("ix_ticket_event_ticket_id", "ticket_event", ["ticket_id"])
    op.create_index("ix_ticket_event_day", "ticket_event", ["day"])


def downgrade() -> None:
    """The program before knows nothing of these: their rows are lost here, the centre has them."""
    op.drop_table("ticket_event")
    op.drop_table("ticket")


def _made() -> tuple[sa.Column[Any], ...]:
    return (
        sa.Column("id", _KEY, nullable=False),
        sa.Column("stream", sa.Integer(), nullable=False),
        sa.Column("desk_id", _KEY, nullable=False),
        sa.Column("created_at", _MOMENT, nullable=False),
        sa.Column("created_by", _KEY, nullable=True),
    )
