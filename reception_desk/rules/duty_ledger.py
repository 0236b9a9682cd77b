"""What a matter's steps made owed, done, or fall away: one entry for each duty begun."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from reception_desk.records.steps import StepRecord
from reception_desk.rules.calendar import WorkCalendar
from reception_desk.rules.deadlines import Deadline, due
from reception_desk.rules.duties import DUTIES, Duty
from reception_desk.rules.holiday_roll import HolidayRoll


@dataclass(frozen=True, slots=True)
class Reckoning:
    """What days are counted with, by the rules in force here.

    `hearing_lead` in days by the local rules on hearings (D15), `evaluation_days` after a notice
    or reply (`rules/evaluation`).
    """

    calendar: WorkCalendar
    policy: HolidayRoll = HolidayRoll.CIVIL_CODE
    hearing_lead: int = 7
    evaluation_days: int = 30


@dataclass(frozen=True, slots=True)
class DutyEntry:
    """A duty that began on `start`; done on `met_on`, or fallen away on `ended_on`, or open.

    `extended_by` is the step that extended it.
    """

    duty: Duty
    start: date
    started_by: str
    target: date | None = None
    extend_days: int = 0
    extended_by: str | None = None
    hearing_days: int = 0
    met_on: date | None = None
    met_by: str | None = None
    ended_on: date | None = None
    ended_by: str | None = None

    @property
    def is_open(self) -> bool:
        """Whether it is neither done nor fallen away."""
        return self.met_on is None and self.ended_on is None

    @property
    def is_petitioners(self) -> bool:
        """Whether it is the petitioner's own period, and no duty of an office."""
        return DUTIES[self.duty].is_petitioners

    def deadline(self, reckoning: Reckoning) -> Deadline:
        """Return its three days with their derivation."""
        return due(
            self.duty,
            self.start,
            reckoning.calendar,
            reckoning.policy,
            extend_days=self.extend_days,
            hearing_days=self.hearing_days,
            set_days=reckoning.hearing_lead if self.duty is Duty.D15 else None,
            target=self.target,
        )


Ledger = tuple[DutyEntry, ...]


def open_entry(ledger: Ledger, duty: Duty) -> DutyEntry | None:
    """Return the entry of `duty` that is still open."""
    return next((entry for entry in ledger if entry.duty is duty and entry.is_open), None)


def last_entry(ledger: Ledger, duty: Duty) -> DutyEntry | None:
    """Return the latest entry of `duty`, open or not."""
    return next((entry for entry in reversed(ledger) if entry.duty is duty), None)


def start(ledger: Ledger, duty: Duty, day: date, step: StepRecord) -> Ledger:
    """Begin a duty on `day`; one whose day the office sets takes it from the step."""
    target = step.due_on if duty is Duty.D8 else None
    return (*ledger, DutyEntry(duty, day, step.step_id, target=target))


def meet(ledger: Ledger, duties: Iterable[Duty], step: StepRecord) -> Ledger:
    """Mark what is open of `duties` as done by the step, on its day."""
    done = frozenset(duties)
    return tuple(
        replace(entry, met_on=step.day, met_by=step.step_id)
        if entry.duty in done and entry.is_open
        else entry
        for entry in ledger
    )


def end(ledger: Ledger, duties: Iterable[Duty], step: StepRecord) -> Ledger:
    """Let what is open of `duties` fall away with the step."""
    gone = frozenset(duties)
    return tuple(
        replace(entry, ended_on=step.day, ended_by=step.step_id)
        if entry.duty in gone and entry.is_open
        else entry
        for entry in ledger
    )


def reopen(ledger: Ledger, duties: Iterable[Duty]) -> Ledger:
    """Let the latest entry of each duty run on from its first day: no new period begins."""
    last = {id(entry) for duty in duties if (entry := last_entry(ledger, duty))}
    return tuple(
        replace(entry, met_on=None, met_by=None) if id(entry) in last else entry for entry in ledger
    )


def extend(ledger: Ledger, duty: Duty, step: StepRecord) -> Ledger:
    """Add the step's days to what is open of the duty (条例 Art. 34)."""
    return tuple(
        replace(entry, extend_days=step.days or 0, extended_by=step.step_id)
        if entry.duty is duty and entry.is_open
        else entry
        for entry in ledger
    )


def leave_out(ledger: Ledger, duty: Duty, days: int) -> Ledger:
    """Leave days of a hearing out of what is open of the duty (条例 Art. 36(2))."""
    return tuple(
        replace(entry, hearing_days=entry.hearing_days + days)
        if entry.duty is duty and entry.is_open
        else entry
        for entry in ledger
    )
