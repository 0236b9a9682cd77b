"""A span of reception days as .ics and as a table; what changed is known by the same key."""

from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from icalendar import Calendar
from icalendar.cal import Event

from reception_desk.errors import DeskError, InvalidInputError, NotPermittedError
from reception_desk.records.actor import Actor
from reception_desk.records.export import ExportKind
from reception_desk.records.leader_days import DayEvent
from reception_desk.rules.leader_days import Rhythm
from reception_desk.services.leader_calendar import days_order, export_days
from reception_desk.services.leader_days import DayChange, reception_days, record_change, swap_days
from reception_desk.services.leader_notice import publish_month
from reception_desk.services.leader_plan import add_rule, keep_plan, propose_plan
from reception_desk.services.sheet_reading import read_sheet
from tests.leaders import FIRST, LAST, rule, two_leaders
from tests.offices import SampleOffice

DECEMBER = date(2026, 12, 1)


def never(_done: int, _total: int) -> None:
    """Nobody watches."""


def planned(desk: SampleOffice) -> tuple[Actor, list[str]]:
    """Return the planner and the keys of the Tuesdays of December, whose leaders take turns."""
    planner, secretary, magistrate = two_leaders(desk)
    add_rule(desk.database, planner, rule(Rhythm.WEEKLY, secretary, magistrate, weekday=1))
    keep_plan(desk.database, planner, propose_plan(desk.database, planner, FIRST, LAST).days)
    days = reception_days(desk.database, DECEMBER, LAST)
    return planner, [one.standing.facts.day_id for one in days]


def written(desk: SampleOffice, planner: Actor, target: Path) -> dict[str, Event]:
    order = days_order(target, ExportKind.ICS, DECEMBER, LAST)
    count = export_days(desk.database, planner, (DECEMBER, LAST), order, never)
    found = {str(event["UID"]): event for event in Calendar.from_ical(target.read_bytes()).events}
    assert len(found) == count
    return found


def revision(event: Event) -> int:
    return int(str(event["SEQUENCE"]))


def test_days_become_entries_that_keep_their_key_through_changes(
    desk: SampleOffice, tmp_path: Path
):
    planner, keys = planned(desk)
    publish_month(desk.database, planner, DECEMBER)
    before = written(desk, planner, tmp_path / "一.ics")
    swap_days(desk.database, planner, keys[0], keys[1], "出差")
    record_change(desk.database, planner, keys[2], DayChange(DayEvent.CANCELLED, "防汛"))
    after = written(desk, planner, tmp_path / "二.ics")

    assert before.keys() == after.keys() == {f"{key}@leader-days.reception-desk" for key in keys}
    first, second, third, *others = (f"{key}@leader-days.reception-desk" for key in keys)
    begin = datetime.fromisoformat("2026-12-01T08:30:00+08:00")
    assert before[first].start == begin
    assert before[first].end == begin + timedelta(hours=3)
    assert str(before[first]["LOCATION"]) == "第一接访室"
    names = [str(found[first]["SUMMARY"])[-2:] for found in (before, after)]
    assert sorted(names) == ["何某", "吕某"]
    assert {str(event["STATUS"]) for event in before.values()} == {"CONFIRMED"}
    assert str(after[third]["STATUS"]) == "CANCELLED"
    assert str(after[first]["STATUS"]) == "TENTATIVE", "a swapped day is published anew"
    for key in (first, second, third):
        assert revision(after[key]) > revision(before[key])
    assert all(revision(after[key]) == revision(before[key]) for key in others)
    assert "出差" not in (tmp_path / "二.ics").read_text(encoding="utf-8")


def test_the_table_names_who_was_to_come_and_gives_no_reason(desk: SampleOffice, tmp_path: Path):
    planner, keys = planned(desk)
    swap_days(desk.database, planner, keys[0], keys[1], "出差")
    target = tmp_path / "日程.xlsx"
    order = days_order(target, ExportKind.XLSX, DECEMBER, LAST)

    assert export_days(desk.database, planner, (DECEMBER, LAST), order, never) == len(keys)
    notice, head, first, *_ = read_sheet(target)
    assert "领导接访日程" in notice.cells[0].text
    assert [cell.text for cell in head.cells][:3] == ["日期", "星期", "时间"]
    cells = [cell.text for cell in first.cells]
    assert cells[:3] == ["2026-12-01", "星期二", "08:30-11:30"]
    assert (cells[4] in cells[8], cells[9]) == (False, "对调")
    assert "出差" not in "".join(cell.text for row in read_sheet(target) for cell in row.cells)


def test_an_empty_span_a_closed_place_and_the_window_are_refused(
    desk: SampleOffice, tmp_path: Path
):
    planner, _ = planned(desk)
    target = tmp_path / "日程.ics"
    empty = date(2031, 1, 1), date(2031, 2, 1)
    order = days_order(target, ExportKind.ICS, *empty)

    with pytest.raises(InvalidInputError, match="没有接访日"):
        export_days(desk.database, planner, empty, order, never)
    with pytest.raises(NotPermittedError):
        export_days(desk.database, desk.clerk, (DECEMBER, LAST), order, never)
    away = days_order(tmp_path / "没有" / "日程.ics", ExportKind.ICS, DECEMBER, LAST)
    with pytest.raises(DeskError, match="不能写入"):
        export_days(desk.database, planner, (DECEMBER, LAST), away, never)
    assert not target.exists()
