"""The releases of the desk, and which of them the centre accepts.

Several revisions of the tables may lie between two releases; a desk in the field is always one
of a release. The centre accepts the last two named here and everything after them; a desk newer
than the centre is accepted too (its unknown columns wait in `_extra`, its unknown tables at the
desk).
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Release:
    """A published version of the program and the last revision of its tables."""

    version: str
    schema: int


RELEASES = (Release("0.1.0", 1),)
"""In order. A release adds its line here; nothing else says what is accepted."""

TABLES_OF_FIRST = frozenset(
    {
        "account",
        "account_role",
        "audit_entry",
        "calendar_day",
        "desk",
        "document",
        "material",
        "matter",
        "person",
        "print_event",
        "scanned_document",
        "scanned_page",
        "step",
        "unit",
        "visit",
        "visit_matter",
        "visit_need",
        "visit_person",
    }
)
"""The synced tables of 0.1.0: told of another one, that release stops. Later ones ignore it."""


def oldest_accepted(releases: tuple[Release, ...] = RELEASES) -> int:
    """Return the revision of the oldest release that the centre accepts."""
    return releases[-2:][0].schema
