"""Kinds of issued papers as the rows hold them: one that came later is told beside one that every
release knows, so that the desks of the last release still list and print the paper.
"""

from collections.abc import Mapping, Sequence
from json import dumps, loads
from typing import Any

from sqlalchemy import ColumnElement

from reception_desk.models.document import Document
from reception_desk.records.document import DocumentKind

_OF_FIRST = frozenset({DocumentKind.REGISTRATION_FORM, DocumentKind.RECEIPT})
_STANDS_FOR_LATER = DocumentKind.REGISTRATION_FORM

OF_VISIT = _OF_FIRST | {DocumentKind.MATERIALS_LIST}
"""Papers made from a registration alone: they can be made again whenever it changes."""
OF_SESSION = frozenset(
    {
        DocumentKind.VIDEO_SESSION_FORM,
        DocumentKind.VIDEO_SESSION_NOTICE,
        DocumentKind.VIDEO_SESSION_RECORD,
        DocumentKind.RECORDING_CONSENT,
        DocumentKind.RECORDING_DISPOSAL,
    }
)
"""Papers made from a video session, which is told that they were."""
OF_LEADER_DAY = frozenset(
    {
        DocumentKind.LEADER_BOOKING_FORM,
        DocumentKind.LEADER_VISIT_FORM,
        DocumentKind.LEADER_INSTRUCTION,
    }
)
"""Papers made from a booking of a leader's day or from what was instructed there."""


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


_SERVES = "serves"
"""In `Document.content` beside the data: the keys of the papers that a 送达回证 is for."""


_ABOUT = "about"
"""In `Document.content` beside the data: the key of the record that a paper is made of."""


def content_text(data: Mapping[str, Any], serves: Sequence[str] = (), about: str = "") -> str:
    """Return what `Document.content` keeps: the data, the papers it is for, what it is made of."""
    kept = dict(data)
    if serves:
        kept[_SERVES] = list(serves)
    if about:
        kept[_ABOUT] = about
    return dumps(kept, ensure_ascii=False)


def content_of(row: Document) -> dict[str, Any]:
    """Return the data a paper of a matter was set from; empty for the papers of a visit."""
    kept = dict(loads(row.content)) if row.content else {}
    for beside in (_SERVES, _ABOUT):
        kept.pop(beside, None)
    return kept


def served_by(row: Document) -> tuple[str, ...]:
    """Return the keys of the papers that a receipt of service is for, in its own order."""
    return tuple(loads(row.content).get(_SERVES, ())) if row.content else ()


def about_of(row: Document) -> str:
    """Return the key of the record that a paper is made of, "" where none is named."""
    return str(loads(row.content).get(_ABOUT, "")) if row.content else ""


def shown_number(row: Document) -> str | None:
    """Return the number of a paper: the centre's, or until it comes the one printed on it."""
    return row.number or content_of(row).get("number") or None
