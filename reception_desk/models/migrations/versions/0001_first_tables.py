"""The first schema."""

from pathlib import Path

from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_SCRIPT = Path(__file__).with_suffix(".sql")


def upgrade() -> None:
    statements = _SCRIPT.read_text(encoding="utf-8").split(";\n")
    connection = op.get_bind()
    for statement in statements:
        if statement.strip():
            connection.exec_driver_sql(statement)


def downgrade() -> None:
    connection = op.get_bind()
    connection.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
    tables = connection.exec_driver_sql(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' "
        "AND name NOT LIKE 'alembic_%' AND name NOT LIKE 'visit_text_%'"
    ).all()
    for (name,) in tables:
        connection.exec_driver_sql(f'DROP TABLE "{name}"')
