"""The board of the hall: what stands on it now, and the words the office puts there.

Nobody is signed in at a board. It reads tickets, which say nothing about a person, and the words
of this desk; no visit, no matter.
"""

from dataclasses import replace
from datetime import date

from sqlalchemy import text

from reception_desk.errors import InvalidInputError
from reception_desk.models import Database
from reception_desk.models.database import now
from reception_desk.records.actor import Actor, DeskIdentity
from reception_desk.records.hall_board import BoardNow, BoardTexts
from reception_desk.rules.hall_board import hall_board
from reception_desk.rules.leader_day_standing import DayState
from reception_desk.rules.permissions import Action
from reception_desk.rules.wording import clean_line
from reception_desk.services import audit, settings
from reception_desk.services.advisers import shift_notices
from reception_desk.services.leader_days import reception_days
from reception_desk.services.office import office_card
from reception_desk.services.permissions import require
from reception_desk.services.ticket_day import KnownStandings, day_of, tickets_of

LONGEST = 120
MOST_NOTICES = 12
FIRST_NOTICES = (
    "取号自愿，取号不登记身份。",
    "老人、残疾人和不便等候的来访人，请直接向工作人员说明。",
    "屏幕只显示号码，不显示姓名和反映的事项。",
)
CAPTION = "扫码查询办理进展"

_RECEIVING = frozenset({DayState.PLANNED, DayState.PUBLISHED, DayState.OPEN})
_NOTICES, _PAUSE = "board.notices", "board.pause"
_CODE, _CAPTION = "board.code_address", "board.code_caption"
_LATEST = text("SELECT (SELECT max(rowid) FROM ticket), (SELECT max(rowid) FROM ticket_event)")


def board_now(
    database: Database, desk: DeskIdentity, known: KnownStandings | None = None
) -> BoardNow:
    """Return what stands on the board of the hall of `desk`."""
    nobody = Actor("", "", "", desk.unit_id, frozenset(), desk)
    moment = now()
    day = day_of(nobody, moment)
    with database.read() as session:
        tickets = tickets_of(session, nobody, day, known)
    texts = board_texts(database)
    on_duty = (*_leaders_of(database, day), *shift_notices(database, day))
    today = replace(texts, notices=(*on_duty, *texts.notices))
    return BoardNow(office_card(database).hall, hall_board(tickets, moment), today)


def _leaders_of(database: Database, day: date) -> tuple[str, ...]:
    """Return who of the leaders receives on a day: the hall has to say it (条例 Art. 18)."""
    days = reception_days(database, day, day)
    return tuple(
        f"今日接访领导：{one.leader.post}{one.leader.name}，"
        f"{one.standing.starts_at:%H:%M}至{one.standing.ends_at:%H:%M}，{one.standing.place}。"
        for one in days
        if one.standing.state in _RECEIVING
    )


def latest_ticket_row(database: Database) -> tuple[int | None, int | None]:
    """Return a mark that is another one once a ticket or an event of one came; costs nothing."""
    with database.read() as session:
        ticket, event = session.execute(_LATEST).one()
        return ticket, event


def board_texts(database: Database) -> BoardTexts:
    """Return the words of the board; an office that wrote no notices has the first ones."""
    notices = settings.get(database, _NOTICES, "\n".join(FIRST_NOTICES))
    return BoardTexts(
        tuple(notices.splitlines()),
        settings.get(database, _PAUSE),
        settings.get(database, _CODE),
        settings.get(database, _CAPTION, CAPTION),
    )


def save_board_texts(database: Database, actor: Actor, texts: BoardTexts) -> None:
    """Keep the notices and the code. Raises `InvalidInputError` for more than can be read."""
    require(actor, Action.EDIT_SETTINGS)
    notices = [clean_line(line, limit=LONGEST).text for line in texts.notices]
    notices = [line for line in notices if line]
    if len(notices) > MOST_NOTICES:
        raise InvalidInputError(
            f"通知最多 {MOST_NOTICES} 条。", advice="太多了没有人看得完，请删去几条。"
        )
    values = {
        _NOTICES: "\n".join(notices),
        _CODE: clean_line(texts.code_address, limit=LONGEST).text,
        _CAPTION: clean_line(texts.code_caption, limit=LONGEST).text or CAPTION,
    }
    with database.write() as session:
        for name, value in values.items():
            settings.put_in(session, name, value)
        audit.record(session, actor, "edit_settings", detail="大厅屏")


def say_pause(database: Database, actor: Actor, words: str) -> None:
    """Say on the board why nobody is called for a while; empty words take it away."""
    require(actor, Action.CALL_TICKET)
    settings.put(database, _PAUSE, clean_line(words, limit=LONGEST).text)
