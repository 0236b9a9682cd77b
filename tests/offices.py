"""Samples of the desk: an office with accounts on a real file, and registrations with counters."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from itertools import count
from pathlib import Path
from zoneinfo import ZoneInfo

from reception_desk.config import HALL_ZONE
from reception_desk.models import Database
from reception_desk.models.database import now
from reception_desk.models.database_key import DatabaseKey, KeySource
from reception_desk.records.actor import Actor
from reception_desk.records.visit import PersonInput, PersonRole, VisitInput
from reception_desk.rules.permissions import Role
from reception_desk.rules.units import BUREAU_CODE
from reception_desk.services import accounts, office
from reception_desk.services.files import FileStore
from reception_desk.services.register import register_lines, register_order

KEY = DatabaseKey("ab" * 32, KeySource.KEY_FILE)
PASSWORD = "一间明亮的接访大厅"
MORNING = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
"""Monday 2026-11-23, 09:00 in Beijing."""


def today() -> date:
    """Return the hall's day: for eight hours of each the day of UTC is still yesterday."""
    return now().astimezone(ZoneInfo(HALL_ZONE)).date()


MAN = "420921190001010016"
WOMAN = "420921190102030024"

_logins = count(1)


@dataclass(frozen=True)
class SampleOffice:
    """A set-up desk with one administrator and one receptionist."""

    database: Database
    files: FileStore
    administrator: Actor
    clerk: Actor

    def copied_to(self, home: Path) -> "SampleOffice":
        """Open a copy of this closed office, its files too, in `home`."""
        shutil.copy(self.database.path, home / "desk.db")
        if (kept := self.database.path.parent / "files").exists():
            shutil.copytree(kept, home / "files")
        database = Database(home / "desk.db", KEY)
        return replace(self, database=database, files=FileStore(home / "files"))

    @contextmanager
    def copied(self, home: Path) -> Iterator["SampleOffice"]:
        """Such a copy, closed at the end: for one test, or to be set up further for many."""
        made = self.copied_to(home)
        yield made
        made.database.close()

    def account(self, *roles: Role) -> Actor:
        """Return a signed-in member of staff with `roles`."""
        login = f"staff{next(_logins)}"
        accounts.create_account(
            self.database,
            self.administrator,
            login=login,
            name="测试员",
            password=PASSWORD,
            roles=set(roles),
        )
        return accounts.sign_in(self.database, login, PASSWORD)


def open_office(home: Path, *, desk_code: str = "1") -> SampleOffice:
    """Set up a desk in `home` on an encrypted file."""
    database = Database(home / "desk.db", KEY)
    administrator = office.set_up_office(
        database,
        office.OfficeInput(
            unit_code=BUREAU_CODE,
            desk_code=desk_code,
            window=desk_code,
            administrator_login="admin",
            administrator_name="管理员",
            administrator_password=PASSWORD,
        ),
    )
    accounts.create_account(
        database,
        administrator,
        login="zhou",
        name="周敏",
        password=PASSWORD,
        roles={Role.RECEPTIONIST},
    )
    clerk = accounts.sign_in(database, "zhou", PASSWORD)
    return SampleOffice(database, FileStore(home / "files"), administrator, clerk)


def person(name: str | None = "张伟", **values: object) -> PersonInput:
    """Return a person with a synthetic identity number."""
    given = PersonInput(
        name=name,
        sex="1",
        document_type="111",
        document_number=MAN,
        phone="13800000000",
        address="湖北省孝昌县花园镇",
    )
    return replace(given, **values)  # pyright: ignore[reportArgumentType]


def visit(*persons: PersonInput, **values: object) -> VisitInput:
    """Return a registration with one claim."""
    given = VisitInput(
        arrived_at=MORNING,
        head_count=max(1, len(persons)),
        persons=persons,
        claim="要求支付拖欠的土地流转费。村委会自2024年起没有发放。",
    )
    return replace(given, **values)  # pyright: ignore[reportArgumentType]


def group(size: int, representatives: int) -> tuple[PersonInput, ...]:
    """Return `size` named visitors, the first of whom are representatives."""
    return tuple(
        person(
            f"访民{number:02d}",
            document_number=None,
            role=PersonRole.REPRESENTATIVE if number <= representatives else PersonRole.FOLLOWER,
        )
        for number in range(1, size + 1)
    )


def register_ids(database: Database, actor: Actor) -> list[str]:
    """Return the keys of the visits in an actor's register, latest first."""
    rows = register_order(database, actor).rows
    lines = register_lines(database, actor, rows)
    return [lines[row].visit_id for row in reversed(rows)]
