"""Issued papers and scanned pages as the screen sees them."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class DocumentKind(StrEnum):
    """Papers of domain.md §3.3 that the desk issues."""

    REGISTRATION_FORM = "registration_form"
    RECEIPT = "receipt"
    MATERIALS_LIST = "materials_list"

    @property
    def label(self) -> str:
        return _KIND_LABELS[self]


_KIND_LABELS = {
    DocumentKind.REGISTRATION_FORM: "来访事项登记单",
    DocumentKind.RECEIPT: "来访回执",
    DocumentKind.MATERIALS_LIST: "材料接收清单",
}


@dataclass(frozen=True, slots=True)
class DocumentRecord:
    """An issued paper; `state` is the printer's latest answer, None when never printed.

    `printed_copies` are confirmed, `unproven_copies` went to a printer that confirms nothing;
    `prints` counts the jobs a printer took and `reprints` those of them that were 补打.
    """

    document_id: str
    visit_id: str | None
    kind: DocumentKind
    title: str
    number: str | None
    paper: str
    sha256: str
    size: int
    created_at: datetime
    state: str | None
    printer: str | None
    printer_reason: str | None
    printed_copies: int
    unproven_copies: int
    prints: int
    reprints: int
    is_stale: bool


@dataclass(frozen=True, slots=True)
class ScannedPageRecord:
    """A page on record; its image is `sha256` in the file store."""

    page_id: str
    scanned_document_id: str
    title: str
    position: int
    sha256: str
    media_type: str
    width: int
    height: int
    resolution: int
    is_partial: bool
    created_at: datetime


@dataclass(frozen=True, slots=True)
class PrintCopy:
    """The bytes that go to the printer; `number` is 0 for the paper itself, n for the n-th 补打."""

    pdf: bytes
    sha256: str
    number: int
