"""A calendar as a file that every calendar program reads (iCalendar, RFC 5545).

Times are written in UTC, so that no program has to know our zone. A later file of the same entry
has the same UID and a larger SEQUENCE (§3.8.7.4), by which the program changes what it has.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

_LONGEST_LINE = 75
"""Octets of a line without its end (§3.1)."""
_PRODUCT = "-//reception-desk//leader days//ZH"


class EntryStatus(StrEnum):
    """How certain an entry is (§3.8.1.11)."""

    TENTATIVE = "TENTATIVE"
    CONFIRMED = "CONFIRMED"
    CANCELLED = "CANCELLED"


@dataclass(frozen=True, slots=True)
class CalendarEntry:
    """An appointment; its times have a zone, `revision` grows with each change."""

    uid: str
    starts_at: datetime
    ends_at: datetime
    summary: str
    place: str = ""
    description: str = ""
    revision: int = 0
    status: EntryStatus = EntryStatus.CONFIRMED


def calendar_file(name: str, entries: Iterable[CalendarEntry], written_at: datetime) -> bytes:
    """Return the file as bytes."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:{_PRODUCT}",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{escaped(name)}",
        *(line for entry in entries for line in _entry(entry, written_at)),
        "END:VCALENDAR",
    ]
    return "".join(folded(line) for line in lines).encode()


def folded(line: str) -> str:
    """Return a line with its end, parted so that no part is longer than 75 octets (§3.1).

    A character is never parted, though the standard would allow it.
    """
    parts, part, size = [], "", 0
    for sign in line:
        width = len(sign.encode())
        if size + width > _LONGEST_LINE:
            parts.append(part)
            part, size = " ", 1
        part += sign
        size += width
    return "\r\n".join([*parts, part, ""])


def escaped(text: str) -> str:
    """Return a text as a value (§3.3.11): separators and line ends marked, no control signs."""
    lines = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").splitlines()
    return "\\n".join("".join(filter(str.isprintable, line)) for line in lines)


def _entry(entry: CalendarEntry, written_at: datetime) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{escaped(entry.uid)}"
    yield f"DTSTAMP:{_moment(written_at)}"
    yield f"SEQUENCE:{entry.revision}"
    yield f"DTSTART:{_moment(entry.starts_at)}"
    yield f"DTEND:{_moment(entry.ends_at)}"
    yield f"SUMMARY:{escaped(entry.summary)}"
    if entry.place:
        yield f"LOCATION:{escaped(entry.place)}"
    if entry.description:
        yield f"DESCRIPTION:{escaped(entry.description)}"
    yield f"STATUS:{entry.status.value}"
    yield "TRANSP:OPAQUE"
    yield "END:VEVENT"


def _moment(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"
