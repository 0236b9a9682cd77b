"""The steps of a random history of three desks, and the invariants it is held against."""

from collections import Counter
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from sqlalchemy import text

from reception_desk.sync import local_state, outbox
from reception_desk.sync.batch import Batch, next_batch
from reception_desk.sync.greeting import greet
from reception_desk.sync.pull import pull_changes
from reception_desk.sync.push import push_waiting
from reception_desk.sync.round import run_round
from tests.sync.desks import Desk
from tests.sync.model import Cell
from tests.sync.world import STREAMS, TABLE, World, crash_after

COLUMNS = ("is_working", "note", "source")
VALUES: dict[str, st.SearchStrategy[Any]] = {
    "is_working": st.booleans(),
    "note": st.none() | st.sampled_from("甲乙丙"),
    "source": st.sampled_from("甲乙丙"),
}
DAY_MS = 86_400_000
_ROW = f"SELECT id, stream, {', '.join(COLUMNS)} FROM"
_REFUSED = "SELECT seq, row_id FROM outbox WHERE refusal IS NOT NULL AND resent_as IS NULL"
names = st.sampled_from(sorted(STREAMS))
changes = st.lists(
    st.sampled_from(COLUMNS).flatmap(lambda column: st.tuples(st.just(column), VALUES[column])),
    min_size=1,
    max_size=3,
).map(dict)


