"""A registration can be corrected; a visitor may be anonymous or the address unclear."""

from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_TABLE = """
CREATE TABLE correction (
    visit_id VARCHAR(36) NOT NULL,
    step_id VARCHAR(36) NOT NULL,
    subject TEXT NOT NULL,
    subject_id VARCHAR(36),
    field TEXT NOT NULL,
    earlier TEXT,
    id VARCHAR(36) NOT NULL,
    stream INTEGER NOT NULL,
    desk_id VARCHAR(36) NOT NULL,
    created_at VARCHAR(24) NOT NULL,
    created_by VARCHAR(36),
    CONSTRAINT pk_correction PRIMARY KEY (id),
    CONSTRAINT fk_correction_visit_id_visit FOREIGN KEY(visit_id) REFERENCES visit (id),
    CONSTRAINT fk_correction_step_id_step FOREIGN KEY(step_id) REFERENCES step (id)
)"""


def upgrade() -> None:
    connection = op.get_bind()
    connection.exec_driver_sql("ALTER TABLE visit ADD COLUMN is_anonymous BOOLEAN")
    connection.exec_driver_sql("ALTER TABLE visit ADD COLUMN is_unclear BOOLEAN")
    connection.exec_driver_sql(_TABLE)
    connection.exec_driver_sql("CREATE INDEX ix_correction_visit_id ON correction (visit_id)")


def downgrade() -> None:
    """Triggers name the columns of their tables; the older program makes its own again."""
    connection = op.get_bind()
    found = connection.exec_driver_sql(
        "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name IN "
        "('visit', 'correction') AND name LIKE 'desk_%'"
    ).all()
    for (name,) in found:
        connection.exec_driver_sql(f'DROP TRIGGER "{name}"')
    connection.exec_driver_sql("DROP TABLE correction")
    connection.exec_driver_sql("ALTER TABLE visit DROP COLUMN is_unclear")
    connection.exec_driver_sql("ALTER TABLE visit DROP COLUMN is_anonymous")
