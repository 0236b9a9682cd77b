"""The list of 信访事项, what falls due first on top, and the filters a member of staff keeps."""

from collections.abc import Sequence
from dataclasses import asdict, fields, replace
from json import dumps, loads
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, select
from sqlalchemy.orm import Session

from reception_desk.errors import InvalidInputError
from reception_desk.models import Database
from reception_desk.models.matter import Matter, VisitMatter
from reception_desk.models.organisation import Account, Unit
from reception_desk.models.standing import MatterStanding
from reception_desk.models.visit import Visit
from reception_desk.records.actor import Actor
from reception_desk.records.matters import MatterFilter, MatterRow, SavedFilter
from reception_desk.rules.permissions import Action, Role, may
from reception_desk.rules.states import ENDED, LIVE, State
from reception_desk.rules.wording import clean_line
from reception_desk.services import settings
from reception_desk.services.confidentiality import require_look, seen
from reception_desk.services.matter_order import sorted_keys, walked_keys
from reception_desk.services.matter_words import Share, looked_for

MOST_ROWS = 500
LONGEST_NAME = 20
_BROAD = (MatterFilter(), MatterFilter(is_live=True))
_SETTING = "matter_filters.{}"
_SHIPPED = (
    ("在办", MatterFilter(is_live=True)),
    ("待分流", MatterFilter(states=frozenset({State.REGISTERED, State.ESCALATED, State.LEADER}))),
    ("待审批", MatterFilter(awaits_approval=True)),
    ("待送达", MatterFilter(states=frozenset({State.OPINION, State.REVIEWED}))),
    ("督办中", MatterFilter(is_supervised=True)),
    ("未生效的步骤", MatterFilter(has_refused=True)),
    ("已办结", MatterFilter(is_ended=True)),
    ("全部", MatterFilter()),
)


def list_matters(
    database: Database, actor: Actor, chosen: MatterFilter, *, most: int = MOST_ROWS
) -> tuple[MatterRow, ...]:
    """Return the `most` first matters of a filter; those with a duty first, the nearest on top."""
    require_look(actor)
    _make_keys(database, chosen)
    with database.read() as session:
        keys = _first_keys(session, actor, chosen, most)
        # Rows beyond the limit are never joined.
        found = {row.matter_id: row for row in session.execute(_lines(keys))}
    return tuple(_row(found[key]) for key in keys if key in found)


def _make_keys(database: Database, *filters: MatterFilter) -> None:
    """A matter that was registered a moment ago is found by its words."""
    if any(chosen.text for chosen in filters):
        database.make_search_keys(lambda: True)


def _first_keys(session: Session, actor: Actor, chosen: MatterFilter, most: int) -> list[str]:
    """Return the keys of the first lines."""
    conditions = _conditions(actor, chosen)
    words = looked_for(session, chosen.text) if chosen.text else None
    sees_most = may(map(Role, actor.roles), Action.VIEW_MATTER)
    is_broad = replace(chosen, text="") in _BROAD and sees_most
    if is_broad and (words is None or words.share is not Share.FEW):
        return walked_keys(session, conditions, words, most, is_live=chosen.is_live)
    return sorted_keys(session, conditions, words, most)


def count_matters(database: Database, actor: Actor, chosen: MatterFilter) -> int:
    """Return how many matters a filter has."""
    require_look(actor)
    _make_keys(database, chosen)
    with database.read() as session:
        conditions = _worded(session, actor, chosen)
        query = select(func.count()).select_from(MatterStanding).where(*conditions)
        return session.scalar(query) or 0


def count_each(
    database: Database, actor: Actor, filters: Sequence[MatterFilter]
) -> tuple[int, ...]:
    """Return how many matters each filter has, all counted in one reading."""
    require_look(actor)
    _make_keys(database, *filters)
    with database.read() as session:
        counted = [func.count().filter(*_worded(session, actor, chosen)) for chosen in filters]
        return tuple(session.execute(select(*counted).select_from(MatterStanding)).one())


def saved_filters(database: Database, actor: Actor) -> tuple[SavedFilter, ...]:
    """Return the shipped filters and the actor's own."""
    shipped = [SavedFilter(name, chosen, is_shipped=True) for name, chosen in _SHIPPED]
    return (*shipped, *_own(database, actor))


