"""What was sent to the printer: a reprint is a paper of its own."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("print_event", sa.Column("sha256", sa.String(64), nullable=True))


def downgrade() -> None:
    op.drop_column("print_event", "sha256")
