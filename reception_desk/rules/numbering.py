"""文号 and 登记编号: how a series is written (domain.md §3.2). The centre counts, nobody else.

A pattern names its places: `{division}` the division code of the unit, `{year}`, `{day}`
(yyyymmdd), and the running number `{n}`, or `{n:4}` with at least four digits. Whatever stands
before and after the running number is the count's own name: a new year, day or division begins
again at 1.
"""

import csv
import re
from dataclasses import dataclass
from datetime import date
from functools import cache

from reception_desk.config import resource
from reception_desk.errors import InvalidInputError

REGISTRATION = "registration"
"""The series of 登记编号; every visit asks for one."""
LONGEST = 60
_PLACES = re.compile(r"\{([^{}]*)\}")
_NUMBER = re.compile(r"n(:[1-9])?")


@dataclass(frozen=True, slots=True)
class NumberSeries:
    """One series of numbers; `pattern` is the office's to edit."""

    code: str
    name: str
    pattern: str


@cache
def shipped_series() -> tuple[NumberSeries, ...]:
    """Return the proposals of `resources/number_series.csv`; the office fixes its own."""
    with resource("number_series.csv").open(encoding="utf-8", newline="") as file:
        return tuple(NumberSeries(**row) for row in csv.DictReader(file))


def check_pattern(pattern: str) -> str:
    """Return the pattern without outer blanks.

    Raises `InvalidInputError` when it lacks the running number or a year or day, has an unknown
    place, or is longer than 60 characters.
    """
    text = pattern.strip()
    places = _PLACES.findall(text)
    numbers = [place for place in places if _NUMBER.fullmatch(place)]
    known = {"division", "year", "day"}
    is_sound = not re.search(r"[{}\x00-\x1f]", _PLACES.sub("", text)) and len(text) <= LONGEST
    if len(numbers) != 1 or not is_sound or any(p not in known for p in places if p not in numbers):
        raise InvalidInputError(
            "编号格式要有且只有一个流水号 {n}（或 {n:4}），其余可用 {year}、{day}、{division}。",
            advice="例如：孝信访〔{year}〕{n}号。",
        )
    if not {"year", "day"} & set(places):
        raise InvalidInputError(
            "编号格式里要有 {year} 或 {day}：流水号按年（日）重新起算。",
            advice="例如：孝信访〔{year}〕{n}号。",
        )
    return text


def number_template(pattern: str, *, day: date, division: str) -> str:
    """Fill in everything but the running number; the centre counts by what comes out.

    >>> number_template("孝信访〔{year}〕{n}号", day=date(2026, 11, 23), division="420921")
    '孝信访〔2026〕{n}号'
    """
    filled = {"year": f"{day:%Y}", "day": f"{day:%Y%m%d}", "division": division}
    return _PLACES.sub(lambda found: filled.get(found[1], found[0]), pattern)


def numbered(template: str, ordinal: int) -> str:
    """Return the number that the centre writes for place `ordinal` of `template`."""
    place = _PLACES.search(template)
    width = int(place[1][2:] or 1) if place else 1
    return _PLACES.sub(f"{ordinal:0{width}d}", template)
