"""The hall of the demonstration: two desks on their own files, enrolled at one centre."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from reception_desk import app
from reception_desk.commands.demo.parts import Parts
from reception_desk.config import CentreSettings, Settings
from reception_desk.models import Database
from reception_desk.models.database_key import DatabaseKey, KeySource
from reception_desk.records.actor import Actor
from reception_desk.rules.permissions import Role
from reception_desk.rules.streams import streams_of
from reception_desk.rules.units import BUREAU_CODE
from reception_desk.services import accounts, office, settings
from reception_desk.sync import centre, enrolment, joining, link

_HALL = {
    "office.hall": "孝昌县群众来访接待大厅",
    "office.address": "孝昌县示例路1号",
    "office.phone": "0712-0000000",
    "office.supervision_phone": "0712-0000001",
}


@dataclass
class DemoDesk:
    """One window: its settings, its open file, its staff, and its running desk of the clerk."""

    settings: Settings
    database: Database
    staff: Mapping[Role, Actor]
    desk: app.Desk

    @property
    def clerk(self) -> Actor:
        return self.staff[Role.RECEPTIONIST]

    @property
    def section(self) -> Actor:
        return self.staff[Role.SECTION]

    @property
    def leader(self) -> Actor:
        return self.staff[Role.BUREAU_LEADER]

    def close(self) -> None:
        self.desk.close()
        self.database.close()


def new_centre(parts: Parts) -> str | None:
    """Make the centre; return the administrator's connection string, None without PostgreSQL."""
    if parts.postgres is None:
        return None
    admin_dsn = parts.postgres.new_database("county")
    centre.init(admin_dsn)
    return admin_dsn


def open_desk(home: Path, number: int, name: str, parts: Parts, admin_dsn: str | None) -> DemoDesk:
    """Set up window `number` with its clerk `name`, enrol it and build its window.

    Only window 1 has the card reader and the scanner; both print.
    """
    home.mkdir(parents=True, exist_ok=True)
    chosen = Settings(
        home=home,
        receipt_printer=parts.receipt_printer,
        form_printer=parts.form_printer,
        lock_after_seconds=0,
    )
    if number == 1:
        chosen = replace(chosen, card_reader=parts.reader_settings, scanner=parts.scanner_settings)
    if admin_dsn is not None:
        chosen = replace(chosen, centre=_enrol(home, f"W{number}", admin_dsn))
    key = DatabaseKey(secrets.token_hex(32), KeySource.KEY_FILE)
    database = Database(chosen.database_path, key)
    staff = _staff(database, number, name)
    desk = app.build(chosen, database, staff[Role.RECEPTIONIST])
    return DemoDesk(chosen, database, staff, desk)


def _enrol(home: Path, name: str, admin_dsn: str) -> CentreSettings:
    told = enrolment.add_desk(admin_dsn, name, streams_of(BUREAU_CODE, is_restricted=True))
    joining.exchange(link.CentreLink(told.dsn, told.secret), home)
    return CentreSettings(dsn=told.dsn)


def _staff(database: Database, number: int, name: str) -> dict[Role, Actor]:
    """Set up the office; the clerk signs in last and has the desk."""
    password = secrets.token_urlsafe(16)
    administrator = office.set_up_office(
        database,
        office.OfficeInput(
            unit_code=BUREAU_CODE,
            desk_code=str(number),
            window=str(number),
            administrator_login=f"admin{number}",
            administrator_name="系统管理员",
            administrator_password=password,
        ),
    )
    for setting, value in _HALL.items():
        settings.put(database, setting, value)
    staff = {}
    for role, person in (
        (Role.SECTION, "李科"),
        (Role.BUREAU_LEADER, "陈局"),
        (Role.RECEPTIONIST, name),
    ):
        login = f"{role.value}{number}"
        accounts.create_account(
            database, administrator, login=login, name=person, password=password, roles={role}
        )
        staff[role] = accounts.sign_in(database, login, password)
    return staff
