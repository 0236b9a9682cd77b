"""The office of the measurement: a set-up desk with one receptionist, on synthetic data."""

import json
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from reception_desk.models import Database
from reception_desk.models.database_key import DatabaseKey, KeySource
from reception_desk.records.actor import Actor, DeskIdentity
from reception_desk.records.identifiers import new_id
from reception_desk.records.visit import PersonInput, VisitInput
from reception_desk.rules.permissions import Role
from reception_desk.rules.units import BUREAU_CODE
from reception_desk.services import accounts, office

KEY = DatabaseKey("0123456789abcdef" * 4, KeySource.KEY_FILE)
"""No secret: what these files hold is made up."""
MORNING = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
_LOGIN = "bench"
_NAME = "测量"
_ACTOR = "actor.json"


@dataclass(frozen=True, slots=True)
class BenchOffice:
    """An open file and the receptionist who sits at it."""

    database: Database
    clerk: Actor


@contextmanager
def open_office(home: Path, desk_code: str = "1") -> Iterator[BenchOffice]:
    """Open the office in `home`, setting it up as that window the first time."""
    database = Database(home / "desk.db", KEY)
    try:
        yield BenchOffice(database, _seated(database, home, desk_code))
    finally:
        database.close()


def visit(name: str = "张伟") -> VisitInput:
    """Return a registration as it comes in at a window, with a synthetic identity number."""
    person = PersonInput(
        name=name,
        sex="1",
        document_type="111",
        document_number="420921190001010016",
        phone="13800000000",
        address="湖北省孝昌县花园镇",
    )
    claim = "要求支付拖欠的土地流转费。村委会自2024年起没有发放，多次询问没有答复。"
    return VisitInput(arrived_at=MORNING, persons=(person,), claim=claim)


def read_actor(home: Path) -> Actor:
    """Return who sits at the office in `home`, also for a child process that opens it."""
    values = json.loads((home / _ACTOR).read_text(encoding="utf-8"))
    desk = DeskIdentity(**values.pop("desk"))
    return Actor(**{**values, "roles": frozenset(values["roles"])}, desk=desk)


def _keep_actor(home: Path, actor: Actor) -> None:
    values = asdict(actor) | {"roles": sorted(actor.roles)}
    (home / _ACTOR).write_text(json.dumps(values), encoding="utf-8")


def driver_of(session: Any) -> Any:
    """Return the bare SQLite connection under a unit of work."""
    return session.connection().connection.driver_connection


@contextmanager
def bare_driver(path: Path) -> Iterator[Any]:
    """Open a file as the desk does and give out its driver's connection, outside a transaction."""
    database = Database(path, KEY)
    try:
        with database.read() as session:
            driver = driver_of(session)
            driver.execute("COMMIT")
            yield driver
    finally:
        database.close()


def _seated(database: Database, home: Path, desk_code: str) -> Actor:
    """Return the receptionist, made the first time and let sit down without a password."""
    if not (home / _ACTOR).exists():
        _keep_actor(home, _receptionist(database, desk_code))
    clerk = read_actor(home)
    with database.write() as session:
        accounts.take_the_desk(session, clerk.account_id)
    return clerk


def _receptionist(database: Database, desk_code: str) -> Actor:
    """Make an account for this file, and the office around it; no password is kept."""
    login, password = f"{_LOGIN}{secrets.token_hex(4)}", secrets.token_urlsafe(12)
    if office.is_set_up(database):
        desk = office.this_desk(database)
        manager = Actor(new_id(), "", "", desk.unit_id, frozenset({Role.ADMINISTRATOR}), desk)
    else:
        manager = office.set_up_office(
            database,
            office.OfficeInput(
                unit_code=BUREAU_CODE,
                desk_code=desk_code,
                window=desk_code,
                administrator_login=f"{_LOGIN}-admin",
                administrator_name=_NAME,
                administrator_password=password,
            ),
        )
    roles = {Role.RECEPTIONIST}
    account_id = accounts.create_account(
        database, manager, login=login, name=_NAME, password=password, roles=roles
    )
    desk = manager.desk
    return Actor(account_id, login, _NAME, desk.unit_id, frozenset(roles), desk)
