"""The office's own calendar: days that differ from the shipped table."""

from datetime import date

from sqlalchemy.orm import Mapped

from reception_desk.models.base import Base, EditableRow


class CalendarDay(EditableRow, Base):
    """One day that the office set; it wins over `resources/calendar.csv`."""

    __tablename__ = "calendar_day"

    day: Mapped[date]
    is_working: Mapped[bool]
    source: Mapped[str]
    status: Mapped[str]
    note: Mapped[str | None]
