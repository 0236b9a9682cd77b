"""Rows added and values read by the driver itself, within a unit of work.

The ORM's unit of work tracks, sorts and flushes objects, and a Core statement passes through a
dozen layers; for the statements of a registration that costs several times the SQL
(measured by `desk bench commit`). Triggers capture these rows like any other, and
`database_errors` knows the driver's failures as it knows SQLAlchemy's.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import Table
from sqlalchemy.dialects import sqlite
from sqlalchemy.orm import Session

from reception_desk.models.base import SyncedRow
from reception_desk.records.identifiers import new_id

DRIVER = "driver"
"""Where `Database.write` notes the connection of the driver: to ask for it costs an insert."""
_DIALECT = sqlite.dialect()


def add_row(session: Session, model: type[SyncedRow], **values: Any) -> str:
    """Insert one row now and return its id; a column not given takes its default or NULL."""
    row_id = new_id()
    insert = _insert(model)
    _driver(session).execute(insert.sql, insert.cells({"id": row_id, **values}))
    return row_id


def read_first(session: Session, sql: str, values: tuple[Any, ...]) -> tuple[Any, ...] | None:
    """Return the first row of a query as SQLite keeps it (times are text), None without one."""
    found: tuple[Any, ...] | None = _driver(session).execute(sql, values).fetchone()
    return found


def _driver(session: Session) -> Any:
    return session.info.get(DRIVER) or session.connection().connection.driver_connection


@dataclass(frozen=True, slots=True)
class _Insert:
    """The statement of one table; `columns` are name, default and the binding of its type."""

    sql: str
    names: frozenset[str]
    columns: tuple[tuple[str, Any, Callable[[Any], Any] | None], ...]

    def cells(self, values: dict[str, Any]) -> list[Any]:
        if not values.keys() <= self.names:
            raise TypeError(f"no column is called {sorted(values.keys() - self.names)}")
        cells = []
        for name, default, bind in self.columns:
            value = values.get(name, default)
            cells.append(bind(value) if bind and value is not None else value)
        return cells


@cache
def _insert(model: type[SyncedRow]) -> _Insert:
    table = model.__dict__["__table__"]
    assert isinstance(table, Table)  # noqa: S101 - a mapped class has its table
    columns = tuple(
        (
            column.name,
            getattr(column.default, "arg", None),
            column.type.dialect_impl(_DIALECT).bind_processor(_DIALECT),
        )
        for column in table.columns
    )
    names = [name for name, _, _ in columns]
    listed, marks = ", ".join(f'"{name}"' for name in names), ", ".join("?" * len(names))
    sql = f'INSERT INTO "{table.name}" ({listed}) VALUES ({marks})'  # noqa: S608
    return _Insert(sql, frozenset(names), columns)
