"""The administrator's connection to the centre: one transaction, errors as a sentence."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from reception_desk.errors import CentreError

if TYPE_CHECKING:
    import psycopg

OLDEST_SERVER = 150000


@contextmanager
def administrator(dsn: str) -> Iterator["psycopg.Connection[Any]"]:
    """One transaction: commits at the end, rolls back on any exception.

    Raises `CentreError` with PostgreSQL's own first line when it refuses or is too old.
    """
    with open_connection(dsn) as connection, connection.transaction():
        yield connection


@contextmanager
def open_connection(dsn: str) -> Iterator["psycopg.Connection[Any]"]:
    """The same without a transaction, for what PostgreSQL does not do inside one."""
    import psycopg

    try:
        with psycopg.connect(dsn, connect_timeout=10, autocommit=True) as connection:
            if connection.info.server_version < OLDEST_SERVER:
                raise CentreError("中心的 PostgreSQL 版本过低。", advice="请安装 15 或更高的版本。")
            connection.execute("SET client_min_messages = warning")
            yield connection
    except psycopg.Error as error:
        line = next(iter(str(error).strip().splitlines()), type(error).__name__)
        raise CentreError(
            f"中心数据库没有完成这个操作：{line}。", advice="请检查连接串和管理员权限。"
        ) from error


def scalar(connection: "psycopg.Connection[Any]", query: str, *values: Any) -> Any:
    """Return the first value of the first row, or None."""
    row = connection.execute(as_query(query), values or None).fetchone()
    return row[0] if row else None


def as_query(text: str) -> Any:
    """Let generated SQL through psycopg's LiteralString; its parts are our own names."""
    return text
