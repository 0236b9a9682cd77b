"""Scanned pages that are not on record yet. They never leave the desk and never lie in the clear:
the pictures are kept in the encrypted file itself, piece by piece.
"""

from datetime import datetime

from sqlalchemy import ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from reception_desk.models.base import Base


class ScanBatchRow(Base):
    """The open batch of one account for one visit; `filed_at` until its pictures are gone.

    `arrangement` is JSON of what the clerk decided, `earlier` a JSON list of what it was before.
    """

    __tablename__ = "scan_batch"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    account_id: Mapped[str] = mapped_column(String(36))
    visit_id: Mapped[str] = mapped_column(String(36), index=True)
    arrangement: Mapped[str]
    earlier: Mapped[str]
    updated_at: Mapped[datetime]
    filed_at: Mapped[datetime | None]


class ScanBatchPageRow(Base):
    """A page that was read; it is there once all pieces of its original are.

    `treatment` is how its working picture was made, None while there is none; `decisions` what
    the pipeline found; `look` by what the page is recognised; `reading` the text of the working
    picture made by `read_as`: all of them JSON.
    """

    __tablename__ = "scan_batch_page"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    batch_id: Mapped[str] = mapped_column(String(36), ForeignKey("scan_batch.id"), index=True)
    media_type: Mapped[str]
    width: Mapped[int]
    height: Mapped[int]
    dpi: Mapped[int]
    is_partial: Mapped[bool]
    source: Mapped[str]
    treatment: Mapped[str | None]
    decisions: Mapped[str | None]
    look: Mapped[str | None]
    repeats: Mapped[str | None] = mapped_column(String(36))
    problem: Mapped[str]
    read_as: Mapped[str | None]
    reading: Mapped[str | None] = mapped_column(deferred=True)


class ScanBatchPiece(Base):
    """A piece of a picture of a page: small, so that no registration waits for a large write."""

    __tablename__ = "scan_batch_piece"

    page_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    batch_id: Mapped[str] = mapped_column(String(36), ForeignKey("scan_batch.id"), index=True)
    role: Mapped[str] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    media_type: Mapped[str]
    content: Mapped[bytes] = mapped_column(LargeBinary)
