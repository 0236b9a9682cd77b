"""Steps that carry a matter through its life, service of papers, and where each matter stands."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

_STEP_COLUMNS = {
    "day": "DATE",
    "after_id": "VARCHAR(36)",
    "unit_id": "VARCHAR(36) CONSTRAINT fk_step_unit_id_unit REFERENCES unit (id)",
    "account_id": "VARCHAR(36)",
    "linked_matter_id": "VARCHAR(36)",
    "answers_id": "VARCHAR(36)",
    "due_on": "DATE",
    "days": "INTEGER",
    "result": "TEXT",
    "details": "TEXT",
}


def upgrade() -> None:
    for name, kind in _STEP_COLUMNS.items():
        op.execute(f"ALTER TABLE step ADD COLUMN {name} {kind}")
    op.execute(
        "ALTER TABLE document ADD COLUMN matter_id VARCHAR(36) "
        "CONSTRAINT fk_document_matter_id_matter REFERENCES matter (id)"
    )
    op.execute("ALTER TABLE document ADD COLUMN content TEXT")
    op.create_index("ix_document_matter_id", "document", ["matter_id"])
    _create_service_record()
    _create_standing()
    op.execute("INSERT INTO standing_pending (matter_id) SELECT id FROM matter")


def _create_service_record() -> None:
    op.create_table(
        "service_record",
        sa.Column("document_id", sa.String(36), nullable=False),
        sa.Column("matter_id", sa.String(36), nullable=False),
        sa.Column("way", sa.Text(), nullable=False),
        sa.Column("served_on", sa.Date(), nullable=False),
        sa.Column("received_by", sa.Text(), nullable=True),
        sa.Column("relation", sa.Text(), nullable=True),
        sa.Column("witness", sa.Text(), nullable=True),
        sa.Column("mail_number", sa.Text(), nullable=True),
        sa.Column("is_refused", sa.Boolean(), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("stream", sa.Integer(), nullable=False),
        sa.Column("desk_id", sa.String(36), nullable=False),
        sa.Column("created_at", sa.String(24), nullable=False),
        sa.Column("created_by", sa.String(36), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_service_record"),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name="fk_service_record_document_id_document"
        ),
        sa.ForeignKeyConstraint(
            ["matter_id"], ["matter.id"], name="fk_service_record_matter_id_matter"
        ),
    )
    op.create_index("ix_service_record_document_id", "service_record", ["document_id"])
    op.create_index("ix_service_record_matter_id", "service_record", ["matter_id"])


def _create_standing() -> None:
    op.create_table(
        "matter_standing",
        sa.Column("matter_id", sa.String(36), nullable=False),
        sa.Column("stream", sa.Integer(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("unit_id", sa.String(36), nullable=True),
        sa.Column("clerk_id", sa.String(36), nullable=True),
        sa.Column("is_supervised", sa.Boolean(), nullable=False),
        sa.Column("proposal", sa.Text(), nullable=True),
        sa.Column("refused", sa.Integer(), nullable=False),
        sa.Column("next_legal", sa.Date(), nullable=True),
        sa.Column("next_internal", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("matter_id", name="pk_matter_standing"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_matter_standing_next", "matter_standing", ["next_legal", "matter_id"])
    op.create_index("ix_matter_standing_state", "matter_standing", ["state", "matter_id"])
    op.create_table(
        "open_duty",
        sa.Column("matter_id", sa.String(36), nullable=False),
        sa.Column("duty", sa.String(3), nullable=False),
        sa.Column("stream", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.String(36), nullable=True),
        sa.Column("clerk_id", sa.String(36), nullable=True),
        sa.Column("is_petitioners", sa.Boolean(), nullable=False),
        sa.Column("start", sa.Date(), nullable=False),
        sa.Column("extend_days", sa.Integer(), nullable=False),
        sa.Column("hearing_days", sa.Integer(), nullable=False),
        sa.Column("target", sa.Date(), nullable=True),
        sa.Column("nominal", sa.Date(), nullable=False),
        sa.Column("legal", sa.Date(), nullable=False),
        sa.Column("internal", sa.Date(), nullable=False),
        sa.Column("is_provisional", sa.Boolean(), nullable=False),
        sa.Column("calendar_version", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("matter_id", "duty", name="pk_open_duty"),
        sqlite_with_rowid=False,
    )
    op.create_index(
        "ix_open_duty_board",
        "open_duty",
        ["is_petitioners", "legal", "internal", "stream", "unit_id", "clerk_id", "duty"],
    )
    op.create_table(
        "standing_pending",
        sa.Column("matter_id", sa.String(36), nullable=False),
        sa.PrimaryKeyConstraint("matter_id", name="pk_standing_pending"),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    """The program before knows the steps by name only: what they say beside it is lost."""
    for table in ("standing_pending", "open_duty", "matter_standing", "service_record"):
        op.drop_table(table)
    op.drop_index("ix_document_matter_id", "document")
    for column in ("matter_id", "content"):
        op.execute(f"ALTER TABLE document DROP COLUMN {column}")
    for name in reversed(_STEP_COLUMNS):
        op.execute(f"ALTER TABLE step DROP COLUMN {name}")
