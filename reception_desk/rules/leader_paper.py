"""两办文件 of a year as a sheet: a line names a leader, how often, when, where (domain.md §1.7).

A line that cannot be read is told with its number and what to write instead; the others stand.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta

from reception_desk.errors import InvalidInputError
from reception_desk.records.sheets import CellKind, SheetCell, SheetRow
from reception_desk.rules.clock_spans import parse_span
from reception_desk.rules.leader_days import LeaderDayRule, RestDay
from reception_desk.rules.rhythm_words import EXAMPLES, RhythmAsked, one_day, parse_rhythm

HEADINGS: Mapping[str, tuple[str, ...]] = {
    "name": ("领导姓名", "姓名", "接访领导", "领导"),
    "post": ("职务", "领导职务"),
    "portfolio": ("分管工作", "分管领域", "分管"),
    "rhythm": ("接访安排", "接访日期", "接访日", "日期", "安排"),
    "hours": ("接访时间", "时间", "时段"),
    "place": ("接访地点", "地点"),
    "rest": ("遇休息日", "遇节假日"),
}
"""The columns of the paper by the names a heading may have; the first stands in the template."""
_REQUIRED = ("name", "post", "rhythm", "hours", "place")
_REST_WORDS = {one.label: one for one in RestDay} | {"不接访": RestDay.DROPPED}
_LONGEST = {"name": 30, "post": 60, "portfolio": 200, "place": 60}
_YEAR = re.compile(r"(?<!\d)(20\d\d)(?!\d)")
_FIRST_SERIAL, _LAST_SERIAL = 36_526, 73_050
"""Excel's numbers for 2000-01-01 and 2099-12-31."""
_SERIAL_ZERO = date(1899, 12, 30)
_HEADING_WITHIN = 20


@dataclass(frozen=True, slots=True)
class PaperLine:
    """A line that can be kept; `number` is the row Excel shows."""

    number: int
    name: str
    post: str
    portfolio: str
    rhythms: tuple[RhythmAsked, ...]
    starts_at: time
    ends_at: time
    place: str
    rest_day: RestDay = RestDay.LATER

    @property
    def leader(self) -> tuple[str, str]:
        """Return by what the list knows a leader."""
        return self.name, self.post


@dataclass(frozen=True, slots=True)
class PaperFault:
    """What is wrong with a line, and what to write."""

    number: int
    words: str

    def __str__(self) -> str:
        return f"第{self.number}行：{self.words}。"


@dataclass(frozen=True, slots=True)
class PaperReading:
    """What a sheet says; nothing is on record yet. `title` is what stands above the heading."""

    year: int
    lines: tuple[PaperLine, ...]
    faults: tuple[PaperFault, ...]
    title: str = ""


class _FaultError(Exception):
    """A cell that cannot be read."""


def read_paper(rows: Sequence[SheetRow], year: int) -> PaperReading:
    """Return the lines below the heading. Raises `InvalidInputError` for a sheet without one."""
    at, places = _heading(rows)
    lines: list[PaperLine] = []
    faults: list[PaperFault] = []
    said = _Said()
    for row in rows[at + 1 :]:
        if all(cell.kind is CellKind.EMPTY for cell in row.cells):
            continue
        try:
            line = _line(row, places, year)
            said.note(line)
        except _FaultError as fault:
            faults.append(PaperFault(row.number, str(fault)))
        else:
            lines.append(line)
    if not lines and not faults:
        raise InvalidInputError(
            "表头下面一行也没有。", advice="请从表头的下一行起，每行写一位领导。"
        )
    title = " ".join(cell.text for row in rows[:at] for cell in row.cells if cell.text)
    return PaperReading(year, tuple(lines), tuple(faults), title)


def other_year(words: str, year: int) -> int | None:
    """Return the year a title or a file's name speaks of when it is not this one."""
    named = [int(found) for found in _YEAR.findall(unicodedata.normalize("NFKC", words))]
    return named[0] if named and year not in named else None


def paper_rules(
    lines: Iterable[PaperLine], year: int, keys: Mapping[tuple[str, str], str]
) -> Iterator[LeaderDayRule]:
    """Yield the rules the lines give; `keys` has the key of each leader.

    Those who take turns at the same time and place are one roster, in the order of the paper.
    A date is the rule of one day.
    """
    rosters: dict[tuple[object, ...], list[tuple[PaperLine, RhythmAsked]]] = defaultdict(list)
    for line in lines:
        for asked in line.rhythms:
            shared = (asked, line.starts_at, line.ends_at, line.place, line.rest_day)
            whose = "" if asked.takes_turns else line.leader
            rosters[*shared, whose].append((line, asked))
    for sharing in rosters.values():
        line, asked = sharing[0]
        yield LeaderDayRule(
            rule_id="",
            rhythm=asked.rhythm,
            leader_ids=tuple(dict.fromkeys(keys[one.leader] for one, _ in sharing)),
            starts_at=line.starts_at,
            ends_at=line.ends_at,
            place=line.place,
            first=asked.day or date(year, 1, 1),
            last=asked.day or date(year, 12, 31),
            number=asked.number,
            weekday=asked.weekday,
            rest_day=line.rest_day,
        )


