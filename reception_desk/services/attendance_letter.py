"""领导接访到场通知: the letter that asks a unit to attend a leader's day, with its matters."""

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
from reception_desk.rules.attendance import AttendanceEvent
from reception_desk.rules.permissions import Action
from reception_desk.services import audit
from reception_desk.services.attendance import AttendanceNow, units_of_day
from reception_desk.services.leader_days import reception_day
from reception_desk.services.office import office_card
from reception_desk.services.permissions import require

_WHOLE_DAY = "当日预约和现场来访中涉及你单位的事项"
_NO_TITLE = "诉求待补充的事项"


def letter_pdf(
    database: Database,
    actor: Actor,
    day_id: str,
    unit_id: str,
    *,
    fonts: FontPaths = SHIPPED_FONTS,
    wording: Path | None = None,
) -> bytes:
    """Return the letter to a unit as PDF, and note in the audit what left the office.

    Raises `InvalidInputError` for a unit that is not asked to attend.
    """
    from reception_desk.documents.catalogue import render

    data = letter_data(database, actor, day_id, unit_id)
    pdf = render(DocumentKind.ATTENDANCE_LETTER, data, office_fonts(fonts).paths, wording)
    with database.write() as session:
        audit.record(
            session, actor, "print_document", table="reception_day", row_id=day_id,
            detail=DocumentKind.ATTENDANCE_LETTER.label,
        )  # fmt: skip
    return pdf


def letter_data(database: Database, actor: Actor, day_id: str, unit_id: str) -> dict[str, Any]:
    """Return what the letter says, by the names of its template."""
    require(actor, Action.BOOK_LEADER_DAY)
    asked = [
        one
        for one in units_of_day(database, actor, day_id)
        if one.asking.unit_id == unit_id and one.standing.is_awaited
    ]
    if not asked:
        raise InvalidInputError("这个单位没有被通知到场。", advice="请先通知单位到场。")
    now_ = reception_day(database, day_id)
    standing, office = now_.standing, office_card(database)
    notes = (one.standing.note for one in asked if one.standing.state is AttendanceEvent.ASKED)
    note = "；".join(dict.fromkeys(words.rstrip("。") for words in notes if words))
    data: dict[str, Any] = {
        "organ": actor.desk.unit_name,
        "issued_on": now().astimezone(ZoneInfo(actor.desk.zone)).date().isoformat(),
        "unit": asked[0].organ,
        "leader": f"{now_.leader.post}{now_.leader.name}",
        "held_on": standing.day.isoformat(),
        "hours": f"{standing.starts_at:%-H:%M}—{standing.ends_at:%-H:%M}",
        "place": standing.place,
        "matters": [_matter(one) for one in asked],
        "reply_by": now_.times.report_by.isoformat(),
        "handler": actor.name,
    }
    optional = {"note": note, "phone": office.phone}
    return data | {name: value for name, value in optional.items() if value}


def _matter(one: AttendanceNow) -> str:
    if one.booking is None:
        return _WHOLE_DAY
    at = one.booking.standing.at
    title = one.booking.matter or _NO_TITLE
    return f"{at:%-H:%M}　{title}" if at else title
