"""How long there is time, and how matters stand in their lists."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from reception_desk.records.matters import DueCount, DueLine, MatterRow
from reception_desk.ui.pages.matters.matter_words import (
    AWAITS,
    COLUMNS,
    LINE_COLUMNS,
    REFUSED,
    SUPERVISED,
    count_cells,
    left,
    line_cells,
    mark_of,
    matter_cells,
)
from reception_desk.ui.tokens import Colour

TODAY = date(2026, 11, 27)
ZONE = ZoneInfo("Asia/Shanghai")


def day(offset: int) -> date:
    return TODAY + timedelta(days=offset)


@pytest.mark.parametrize(
    ("legal", "internal", "words", "colour"),
    [
        (-1, -1, "已超期 1 天", Colour.ERROR),
        (-40, -41, "已超期 40 天", Colour.ERROR),
        (0, 0, "今天要办 最后一天", Colour.WARN),
        (3, 0, "今天要办 还有 3 天", Colour.WARN),
        (5, 3, "三天内 还有 5 天", Colour.ACCENT),
        (4, 4, "还有 4 天", None),
    ],
)
def test_late_and_near_are_said_in_words_that_carry_their_mark(legal, internal, words, colour):
    said = left(day(legal), day(internal), TODAY)
    assert str(said) == words
    mark = mark_of(words)
    assert (mark[0] if mark else None) is colour


def test_what_is_left_sorts_as_days_and_not_as_words():
    days = [left(day(offset), day(offset), TODAY) for offset in (10, 9, -2, 0)]
    assert [each.days for each in sorted(days)] == [-2, 0, 9, 10]


def row(**values: object) -> MatterRow:
    given = {
        "matter_id": "m",
        "title": "要求修路",
        "number": "T-1-20261123-001",
        "registered_at": datetime(2026, 11, 22, 17, 0, tzinfo=UTC),
        "state": "registered",
        "since": date(2026, 11, 23),
        "unit_name": "",
        "clerk_name": "周敏",
        "is_supervised": False,
        "proposal": None,
        "refused": 0,
        "next_legal": None,
        "next_internal": None,
    }
    return MatterRow(**{**given, **values})  # pyright: ignore[reportArgumentType]


def cells(**values: object) -> dict[str, object]:
    keys = (column.key for column in COLUMNS)
    return dict(zip(keys, matter_cells(row(**values), TODAY, ZONE), strict=True))


def test_a_matter_without_a_running_duty_has_no_day():
    shown = cells(title="")
    assert (shown["left"], shown["legal"], shown["unit"]) == (None, None, "—")
    assert (shown["title"], shown["state"]) == ("（诉求待补充）", "已登记")
    assert shown["registered"] == "2026-11-23", "the day of the hall, not of the clock in London"


@pytest.mark.parametrize(
    ("values", "note"),
    [
        ({}, None),
        ({"is_supervised": True}, SUPERVISED),
        ({"is_supervised": True, "refused": 1}, REFUSED),
        ({"proposal": "transferred", "refused": 1}, AWAITS),
    ],
)
def test_what_waits_for_a_person_is_noted_first(values: dict[str, object], note: str | None):
    assert cells(**values)["note"] == note


def test_a_state_of_a_later_release_stands_as_it_is():
    assert cells(state="sent_to_mars")["state"] == "sent_to_mars"


def test_a_line_of_the_board_names_the_duty_and_says_what_is_provisional():
    line = DueLine(
        "m", "", "T-1", "D4", "unit_received", "u", "花园镇", "周敏", day(-3), day(-3),
        is_provisional=True,
    )  # fmt: skip
    keys = (column.key for column in LINE_COLUMNS)
    shown = dict(zip(keys, line_cells(line, TODAY), strict=True))
    assert shown["legal"] == "2026-11-24（暂定）"
    assert shown["duty"] == "转送、交办事项的书面告知"
    assert str(shown["left"]) == "已超期 3 天"


def test_nothing_due_is_an_empty_cell():
    assert count_cells(DueCount("u", "花园镇", 2, 0, 0)) == ("花园镇", 2, None, None)
