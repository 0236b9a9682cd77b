"""The clock of a matter in words: what runs, until when and why; what was done, and in time."""

from dataclasses import dataclass
from datetime import date

from reception_desk.rules.chinese_dates import long_day_text
from reception_desk.rules.duties import DUTIES
from reception_desk.rules.duty_ledger import DutyEntry, Reckoning
from reception_desk.rules.standing import Standing
from reception_desk.ui.pages.matters.matter_words import left


@dataclass(frozen=True, slots=True)
class RunningDuty:
    """A duty that somebody still has; `left` says how long, `days` names the two other days.

    `is_right` for a period in which somebody may act: it passes, and nothing is late.
    """

    title: str
    bearer: str
    last_day: str
    left: str
    days: str
    derivation: tuple[str, ...]
    is_right: bool


@dataclass(frozen=True, slots=True)
class PastDuty:
    """A duty that was done, in time or late, or that fell away."""

    title: str
    words: str
    is_late: bool


@dataclass(frozen=True, slots=True)
class Clock:
    """What runs, the nearest first and the petitioner's own periods last, and what is past."""

    running: tuple[RunningDuty, ...]
    past: tuple[PastDuty, ...]


def clock(standing: Standing, by: Reckoning, today: date) -> Clock:
    """Return the clock of a matter as it stands `today`."""
    reckoned = [(entry, entry.deadline(by)) for entry in standing.open_duties]
    reckoned.sort(key=lambda pair: (_is_right(pair[0]), pair[1].legal))
    running = tuple(_running(entry, by, today) for entry, _ in reckoned)
    past = tuple(_past(entry, by) for entry in standing.duties if not entry.is_open)
    return Clock(running, past)


def _running(entry: DutyEntry, by: Reckoning, today: date) -> RunningDuty:
    deadline = entry.deadline(by)
    rule = DUTIES[entry.duty]
    if _is_right(entry):
        rest = (deadline.legal - today).days
        words = f"还有 {rest} 天" if rest > 0 else "最后一天" if rest == 0 else "期限已过"
    else:
        words = str(left(deadline.legal, deadline.internal, today))
    internal = "" if entry.is_petitioners else f"内部目标 {deadline.internal} · "
    provisional = "（暂定）" if deadline.provisional else ""
    extended = f" · 已延长 {entry.extend_days} 日" if entry.extend_days else ""
    return RunningDuty(
        title=rule.title,
        bearer=rule.bearer,
        last_day=f"{long_day_text(deadline.legal)}{provisional}",
        left=words,
        days=f"{internal}名义日 {deadline.nominal}{extended}",
        derivation=deadline.derivation,
        is_right=_is_right(entry),
    )


def _past(entry: DutyEntry, by: Reckoning) -> PastDuty:
    title = DUTIES[entry.duty].title
    if entry.met_on is None:
        return PastDuty(title, f"{entry.ended_on} 终止，不再需要", is_late=False)
    late = (entry.met_on - entry.deadline(by).legal).days
    if _is_right(entry):
        return PastDuty(title, f"{entry.met_on} 已提出", is_late=False)
    words = f"超期 {late} 天" if late > 0 else "按期"
    return PastDuty(title, f"{entry.met_on} 完成，{words}", is_late=late > 0)


def _is_right(entry: DutyEntry) -> bool:
    return entry.is_petitioners or DUTIES[entry.duty].is_right
