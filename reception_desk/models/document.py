"""Issued papers with their print history, and scanned pages; bytes live in the file store."""

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from reception_desk.models.base import AppendOnlyRow, Base, EditableRow, file_key, key_to


class Document(EditableRow, Base):
    """An issued paper; `sha256` names the PDF in the file store.

    A kind that came after the first release stands in `later_kind`; `kind` then holds one that
    the desks of that release can show and print. A paper of a matter names the visit of the person
    it is for, too; `content` is JSON of what it says, so that it can be set once more with the
    number that the centre gives it.
    """

    __tablename__ = "document"

    visit_id: Mapped[str | None] = key_to("visit", index=True)
    kind: Mapped[str]
    title: Mapped[str]
    number: Mapped[str | None]
    paper: Mapped[str]
    sha256: Mapped[str] = file_key()
    size: Mapped[int]
    is_stale: Mapped[bool] = mapped_column(default=False)
    later_kind: Mapped[str | None]
    matter_id: Mapped[str | None] = key_to("matter", index=True)
    content: Mapped[str | None]


class PrintEvent(AppendOnlyRow, Base):
    """One answer of a printer about one job; the latest is the document's print state.

    `sha256` proves what was sent: the paper itself, or its reprint with the mark 补打. A reprint
    stays on the disk of its desk; from paper, count and day the same bytes can be made anywhere.
    """

    __tablename__ = "print_event"

    document_id: Mapped[str] = key_to("document", index=True)
    job: Mapped[str]
    printer: Mapped[str]
    state: Mapped[str]
    printer_reason: Mapped[str | None]
    copies: Mapped[int]
    is_reprint: Mapped[bool]
    sha256: Mapped[str | None] = mapped_column(String(64))
    occurred_at: Mapped[datetime]


class ScannedDocument(EditableRow, Base):
    """A paper handed in: a titled run of pages attached to a visit."""

    __tablename__ = "scanned_document"

    visit_id: Mapped[str] = key_to("visit", index=True)
    title: Mapped[str]


class ScannedPage(EditableRow, Base):
    """One page image; `width` and `height` in pixels, `resolution` in dpi."""

    __tablename__ = "scanned_page"

    scanned_document_id: Mapped[str] = key_to("scanned_document", index=True)
    position: Mapped[int]
    sha256: Mapped[str] = file_key()
    media_type: Mapped[str]
    size: Mapped[int]
    width: Mapped[int]
    height: Mapped[int]
    resolution: Mapped[int]
    is_partial: Mapped[bool]
    source: Mapped[str]


class FiledPaper(EditableRow, Base):
    """A paper handed in as one sealed PDF/A-2b, named by `sha256`.

    Its pages as they were read are the `ScannedPage` rows of the same `ScannedDocument`.
    """

    __tablename__ = "filed_paper"

    scanned_document_id: Mapped[str] = key_to("scanned_document", index=True)
    kind: Mapped[str]
    is_original: Mapped[bool]
    is_to_return: Mapped[bool]
    returned_at: Mapped[datetime | None]
    page_count: Mapped[int]
    sha256: Mapped[str] = file_key()
    size: Mapped[int]


class PageText(AppendOnlyRow, Base):
    """What was read from a page on record; without a row it was not read yet.

    `text` runs on over the ends of lines, so that a word broken by one is found. `places` is a
    JSON list with one list for each line: where it begins and ends in the text, confidence in
    percent, then x and y of the four corners of its box in pixels of the upright page of `width`
    times `height`. `reader` names the models.
    """

    __tablename__ = "page_text"

    scanned_page_id: Mapped[str] = key_to("scanned_page", index=True)
    text: Mapped[str]
    places: Mapped[str]
    width: Mapped[int]
    height: Mapped[int]
    reader: Mapped[str]
