"""Fewer pages for a registration: no index that nothing reads, search keys queued by row."""

from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_UP = (
    "DROP INDEX ix_matter_registered_at",
    "DROP INDEX ix_audit_entry_subject_id",
    "DROP INDEX ix_number_request_subject_id",
    "DROP INDEX ix_outbox_row_id",
    "CREATE INDEX ix_outbox_row_id ON outbox (row_id) WHERE operation = 'U'",
    "CREATE INDEX ix_outbox_refused ON outbox (seq) WHERE refusal IS NOT NULL",
    "DROP TABLE search_pending",
    """CREATE TABLE search_pending (
    subject TEXT NOT NULL,
    subject_row INTEGER NOT NULL,
    CONSTRAINT pk_search_pending PRIMARY KEY (subject, subject_row)
)
 WITHOUT ROWID""",
)
_DOWN = (
    # The older program makes the keys that wait at its next save, but never the text.
    """INSERT INTO visit_text (rowid, summary, claim, facts)
    SELECT rowid, summary, claim, facts FROM visit
    WHERE rowid IN (SELECT subject_row FROM search_pending WHERE subject = 'claim')""",
    "CREATE TEMP TABLE waiting AS SELECT * FROM search_pending WHERE subject <> 'claim'",
    "DROP TABLE search_pending",
    """CREATE TABLE search_pending (
    id INTEGER NOT NULL,
    subject TEXT NOT NULL,
    subject_row INTEGER NOT NULL,
    CONSTRAINT pk_search_pending PRIMARY KEY (id)
)""",
    "INSERT INTO search_pending (subject, subject_row) SELECT subject, subject_row FROM waiting",
    "DROP TABLE waiting",
    "DROP INDEX ix_outbox_refused",
    "DROP INDEX ix_outbox_row_id",
    "CREATE INDEX ix_outbox_row_id ON outbox (row_id)",
    "CREATE INDEX ix_number_request_subject_id ON number_request (subject_id)",
    "CREATE INDEX ix_audit_entry_subject_id ON audit_entry (subject_id)",
    "CREATE INDEX ix_matter_registered_at ON matter (registered_at)",
)


def upgrade() -> None:
    for statement in _UP:
        op.execute(statement)


def downgrade() -> None:
    for statement in _DOWN:
        op.execute(statement)
