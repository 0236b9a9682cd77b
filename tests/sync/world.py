"""The desks and the centre of random histories, and a note of what became of every change."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

import psycopg
import pytest
from sqlalchemy import event, text

from reception_desk.errors import CentreError
from reception_desk.models import Database
from reception_desk.sync import enrolment
from reception_desk.sync.batch import Batch, Change
from reception_desk.sync.greeting import greet
from reception_desk.sync.link import CentreLink
from reception_desk.sync.session import CentreSession, PushAnswer, PushOutcome
from tests.postgres import CentreDatabase
from tests.sync.desks import Desk
from tests.sync.model import ModelCentre

TABLE = "calendar_day"
STREAMS = {"A": (1,), "B": (1,), "C": (1, 2)}


class CrashedError(Exception):
    """The desk ended here; what was not committed is gone."""


@contextmanager
def crash_after(database: Database, statements: int) -> Iterator[None]:
    """End whatever runs in the body before its next statement but `statements` to the file."""
    left = iter(range(statements))

    def count(*_: object) -> None:
        if next(left, None) is None:
            raise CrashedError

    engine = database._engine
    event.listen(engine, "before_cursor_execute", count)
    try:
        with suppress(CrashedError):
            yield
    finally:
        event.remove(engine, "before_cursor_execute", count)


@dataclass
class Ledger:
    """What became of a desk's changes, by their numbers; a code that renews it begins anew."""

    is_taken: dict[int, bool] = field(default_factory=dict)
    before: set[int] = field(default_factory=set)

    def note(self, changes: tuple[Change, ...], *, is_taken: bool) -> None:
        for change in changes:
            assert change.seq not in self.is_taken, "one change came to the centre twice"
            self.is_taken[change.seq] = is_taken

    def begin_anew(self) -> None:
        self.before |= self.is_taken.keys()
        self.is_taken.clear()

    def number_anew(self) -> None:
        """What waits is numbered from 1 under a new identity, and has all to arrive again."""
        self.before.clear()
        self.is_taken.clear()

    @property
    def arrived(self) -> set[int]:
        return self.before | self.is_taken.keys()


class NotedSession(CentreSession):
    """A connection whose answers are noted: an accepted batch goes into the model."""

    def __init__(self, link: CentreLink, ledger: Ledger, model: ModelCentre) -> None:
        super().__init__(link)
        self._ledger = ledger
        self._model = model

    def push(self, client: str, batch: Batch) -> PushAnswer:
        answer = super().push(client, batch)
        if answer.outcome is PushOutcome.ACCEPTED:
            self._ledger.note(batch.changes, is_taken=True)
            self._model.take(batch)
        return answer

    def park(self, client: str, batch: Batch, refusal: str) -> PushAnswer:
        answer = super().park(client, batch, refusal)
        if answer.outcome is PushOutcome.ACCEPTED:
            self._ledger.note(batch.changes, is_taken=False)
        return answer

    def reincarnate(self, old: str, new: str) -> bool:
        self._ledger.number_anew()
        return super().reincarnate(old, new)


class World:
    """Emptied between histories, because making it takes longer. `sessions` are those let in."""

    def __init__(self, centre: CentreDatabase, desks: dict[str, Desk]) -> None:
        self.centre = centre
        self.desks = desks
        self.sessions: dict[str, NotedSession] = {}
        self.granted: dict[str, set[int]] = {}
        self.ever_granted: dict[str, set[int]] = {}
        self.model = ModelCentre()
        self.ledgers: dict[str, Ledger] = {}
        self.histories = 0
        self._administrator = psycopg.connect(centre.dsn, autocommit=True)

    def close(self) -> None:
        self._administrator.close()
        for session in self.sessions.values():
            session.close()
        for desk in self.desks.values():
            desk.close()

    def query(self, statement: str, *values: Any) -> list[tuple[Any, ...]]:
        """Run one statement at the centre as its administrator."""
        asked: Any = statement
        cursor = self._administrator.execute(asked, values or None)
        return cursor.fetchall() if cursor.description else []

    def empty(self) -> None:
        self.histories += 1
        self.model = ModelCentre()
        self.ledgers = {name: Ledger() for name in self.desks}
        self.query(f"DELETE FROM app.{TABLE}; DELETE FROM sync.conflict; DELETE FROM sync.dead")
        self.query("UPDATE sync.stream SET pos = 0")
        self.query("UPDATE sync.desk SET client = NULL, last_seq = 0, last_hlc = 0")
        for name, desk in self.desks.items():
            if self.query("SELECT FROM sync.desk WHERE name = %s AND revoked_at IS NOT NULL", name):
                self._renew(name)
            self.grant(name, STREAMS[name])
            self.ever_granted[name] = set(STREAMS[name])
            _empty_file(desk)
            self.connect(name)

    def connect(self, name: str) -> None:
        """Connect as the loop does."""
        if name in self.sessions:
            self.sessions.pop(name).close()
        session = NotedSession(self.desks[name].link, self.ledgers[name], self.model)
        self.sessions[name] = session
        greet(self.desks[name].database, session)
        session.listen(sorted(session.streams))

    def grant(self, name: str, streams: tuple[int, ...]) -> None:
        """Let a desk see these streams; its next call hears of it, in the same connection."""
        self.query("UPDATE sync.desk SET streams = %s WHERE name = %s", list(streams), name)
        self.granted[name] = set(streams)
        self.ever_granted.setdefault(name, set()).update(streams)

    def revoke(self, name: str) -> None:
        """Shut a desk out: the open connection is cut, and no other comes about."""
        enrolment.revoke(self.centre.dsn, name)
        session = self.sessions.pop(name)
        for call in (lambda: session.changes({}), lambda: CentreSession(self.desks[name].link)):
            with pytest.raises(CentreError):
                call()
        session.close()

    def admit_again(self, name: str) -> None:
        """Let a desk in again by a new code; what it has waits and is sent."""
        self._renew(name)
        self.ledgers[name].begin_anew()
        self.connect(name)

    def _renew(self, name: str) -> None:
        told = enrolment.renew_desk(self.centre.dsn, name)
        self.desks[name].link = self.centre.admit(told)


def _empty_file(desk: Desk) -> None:
    with desk.database.apply() as connection:
        for statement in (
            f"DELETE FROM {TABLE}",
            "DELETE FROM outbox",
            "DELETE FROM sync_cursor",
            "DELETE FROM sync_conflict",
            "DELETE FROM sqlite_sequence WHERE name = 'outbox'",
            "UPDATE sync_state SET hlc = 0, acked = 0, epoch = NULL",
        ):
            connection.execute(text(statement))