class Histories(RuleBasedStateMachine):
    """Windows work, send, read, are cut, gain and lose rights and have wrong clocks."""

    world: World

    @initialize()
    def begin(self) -> None:
        self.world.empty()
        self.unfit: set[str] = set()
        self.sent: dict[str, list[tuple[str, Batch]]] = {name: [] for name in STREAMS}
        self.notices: dict[str, list[dict[int, int]]] = {name: [] for name in STREAMS}
        for _ in range(2):
            self._desk("A").add(TABLE)
        for name in STREAMS:
            run_round(self._desk(name).database, self.world.sessions[name])

    @rule(name=names, values=changes, second_stream=st.booleans(), is_fit=st.integers(0, 4))
    def add(self, name: str, values: dict[str, Any], second_stream: bool, is_fit: int) -> None:
        seen = sorted(local_state.read_cursors(self._desk(name).database)) or [1]
        unfit = {} if is_fit else {"created_by": "not a key"}
        row_id = self._desk(name).add(TABLE, seen[-1 if second_stream else 0], **values, **unfit)
        if not is_fit:
            self.unfit.add(row_id)

    @rule(name=names, place=st.integers(0, 2), values=changes)
    def edit(self, name: str, place: int, values: dict[str, Any]) -> None:
        if rows := self._desk(name).values(f"SELECT id FROM {TABLE} ORDER BY id"):
            self._desk(name).edit(rows[place % len(rows)], TABLE, **values)

    @rule(place=st.integers(0, 2), all_values=st.tuples(changes, changes, changes))
    def all_edit_the_same_row(self, place: int, all_values: tuple[dict[str, Any], ...]) -> None:
        for name, values in zip(STREAMS, all_values, strict=True):
            self.edit(name, place, values)

    @rule(name=names, batch_rows=st.integers(1, 4))
    def push(self, name: str, batch_rows: int) -> None:
        if session := self.world.sessions.get(name):
            client = self._desk(name).scalar("SELECT client FROM sync_state")
            database = self._desk(name).database
            assert not push_waiting(database, session, client, batch_rows=batch_rows).must_greet

    @rule(name=names, batch_rows=st.integers(1, 4), times=st.integers(1, 2))
    def push_without_hearing_the_reply(self, name: str, batch_rows: int, times: int) -> None:
        batch = next_batch(self._desk(name).database, batch_rows)
        if batch is not None and self._would_be_taken(name, batch):
            client = self._desk(name).scalar("SELECT client FROM sync_state")
            self.sent[name].append((client, batch))
            for _ in range(times):
                self.world.sessions[name].push(client, batch)

    @rule(name=names, place=st.integers(0, 9))
    def a_batch_of_before_comes_again(self, name: str, place: int) -> None:
        if sent := [each for each in self.sent[name] if self._would_be_taken(name, each[1])]:
            self.world.sessions[name].push(*sent[place % len(sent)])

    @rule(name=names, page_rows=st.integers(1, 3), pages=st.integers(0, 4))
    def pull(self, name: str, page_rows: int, pages: int) -> None:
        left = iter(range(pages))
        if session := self.world.sessions.get(name):
            pull_changes(
                self._desk(name).database,
                session,
                page_rows=page_rows,
                should_stop=lambda: next(left, None) is None,
            )

    @rule(name=names)
    def every_page_comes_again(self, name: str) -> None:
        local_state.begin_anew(self._desk(name).database, STREAMS["C"])
        self.pull(name, 2, 4)

    @rule(name=names)
    def notices_arrive(self, name: str) -> None:
        """They are not acted upon yet."""
        session = self.world.sessions.get(name)
        if session and (heads := session.notified()):
            self.notices[name].append(heads)

    @rule(name=names, place=st.integers(0, 9), is_last=st.booleans())
    def a_notice_wakes(self, name: str, place: int, is_last: bool) -> None:
        """Any of those that arrived, early or late, once or again: then it is read up to there."""
        session, kept = self.world.sessions.get(name), self.notices[name]
        if session is None or not kept:
            return
        heads = kept.pop(place % len(kept)) if is_last else kept[place % len(kept)]
        database = self._desk(name).database
        if local_state.is_behind(database, heads):
            pull_changes(database, session)
        cursors = local_state.read_cursors(database)
        told = {stream: pos for stream, pos in heads.items() if self._is_granted(name, stream)}
        assert all(cursors[stream] >= pos for stream, pos in told.items())

    @rule(
        name=names,
        statements=st.integers(0, 40),
        work=st.sampled_from(["push", "pull", "exchange"]),
    )
    def crash(self, name: str, statements: int, work: str) -> None:
        """The desk ends at any statement to its file and is opened again."""
        if session := self.world.sessions.get(name):
            database = self._desk(name).database
            client = self._desk(name).scalar("SELECT client FROM sync_state")
            with crash_after(database, statements):
                if work == "push":
                    push_waiting(database, session, client, batch_rows=3)
                elif work == "pull":
                    pull_changes(database, session, page_rows=2)
                else:
                    run_round(database, session, batch_rows=3, page_rows=2)
            self.world.connect(name)

    @rule(name=names)
    def exchange(self, name: str) -> None:
        """A whole round; nothing of a stream that is not granted stays behind it."""
        if session := self.world.sessions.get(name):
            run_round(self._desk(name).database, session)
            held = self._desk(name).values(f"SELECT DISTINCT stream FROM {TABLE}")
            assert set(held) <= session.streams

    @rule(name=names)
    def exchange_backwards(self, name: str) -> None:
        """In the other order, so that edits wait while rows come."""
        self.pull(name, 500, 100)
        self.push(name, 500)

    @rule(name=names, jump=st.sampled_from([-DAY_MS, -60_000, 1, 300_000, DAY_MS]))
    def clock_jumps(self, name: str, jump: int) -> None:
        self._desk(name).execute("UPDATE sync_state SET skew = skew + :j", j=jump)

    @rule(name=names, streams=st.sampled_from([(1,), (2,), (1, 2)]), is_cut=st.booleans())
    def rights_change(self, name: str, streams: tuple[int, ...], is_cut: bool) -> None:
        """Streams are granted and withdrawn; until it is cut, the old connection knows nothing."""
        is_more = not self.world.granted[name].issuperset(streams)
        self.world.grant(name, streams)
        if (is_more or is_cut) and name in self.world.sessions:
            self.world.connect(name)

    @rule(name=names)
    def shut_out_or_let_in_again(self, name: str) -> None:
        if name in self.world.sessions:
            self.world.revoke(name)
        else:
            self.world.admit_again(name)

    @rule(name=names)
    def greet_again(self, name: str) -> None:
        if session := self.world.sessions.get(name):
            greet(self._desk(name).database, session)

    @invariant()
    def no_desk_holds_a_row_of_a_stream_it_never_saw(self) -> None:
        for name, desk in self.world.desks.items():
            held = desk.values(f"SELECT DISTINCT stream FROM {TABLE}")
            assert set(held) <= self.world.ever_granted[name]

    @invariant()
    def no_cursor_is_ahead_of_the_rows(self) -> None:
        rows = self.world.query(f"SELECT id::text, stream, _pos FROM app.{TABLE}")
        for desk in self.world.desks.values():
            cursors = local_state.read_cursors(desk.database)
            passed = {key for key, stream, pos in rows if pos <= cursors.get(stream, 0)}
            assert passed <= set(desk.values(f"SELECT id FROM {TABLE}"))

    def teardown(self) -> None:
        for name in STREAMS.keys() - self.world.sessions.keys():
            self.world.admit_again(name)
        for _ in range(2):
            for name in STREAMS:
                self.greet_again(name)
                self.exchange(name)
        self._every_change_is_at_the_centre_or_put_aside()
        self._desks_and_centre_agree()
        self._cursors_are_at_the_heads()
        self._every_clash_is_recorded()

    def _every_change_is_at_the_centre_or_put_aside(self) -> None:
        taken = dict(self.world.query("SELECT name, last_seq FROM sync.desk"))
        for name, desk in self.world.desks.items():
            ledger = self.world.ledgers[name]
            last = desk.scalar("SELECT seq FROM sqlite_sequence WHERE name = 'outbox'") or 0
            assert outbox.count_waiting(desk.database).unsent == 0
            assert taken[name] == desk.scalar("SELECT acked FROM sync_state")
            assert ledger.arrived == set(range(1, last + 1))
            assert not any(ledger.is_taken.get(seq) for seq in self._refused(name))
        aside = self.world.query("SELECT row_id FROM sync.dead")
        assert self.unfit <= {row_id for (row_id,) in aside}

    def _desks_and_centre_agree(self) -> None:
        found = self.world.query(f"{_ROW} app.{TABLE}")
        held = {str(row[0]): row[1:] for row in found}
        assert held == {row_id: _plain(row) for row_id, row in self.world.model.rows.items()}
        for name in STREAMS:
            own = set(self._refused(name).values())  # they stand here as they were put aside
            granted = {key: row for key, row in held.items() if row[0] in self.world.granted[name]}
            rows = self._rows(name)
            assert granted.keys() - own == rows.keys() - own
            assert all(rows[key] == granted[key] for key in rows.keys() - own)

    def _cursors_are_at_the_heads(self) -> None:
        heads = dict(self.world.query("SELECT id, pos FROM sync.stream"))
        for name, streams in self.world.granted.items():
            cursors = local_state.read_cursors(self._desk(name).database)
            assert cursors == {stream: heads[stream] for stream in streams}

    def _every_clash_is_recorded(self) -> None:
        recorded = self.world.query("SELECT row_id::text, column_name FROM sync.conflict")
        assert Counter(recorded) == self.world.model.clashes

    def _would_be_taken(self, name: str, batch: Batch) -> bool:
        """Say whether the centre would answer; what it refuses is pushed by the desk's own rule."""
        is_fit = self.unfit.isdisjoint(change.row_id for change in batch.changes)
        is_in = all(self._is_granted(name, stream) for stream in batch.streams)
        known = {change.row_id for change in batch.changes if change.is_insert}
        known |= self.world.model.rows.keys()
        is_known = all(change.row_id in known for change in batch.changes)
        return name in self.world.sessions and is_fit and is_in and is_known

    def _is_granted(self, name: str, stream: int) -> bool:
        return stream in self.world.granted[name]

    def _desk(self, name: str) -> Desk:
        return self.world.desks[name]

    def _refused(self, name: str) -> dict[int, str]:
        """Return {number: row} of what the desk shows as put aside."""
        with self._desk(name).database.read() as session:
            return {row.seq: row.row_id for row in session.execute(text(_REFUSED))}

    def _rows(self, name: str) -> dict[str, tuple[Any, ...]]:
        with self._desk(name).database.read() as session:
            found = session.execute(text(f"{_ROW} {TABLE}")).all()
        return {row[0]: (row[1], bool(row[2]), *row[3:]) for row in found}


def _plain(row: dict[str, Cell]) -> tuple[Any, ...]:
    """Return the model's row as the centre's query does; empty cells are not sent."""
    stream, is_working, *rest = (
        row[column].value if column in row else None for column in ("stream", *COLUMNS)
    )
    return (stream, bool(is_working), *rest)
