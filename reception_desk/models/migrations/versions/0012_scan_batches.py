"""Batches of scanned pages that are not on record yet, and papers filed as one sealed document."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _create_batches()
    _create_filed_paper()
    op.execute("ALTER TABLE document ADD COLUMN later_kind TEXT")


def _create_batches() -> None:
    op.create_table(
        "scan_batch",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("account_id", sa.String(36), nullable=False),
        sa.Column("visit_id", sa.String(36), nullable=False),
        sa.Column("arrangement", sa.Text(), nullable=False),
        sa.Column("earlier", sa.Text(), nullable=False),
        sa.Column("updated_at", sa.String(24), nullable=False),
        sa.Column("filed_at", sa.String(24), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_scan_batch"),
    )
    op.create_index("ix_scan_batch_visit_id", "scan_batch", ["visit_id"])
    op.create_table(
        "scan_batch_page",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("batch_id", sa.String(36), nullable=False),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("dpi", sa.Integer(), nullable=False),
        sa.Column("is_partial", sa.Boolean(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("treatment", sa.Text(), nullable=True),
        sa.Column("decisions", sa.Text(), nullable=True),
        sa.Column("look", sa.Text(), nullable=True),
        sa.Column("repeats", sa.String(36), nullable=True),
        sa.Column("problem", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_scan_batch_page"),
        _to_batch("scan_batch_page"),
    )
    op.create_index("ix_scan_batch_page_batch_id", "scan_batch_page", ["batch_id"])
    op.create_table(
        "scan_batch_piece",
        sa.Column("page_id", sa.String(36), nullable=False),
        sa.Column("batch_id", sa.String(36), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("page_id", "role", "number", name="pk_scan_batch_piece"),
        _to_batch("scan_batch_piece"),
    )
    op.create_index("ix_scan_batch_piece_batch_id", "scan_batch_piece", ["batch_id"])


def _to_batch(table: str) -> sa.ForeignKeyConstraint:
    name = f"fk_{table}_batch_id_scan_batch"
    return sa.ForeignKeyConstraint(["batch_id"], ["scan_batch.id"], name=name)


def _create_filed_paper() -> None:
    op.create_table(
        "filed_paper",
        sa.Column("scanned_document_id", sa.String(36), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("is_original", sa.Boolean(), nullable=False),
        sa.Column("is_to_return", sa.Boolean(), nullable=False),
        sa.Column("returned_at", sa.String(24), nullable=True),
        sa.Column("page_count", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("voided_at", sa.String(24), nullable=True),
        sa.Column("voided_by", sa.String(36), nullable=True),
        sa.Column("void_reason", sa.Text(), nullable=True),
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("stream", sa.Integer(), nullable=False),
        sa.Column("desk_id", sa.String(36), nullable=False),
        sa.Column("created_at", sa.String(24), nullable=False),
        sa.Column("created_by", sa.String(36), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_filed_paper"),
        sa.ForeignKeyConstraint(
            ["scanned_document_id"],
            ["scanned_document.id"],
            name="fk_filed_paper_scanned_document_id_scanned_document",
        ),
    )
    for column in ("scanned_document_id", "sha256"):
        op.create_index(f"ix_filed_paper_{column}", "filed_paper", [column])


def downgrade() -> None:
    """Triggers go with the table they belong to; batches not filed are lost with an update back."""
    op.execute("ALTER TABLE document DROP COLUMN later_kind")
    for table in ("filed_paper", "scan_batch_piece", "scan_batch_page", "scan_batch"):
        op.drop_table(table)
