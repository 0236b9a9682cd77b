"""Letters, and which leader read them."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

_NEWEST_FIRST = ("letter_reading", "letter")
_KEY, _TEXT, _MOMENT = sa.String(36), sa.Text(), sa.String(24)


def upgrade() -> None:
    op.create_table(
        "letter",
        sa.Column("visit_id", _KEY, nullable=False),
        sa.Column("arrived_on", sa.Date(), nullable=False),
        sa.Column("posted_on", sa.Date(), nullable=True),
        sa.Column("leader_id", _KEY, nullable=True),
        sa.Column("mail_number", _TEXT, nullable=True),
        *_made(),
        sa.PrimaryKeyConstraint("id", name="pk_letter"),
        *_keys_of("letter", "visit"),
    )
    for column in ("visit_id", "arrived_on"):
        op.create_index(f"ix_letter_{column}", "letter", [column])
    op.create_table(
        "letter_reading",
        sa.Column("letter_id", _KEY, nullable=False),
        sa.Column("visit_id", _KEY, nullable=False),
        sa.Column("leader_id", _KEY, nullable=False),
        sa.Column("read_on", sa.Date(), nullable=False),
        sa.Column("text", _TEXT, nullable=True),
        sa.Column("promise_id", _KEY, nullable=True),
        *_made(),
        sa.PrimaryKeyConstraint("id", name="pk_letter_reading"),
        *_keys_of("letter_reading", "letter", "visit", "promise"),
    )
    op.create_index("ix_letter_reading_letter_id", "letter_reading", ["letter_id"])


def downgrade() -> None:
    """The program before knows nothing of these: their rows are lost here, the centre has them."""
    for table in _NEWEST_FIRST:
        op.drop_table(table)


def _keys_of(table: str, *others: str) -> list[sa.ForeignKeyConstraint]:
    return [
        sa.ForeignKeyConstraint(
            [f"{other}_id"], [f"{other}.id"], name=f"fk_{table}_{other}_id_{other}"
        )
        for other in others
    ]


def _made() -> tuple[sa.Column[Any], ...]:
    return (
        sa.Column("id", _KEY, nullable=False),
        sa.Column("stream", sa.Integer(), nullable=False),
        sa.Column("desk_id", _KEY, nullable=False),
        sa.Column("created_at", _MOMENT, nullable=False),
        sa.Column("created_by", _KEY, nullable=True),
    )
