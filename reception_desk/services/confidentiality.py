"""检举控告: who sees rows of the restricted stream (条例 Art. 30(3), 44; domain.md §8).

One rule for every service:

- Lists, counts and searches show the case roles everything but that stream, and the role made for
  accusations (检举控告经办) that stream alone.
- Whom an accusation names, and who belongs to the unit it names, sees it nowhere
  (`services/accused.py`), although they hold that role.
- One row is opened by its key under the same rule; who made it may also finish it (papers,
  scans) until the end of the day. To everybody else it is not there at all.
"""

from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, and_, literal_column, not_, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session, object_session

from reception_desk.errors import DeskError
from reception_desk.models.base import SyncedRow
from reception_desk.models.database import now
from reception_desk.models.visit import Visit
from reception_desk.records.actor import Actor
from reception_desk.rules.permissions import Action, Role, may
from reception_desk.rules.units import RESTRICTED_STREAM
from reception_desk.services.accused import concerns
from reception_desk.services.permissions import require

# Written out, not bound, so that SQLite can use a partial index for it.
_RESTRICTED = literal_column(str(RESTRICTED_STREAM))


def require_look(actor: Actor) -> None:
    """Raise `NotPermittedError` unless the actor may look at visits of one kind or the other."""
    if not _may_see_accusations(actor) or actor.must_change_password:
        require(actor, Action.VIEW_MATTER)


def seen(actor: Actor, stream: InstrumentedAttribute[int]) -> ColumnElement[bool]:
    """Return the condition on `stream` that every list, count and search carries."""
    if not _may_see_accusations(actor):
        return stream != _RESTRICTED
    others = not_(concerns(actor, stream.parent.entity))
    if may(_roles(actor), Action.VIEW_MATTER):
        return or_(stream != _RESTRICTED, others)
    return and_(stream == _RESTRICTED, others)


def may_open(actor: Actor, row: SyncedRow) -> bool:
    """Say whether the actor may open this one row."""
    if row.stream == RESTRICTED_STREAM:
        is_keepers = _may_see_accusations(actor) and not _is_about(actor, row)
        return is_keepers or _made_today(actor, row)
    return may(_roles(actor), Action.VIEW_MATTER)


def open_visit(session: Session, actor: Actor, visit_id: str) -> Visit:
    """Return a visit; one that may not be seen is answered like one that is not there."""
    visit = session.get(Visit, visit_id)
    if visit is None or not may_open(actor, visit):
        raise DeskError("没有找到这次来访。", advice="它可能还没有同步到本机。")
    return visit


def _is_about(actor: Actor, row: SyncedRow) -> bool:
    session, model = object_session(row), type(row)
    if session is None:
        raise TypeError("a row is opened within its unit of work")
    found = select(model.id).where(model.id == row.id, concerns(actor, model))
    return session.scalar(found) is not None


def _made_today(actor: Actor, row: SyncedRow) -> bool:
    zone = ZoneInfo(actor.desk.zone)

    def day(moment: datetime) -> object:
        return moment.astimezone(zone).date()

    return row.created_by == actor.account_id and day(row.created_at) == day(now())


def _may_see_accusations(actor: Actor) -> bool:
    return may(_roles(actor), Action.VIEW_ACCUSATION)


def _roles(actor: Actor) -> list[Role]:
    return [Role(role) for role in actor.roles]
