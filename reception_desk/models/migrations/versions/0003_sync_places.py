"""Changes that wait for the centre's update, and the place in a stream that is being read."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_PLACE = ("head", "table_name", "page_pos", "page_id")


def upgrade() -> None:
    op.create_table(
        "held_change",
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("table_name", sa.Text(), nullable=False),
        sa.Column("row_id", sa.Text(), nullable=False),
        sa.Column("operation", sa.String(1), nullable=False),
        sa.Column("hlc", sa.Integer(), nullable=False),
        sa.Column("new_values", sa.Text(), nullable=True),
        sa.Column("old_values", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("seq", name="pk_held_change"),
    )
    for name in _PLACE:
        kind = sa.Integer() if name in {"head", "page_pos"} else sa.Text()
        op.add_column("sync_cursor", sa.Column(name, kind, nullable=True))


def downgrade() -> None:
    for name in reversed(_PLACE):
        op.drop_column("sync_cursor", name)
    op.drop_table("held_change")