def save_filter(database: Database, actor: Actor, name: str, chosen: MatterFilter) -> None:
    """Keep a filter under a name at this desk; the same name replaces it.

    Raises `InvalidInputError` for an empty or too long name, and for that of a shipped one.
    """
    called = clean_line(name).text
    if not called or len(called) > LONGEST_NAME:
        raise InvalidInputError(f"请给筛选起一个名字，不超过{LONGEST_NAME}个字。")
    if called in {shipped for shipped, _ in _SHIPPED}:
        raise InvalidInputError(f"“{called}”是自带的筛选，请换一个名字。")
    own = [kept for kept in _own(database, actor) if kept.name != called]
    _keep(database, actor, [*own, SavedFilter(called, chosen)])


def forget_filter(database: Database, actor: Actor, name: str) -> None:
    """Take away one of the actor's own filters."""
    _keep(database, actor, [kept for kept in _own(database, actor) if kept.name != name])


def _own(database: Database, actor: Actor) -> list[SavedFilter]:
    kept = loads(settings.get(database, _SETTING.format(actor.account_id), "[]"))
    return [SavedFilter(each["name"], _filter(each["filter"])) for each in kept]


def _filter(said: dict[str, Any]) -> MatterFilter:
    """Return a filter as it was kept; what a later release adds is left alone."""
    known = {field.name for field in fields(MatterFilter)}
    given: dict[str, Any] = {name: value for name, value in said.items() if name in known}
    given["states"] = frozenset(given.get("states", ()))
    return MatterFilter(**given)


def _keep(database: Database, actor: Actor, own: list[SavedFilter]) -> None:
    kept = [{"name": each.name, "filter": asdict(each.filter)} for each in own]
    text = dumps(kept, ensure_ascii=False, default=sorted)
    settings.put(database, _SETTING.format(actor.account_id), text)


def _worded(session: Session, actor: Actor, chosen: MatterFilter) -> list[ColumnElement[bool]]:
    """Return the conditions of a filter, the words with them."""
    conditions = _conditions(actor, chosen)
    if chosen.text:
        conditions.append(looked_for(session, chosen.text).said(MatterStanding))
    return conditions


def _conditions(actor: Actor, chosen: MatterFilter) -> list[ColumnElement[bool]]:
    """Return the conditions of a filter but its words."""
    row = MatterStanding
    asked: list[tuple[object, ColumnElement[bool]]] = [
        (chosen.states, row.state.in_(chosen.states)),
        # Nearly all are live or nearly none: by its index they would be looked up one by one.
        (chosen.is_live, func.ifnull(row.state, "").in_(LIVE)),
        (chosen.is_ended, row.state.in_(ENDED)),
        (chosen.unit_id, row.unit_id == chosen.unit_id),
        (chosen.clerk_id, row.clerk_id == chosen.clerk_id),
        (chosen.awaits_approval, row.proposal.is_not(None)),
        (chosen.is_supervised, row.is_supervised.is_(True)),
        (chosen.has_refused, row.refused > 0),
    ]
    return [seen(actor, row.stream), *(condition for wanted, condition in asked if wanted)]


def first_number(matter_id: Any) -> Any:
    """Return the number of a matter's first visit, as a subquery."""
    return (
        select(func.coalesce(Visit.number, Visit.provisional_number))
        .join(VisitMatter, VisitMatter.visit_id == Visit.id)
        .where(VisitMatter.matter_id == matter_id, VisitMatter.voided_at.is_(None))
        .order_by(Visit.arrived_at, Visit.id)
        .limit(1)
        .correlate_except(Visit, VisitMatter)
        .scalar_subquery()
    )


def _lines(keys: Any) -> Select[*tuple[Any, ...]]:
    return (
        select(
            MatterStanding,
            MatterStanding.matter_id,
            Matter.title,
            Matter.registered_at,
            first_number(Matter.id).label("number"),
            Unit.short_name.label("unit_name"),
            Account.display_name.label("clerk_name"),
        )
        .join(Matter, and_(Matter.id == MatterStanding.matter_id, Matter.voided_at.is_(None)))
        .outerjoin(Unit, Unit.id == MatterStanding.unit_id)
        .outerjoin(Account, Account.id == MatterStanding.clerk_id)
        .where(MatterStanding.matter_id.in_(keys))
    )


def _row(line: Any) -> MatterRow:
    standing = line.MatterStanding
    return MatterRow(
        matter_id=standing.matter_id,
        title=line.title,
        number=line.number or "",
        registered_at=line.registered_at,
        state=standing.state,
        since=standing.since,
        unit_name=line.unit_name or "",
        clerk_name=line.clerk_name or "",
        is_supervised=standing.is_supervised,
        proposal=standing.proposal,
        refused=standing.refused,
        next_legal=standing.next_legal,
        next_internal=standing.next_internal,
    )
