"""Declarative base, column types and the two kinds of synced row."""

from datetime import UTC, date, datetime
from typing import Any, ClassVar

from sqlalchemy import Boolean, Column, Date, ForeignKey, Integer, MetaData, String, Table, Text
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.types import TypeDecorator

from reception_desk.records.identifiers import new_id

_FILE_KEY = "file_key"


class UtcDateTime(TypeDecorator[datetime]):
    """Aware UTC time stored as `2026-11-23T08:30:00.123Z`: sortable text, readable in JSON."""

    impl = String(24)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("times are stored with their zone")
        return f"{value.astimezone(UTC).replace(tzinfo=None).isoformat(timespec='milliseconds')}Z"

    def process_result_value(self, value: str | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        return datetime.fromisoformat(value) if value else None


class Base(DeclarativeBase):
    """All tables of the local database."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        str: Text,
        int: Integer,
        bool: Boolean,
        date: Date,
        datetime: UtcDateTime,
    }


def key_to(table: str, **options: Any) -> Mapped[Any]:
    """Return a foreign key column to `table.id`."""
    return mapped_column(String(36), ForeignKey(f"{table}.id"), **options)


def file_key() -> Mapped[str]:
    """Return a column that names a file by its SHA-256 (64 hexadecimal digits, lower case).

    Capture, transfer and the centre's permission to read the file follow from this mark. The
    table also has `size`, the file's bytes.
    """
    return mapped_column(String(64), index=True, info={_FILE_KEY: True})


class SyncedRow:
    """A row that belongs to one stream and reaches the centre.

    `stream` is the unit's stream (design.md "Streams"); `desk_id` the desk that made the row.
    """

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=new_id)
    stream: Mapped[int]
    desk_id: Mapped[str] = mapped_column(String(36))
    created_at: Mapped[datetime]
    created_by: Mapped[str | None] = mapped_column(String(36))


class AppendOnlyRow(SyncedRow):
    """A fact: never changed, merged by union. A trigger refuses UPDATE and DELETE."""


class EditableRow(SyncedRow):
    """A row merged field by field; it is voided with a reason, never deleted."""

    voided_at: Mapped[datetime | None]
    voided_by: Mapped[str | None] = mapped_column(String(36))
    void_reason: Mapped[str | None]


def synced_tables() -> list[Table]:
    """Return the synced tables, parents before children."""
    synced = [
        mapper.local_table
        for mapper in Base.registry.mappers
        if issubclass(mapper.class_, SyncedRow)
    ]
    return [table for table in Base.metadata.sorted_tables if table in synced]


def file_columns() -> list[Column[Any]]:
    """Return the columns that name files."""
    return [
        column
        for table in synced_tables()
        for column in table.columns
        if column.info.get(_FILE_KEY)
    ]


def is_append_only(table: Table) -> bool:
    """Say whether rows of `table` are merged by union only."""
    return any(
        mapper.local_table is table and issubclass(mapper.class_, AppendOnlyRow)
        for mapper in Base.registry.mappers
    )
