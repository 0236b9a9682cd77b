"""The working calendar in force: the shipped table with the office's own days laid over it."""

from datetime import date

from sqlalchemy import select

from reception_desk.config import Settings
from reception_desk.models import Database
from reception_desk.models.calendar import CalendarDay
from reception_desk.records.actor import Actor
from reception_desk.records.identifiers import fixed_id
from reception_desk.rules import calendar
from reception_desk.rules.calendar import DayStatus, WorkCalendar, shipped_calendar
from reception_desk.rules.duty_ledger import Reckoning
from reception_desk.rules.holiday_roll import HolidayRoll
from reception_desk.rules.permissions import Action
from reception_desk.rules.units import SHARED_STREAM
from reception_desk.services import audit
from reception_desk.services.authorship import by
from reception_desk.services.permissions import require


def set_day(
    database: Database, actor: Actor, day: date, *, is_working: bool, note: str, source: str
) -> None:
    """Set one day of the office's calendar; the same day is one row on every desk."""
    require(actor, Action.EDIT_CALENDAR)
    row_id = fixed_id("calendar_day", day.isoformat())
    with database.write() as session:
        row = session.get(CalendarDay, row_id)
        if row is None:
            row = CalendarDay(id=row_id, **by(actor, stream=SHARED_STREAM), day=day)
            session.add(row)
        row.is_working, row.note, row.source = is_working, note, source
        row.status = DayStatus.OFFICE.value
        audit.record(
            session,
            actor,
            "edit_calendar",
            table="calendar_day",
            row_id=row_id,
            detail=f"{day.isoformat()} {'工作日' if is_working else '休息日'}",
        )


def office_days(database: Database) -> tuple[tuple[date, bool, str], ...]:
    """Return (day, is working, note) of the days the office set."""
    with database.read() as session:
        rows = session.scalars(
            select(CalendarDay).where(CalendarDay.voided_at.is_(None)).order_by(CalendarDay.day)
        )
        return tuple((row.day, row.is_working, row.note or "") for row in rows)


def work_calendar(database: Database) -> WorkCalendar:
    """Return the calendar that deadlines are computed with."""
    with database.read() as session:
        rows = session.scalars(select(CalendarDay).where(CalendarDay.voided_at.is_(None))).all()
    office = [
        calendar.CalendarDay(row.day, row.is_working, row.source, DayStatus.OFFICE, row.note or "")
        for row in rows
    ]
    return WorkCalendar.from_rows([*shipped_calendar().days.values(), *office])


def reckoning(database: Database, settings: Settings) -> Reckoning:
    """Return what the days of a matter are counted with at this desk."""
    policy = HolidayRoll(settings.holiday_roll)
    return Reckoning(
        work_calendar(database), policy, settings.hearing_lead, settings.evaluation_days
    )
