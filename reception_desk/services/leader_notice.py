"""领导接访日程公示: the notice of a month's days, and that it was put up (条例 Art. 18)."""

from calendar import monthrange
from datetime import date
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from reception_desk.documents.fonts import SHIPPED_FONTS, FontPaths
from reception_desk.documents.office_fonts import office_fonts
from reception_desk.errors import InvalidInputError
from reception_desk.models import Database
from reception_desk.models.database import now
from reception_desk.records.actor import Actor
from reception_desk.records.document import DocumentKind
from reception_desk.records.leader_days import DayEvent
from reception_desk.rules.chinese_dates import weekday_name
from reception_desk.rules.leader_day_standing import DayState
from reception_desk.rules.permissions import Action
from reception_desk.services.leader_days import (
    DayChange,
    ReceptionDayNow,
    reception_days,
    record_changes,
)
from reception_desk.services.office import office_card
from reception_desk.services.permissions import require

_NO_FIELD = "—"


def notice_days(database: Database, month: date) -> tuple[ReceptionDayNow, ...]:
    """Return the days of a month that its notice names: all but those that were cancelled."""
    first = month.replace(day=1)
    last = month.replace(day=monthrange(month.year, month.month)[1])
    found = reception_days(database, first, last)
    return tuple(one for one in found if one.standing.state is not DayState.CANCELLED)


def notice_pdf(
    database: Database,
    actor: Actor,
    month: date,
    *,
    fonts: FontPaths = SHIPPED_FONTS,
    wording: Path | None = None,
    paper: str = "A4",
) -> bytes:
    """Return the notice of a month as PDF, on A4 or A3.

    Raises `InvalidInputError` for a month without days.
    """
    from reception_desk.documents.catalogue import render

    require(actor, Action.PLAN_LEADER_DAY)
    data = notice_data(database, actor, month)
    paths = office_fonts(fonts).paths
    return render(DocumentKind.LEADER_DAY_NOTICE, data, paths, wording, paper=paper)


def notice_data(database: Database, actor: Actor, month: date) -> dict[str, Any]:
    """Return what the notice says, by the names of its template."""
    days = notice_days(database, month)
    if not days:
        raise InvalidInputError(
            f"{month.year}年{month.month}月还没有安排领导接访日。", advice="请先排好这个月。"
        )
    office = office_card(database)
    places = dict.fromkeys(one.standing.place for one in days)
    at_window = f"到{office.hall}窗口登记"
    data: dict[str, Any] = {
        "organ": actor.desk.unit_name,
        "issued_on": now().astimezone(ZoneInfo(actor.desk.zone)).date().isoformat(),
        "month": f"{month.year}年{month.month}月",
        "slots": [_slot(one, names_place=len(places) > 1) for one in days],
        "booking": f"{at_window}，或者拨打{office.phone}" if office.phone else at_window,
        "place": "；".join(_place(place, office.address) for place in places),
    }
    optional = {"phone": office.phone, "supervision_phone": office.supervision_phone}
    return data | {name: value for name, value in optional.items() if value}


def publish_month(database: Database, actor: Actor, month: date) -> int:
    """Record that the notice of a month was put up; return for how many days this is new."""
    fresh = [
        one.standing.facts.day_id
        for one in notice_days(database, month)
        if one.standing.state is DayState.PLANNED or one.standing.is_stale
    ]
    record_changes(database, actor, fresh, DayChange(DayEvent.PUBLISHED))
    return len(fresh)


def _slot(one: ReceptionDayNow, *, names_place: bool) -> dict[str, str]:
    standing = one.standing
    time = f"{standing.starts_at:%-H:%M}—{standing.ends_at:%-H:%M}"
    return {
        "date": f"{standing.day.month}月{standing.day.day}日\n{weekday_name(standing.day)}",
        "time": f"{time}\n{standing.place}" if names_place else time,
        "name": one.leader.name,
        "post": one.leader.post,
        "field": one.leader.portfolio or _NO_FIELD,
    }


def _place(place: str, address: str) -> str:
    return f"{place}（{address}）" if address else place
