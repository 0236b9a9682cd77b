"""信访工作例会: what is counted for the bi-monthly meeting, and how (domain.md §6).

Only what units owe, and subjects; never who petitions. A late one stays late, a share of nothing
is "—", and a cell of fewer than three is not shown by itself.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

LEAST_SHOWN = 3
NO_SHARE = "—"
_MONTHS = 2

DEFINITIONS = (
    "到期：法定期限或者承诺的日子在期间内的；期间还没有过完的，没有到日子又没有办的不算。",
    "按期：不晚于期限办的。逾期办结的始终计为逾期；往期逾期未办指期限在期间以前、到期末还没有办的。",
    "按期率：按期÷到期。责任单位按现在承办的单位计；转送、交办计在信访局；登记当日完成，不列。",
    "问题和属地：按登记日期计件；少于3件的合并为“其他”。环比：比前一个同样长的期间。",
    "分母为零的写“—”。",
)
"""Printed on every pack."""


@dataclass(frozen=True, slots=True)
class Period:
    """From `first` to `last`, both counted."""

    first: date
    last: date

    @property
    def before(self) -> "Period":
        """Return the period of two months before, or of as many days."""
        if self == two_months(self.first):
            return two_months(self.first - timedelta(days=1))
        days = self.last - self.first
        last = self.first - timedelta(days=1)
        return Period(last - days, last)

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last


def two_months(day: date) -> Period:
    """Return the January–February, March–April … in which a day lies."""
    first = day.replace(month=(day.month - 1) // _MONTHS * _MONTHS + 1, day=1)
    later = first + timedelta(days=31 * _MONTHS)
    return Period(first, later.replace(day=1) - timedelta(days=1))


@dataclass(frozen=True, slots=True)
class Owing:
    """Something a unit owed by a day, and when it was done; `unit` is its name."""

    unit: str
    due_on: date
    met_on: date | None = None


@dataclass(frozen=True, slots=True)
class OwingCount:
    """How many fell due, and what became of them; `earlier` are older ones still not done."""

    due: int = 0
    in_time: int = 0
    late: int = 0
    not_done: int = 0
    earlier: int = 0

    @property
    def rate(self) -> str:
        """Return what share was done in time."""
        return share(self.in_time, self.due)


def share(part: int, whole: int) -> str:
    """Return `95.8%`, "—" of nothing."""
    return f"{part / whole:.1%}" if whole else NO_SHARE


def change(now: int, before: int) -> str:
    """Return `+4.5%`; "—" where there was nothing, or too little to be shown."""
    return f"{(now - before) / before:+.1%}" if before >= LEAST_SHOWN else NO_SHARE


def count_owing(owings: Iterable[Owing], period: Period, today: date) -> OwingCount:
    """Count what fell due in the period as it stood at its end, or stands today."""
    found: Counter[str] = Counter()
    for one in owings:
        met = one.met_on if one.met_on is not None and one.met_on <= period.last else None
        if one.due_on in period:
            if met is None and one.due_on >= today:
                continue
            found["due"] += 1
            found["not_done" if met is None else "in_time" if met <= one.due_on else "late"] += 1
        elif one.due_on < period.first and met is None:
            found["earlier"] += 1
    return OwingCount(**found)


def by_unit(
    owings: Iterable[Owing], period: Period, today: date
) -> tuple[tuple[str, OwingCount], ...]:
    """Return each unit's count, those with most not done in time first."""
    held: dict[str, list[Owing]] = {}
    for one in owings:
        held.setdefault(one.unit, []).append(one)
    counts = ((unit, count_owing(found, period, today)) for unit, found in held.items())
    shown = [(unit, count) for unit, count in counts if count.due or count.earlier]
    return tuple(sorted(shown, key=_behind))


def _behind(counted: tuple[str, OwingCount]) -> tuple[int, int, str]:
    unit, count = counted
    return -(count.not_done + count.earlier), -count.late, unit


@dataclass(frozen=True, slots=True)
class SubjectRow:
    """A subject with its matters in words, as they may be printed."""

    name: str
    count: str
    share: str
    change: str


def subject_rows(
    now: Mapping[str, int], before: Mapping[str, int], most: int
) -> tuple[SubjectRow, ...]:
    """Return the subjects with most matters; what is small or beyond `most` is one row."""
    total = sum(now.values())
    ordered = sorted(now.items(), key=lambda one: (-one[1], one[0]))
    shown = [(name, count) for name, count in ordered if count >= LEAST_SHOWN][:most]
    rows = [
        SubjectRow(name, str(count), share(count, total), change(count, before.get(name, 0)))
        for name, count in shown
    ]
    if rest := len(ordered) - len(shown):
        left = total - sum(count for _, count in shown)
        is_small = left < LEAST_SHOWN
        words = f"不足{LEAST_SHOWN}" if is_small else str(left)
        part = NO_SHARE if is_small else share(left, total)
        rows.append(SubjectRow(f"其他（{rest} 类）", words, part, NO_SHARE))
    return tuple(rows)
