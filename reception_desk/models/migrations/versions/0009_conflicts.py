"""Conflicts and rounds of the sync at the desk, who made a change, what was sent anew."""

from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

_UP = (
    "ALTER TABLE outbox ADD COLUMN actor VARCHAR(36)",
    "ALTER TABLE outbox ADD COLUMN resent_as INTEGER",
    "ALTER TABLE held_change ADD COLUMN actor VARCHAR(36)",
    "ALTER TABLE sync_state ADD COLUMN actor VARCHAR(36)",
    """
    CREATE TABLE sync_conflict (
        id VARCHAR(36) NOT NULL,
        stream INTEGER NOT NULL,
        table_name TEXT NOT NULL,
        row_id VARCHAR(36) NOT NULL,
        column_name TEXT NOT NULL,
        saw TEXT,
        held TEXT,
        sent TEXT,
        held_desk TEXT NOT NULL,
        sent_desk TEXT NOT NULL,
        held_by VARCHAR(36),
        sent_by VARCHAR(36),
        held_at VARCHAR(24) NOT NULL,
        sent_at VARCHAR(24) NOT NULL,
        CONSTRAINT pk_sync_conflict PRIMARY KEY (id)
    )""",
    "CREATE INDEX ix_sync_conflict_cell ON sync_conflict (table_name, row_id, column_name)",
    "CREATE INDEX ix_sync_conflict_row_id ON sync_conflict (row_id)",
    """
    CREATE TABLE conflict_settlement (
        conflict_id VARCHAR(36) NOT NULL,
        verdict TEXT NOT NULL,
        id VARCHAR(36) NOT NULL,
        stream INTEGER NOT NULL,
        desk_id VARCHAR(36) NOT NULL,
        created_at VARCHAR(24) NOT NULL,
        created_by VARCHAR(36),
        CONSTRAINT pk_conflict_settlement PRIMARY KEY (id)
    )""",
    "CREATE INDEX ix_conflict_settlement_conflict_id ON conflict_settlement (conflict_id)",
    """
    CREATE TABLE sync_round (
        id INTEGER NOT NULL,
        started_at VARCHAR(24) NOT NULL,
        ended_at VARCHAR(24) NOT NULL,
        milliseconds INTEGER NOT NULL,
        rows_up INTEGER NOT NULL,
        rows_down INTEGER NOT NULL,
        conflicts INTEGER NOT NULL,
        refused INTEGER NOT NULL,
        failures INTEGER NOT NULL,
        failure TEXT,
        CONSTRAINT pk_sync_round PRIMARY KEY (id)
    )""",
    "CREATE INDEX ix_sync_round_started_at ON sync_round (started_at)",
)
_DOWN = (
    "DROP TABLE sync_round",
    "DROP TABLE conflict_settlement",
    "DROP TABLE sync_conflict",
    "ALTER TABLE sync_state DROP COLUMN actor",
    "ALTER TABLE held_change DROP COLUMN actor",
    "ALTER TABLE outbox DROP COLUMN resent_as",
    "ALTER TABLE outbox DROP COLUMN actor",
)


def upgrade() -> None:
    _run(_UP)


def downgrade() -> None:
    _run(_DOWN)


def _run(statements: tuple[str, ...]) -> None:
    connection = op.get_bind()
    for statement in statements:
        connection.exec_driver_sql(statement)
