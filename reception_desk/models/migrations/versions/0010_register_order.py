"""The register's order is read from one index alone."""

from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("DROP INDEX ix_visit_arrived_at_id")
    op.execute("CREATE INDEX ix_visit_register ON visit (arrived_at, id, stream, voided_at)")


def downgrade() -> None:
    op.execute("DROP INDEX ix_visit_register")
    op.execute("CREATE INDEX ix_visit_arrived_at_id ON visit (arrived_at, id)")
