"""Random histories of three desks against the invariants of the sync.

25 in every run; a longer campaign by `DESK_HISTORIES=2000 pytest tests/sync/test_histories.py`.
A history that fails is printed as steps, with a line that replays it.
"""

import os
import shutil
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test
from sqlalchemy import event, text

from reception_desk.models import Database
from reception_desk.sync import outbox
from reception_desk.sync.batch import Batch, next_batch
from reception_desk.sync.greeting import greet
from reception_desk.sync.pull import pull_changes
from reception_desk.sync.push import push_waiting
from reception_desk.sync.session import CentreSession, PushOutcome
from tests.postgres import CentreDatabase
from tests.sync.desks import Desk, open_copy
from tests.sync.model import Cell, ModelCentre

HISTORIES = int(os.environ.get("DESK_HISTORIES", "25"))
STREAMS = {"A": (1,), "B": (1,), "C": (1, 2)}
TABLE = "calendar_day"
COLUMNS = ("is_working", "note", "source")
VALUES: dict[str, st.SearchStrategy[Any]] = {
    "is_working": st.booleans(),
    "note": st.none() | st.sampled_from("甲乙丙"),
    "source": st.sampled_from("甲乙丙"),
}
DAY_MS = 86_400_000
names = st.sampled_from(sorted(STREAMS))
changes = st.lists(
    st.sampled_from(COLUMNS).flatmap(lambda column: st.tuples(st.just(column), VALUES[column])),
    min_size=1,
    max_size=3,
).map(dict)


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


class World:
    """The desks and the centre; emptied between histories, because making them takes longer."""

    def __init__(self, centre: CentreDatabase, desks: dict[str, Desk]) -> None:
        self.centre = centre
        self.desks = desks
        self.sessions: dict[str, CentreSession] = {}

    def empty(self) -> None:
        self.centre.query(
            f"DELETE FROM app.{TABLE}; DELETE FROM sync.conflict; DELETE FROM sync.dead; "
            "UPDATE sync.stream SET pos = 0; "
            "UPDATE sync.desk SET client = NULL, last_seq = 0, last_hlc = 0"
        )
        for name, desk in self.desks.items():
            with desk.database.apply() as connection:
                for statement in (
                    f"DELETE FROM {TABLE}",
                    "DELETE FROM outbox",
                    "DELETE FROM sync_cursor",
                    "DELETE FROM sqlite_sequence WHERE name = 'outbox'",
                    "UPDATE sync_state SET hlc = 0, acked = 0, epoch = NULL",
                ):
                    connection.execute(text(statement))
            if name not in self.sessions:
                self.sessions[name] = CentreSession(desk.link)
            greet(desk.database, self.sessions[name])


