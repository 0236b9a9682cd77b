"""Files on their way to the centre, found by their hash."""

from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_NAMING = ("document", "scanned_page")

_TABLE = """
CREATE TABLE file_transfer (
    id INTEGER NOT NULL,
    sha256 VARCHAR(64) NOT NULL,
    size INTEGER NOT NULL,
    is_own BOOLEAN NOT NULL,
    state TEXT NOT NULL,
    reason TEXT,
    CONSTRAINT pk_file_transfer PRIMARY KEY (id),
    CONSTRAINT uq_file_transfer_sha256 UNIQUE (sha256)
)"""

# Rows written before this table was there; a desk made the row when it carries its own id.
_FILL = """
WITH own (value) AS (SELECT (SELECT value FROM local_setting WHERE name = 'desk_id')),
     named AS (SELECT sha256, size, created_at, desk_id FROM document
               UNION ALL SELECT sha256, size, created_at, desk_id FROM scanned_page)
INSERT INTO file_transfer (sha256, size, is_own, state)
SELECT sha256, max(size), max(is_own), CASE max(is_own) WHEN 1 THEN 'waiting' ELSE 'elsewhere' END
  FROM (SELECT sha256, size, created_at, desk_id IS own.value AS is_own FROM named, own)
 GROUP BY sha256 ORDER BY min(created_at)"""


def upgrade() -> None:
    connection = op.get_bind()
    connection.exec_driver_sql(_TABLE)
    connection.exec_driver_sql(
        "CREATE INDEX ix_file_transfer_state_id ON file_transfer (state, id)"
    )
    connection.exec_driver_sql(_FILL)
    for table in _NAMING:
        op.create_index(f"ix_{table}_sha256", table, ["sha256"])


def downgrade() -> None:
    """Triggers go with the table they write to; the older program makes its own again."""
    connection = op.get_bind()
    found = connection.exec_driver_sql(
        "SELECT name FROM sqlite_master WHERE type = 'trigger' AND sql LIKE '%file_transfer%'"
    ).all()
    for (name,) in found:
        connection.exec_driver_sql(f'DROP TRIGGER "{name}"')
    for table in _NAMING:
        op.drop_index(f"ix_{table}_sha256", table)
    op.drop_table("file_transfer")
