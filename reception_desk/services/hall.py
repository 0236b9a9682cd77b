"""The hall as every paper names it, and its first day at this desk."""

import re
from dataclasses import asdict

from reception_desk.errors import InvalidInputError
from reception_desk.models import Database
from reception_desk.records.actor import Actor
from reception_desk.records.papers import Office
from reception_desk.rules.permissions import Action
from reception_desk.rules.wording import clean_line
from reception_desk.services import audit, settings
from reception_desk.services.office import OfficeInput, set_up_office
from reception_desk.services.permissions import require

FIELDS = ("hall", "address", "phone", "website", "supervision_phone")
LONGEST = 100
_DESK_CODE = re.compile(r"[A-Za-z0-9]{1,8}")
_WINDOW = re.compile(r"\w{1,8}")


def check_desk(desk_code: str, window: str) -> None:
    """Raise `InvalidInputError` unless the code fits into a number and the window has a name.

    The code stands in every provisional number (`T-{code}-20261123-001`).
    """
    if not _DESK_CODE.fullmatch(desk_code):
        raise InvalidInputError(
            "窗口编码只能用 1 至 8 位字母或数字。",
            advice="它会写进临时编号，同一单位各窗口不能相同。",
        )
    if not _WINDOW.fullmatch(window):
        raise InvalidInputError("请填写窗口号，1 至 8 个字。")


def open_hall(database: Database, office: OfficeInput, hall: Office) -> Actor:
    """First start: check the answers, set this desk up, keep the hall's card.

    Returns the first administrator. Raises `InvalidInputError` for an answer that cannot stand.
    """
    check_desk(office.desk_code, office.window)
    actor = set_up_office(database, office)
    save_hall(database, actor, hall)
    return actor


def save_hall(database: Database, actor: Actor, hall: Office) -> None:
    """Keep the hall's name and ways to reach it; an empty name means the unit's own hall."""
    require(actor, Action.EDIT_SETTINGS)
    given = asdict(hall)
    with database.write() as session:
        for field in FIELDS:
            value = clean_line(given[field], limit=LONGEST).text
            settings.put_in(session, f"office.{field}", value)
        audit.record(session, actor, "edit_settings", detail="文书上的大厅信息")