class Histories(RuleBasedStateMachine):
    """Windows work, send, read, are cut and have wrong clocks, in any order."""

    world: World

    @initialize()
    def begin(self) -> None:
        self.world.empty()
        self.model = ModelCentre()
        self.unfit = 0
        for _ in range(2):
            self._desk("A").add(TABLE)
        self._push("A", 500)
        for name in STREAMS:
            pull_changes(self._desk(name).database, self.world.sessions[name])

    @rule(name=names, values=changes, second_stream=st.booleans(), is_fit=st.integers(0, 4))
    def add(self, name: str, values: dict[str, Any], second_stream: bool, is_fit: int) -> None:
        stream = STREAMS[name][-1 if second_stream else 0]
        unfit = {} if is_fit else {"created_by": "not a key"}
        self.unfit += not is_fit
        self._desk(name).add(TABLE, stream, **values, **unfit)

    @rule(name=names, place=st.integers(0, 2), values=changes)
    def edit(self, name: str, place: int, values: dict[str, Any]) -> None:
        rows = self._keys(name)
        self._desk(name).edit(rows[place % len(rows)], TABLE, **values)

    @rule(place=st.integers(0, 2), all_values=st.tuples(changes, changes, changes))
    def all_edit_the_same_row(self, place: int, all_values: tuple[dict[str, Any], ...]) -> None:
        for name, values in zip(STREAMS, all_values, strict=True):
            self.edit(name, place, values)

    @rule(name=names, batch_rows=st.integers(1, 4))
    def push(self, name: str, batch_rows: int) -> None:
        self._push(name, batch_rows)

    @rule(name=names, batch_rows=st.integers(1, 4), times=st.integers(1, 2))
    def push_without_hearing_the_reply(self, name: str, batch_rows: int, times: int) -> None:
        desk = self._desk(name)
        batch = next_batch(desk.database, batch_rows)
        if batch is None or self._is_unfit(desk, batch):
            return
        for _ in range(times):
            self._send(name, batch)

    @rule(name=names, page_rows=st.integers(1, 3), pages=st.integers(0, 4))
    def pull(self, name: str, page_rows: int, pages: int) -> None:
        left = iter(range(pages))
        pull_changes(
            self._desk(name).database,
            self.world.sessions[name],
            page_rows=page_rows,
            should_stop=lambda: next(left, None) is None,
        )

    @rule(name=names, statements=st.integers(0, 40), is_push=st.booleans())
    def crash(self, name: str, statements: int, is_push: bool) -> None:
        """The desk ends at any statement of a push or a pull and is opened again."""
        with crash_after(self._desk(name).database, statements):
            if is_push:
                self._push(name, 3)
            else:
                pull_changes(self._desk(name).database, self.world.sessions[name], page_rows=2)
        self.greet_again(name)

    @rule(name=names)
    def exchange(self, name: str) -> None:
        """An ordinary round, only in the other order, so that edits wait while rows come."""
        pull_changes(self._desk(name).database, self.world.sessions[name])
        self._push(name, 500)

    @rule(name=names, jump=st.sampled_from([-DAY_MS, -60_000, 1, 300_000, DAY_MS]))
    def clock_jumps(self, name: str, jump: int) -> None:
        self._desk(name).execute("UPDATE sync_state SET skew = skew + :j", j=jump)

    @rule(name=names)
    def greet_again(self, name: str) -> None:
        greet(self._desk(name).database, self.world.sessions[name])

    def teardown(self) -> None:
        for _ in range(2):
            for name in STREAMS:
                self.greet_again(name)
                self._push(name, 500)
                pull_changes(self._desk(name).database, self.world.sessions[name])
        self._nothing_waits_and_nothing_is_lost()
        self._desks_and_centre_agree()
        self._cursors_are_at_the_heads()
        self._every_clash_is_recorded()

    def _nothing_waits_and_nothing_is_lost(self) -> None:
        taken = dict(self.world.centre.query("SELECT name, last_seq FROM sync.desk"))
        unfit = 0
        for name, desk in self.world.desks.items():
            assert outbox.count_waiting(desk.database).unsent == 0
            assert taken[name] == desk.scalar("SELECT coalesce(max(seq), 0) FROM outbox")
            unfit += desk.scalar(f"SELECT count(*) FROM {TABLE} WHERE created_by = 'not a key'")
        assert unfit == self.unfit

    def _desks_and_centre_agree(self) -> None:
        found = self.world.centre.query(
            f"SELECT id::text, stream, {', '.join(COLUMNS)} FROM app.{TABLE}"
        )
        held = {row[0]: row[1:] for row in found}
        assert held == {row_id: _plain(row) for row_id, row in self.model.rows.items()}
        for name, streams in STREAMS.items():
            expected = {key: row for key, row in held.items() if row[0] in streams}
            assert self._rows(name) == expected

    def _cursors_are_at_the_heads(self) -> None:
        heads = dict(self.world.centre.query("SELECT id, pos FROM sync.stream"))
        for name, streams in STREAMS.items():
            for stream in streams:
                pos = self._desk(name).scalar(
                    "SELECT pos FROM sync_cursor WHERE stream = :s", s=stream
                )
                assert pos == heads[stream]

    def _every_clash_is_recorded(self) -> None:
        recorded = self.world.centre.query("SELECT row_id::text, column_name FROM sync.conflict")
        assert Counter(recorded) == self.model.clashes

    def _push(self, name: str, batch_rows: int) -> None:
        """Push with the product's own code, and let the model take what is accepted."""
        session = self.world.sessions[name]
        send = session.push

        def noting(client: str, batch: Batch):
            answer = send(client, batch)
            if answer.outcome is PushOutcome.ACCEPTED:
                self.model.take(batch)
            return answer

        session.push = noting
        try:
            client = self._desk(name).scalar("SELECT client FROM sync_state")
            result = push_waiting(self._desk(name).database, session, client, batch_rows=batch_rows)
        finally:
            del session.push
        assert not result.must_greet

    def _send(self, name: str, batch: Batch) -> None:
        client = self._desk(name).scalar("SELECT client FROM sync_state")
        answer = self.world.sessions[name].push(client, batch)
        if answer.outcome is PushOutcome.ACCEPTED:
            self.model.take(batch)

    def _is_unfit(self, desk: Desk, batch: Batch) -> bool:
        unfit = {
            row_id
            for (row_id,) in self._query(
                desk, f"SELECT id FROM {TABLE} WHERE created_by = 'not a key'"
            )
        }
        return any(change.row_id in unfit for change in batch.changes)

    def _desk(self, name: str) -> Desk:
        return self.world.desks[name]

    def _keys(self, name: str) -> list[str]:
        found = self._query(self._desk(name), f"SELECT id FROM {TABLE} ORDER BY id")
        return [row[0] for row in found]

    def _rows(self, name: str) -> dict[str, tuple[Any, ...]]:
        found = self._query(
            self._desk(name),
            f"SELECT id, stream, {', '.join(COLUMNS)} FROM {TABLE} "
            "WHERE created_by IS NOT 'not a key'",
        )
        return {row[0]: (row[1], bool(row[2]), *row[3:]) for row in found}

    def _query(self, desk: Desk, query: str) -> list[Any]:
        with desk.database.read() as session:
            return list(session.execute(text(query)).all())


def _plain(row: dict[str, Cell]) -> tuple[Any, ...]:
    """Return the model's row as the centre's query does; empty cells are not sent."""
    stream, is_working, *rest = (
        row[column].value if column in row else None for column in ("stream", *COLUMNS)
    )
    return (stream, bool(is_working), *rest)


@pytest.fixture
def world(centre: CentreDatabase, empty_file: Path, tmp_path: Path) -> Iterator[World]:
    desks: dict[str, Desk] = {}
    for name, streams in STREAMS.items():
        path = tmp_path / f"{name}.db"
        shutil.copy(empty_file, path)
        desks[name] = Desk(open_copy(path), centre.enrol(name, *streams))
    made = World(centre, desks)
    yield made
    for session in made.sessions.values():
        session.close()
    for desk in desks.values():
        desk.close()


@pytest.mark.slow
@pytest.mark.timeout(120 + HISTORIES * 5)
def test_every_history_keeps_the_invariants(world: World):
    machine = type("Histories", (Histories,), {"world": world})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=HISTORIES,
            print_blob=True,
            stateful_step_count=25,
            deadline=None,
            suppress_health_check=list(HealthCheck),  # pyright: ignore[reportArgumentType]
        ),
    )
