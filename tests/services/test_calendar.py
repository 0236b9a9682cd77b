"""The calendar in force, and what days are counted with."""

from datetime import date
from pathlib import Path

from reception_desk.config import Settings
from reception_desk.rules.duties import Duty
from reception_desk.rules.duty_ledger import DutyEntry
from reception_desk.rules.holiday_roll import HolidayRoll
from reception_desk.services import calendar
from tests.offices import SampleOffice


def test_days_are_counted_as_the_office_has_set(desk: SampleOffice, tmp_path: Path):
    chosen = Settings(home=tmp_path, holiday_roll="strict", hearing_lead=10)
    by = calendar.reckoning(desk.database, chosen)
    assert (by.policy, by.hearing_lead) == (HolidayRoll.STRICT, 10)
    entry = DutyEntry(Duty.D15, date(2026, 12, 21), "step")
    assert entry.deadline(by).legal == date(2026, 12, 11)
