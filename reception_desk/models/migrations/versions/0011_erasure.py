"""Orders to erase a visit, decisions, and the keys of what is gone."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
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


def _to_order(table: str) -> sa.ForeignKeyConstraint:
    name = f"fk_{table}_order_id_erase_order"
    return sa.ForeignKeyConstraint(["order_id"], ["erase_order.id"], name=name)


def upgrade() -> None:
    op.create_table(
        "erase_order",
        sa.Column("visit_id", sa.String(36), nullable=False),
        sa.Column("basis", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        *_synced(),
        sa.PrimaryKeyConstraint("id", name="pk_erase_order"),
    )
    op.create_index("ix_erase_order_visit_id", "erase_order", ["visit_id"])
    op.create_table(
        "erase_decision",
        sa.Column("order_id", sa.String(36), nullable=False),
        sa.Column("is_confirmed", sa.Boolean(), nullable=False),
        *_synced(),
        _to_order("erase_decision"),
        sa.PrimaryKeyConstraint("id", name="pk_erase_decision"),
    )
    op.create_index("ix_erase_decision_order_id", "erase_decision", ["order_id"])
    op.create_table(
        "erased_row",
        sa.Column("order_id", sa.String(36), nullable=False),
        sa.Column("table_name", sa.Text(), nullable=False),
        sa.Column("row_id", sa.String(36), nullable=False),
        sa.Column("column_name", sa.Text(), nullable=True),
        *_synced(),
        _to_order("erased_row"),
        sa.PrimaryKeyConstraint("id", name="pk_erased_row"),
    )
    op.create_index("ix_erased_row_row_id", "erased_row", ["row_id"])


def downgrade() -> None:
    for table in ("erased_row", "erase_decision", "erase_order"):
        op.drop_table(table)
