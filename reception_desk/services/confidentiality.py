"""检举控告: who sees rows of the restricted stream (条例 Art. 30(3), 44; domain.md §8).

One rule for every service:

- Lists, counts and searches show the case roles everything but that stream, and the role made for
  accusations (检举控告经办) that stream alone.
- One row is opened by its key under the same rule; who made it may also finish it (papers,
  scans) until the end of the day. To everybody else it is not there at all.
"""

from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, literal_column, true
from sqlalchemy.orm import InstrumentedAttribute, Session

from reception_desk.errors import DeskError
from reception_desk.models.base import SyncedRow
from reception_desk.models.database import now
from reception_desk.models.visit import Visit
from reception_desk.records.actor import Actor
from reception_desk.rules.permissions import Action, Role, may
from reception_desk.rules.units import RESTRICTED_STREAM
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
    return true() if may(_roles(actor), Action.VIEW_MATTER) else stream == _RESTRICTED


def may_open(actor: Actor, row: SyncedRow) -> bool:
    """Say whether the actor may open this one row."""
    if row.stream == RESTRICTED_STREAM:
        return _may_see_accusations(actor) or _made_today(actor, row)
    return may(_roles(actor), Action.VIEW_MATTER)


def may_open_stream(actor: Actor, stream: int) -> bool:
    """Say whether the actor sees rows of this stream in lists, as `seen` does in a query."""
    if stream == RESTRICTED_STREAM:
        return _may_see_accusations(actor)
    return may(_roles(actor), Action.VIEW_MATTER)


def open_visit(session: Session, actor: Actor, visit_id: str) -> Visit:
    """Return a visit; one that may not be seen is answered like one that is not there."""
    visit = session.get(Visit, visit_id)
    if visit is None or not may_open(actor, visit):
        raise DeskError("没有找到这次来访。", advice="它可能还没有同步到本机。")
    return visit


def _made_today(actor: Actor, row: SyncedRow) -> bool:
    zone = ZoneInfo(actor.desk.zone)

    def day(moment: datetime) -> object:
        return moment.astimezone(zone).date()

    return row.created_by == actor.account_id and day(row.created_at) == day(now())


def _may_see_accusations(actor: Actor) -> bool:
    return may(_roles(actor), Action.VIEW_ACCUSATION)


def _roles(actor: Actor) -> list[Role]:
    return [Role(role) for role in actor.roles]