def _heading(rows: Sequence[SheetRow]) -> tuple[int, dict[str, int]]:
    best: dict[str, int] = {}
    for at, row in enumerate(rows[:_HEADING_WITHIN]):
        names = [_squeezed(cell.text) for cell in row.cells]
        places = {
            column: names.index(heading)
            for column, known in HEADINGS.items()
            for heading in known[::-1]
            if heading in names
        }
        if all(column in places for column in _REQUIRED):
            return at, places
        best = max(best, places, key=len)
    missing = "、".join(HEADINGS[one][0] for one in _REQUIRED if one not in best)
    raise InvalidInputError(
        f"没有找到表头，缺少：{missing}。",
        advice="请用“存模板…”里的表头："
        + "、".join(known[0] for known in HEADINGS.values())
        + "。",
    )


def _line(row: SheetRow, places: Mapping[str, int], year: int) -> PaperLine:
    cells = {column: row.cell(at) for column, at in places.items()}
    _refuse_kinds(cells)
    words = {column: _text(cells[column], column) for column in _LONGEST if column in cells}
    if any(sign in words["name"] for sign in "、，,；;/"):
        raise _FaultError(f"“{words['name']}”像是几位领导，请写成每行一位")
    starts_at, ends_at = _hours(cells["hours"])
    return PaperLine(
        row.number,
        words["name"],
        words["post"],
        words.get("portfolio", ""),
        _rhythms(cells["rhythm"], year),
        starts_at,
        ends_at,
        words["place"],
        _rest_day(cells["rest"]) if "rest" in cells else RestDay.LATER,
    )


def _refuse_kinds(cells: Mapping[str, SheetCell]) -> None:
    for column, cell in cells.items():
        name = HEADINGS[column][0]
        if cell.kind is CellKind.FORMULA:
            raise _FaultError(f"“{name}”是公式，请写成文字（复制后“选择性粘贴”为数值）")
        if cell.kind is CellKind.MERGED:
            raise _FaultError(f"“{name}”在合并的单元格里，请取消合并，写成每行各填各的")
    for column in _REQUIRED:
        if cells[column].kind is CellKind.EMPTY:
            name = HEADINGS[column][0]
            raise _FaultError(f"没有写“{name}”，请写成例如“{_EXAMPLE[column]}”")


_EXAMPLE = {
    "name": "何某",
    "post": "副县长",
    "rhythm": "每月15日",
    "hours": "8:30-11:30",
    "place": "接访室",
}


def _text(cell: SheetCell, column: str) -> str:
    words = " ".join(cell.text.split())
    if column == "name":
        words = words.replace(" ", "")
    if len(words) > _LONGEST[column]:
        name = HEADINGS[column][0]
        raise _FaultError(f"“{name}”有{len(words)}个字，请写成不超过{_LONGEST[column]}个字")
    return words


def _rhythms(cell: SheetCell, year: int) -> tuple[RhythmAsked, ...]:
    if cell.kind is CellKind.NUMBER:
        raise _FaultError(_number_words(cell.text))
    try:
        found = (one_day(cell.day),) if cell.day else parse_rhythm(cell.text, year)
    except InvalidInputError as error:
        raise _FaultError(f"{error.message}，{error.advice}") from error
    for asked in found:
        if asked.day is not None and asked.day.year != year:
            raise _FaultError(f"{asked.day.isoformat()}不在{year}年，请写成{year}年的日期")
    return found


def _number_words(text: str) -> str:
    """Say what a bare number may have been: a date that lost its format, or a day of the month."""
    number = float(text)
    if _FIRST_SERIAL <= number <= _LAST_SERIAL:
        day = _SERIAL_ZERO + timedelta(days=int(number))
        return f"“{text}”像是日期变成了数字，请写成 {day.isoformat()}"
    if number in range(1, 32):
        return f"“{text}”只是一个数字，请写成“每月{int(number)}日”"
    return f"“{text}”不是可用的接访安排，请写成 {EXAMPLES}"


def _hours(cell: SheetCell) -> tuple[time, time]:
    words = cell.text.replace("上午", "").replace("下午", "").strip()
    if "下午" not in cell.text:
        try:
            return parse_span(words)
        except InvalidInputError:
            pass
    raise _FaultError(f"“{cell.text.strip()}”不是可用的接访时间，请写成 8:30-11:30（24小时制）")


def _rest_day(cell: SheetCell) -> RestDay:
    words = _squeezed(cell.text)
    if not words:
        return RestDay.LATER
    if words not in _REST_WORDS:
        labels = "、".join(one.label for one in RestDay)
        raise _FaultError(f"“{words}”不是遇休息日的办法，请写成 {labels} 之一")
    return _REST_WORDS[words]


class _Said:
    """The lines read so far, to know one said twice and a leader with two posts."""

    def __init__(self) -> None:
        self._lines: dict[tuple[object, ...], int] = {}
        self._posts: dict[str, tuple[str, int]] = {}

    def note(self, line: PaperLine) -> None:
        said = (line.leader, line.rhythms, line.starts_at, line.ends_at, line.place)
        if (before := self._lines.setdefault(said, line.number)) != line.number:
            raise _FaultError(f"和第{before}行相同，请写成一行")
        post, number = self._posts.setdefault(line.name, (line.post, line.number))
        if post != line.post:
            raise _FaultError(f"{line.name}的职务在第{number}行是“{post}”，请写成一致的")


def _squeezed(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())
