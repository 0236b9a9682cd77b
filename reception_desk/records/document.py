"""Issued papers and scanned pages as the screen sees them."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class DocumentKind(StrEnum):
    """Papers of domain.md §3.3 that the desk issues."""

    REGISTRATION_FORM = "registration_form"
    RECEIPT = "receipt"

    @property
    def label(self) -> str:
        return {"registration_form": "来访事项登记单", "receipt": "来访回执"}[self.value]


@dataclass(frozen=True, slots=True)
class DocumentRecord:
    """An issued paper; `state` is the printer's latest answer, None when never printed."""

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
