"""The text of scanned pages, and an index of its words."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "page_text",
        sa.Column("scanned_page_id", sa.String(36), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("places", sa.Text(), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("reader", sa.Text(), nullable=False),
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("stream", sa.Integer(), nullable=False),
        sa.Column("desk_id", sa.String(36), nullable=False),
        sa.Column("created_at", sa.String(24), nullable=False),
        sa.Column("created_by", sa.String(36), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_page_text"),
        sa.ForeignKeyConstraint(
            ["scanned_page_id"],
            ["scanned_page.id"],
            name="fk_page_text_scanned_page_id_scanned_page",
        ),
    )
    op.create_index("ix_page_text_scanned_page_id", "page_text", ["scanned_page_id"])
    op.execute(
        "CREATE VIRTUAL TABLE page_words USING fts5 "
        "(text, content = 'page_text', content_rowid = 'rowid', tokenize = 'trigram')"
    )
    for column in ("read_as", "reading"):
        op.execute(f"ALTER TABLE scan_batch_page ADD COLUMN {column} TEXT")


def downgrade() -> None:
    """The program before knows no text of pages: what was read stays in the sealed papers."""
    for column in ("read_as", "reading"):
        op.execute(f"ALTER TABLE scan_batch_page DROP COLUMN {column}")
    op.execute("DELETE FROM search_pending WHERE subject = 'page'")
    op.drop_table("page_words")
    op.drop_table("page_text")
