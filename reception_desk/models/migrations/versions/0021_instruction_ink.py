"""Instructions that a leader wrote with a pen."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

_KEY, _TEXT, _MOMENT, _HASH = sa.String(36), sa.Text(), sa.String(24), sa.String(64)


def upgrade() -> None:
    op.create_table(
        "instruction_ink",
        sa.Column("instruction_id", _KEY, nullable=False),
        sa.Column("strokes", _TEXT, nullable=False),
        sa.Column("strokes_sha256", _HASH, nullable=False),
        sa.Column("picture", _TEXT, nullable=False),
        sa.Column("id", _KEY, nullable=False),
        sa.Column("stream", sa.Integer(), nullable=False),
        sa.Column("desk_id", _KEY, nullable=False),
        sa.Column("created_at", _MOMENT, nullable=False),
        sa.Column("created_by", _KEY, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_instruction_ink"),
        sa.ForeignKeyConstraint(
            ["instruction_id"],
            ["leader_instruction.id"],
            name="fk_instruction_ink_instruction_id_leader_instruction",
        ),
    )
    op.create_index("ix_instruction_ink_instruction_id", "instruction_ink", ["instruction_id"])


def downgrade() -> None:
    """The program before knows nothing of these: their rows are lost here, the centre has them."""
    op.drop_table("instruction_ink")
