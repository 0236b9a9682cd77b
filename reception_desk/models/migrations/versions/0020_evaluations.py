"""Evaluations by petitioners, and the tries of a query code at this machine."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

_KEY, _TEXT, _MOMENT, _HASH = sa.String(36), sa.Text(), sa.String(24), sa.String(64)


def _synced() -> list[sa.Column]:
    return [
        sa.Column("id", _KEY, nullable=False),
        sa.Column("stream", sa.Integer(), nullable=False),
        sa.Column("desk_id", _KEY, nullable=False),
        sa.Column("created_at", _MOMENT, nullable=False),
        sa.Column("created_by", _KEY, nullable=True),
    ]


def upgrade() -> None:
    op.create_table(
        "evaluation",
        sa.Column("subject", _TEXT, nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("grade", _TEXT, nullable=False),
        sa.Column("reasons", _TEXT, nullable=False),
        *_synced(),
        sa.PrimaryKeyConstraint("id", name="pk_evaluation"),
    )
    op.create_index("ix_evaluation_month", "evaluation", ["month"])
    op.create_table(
        "evaluation_use",
        sa.Column("what_sha256", _HASH, nullable=False),
        *_synced(),
        sa.PrimaryKeyConstraint("id", name="pk_evaluation_use"),
    )
    op.create_index("ix_evaluation_use_what_sha256", "evaluation_use", ["what_sha256"])
    op.create_table(
        "evaluation_box",
        sa.Column("slip", _KEY, nullable=False),
        sa.Column("put_in_on", sa.Date(), nullable=False),
        sa.Column("subject", _TEXT, nullable=False),
        sa.Column("grade", _TEXT, nullable=False),
        sa.Column("reasons", _TEXT, nullable=False),
        sa.PrimaryKeyConstraint("slip", name="pk_evaluation_box"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "inquiry_failure",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code_sha256", _HASH, nullable=False),
        sa.Column("failed_at", _MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_inquiry_failure"),
    )


def downgrade() -> None:
    """The program before knows nothing of these: their rows are lost here, the centre has them."""
    for name in ("inquiry_failure", "evaluation_box", "evaluation_use", "evaluation"):
        op.drop_table(name)
