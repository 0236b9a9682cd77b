"""Series of numbers, and requests for one."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def _synced() -> list[sa.Column[Any]]:
    return [
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("stream", sa.Integer(), nullable=False),
        sa.Column("desk_id", sa.String(36), nullable=False),
        sa.Column("created_at", sa.String(24), nullable=False),
        sa.Column("created_by", sa.String(36), nullable=True),
    ]


def upgrade() -> None:
    op.create_table(
        "number_series",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("pattern", sa.Text(), nullable=False),
        sa.Column("voided_at", sa.String(24), nullable=True),
        sa.Column("voided_by", sa.String(36), nullable=True),
        sa.Column("void_reason", sa.Text(), nullable=True),
        *_synced(),
        sa.PrimaryKeyConstraint("id", name="pk_number_series"),
    )
    op.create_index("ix_number_series_code", "number_series", ["code"])
    op.create_table(
        "number_request",
        sa.Column("series", sa.Text(), nullable=False),
        sa.Column("template", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("subject_id", sa.String(36), nullable=False),
        *_synced(),
        sa.PrimaryKeyConstraint("id", name="pk_number_request"),
    )
    op.create_index("ix_number_request_subject_id", "number_request", ["subject_id"])


def downgrade() -> None:
    op.drop_table("number_request")
    op.drop_table("number_series")
