"""One-time passwords, and the wait after wrong ones."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("account", sa.Column("must_change_password", sa.Boolean(), nullable=True))
    op.create_table(
        "sign_in_failure",
        sa.Column("login_hash", sa.String(64), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("failed_at", sa.String(24), nullable=False),
        sa.PrimaryKeyConstraint("login_hash", name="pk_sign_in_failure"),
    )


def downgrade() -> None:
    op.drop_table("sign_in_failure")
    op.drop_column("account", "must_change_password")
