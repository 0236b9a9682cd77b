"""A real PostgreSQL for the tests: one server per run, one database per test."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
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


@dataclass(frozen=True)
class CentreDatabase:
    """A fresh centre on the shared server; `dsn` is the administrator's."""

    server: EmbeddedPostgres
    dsn: str

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
        with psycopg.connect(self.dsn, autocommit=True) as connection:
            text: Any = statement
            cursor = connection.execute(text, values or None)
            return cursor.fetchall() if cursor.description else []


@pytest.fixture(scope="session")
def postgres() -> Iterator[EmbeddedPostgres]:
    """One server for the whole run, with a prepared centre to copy."""
    with running_postgres() as server:
        administration.init(server.new_database(_TEMPLATE))
        yield server


@pytest.fixture
def centre(postgres: EmbeddedPostgres) -> Iterator[CentreDatabase]:
    """An empty centre of this test's own."""
    name = f"centre_{next(_numbers)}"
    made = CentreDatabase(postgres, postgres.new_database(name, template=_TEMPLATE))
    # A copy of a centre gives no numbers until its desks have come back; this one is as new.
    made.query("UPDATE sync.centre SET numbering_open_as = sync.numbering_state()")
    yield made
    with psycopg.connect(postgres.dsn(), autocommit=True) as connection:
        connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))
