"""One measured figure beside its floor, and how a list of them is written."""

import math
import os
import sys
import threading
import time
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum, auto
from pathlib import Path
from typing import Any, Self


class Goal(StrEnum):
    """What a target limits."""

    MOST_TIMES_THE_FLOOR = auto()
    LEAST_TIMES_THE_FLOOR = auto()
    MOST = auto()
    LEAST = auto()
    NONE = auto()


@dataclass(frozen=True, slots=True)
class Figure:
    """`ours` and `floor` in `unit`, measured in one run; `target` is read as `goal` says.

    `details` holds what else was seen (medians, counts, CPU time), by plain names.
    """

    name: str
    ours: float
    unit: str
    floor: float | None = None
    goal: Goal = Goal.NONE
    target: float | None = None
    details: dict[str, Any] = field(default_factory=dict)

    @property
    def ratio(self) -> float | None:
        """How many times the floor; None without a floor."""
        return self.ours / self.floor if self.floor else None

    @property
    def is_met(self) -> bool | None:
        """Whether the target is met; None without a target."""
        measured = self.ours if self.goal in {Goal.MOST, Goal.LEAST} else self.ratio
        if self.goal is Goal.NONE or self.target is None or measured is None:
            return None
        if self.goal in {Goal.LEAST, Goal.LEAST_TIMES_THE_FLOOR}:
            return measured >= self.target
        return measured <= self.target

    def as_json(self) -> dict[str, Any]:
        """Return plain values."""
        return {
            "name": self.name,
            "ours": _rounded(self.ours),
            "floor": _rounded(self.floor),
            "unit": self.unit,
            "ratio": _rounded(self.ratio),
            "goal": self.goal.value,
            "target": self.target,
            "ok": self.is_met,
            "details": self.details,
        }

    def cells(self) -> list[str]:
        """Return the cells of the printed line: name, ours, floor, ratio, target, verdict."""
        bound = {
            Goal.MOST: f"≤ {self.target:g} {self.unit}" if self.target else "",
            Goal.LEAST: f"≥ {self.target:g} {self.unit}" if self.target else "",
            Goal.MOST_TIMES_THE_FLOOR: f"≤ {self.target:g} 倍" if self.target else "",
            Goal.LEAST_TIMES_THE_FLOOR: f"≥ {self.target:g} 倍" if self.target else "",
            Goal.NONE: "",
        }[self.goal]
        return [
            self.name,
            f"{_short(self.ours)} {self.unit}",
            f"{_short(self.floor)} {self.unit}" if self.floor is not None else "",
            f"{self.ratio:.2f}" if self.ratio is not None else "",
            bound,
            {True: "达标", False: "未达标", None: "—"}[self.is_met],
        ]


HEADING = ["项目", "本程序", "底线", "倍数", "目标", "结果"]
_WIDTHS = (46, 15, 15, 8, 12, 6)


def line(cells: Sequence[str]) -> str:
    """Return cells as one aligned line; a Chinese character is two columns wide."""
    name, *values = (
        cell + " " * (width - columns_of(cell)) for cell, width in zip(cells, _WIDTHS, strict=True)
    )
    return "  ".join([name, *values]).rstrip()


def say(text: str) -> None:
    """Print a line at once, also into a pipe."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def columns_of(text: str) -> int:
    """Return how many terminal columns `text` takes."""
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)


def quantile(values: Iterable[float], share: float) -> float:
    """Return the smallest value that at least `share` of the values do not exceed."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(len(ordered) * share) - 1)]


def median(values: Iterable[float]) -> float:
    return quantile(values, 0.5)


def milliseconds(act: Callable[[], object]) -> float:
    """Return how long `act` takes."""
    started = time.perf_counter()
    act()
    return (time.perf_counter() - started) * 1000


def own_milliseconds(act: Callable[[], object]) -> float:
    """Return how long `act` takes, less the time this thread was ready but got no processor.

    Linux keeps that figure per thread; elsewhere the whole time counts.
    """
    waited = waited_ms()
    taken = milliseconds(act)
    return taken - (waited_ms() - waited)


def waited_ms() -> float:
    """Return how long this thread has been ready without a processor since it began."""
    with WaitClock() as clock:
        return clock.waited_ms()


class WaitClock:
    """Knows how long the thread that made it has been ready without a processor, all in all.

    Linux keeps that figure per thread; elsewhere it is 0. To ask costs one call of the system.
    """

    def __init__(self) -> None:
        path = Path(f"/proc/self/task/{threading.get_native_id()}/schedstat")
        self._file = os.open(path, os.O_RDONLY) if path.exists() else None

    def waited_ms(self) -> float:
        """Return the milliseconds since the thread began."""
        return int(os.pread(self._file, 100, 0).split()[1]) / 1e6 if self._file is not None else 0.0

    def close(self) -> None:
        """Let go of the file."""
        file, self._file = self._file, None
        if file is not None:
            os.close(file)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()


def interleaved(rounds: int, *acts: Callable[[], object], warm: int = 3) -> tuple[list[float], ...]:
    """Time the acts in turn, so that a noisy moment meets all of them; milliseconds.

    They are warmed before, but never longer than they are measured.
    """
    for _ in range(min(warm, rounds)):
        for act in acts:
            act()
    taken: tuple[list[float], ...] = tuple([] for _ in acts)
    for _ in range(rounds):
        for act, times in zip(acts, taken, strict=True):
            times.append(milliseconds(act))
    return taken


def spread(values: Sequence[float]) -> dict[str, float]:
    """Return median, p99 and largest value, rounded for the record."""
    return {
        "p50": round(median(values), 3),
        "p99": round(quantile(values, 0.99), 3),
        "max": round(max(values), 3),
        "count": len(values),
    }


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 3)


def _short(value: float | None) -> str:
    if value is None:
        return ""
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.4g}"
