"""Handwritten signatures on the petitioner's screen."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

_KEY, _TEXT, _MOMENT, _HASH = sa.String(36), sa.Text(), sa.String(24), sa.String(64)


def upgrade() -> None:
    op.create_table(
        "signature",
        sa.Column("visit_id", _KEY, nullable=False),
        sa.Column("words", _TEXT, nullable=False),
        sa.Column("words_sha256", _HASH, nullable=False),
        sa.Column("strokes", _TEXT, nullable=False),
        sa.Column("strokes_sha256", _HASH, nullable=False),
        sa.Column("picture", _TEXT, nullable=False),
        sa.Column("signed_at", _MOMENT, nullable=False),
        sa.Column("id", _KEY, nullable=False),
        sa.Column("stream", sa.Integer(), nullable=False),
        sa.Column("desk_id", _KEY, nullable=False),
        sa.Column("created_at", _MOMENT, nullable=False),
        sa.Column("created_by", _KEY, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_signature"),
        sa.ForeignKeyConstraint(["visit_id"], ["visit.id"], name="fk_signature_visit_id_visit"),
    )
    op.create_index("ix_signature_visit_id", "signature", ["visit_id"])


def downgrade() -> None:
    """The program before knows nothing of these: their rows are lost here, the centre has them."""
    op.drop_table("signature")
