"""A real PostgreSQL for the tests: one server per process, one database per test."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

import psycopg
import pytest
from psycopg import sql

from reception_desk.records.sync import Enrolment
from reception_desk.sync import centre as administration
from reception_desk.sync import enrolment
from reception_desk.sync.embedded_postgres import EmbeddedPostgres, running_postgres
from reception_desk.sync.link import CentreLink

_TEMPLATE = "centre_template"
_numbers = count(1)
_MEMORY = Path("/dev/shm")
_ENOUGH = 2 * 1024**3


@dataclass(frozen=True)
class CentreDatabase:
    """A fresh centre; `dsn` is the administrator's.

    Signing in takes longer than most questions: what asks many keeps a `connection`.
    """

    server: EmbeddedPostgres
    dsn: str
    connection: psycopg.Connection[Any] | None = field(default=None, repr=False)

    def enrol(self, name: str, *streams: int) -> CentreLink:
        """Let a desk in; logins belong to the whole server, so each gets a number."""
        login = f"desk_{next(_numbers)}"
        told = enrolment.add_desk(self.dsn, name, streams or (1,), login=login)
        return self.admit(told)

    def admit(self, told: Enrolment) -> CentreLink:
        """Let a desk in with the secret of its code, as if it had joined."""
        self.query(
            "UPDATE sync.desk SET code_until = NULL, joined_at = now() WHERE name = %s", told.name
        )
        return CentreLink(told.dsn, told.secret)

    def query(self, statement: str, *values: Any) -> list[tuple[Any, ...]]:
        """Run one statement as the administrator."""
        with self._connected() as connection:
            text: Any = statement
            cursor = connection.execute(text, values or None)
            return cursor.fetchall() if cursor.description else []

    def leave(self) -> None:
        """Close the kept connection: only a database that nobody uses can be copied."""
        if self.connection is not None:
            self.connection.close()

    @contextmanager
    def _connected(self) -> Iterator[psycopg.Connection[Any]]:
        if self.connection is not None and not self.connection.closed:
            yield self.connection
        else:
            with psycopg.connect(self.dsn, autocommit=True) as connection:
                yield connection


def in_memory() -> Path | None:
    """Return the place for servers that flush nothing to the disk; None without memory to spare.

    A test leaves a thousand files behind. ext4 goes round files that were just deleted, one by
    one, when it looks for room for new ones: that took more than half of PostgreSQL's time.
    """
    has_room = _MEMORY.is_dir() and shutil.disk_usage(_MEMORY).free > _ENOUGH
    return _MEMORY if has_room and os.access(_MEMORY, os.W_OK | os.X_OK) else None


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[EmbeddedPostgres]:
    """One server for all modules of a process, with a prepared centre to copy."""
    with running_postgres(within=in_memory()) as server:
        administration.init(server.new_database(_TEMPLATE))
        yield server


@pytest.fixture(scope="session")
def postgres_administrator(postgres_server: EmbeddedPostgres) -> Iterator[psycopg.Connection[Any]]:
    """Whoever makes and drops the databases of the tests."""
    with psycopg.connect(postgres_server.dsn(), autocommit=True) as connection:
        yield connection


@pytest.fixture(scope="session")
def postgres(postgres_server: EmbeddedPostgres) -> EmbeddedPostgres:
    """The server."""
    return postgres_server


@pytest.fixture
def centre(
    postgres: EmbeddedPostgres, postgres_administrator: psycopg.Connection[Any]
) -> Iterator[CentreDatabase]:
    """An empty centre of this test's own."""
    name = f"centre_{next(_numbers)}"
    database, template = sql.Identifier(name), sql.Identifier(_TEMPLATE)
    postgres_administrator.execute(
        # Half the work of copying it through the log, which nobody reads here.
        sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY file_copy").format(database, template)
    )
    dsn = postgres.dsn(name)
    with psycopg.connect(dsn, autocommit=True, prepare_threshold=None) as connection:
        made = CentreDatabase(postgres, dsn, connection)
        # A copy of a centre gives no numbers until its desks have come back; this one is as new.
        made.query("UPDATE sync.centre SET numbering_open_as = sync.numbering_state()")
        yield made
    postgres_administrator.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(database))
