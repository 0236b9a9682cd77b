"""Tables that never leave the desk: drafts, settings, sync state, files, search keys."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Index, Integer, String
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, mapped_column

from reception_desk.models.base import Base


class Draft(Base):
    """An open visitor tab; `payload` is JSON of the page's own form, written each second."""

    __tablename__ = "draft"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    account_id: Mapped[str] = mapped_column(String(36), index=True)
    position: Mapped[int]
    payload: Mapped[str]
    updated_at: Mapped[datetime]


class LocalSetting(Base):
    """A choice of this desk, for example its own desk id or the text size."""

    __tablename__ = "local_setting"

    name: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[str]


class SignInFailure(Base):
    """Wrong passwords in a row for one login, known by its SHA-256: it may be a typed password."""

    __tablename__ = "sign_in_failure"

    login_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    failures: Mapped[int]
    failed_at: Mapped[datetime]


class InquiryFailure(Base):
    """A query code and its second secret that did not belong together; known by the SHA-256."""

    __tablename__ = "inquiry_failure"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    code_sha256: Mapped[str] = mapped_column(String(64))
    failed_at: Mapped[datetime]


class SyncState(Base):
    """One row: this file's identity and its hybrid logical clock.

    `hlc` is milliseconds << 16 | counter and never runs back; `applying` stops pulled rows from
    echoing; `skew` is centre time minus desk time in ms; `acked` the last outbox row the centre
    has confirmed; `actor` the account that is signed in, whose changes are being captured.
    """

    __tablename__ = "sync_state"
    __table_args__ = (CheckConstraint("one = 1", name="one_row"),)

    one: Mapped[int] = mapped_column(primary_key=True)
    client: Mapped[str]
    applying: Mapped[bool] = mapped_column(default=False)
    hlc: Mapped[int] = mapped_column(default=0)
    skew: Mapped[int] = mapped_column(default=0)
    acked: Mapped[int] = mapped_column(default=0)
    epoch: Mapped[str | None]
    actor: Mapped[str | None] = mapped_column(String(36))
    synced_at: Mapped[datetime | None]


class SyncCursor(Base):
    """How far each stream has been pulled: every table up to `pos`.

    While a stream is being read, `head` is where that reading ends; tables before `table_name`
    are read up to it, `table_name` itself up to the row (`page_pos`, `page_id`).
    """

    __tablename__ = "sync_cursor"

    stream: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    pos: Mapped[int] = mapped_column(default=0)
    head: Mapped[int | None]
    table_name: Mapped[str | None]
    page_pos: Mapped[int | None]
    page_id: Mapped[str | None]


class OutboxRow(Base):
    """A committed change on its way to the centre; written by triggers.

    `refusal` says why the centre put it aside; `resent_as` is the change that carries the row
    anew.
    """

    __tablename__ = "outbox"
    __table_args__ = (
        # Only changes are looked up by their row; an insert need not touch the index.
        Index("ix_outbox_row_id", "row_id", sqlite_where=sql("operation = 'U'")),
        Index("ix_outbox_refused", "seq", sqlite_where=sql("refusal IS NOT NULL")),
        {"sqlite_autoincrement": True},
    )

    seq: Mapped[int] = mapped_column(Integer, primary_key=True)
    table_name: Mapped[str]
    row_id: Mapped[str]
    operation: Mapped[str] = mapped_column(String(1))
    hlc: Mapped[int]
    new_values: Mapped[str | None]
    old_values: Mapped[str | None]
    refusal: Mapped[str | None]
    actor: Mapped[str | None] = mapped_column(String(36))
    resent_as: Mapped[int | None]


OPEN_REFUSAL = OutboxRow.refusal.is_not(None) & OutboxRow.resent_as.is_(None)
"""Changes the centre put aside whose rows have not been sent anew since."""


class SyncRound(Base):
    """What one round of the sync moved, or why some in a row did not come about.

    `milliseconds` is what the round took; `failures` counts attempts with the same reason, the
    last of which ended at `ended_at`.
    """

    __tablename__ = "sync_round"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    started_at: Mapped[datetime] = mapped_column(index=True)
    ended_at: Mapped[datetime]
    milliseconds: Mapped[int]
    rows_up: Mapped[int]
    rows_down: Mapped[int]
    conflicts: Mapped[int]
    refused: Mapped[int]
    failures: Mapped[int]
    failure: Mapped[str | None]


class HeldChange(Base):
    """A change in a table that the centre does not know yet; it goes up after the centre's update.

    `seq` was its place in the outbox; it takes a new one when it returns there.
    """

    __tablename__ = "held_change"

    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    table_name: Mapped[str]
    row_id: Mapped[str]
    operation: Mapped[str] = mapped_column(String(1))
    hlc: Mapped[int]
    new_values: Mapped[str | None]
    old_values: Mapped[str | None]
    actor: Mapped[str | None] = mapped_column(String(36))


class FileTransfer(Base):
    """A file that a row names, and whether the centre has it.

    Triggers write it with the row, so no file is forgotten; `sync/files.py` marks it. `state` is
    a `FileState`, `is_own` says that a row made here names the file: its bytes belong on this disk.
    """

    __tablename__ = "file_transfer"
    __table_args__ = (Index("ix_file_transfer_state_id", "state", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    sha256: Mapped[str] = mapped_column(String(64), unique=True)
    size: Mapped[int]
    is_own: Mapped[bool]
    state: Mapped[str]
    reason: Mapped[str | None]


class SearchKey(Base):
    """A string under which a person or visit is found by prefix (models/search_keys.py).

    `subject_row` is the rowid: a fourth of the bytes of an id, in the table with the most rows.
    """

    __tablename__ = "search_key"
    __table_args__ = (
        Index("ix_search_key_subject_row", "subject_row"),
        {"sqlite_with_rowid": False},
    )

    kind: Mapped[str] = mapped_column(String(1), primary_key=True)
    text: Mapped[str] = mapped_column(primary_key=True)
    subject_row: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)


class SearchPending(Base):
    """A row whose search keys or full text are still to be made; filled by triggers.

    `subject` is person or visit (their keys), claim (the words of a visit), page (of a paper) or
    title (of a matter).
    """

    __tablename__ = "search_pending"
    __table_args__ = ({"sqlite_with_rowid": False},)

    subject: Mapped[str] = mapped_column(primary_key=True)
    subject_row: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
