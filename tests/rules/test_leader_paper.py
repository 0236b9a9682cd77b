"""The yearly paper as rows of cells: headings by their names, and each wrong line told."""

from datetime import date, time

import pytest

from reception_desk.errors import InvalidInputError
from reception_desk.records.sheets import CellKind, SheetCell, SheetRow
from reception_desk.rules.leader_days import RestDay, Rhythm
from reception_desk.rules.leader_paper import other_year, paper_rules, read_paper

HEAD = ("姓名", "职务", "分管", "接访日期", "时间", "地点", "遇休息日")
GOOD = ("何某", "县长", "全面工作", "每月15日", "8:30-11:30", "接访室", "")


def cell(value: str | SheetCell) -> SheetCell:
    if isinstance(value, SheetCell):
        return value
    return SheetCell(CellKind.TEXT, value) if value else SheetCell(CellKind.EMPTY)


def sheet(*rows: tuple[str | SheetCell, ...], head: tuple[str, ...] = HEAD) -> list[SheetRow]:
    return [SheetRow(number, tuple(map(cell, row))) for number, row in enumerate((head, *rows), 1)]


def changed(place: int, value: str | SheetCell) -> tuple[str | SheetCell, ...]:
    return (*GOOD[:place], value, *GOOD[place + 1 :])


def test_a_line_is_read_below_a_title_and_headings_in_any_order():
    rows = sheet(
        ("",),
        ("地 点", "接访时间", "接访安排", "职 务", "领导姓名"),
        ("二楼", "08：30—11：30", "每周一、三", "副县长", "吕 某"),
        ("", "", "", "", ""),
        head=("孝昌县2027年县级领导接访安排表",),
    )
    (line,) = read_paper(rows, 2027).lines

    assert (line.number, line.name, line.post, line.portfolio) == (4, "吕某", "副县长", "")
    assert (line.starts_at, line.ends_at, line.place) == (time(8, 30), time(11, 30), "二楼")
    assert [one.weekday for one in line.rhythms] == [0, 2]
    assert line.rest_day is RestDay.LATER


def test_a_date_of_excel_and_a_written_one_are_rules_of_one_day():
    day = SheetCell(CellKind.DAY, "2027-03-15", date(2027, 3, 15))
    reading = read_paper(sheet(changed(3, day), changed(3, "2027-06-18、9月1日")), 2027)
    rules = list(paper_rules(reading.lines, 2027, {("何某", "县长"): "key"}))

    assert [(one.first, one.last, one.number) for one in rules] == [
        (date(2027, 3, 15), date(2027, 3, 15), 15),
        (date(2027, 6, 18), date(2027, 6, 18), 18),
        (date(2027, 9, 1), date(2027, 9, 1), 1),
    ]


def test_those_who_take_turns_are_one_roster_in_the_order_of_the_paper():
    turns = "每个工作日轮流"
    rows = sheet(
        ("乙某", "副县长", "", turns, "14:30-17:00", "二楼", "取消"),
        GOOD,
        ("甲某", "副县长", "", turns, "14:30-17:00", "二楼", "取消"),
        ("丙某", "副县长", "", turns, "8:30-11:30", "二楼", "取消"),
    )
    lines = read_paper(rows, 2027).lines
    rules = list(paper_rules(lines, 2027, {line.leader: line.name for line in lines}))

    assert [one.leader_ids for one in rules] == [("乙某", "甲某"), ("何某",), ("丙某",)]
    assert (rules[0].rhythm, rules[0].rest_day) == (Rhythm.EVERY_WORKING_DAY, RestDay.DROPPED)
    assert (rules[1].first, rules[1].last) == (date(2027, 1, 1), date(2027, 12, 31))


@pytest.mark.parametrize(
    ("place", "value", "words"),
    [
        (0, "", "没有写“领导姓名”，请写成例如“何某”"),
        (0, "何某、吕某", "请写成每行一位"),
        (0, "何" * 31, "请写成不超过30个字"),
        (1, "", "没有写“职务”"),
        (3, "不定期", "“不定期”不是可用的接访安排，请写成 每月15日"),
        (3, "2026-03-15", "2026-03-15不在2027年，请写成2027年的日期"),
        (3, SheetCell(CellKind.NUMBER, "46461"), "请写成 2027-03-15"),
        (3, SheetCell(CellKind.NUMBER, "15"), "请写成“每月15日”"),
        (3, SheetCell(CellKind.NUMBER, "0.5"), "“0.5”不是可用的接访安排"),
        (4, "全天", "“全天”不是可用的接访时间，请写成 8:30-11:30"),
        (4, "下午2:30-5:00", "24小时制"),
        (4, "11:30-8:30", "不是可用的接访时间"),
        (5, "", "没有写“接访地点”"),
        (5, SheetCell(CellKind.FORMULA), "“接访地点”是公式，请写成文字"),
        (5, SheetCell(CellKind.MERGED, "二楼"), "在合并的单元格里，请取消合并"),
        (6, "再议", "请写成 顺延、提前、取消 之一"),
    ],
)
def test_a_wrong_line_is_told_with_its_number_and_the_others_stand(
    place: int, value: str | SheetCell, words: str
):
    other = ("吕某", *GOOD[1:])
    reading = read_paper(sheet(changed(place, value), other), 2027)

    (fault,) = reading.faults
    assert str(fault).startswith("第2行：")
    assert words in str(fault)
    assert [line.name for line in reading.lines] == ["吕某"]


def test_a_line_said_twice_and_a_leader_of_two_posts_are_told():
    reading = read_paper(sheet(GOOD, GOOD, changed(1, "副县长")), 2027)

    assert [str(one) for one in reading.faults] == [
        "第3行：和第2行相同，请写成一行。",
        "第4行：何某的职务在第2行是“县长”，请写成一致的。",
    ]


def test_a_sheet_without_heading_or_lines_says_what_is_missing():
    with pytest.raises(InvalidInputError, match="缺少：接访安排、接访时间") as caught:
        read_paper(sheet(head=("姓名", "职务", "地点")), 2027)
    assert "遇休息日" in caught.value.advice
    with pytest.raises(InvalidInputError, match="缺少"):
        read_paper([], 2027)
    with pytest.raises(InvalidInputError, match="一行也没有"):
        read_paper(sheet(), 2027)


def test_a_title_of_another_year_is_noticed():
    rows = sheet(HEAD, GOOD, head=("孝昌县２０２８年县级领导接访安排表",))
    reading = read_paper(rows, 2027)

    assert other_year(reading.title, 2027) == 2028
    assert other_year("2026-2027年安排.xlsx", 2027) is None
    assert other_year("安排-20270315", 2026) is None
    assert other_year("", 2027) is None
