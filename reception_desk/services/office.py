"""The office on first start: units, this desk and the first administrator."""

from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from reception_desk.config import HALL_ZONE
from reception_desk.errors import DeskError
from reception_desk.models import Database
from reception_desk.models.database import now
from reception_desk.models.local import LocalSetting
from reception_desk.models.organisation import Desk, Unit
from reception_desk.records.actor import Actor, DeskIdentity
from reception_desk.records.identifiers import fixed_id, new_id
from reception_desk.records.papers import Office
from reception_desk.rules.permissions import Role
from reception_desk.rules.units import SHARED_STREAM, UnitKind, UnitRow, load_units
from reception_desk.services import settings
from reception_desk.services.authorship import Authorship

_DESK = "desk_id"
_SHIPPED_AT = datetime(2026, 1, 1, tzinfo=UTC)
"""One moment for all desks, so that their shipped rows are equal."""


@dataclass(frozen=True, slots=True)
class OfficeInput:
    """Answers of the first-start wizard; `unit_code` is a code of `resources/units.csv`."""

    unit_code: str
    desk_code: str
    window: str
    administrator_login: str
    administrator_name: str
    administrator_password: str
    zone: str = HALL_ZONE


def is_set_up(database: Database) -> bool:
    """Say whether this file knows its desk."""
    return bool(settings.get(database, _DESK))


def set_up_office(database: Database, office: OfficeInput) -> Actor:
    """Seed the units, make this desk and the first administrator; all or nothing."""
    from reception_desk.services.accounts import add_account, take_the_desk

    if is_set_up(database):
        raise DeskError("本机已经完成初始设置。", advice="请直接登录。")
    desk_id = new_id()
    units = {unit.code: unit for unit in load_units()}
    if office.unit_code not in units:
        raise DeskError(f"没有编码为“{office.unit_code}”的单位。", advice="请从单位表中选择。")
    with database.write() as session:
        seed_units(session)
        unit = session.get_one(Unit, unit_id(office.unit_code))
        authorship = Authorship(
            stream=unit.own_stream, desk_id=desk_id, created_at=now(), created_by=None
        )
        desk = Desk(
            id=desk_id,
            **authorship,
            unit_id=unit.id,
            code=office.desk_code,
            name=f"{unit.short_name}{office.window}号窗口",
            window=office.window,
        )
        session.add(desk)
        settings.put_in(session, _DESK, desk_id)
        settings.put_in(session, "zone", office.zone)
        session.flush()
        identity = _identity(desk, unit, office.zone)
        roles = {Role.ADMINISTRATOR}
        account_id = add_account(
            session,
            authorship,
            identity,
            login=office.administrator_login,
            name=office.administrator_name,
            password=office.administrator_password,
            roles=roles,
        )
        take_the_desk(session, account_id)
    return Actor(
        account_id,
        office.administrator_login,
        office.administrator_name,
        unit.id,
        frozenset(role.value for role in roles),
        identity,
    )


def this_desk(database: Database) -> DeskIdentity:
    """Return the desk of this file; raises `DeskError` before the first set-up."""
    with database.read() as session:
        stored = {row.name: row.value for row in session.scalars(select(LocalSetting))}
        if _DESK not in stored:
            raise DeskError("本机还没有完成初始设置。", advice="请先运行初始设置向导。")
        desk = session.get_one(Desk, stored[_DESK])
        return _identity(desk, session.get_one(Unit, desk.unit_id), stored["zone"])


def unit_id(code: str) -> str:
    """Return the key of a shipped unit, the same on every desk."""
    return fixed_id("unit", code)


def office_card(database: Database) -> Office:
    """Return the hall's name and ways to reach it, as printed on every paper."""
    unit_name = this_desk(database).unit_name
    with database.read() as session:
        stored = {row.name: row.value for row in session.scalars(select(LocalSetting))}
    return Office(
        hall=stored.get("office.hall") or f"{unit_name}群众来访接待大厅",
        address=stored.get("office.address", ""),
        phone=stored.get("office.phone", ""),
        website=stored.get("office.website", ""),
        supervision_phone=stored.get("office.supervision_phone", ""),
    )


@dataclass(frozen=True, slots=True)
class UnitChoice:
    """A unit that a matter can go to; `initials` find it while typing."""

    unit_id: str
    name: str
    initials: tuple[str, ...]
    code: str
    kind: UnitKind


def list_units(database: Database) -> tuple[UnitChoice, ...]:
    """Return the units in use, in the order of their codes."""
    shipped = {unit.code: unit.initials for unit in load_units()}
    with database.read() as session:
        rows = session.execute(
            select(Unit.id, Unit.name, Unit.code, Unit.kind)
            .where(Unit.voided_at.is_(None))
            .order_by(Unit.code)
        )
        return tuple(
            UnitChoice(row.id, row.name, shipped.get(row.code, ()), row.code, UnitKind(row.kind))
            for row in rows
        )


@dataclass(frozen=True, slots=True)
class DeskChoice:
    """A window of a unit."""

    desk_id: str
    name: str
    window: str
    code: str


def list_desks(database: Database, actor: Actor) -> tuple[DeskChoice, ...]:
    """Return the windows of the actor's hall in use, in the order of their codes."""
    with database.read() as session:
        rows = session.execute(
            select(Desk.id, Desk.name, Desk.window, Desk.code)
            .where(Desk.unit_id == actor.desk.unit_id, Desk.voided_at.is_(None))
            .order_by(func.length(Desk.code), Desk.code)
        )
        return tuple(DeskChoice(*row) for row in rows)


def seed_units(session: Session) -> None:
    """Add the shipped units, the same rows with the same keys on every desk."""
    for row in load_units():
        if session.get(Unit, unit_id(row.code)) is None:
            session.add(_unit(row))
            session.flush()


def _unit(row: UnitRow) -> Unit:
    return Unit(
        id=unit_id(row.code),
        stream=SHARED_STREAM,
        desk_id=fixed_id("desk", "shipped"),
        created_at=_SHIPPED_AT,
        created_by=None,
        code=row.code,
        name=row.name,
        short_name=row.short_name,
        kind=row.kind,
        parent_id=unit_id(row.parent) if row.parent else None,
        division_code=row.division_code,
        own_stream=row.stream,
    )


def _identity(desk: Desk, unit: Unit, zone: str) -> DeskIdentity:
    return DeskIdentity(
        desk_id=desk.id,
        unit_id=unit.id,
        unit_name=unit.name,
        stream=unit.own_stream,
        code=desk.code,
        window=desk.window,
        zone=zone,
    )
