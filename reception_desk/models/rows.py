"""Rows added by one INSERT each.

The ORM's unit of work tracks, sorts and flushes objects; for the eight rows of a registration
that costs three times the SQL (measured by `desk bench commit`). Triggers capture these rows
like any other.
"""

from functools import cache
from typing import Any

from sqlalchemy import Insert, Table, insert
from sqlalchemy.orm import Session

from reception_desk.models.base import SyncedRow
from reception_desk.records.identifiers import new_id


def add_row(session: Session, model: type[SyncedRow], **values: Any) -> str:
    """Insert one row now and return its id; a column not given takes its default or NULL."""
    row_id = new_id()
    session.connection().execute(_insert(model), {"id": row_id, **values})
    return row_id


@cache
def _insert(model: type[SyncedRow]) -> Insert:
    table = model.__dict__["__table__"]
    assert isinstance(table, Table)  # noqa: S101 - a mapped class has its table
    return insert(table)
