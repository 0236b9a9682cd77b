"""Rows of any synced table with any content its columns can hold."""

from datetime import UTC, date
from typing import Any

from hypothesis import strategies as st
from sqlalchemy import Boolean, Column, Date, Integer, String, Table, Text

from reception_desk.models.base import Base, UtcDateTime, synced_tables

keys = st.uuids().map(str)
texts = st.one_of(
    st.text(st.characters(exclude_categories=["Cs"]), max_size=20),
    st.text(st.sampled_from("\0\ufdd0\n\t\\\"'%{}0𠮷信"), max_size=8),
)
moments = st.datetimes(timezones=st.just(UTC)).map(
    lambda at: at.replace(microsecond=at.microsecond // 1000 * 1000)
)


def rows(stream: int) -> st.SearchStrategy[tuple[str, dict[str, Any], dict[str, Any]]]:
    """Return (table, a whole row, other values for the same row; none where facts are kept).

    A row of `erased_row` is no row to be kept but something to be done (test_erasures.py).
    """
    names = sorted({table.name for table in synced_tables()} - {"erased_row"})
    return st.sampled_from(names).flatmap(lambda name: _of(Base.metadata.tables[name], stream))


def _of(table: Table, stream: int) -> st.SearchStrategy[tuple[str, dict[str, Any], dict[str, Any]]]:
    row = st.fixed_dictionaries({column.name: _cell(column) for column in table.columns})
    return st.tuples(
        st.just(table.name),
        row.map(lambda values: values | {"stream": stream}),
        row.map(lambda values: values | {"stream": stream}),
    )


def _cell(column: Column[Any]) -> st.SearchStrategy[Any]:
    cell = _value(column)
    return st.none() | cell if column.nullable else cell


def _value(column: Column[Any]) -> st.SearchStrategy[Any]:
    kind = column.type
    if isinstance(kind, UtcDateTime):
        return moments
    if isinstance(kind, Date):
        return st.dates(date(1, 1, 1), date(9999, 12, 31))
    if isinstance(kind, Boolean):
        return st.booleans()
    if isinstance(kind, Integer):
        return st.integers(-(2**63), 2**63 - 1)
    if isinstance(kind, String) and not isinstance(kind, Text) and kind.length == 36:
        return keys
    return texts
