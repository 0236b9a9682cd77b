"""Kinds of issued papers as the rows hold them: one that came later is told beside one that every
release knows, so that the desks of the last release still list and print the paper.
"""

from sqlalchemy import ColumnElement

from reception_desk.models.document import Document
from reception_desk.records.document import DocumentKind

_OF_FIRST = frozenset({DocumentKind.REGISTRATION_FORM, DocumentKind.RECEIPT})
_STANDS_FOR_LATER = DocumentKind.REGISTRATION_FORM


def stored_kind(kind: DocumentKind) -> tuple[str, str | None]:
    """Return the values of `Document.kind` and `Document.later_kind`."""
    if kind in _OF_FIRST:
        return kind.value, None
    return _STANDS_FOR_LATER.value, kind.value


def kind_of(row: Document) -> DocumentKind:
    """Return the kind of a paper; one that this release does not know is what stands for it."""
    if row.later_kind in set(DocumentKind):
        return DocumentKind(row.later_kind)
    return DocumentKind(row.kind)


def is_of_kind(kind: DocumentKind) -> ColumnElement[bool]:
    """Return the condition for papers of this kind and no other."""
    known, later = stored_kind(kind)
    return (Document.kind == known) & Document.later_kind.is_not_distinct_from(later)
