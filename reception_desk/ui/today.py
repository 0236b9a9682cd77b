"""The hall's own calendar day."""

from datetime import date
from zoneinfo import ZoneInfo

from reception_desk.models.database import now


def today_in(zone: ZoneInfo) -> date:
    """Return the day it is in the hall."""
    return now().astimezone(zone).date()
