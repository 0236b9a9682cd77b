"""A desk of the tests: its file, its link, and rows without the services' rules."""

from collections.abc import Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import insert, select, text, update

from reception_desk.models import Base, Database
from reception_desk.models.base import synced_tables
from reception_desk.models.database import now
from reception_desk.records.identifiers import fixed_id, new_id
from reception_desk.records.sync import SyncReport
from reception_desk.services.files import FileStore
from reception_desk.sync.files import FileSender
from reception_desk.sync.greeting import greet
from reception_desk.sync.link import CentreLink
from reception_desk.sync.round import run_round
from reception_desk.sync.schema import centre_tables
from reception_desk.sync.session import CentreSession
from tests.offices import KEY

DESK_ID = fixed_id("desk", "test")


def open_copy(path: Path) -> Database:
    """Open a copied file as one of its own."""
    database = Database(path, KEY)
    with database.write() as session:
        session.execute(text("UPDATE sync_state SET client = :c"), {"c": new_id()})
    return database


class Desk:
    """One window."""

    def __init__(self, database: Database, link: CentreLink) -> None:
        self.database = database
        self.link = link
        self.files = FileStore(database.path.parent / "files")

    def close(self) -> None:
        self.database.close()

    @contextmanager
    def connected(self):
        with CentreSession(self.link) as session:
            greet(self.database, session)
            yield session

    def sync(self, **options: Any) -> SyncReport:
        """Connect and run one round."""
        with self.connected() as session:
            return run_round(self.database, session, **options)

    def send_files(self) -> int:
        """Connect, send the rows and then every file that waits; return how many files went up."""
        with self.connected() as session:
            run_round(self.database, session)
            sender = FileSender(self.database, self.files, session)
            assert sender.send(lambda _: False)
            return sender.files_up

    def add_file(self, content: bytes, stream: int = 1) -> str:
        """Keep a file and a paper that names it; return its SHA-256."""
        sha256 = self.files.put(content)
        self.name_file(sha256, stream, size=len(content))
        return sha256

    def name_file(self, sha256: str, stream: int = 1, size: int = 1) -> str:
        """Add the row alone and return its key."""
        return self.add("document", stream, sha256=sha256, size=size)

    def file_state(self, sha256: str) -> str | None:
        return self.scalar("SELECT state FROM file_transfer WHERE sha256 = :h", h=sha256)

    def add(self, table: str = "person", stream: int = 1, **values: Any) -> str:
        """Insert a row and return its key."""
        row_id = values.setdefault("id", new_id())
        with self.database.write() as session:
            session.execute(insert(Base.metadata.tables[table]), row(table, stream, values))
        return row_id

    def add_one_of_each(self, text: str, stream: int = 1) -> dict[str, str]:
        """Insert a row into every synced table, each the child of the one before it.

        Every text column holds `text`. Return {table: key}.
        """
        made: dict[str, str] = {}
        for table in centre_tables():
            keys = Base.metadata.tables[table.name].columns
            values: dict[str, Any] = {}
            for name, kind in table.columns:
                parents = [key.column.table.name for key in keys[name].foreign_keys]
                if kind == "text":
                    values[name] = text
                elif kind == "boolean":
                    values[name] = True
                elif kind == "uuid" and name not in {"id", "desk_id"}:
                    values[name] = made.get(parents[0]) if parents else new_id()
            made[table.name] = self.add(table.name, stream, **values)
        return made

    def edit(self, row_id: str, table: str = "person", **values: Any) -> None:
        target = Base.metadata.tables[table]
        with self.database.write() as session:
            session.execute(update(target).where(target.c.id == row_id).values(**values))

    def get(self, row_id: str, *columns: str, table: str = "person") -> tuple[Any, ...] | None:
        target = Base.metadata.tables[table]
        with self.database.read() as session:
            found = session.execute(
                select(*(target.c[name] for name in columns)).where(target.c.id == row_id)
            ).one_or_none()
            return tuple(found) if found else None

    def rows(self) -> dict[str, list[tuple[Any, ...]]]:
        """Return every synced row as SQLite keeps it."""
        with self.database.read() as session:
            return {
                table.name: [
                    tuple(found)
                    for found in session.execute(
                        text(f'SELECT {columns_of(table.name)} FROM "{table.name}" ORDER BY id')
                    )
                ]
                for table in synced_tables()
            }

    def scalar(self, query: str, **values: Any) -> Any:
        with self.database.read() as session:
            return session.execute(text(query), values).scalar()

    def values(self, query: str) -> list[Any]:
        """Return the first column of every row."""
        with self.database.read() as session:
            return list(session.execute(text(query)).scalars())

    def execute(self, statement: str, **values: Any) -> None:
        with self.database.write() as session:
            session.execute(text(statement), values)


def agree_on_time(*desks: Desk) -> None:
    """Take what a slow answer added to the measured difference off the clocks of this machine."""
    for desk in desks:
        desk.execute("UPDATE sync_state SET skew = 0")


def columns_of(table: str) -> str:
    return ", ".join(f'"{column.name}"' for column in Base.metadata.tables[table].columns)


def row(table: str, stream: int, values: Mapping[str, Any]) -> dict[str, Any]:
    """Return values for every column that must have one."""
    filled: dict[str, Any] = {"stream": stream, "desk_id": DESK_ID, "created_at": now()}
    for column in Base.metadata.tables[table].columns:
        if column.nullable or column.name in filled or column.name in values:
            continue
        if column.default is None:
            kind = column.type.python_type
            filled[column.name] = kind() if kind in {str, int, bool} else now()
    return filled | dict(values)
