"""iCalendar files: folded by octets, escaped, and read back by an independent parser."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from reception_desk.rules.calendar_file import (
    CalendarEntry,
    EntryStatus,
    calendar_file,
    escaped,
    folded,
)

BEGIN = datetime(2027, 3, 15, 0, 30, tzinfo=UTC)
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=200)


@given(TEXTS)
def test_no_part_of_a_folded_line_is_longer_than_75_octets_and_nothing_is_lost(text: str):
    line = f"SUMMARY:{escaped(text)}"
    parts = folded(line).split("\r\n")

    assert parts.pop() == ""
    assert all(len(part.encode()) <= 75 for part in parts)
    assert "".join([parts[0], *(part[1:] for part in parts[1:])]) == line
    assert all(part.startswith(" ") for part in parts[1:])


@given(TEXTS, TEXTS, TEXTS)
def test_a_parser_of_others_reads_what_was_written(summary: str, place: str, more: str):
    entry = CalendarEntry("key@desk", BEGIN, BEGIN + timedelta(hours=3), summary, place, more)
    (event,) = Calendar.from_ical(calendar_file("日程", [entry], BEGIN)).events

    for name, text in (("SUMMARY", summary), ("LOCATION", place), ("DESCRIPTION", more)):
        lines = ["".join(filter(str.isprintable, line)) for line in text.splitlines()]
        assert str(event.get(name, "")) == "\n".join(lines)
    assert (event.start, event.end) == (BEGIN, BEGIN + timedelta(hours=3))


def test_a_later_file_says_the_same_entry_changed():
    first = CalendarEntry("key@desk", BEGIN, BEGIN, "领导接访：县长 吕某；“上午”,\\二楼")
    later = CalendarEntry(
        "key@desk", BEGIN, BEGIN, "领导接访", revision=2, status=EntryStatus.CANCELLED
    )
    whole = calendar_file("领导接访日程", [first, later], BEGIN)
    read = Calendar.from_ical(whole)

    assert whole.startswith(b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n")
    assert whole.endswith(b"END:VCALENDAR\r\n")
    assert (str(read["METHOD"]), str(read["X-WR-CALNAME"])) == ("PUBLISH", "领导接访日程")
    one, other = read.events
    assert str(one["SUMMARY"]) == "领导接访：县长 吕某；“上午”,\\二楼"
    assert [event["UID"] for event in (one, other)] == ["key@desk"] * 2
    assert [event["SEQUENCE"] for event in (one, other)] == [0, 2]
    assert [str(event["STATUS"]) for event in (one, other)] == ["CONFIRMED", "CANCELLED"]


def test_times_are_written_in_utc_from_any_zone():
    hall = datetime.fromisoformat("2027-03-15T08:30:00+08:00")
    entry = CalendarEntry("key@desk", hall, hall, "领导接访")

    assert b"DTSTART:20270315T003000Z\r\n" in calendar_file("日程", [entry], BEGIN)
