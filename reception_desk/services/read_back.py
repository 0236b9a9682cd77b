"""宣读确认: the petitioner's own answer to what was written down, put on record as a completion."""

from reception_desk.errors import DeskError
from reception_desk.models import Database
from reception_desk.models.database import now
from reception_desk.records.actor import Actor
from reception_desk.rules.corrections import Change, Subject
from reception_desk.rules.permissions import Action
from reception_desk.rules.read_back import read_back
from reception_desk.services.calendar import work_calendar
from reception_desk.services.corrections import Corrected, correct_in
from reception_desk.services.permissions import require
from reception_desk.services.visits import visit_in

CONFIRMED_AGAIN = "来访人再次核对后确认"
CORRECTION_ASKED = "来访人核对时要求更正"


def confirm_read_back(database: Database, actor: Actor, visit_id: str, digest: str) -> Corrected:
    """Write down that the petitioner found the words with this digest to be right.

    Raises `DeskError` when the registration says something else by now.
    """
    require(actor, Action.EDIT_VISIT)
    calendar = work_calendar(database)
    with database.write() as session:
        visit = visit_in(session, actor, visit_id)
        if read_back(visit).digest != digest:
            raise DeskError(
                "登记内容刚刚更改过，来访人确认的不是现在的内容。",
                saved="登记没有改动。",
                advice="请再给来访人核对一次。",
            )
        change = Change(Subject.VISIT, "read_back_at", visit.read_back_at, now())
        return correct_in(session, actor, visit_id, (change,), calendar, reason=CONFIRMED_AGAIN)
