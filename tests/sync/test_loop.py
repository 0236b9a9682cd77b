"""The loop: commits go out and come in by themselves, and the lamp tells the truth."""

import os
import queue
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from sqlalchemy import select

from reception_desk.commands.bench.cable import Fault
from reception_desk.models.local import SyncRound
from reception_desk.records.sync import LinkState, LinkStatus, SyncReport
from reception_desk.sync import enrolment, history
from reception_desk.sync.blobs import CHUNK_BYTES, Blobs
from reception_desk.sync.loop import LoopTimes, SyncLoop
from reception_desk.sync.session import CentreSession
from reception_desk.sync.surroundings import Surroundings
from tests.sync.desks import Desk

NEVER = LoopTimes(poll=3600, first_retry=3600, longest_retry=3600)
"""Whatever happens is then the effect of a notice or a call."""
WITHIN = 30.0


class Watched:
    """A running loop whose reports and states can be waited for."""

    def __init__(
        self, desk: Desk, times: LoopTimes, surroundings: Surroundings | None = None
    ) -> None:
        self.reports: queue.Queue[SyncReport] = queue.Queue()
        self.states: queue.Queue[LinkStatus] = queue.Queue()
        self.loop = SyncLoop(desk.database, desk.link, desk.files, times, surroundings)
        self.loop.start(self.reports.put, self.states.put)

    def until(self, state: LinkState) -> LinkStatus:
        while (status := self.states.get(timeout=WITHIN)).state is not state:
            pass
        return status

    def report(self) -> SyncReport:
        return self.reports.get(timeout=WITHIN)


@pytest.fixture
def watch() -> Iterator[Callable[..., Watched]]:
    started: list[Watched] = []

    def start(
        desk: Desk, times: LoopTimes = NEVER, surroundings: Surroundings | None = None
    ) -> Watched:
        started.append(Watched(desk, times, surroundings))
        return started[-1]

    yield start
    for watched in started:
        watched.loop.stop()


def test_a_commit_at_one_desk_appears_at_the_other_by_a_notice(new_desk, watch):
    a, b = new_desk("A"), new_desk("B")
    at_a, at_b = watch(a), watch(b)
    at_a.until(LinkState.ONLINE)
    at_b.until(LinkState.ONLINE)

    person = a.add(name="张伟")
    at_a.loop.wake()

    assert at_a.report().rows_up == 1
    assert at_b.report().changes[0].ids == (person,)
    a.edit(person, name="张玮")
    at_a.loop.wake()
    assert at_b.report().rows_down == 1
    assert b.get(person, "name") == ("张玮",)


def test_a_desk_that_has_just_read_rests_and_then_reads_several_changes_at_once(new_desk, watch):
    a, b = new_desk("A"), new_desk("B")
    at_a = watch(a)
    at_b = watch(b, replace(NEVER, rest=1e6, longest_rest=3600))
    at_a.until(LinkState.ONLINE)
    at_b.until(LinkState.ONLINE)
    for name in ("张伟", "李娜", "王芳"):
        a.add(name=name)
        at_a.loop.wake()
        assert at_a.report().rows_up == 1
        if name == "张伟":
            assert at_b.report().rows_down == 1

    b.add(name="赵敏")
    at_b.loop.wake()  # what was written here is sent without a rest

    done = at_b.report()
    assert (done.rows_up, done.rows_down) == (1, 3)  # its own row comes back behind the others


def test_the_poll_finds_what_no_notice_told(centre, new_desk, watch):
    a, b = new_desk("A"), new_desk("B")
    at_b = watch(b, LoopTimes(poll=0.05))
    at_b.until(LinkState.ONLINE)
    # Without a notice: as if it had been lost on the way.
    centre.query(
        "INSERT INTO app.person (id, stream, _pos, _desk, _hlc, desk_id, created_at) "
        "VALUES (gen_random_uuid(), 1, 1, 1, 1, gen_random_uuid(), now())"
    )
    centre.query("UPDATE sync.stream SET pos = 1")

    assert at_b.report().rows_down == 1
    assert a.scalar("SELECT count(*) FROM person") == 0


def test_without_the_cable_the_lamp_says_so_and_all_agree_afterwards(new_desk, watch, cable):
    a, b = new_desk("A", cable=cable), new_desk("B")
    at_a, at_b = watch(a), watch(b)
    at_a.until(LinkState.ONLINE)
    at_b.until(LinkState.ONLINE)

    cable.set(Fault.UNPLUGGED)
    offline = at_a.until(LinkState.OFFLINE)
    assert "连接不上中心" in offline.sentence
    a.add(name="张伟")
    at_a.loop.wake()
    waiting = at_a.until(LinkState.OFFLINE)
    assert (waiting.waiting, waiting.since) == (1, offline.since)
    b.add(name="李娜")
    at_b.loop.wake()
    assert at_b.report().rows_up == 1

    cable.set(Fault.NONE)
    at_a.loop.retry_now()

    assert at_a.until(LinkState.ONLINE).since > offline.since
    assert (report := at_a.report()).rows_up == 1
    assert report.rows_down >= 1
    assert at_b.report().rows_down == 1
    assert a.rows() == b.rows()


def test_the_loop_comes_back_by_itself(new_desk, watch, cable):
    a = new_desk("A", cable=cable)
    cable.set(Fault.UNPLUGGED)
    at_a = watch(a, LoopTimes(first_retry=0.01, longest_retry=0.02))
    at_a.until(LinkState.OFFLINE)

    cable.set(Fault.NONE)

    at_a.until(LinkState.ONLINE)


ALERT = LoopTimes(poll=3600, first_retry=3600, longest_retry=3600, look_around=0.02)


class Laptop:
    """The clocks and the network of a machine that is carried about."""

    def __init__(self) -> None:
        self.slept = 0.0
        self.way = "10.0.0.5"
        self.looked_offline = threading.Event()
        self.surroundings = Surroundings(
            wall=lambda: time.monotonic() + self.slept,
            steady=time.monotonic,
            route=self._route,
        )

    def _route(self, _address: str) -> str:
        if not self.way:
            self.looked_offline.set()
        return self.way


def test_a_machine_that_wakes_up_reads_at_once_what_it_missed(centre, new_desk, watch):
    laptop = Laptop()
    at_b = watch(new_desk("B"), ALERT, laptop.surroundings)
    at_b.until(LinkState.ONLINE)
    # Without a notice: the machine was asleep.
    centre.query(
        "INSERT INTO app.person (id, stream, _pos, _desk, _hlc, desk_id, created_at) "
        "VALUES (gen_random_uuid(), 1, 1, 1, 1, gen_random_uuid(), now())"
    )
    centre.query("UPDATE sync.stream SET pos = 1")

    laptop.slept = 3600

    assert at_b.report().rows_down == 1


@pytest.mark.parametrize("sign", ["woke up", "network"])
def test_a_machine_that_was_away_connects_at_once_when_it_can(new_desk, watch, cable, sign):
    laptop = Laptop()
    a = new_desk("A", cable=cable)
    at_a = watch(a, ALERT, laptop.surroundings)
    at_a.until(LinkState.ONLINE)
    cable.set(Fault.UNPLUGGED)
    laptop.way = ""
    at_a.until(LinkState.OFFLINE)
    assert laptop.looked_offline.wait(WITHIN)
    cable.set(Fault.NONE)

    if sign == "network":
        laptop.way = "10.0.0.5"
    else:
        laptop.slept = 3600

    at_a.until(LinkState.ONLINE)


def test_the_history_tells_what_moved_and_what_failed(new_desk, watch, cable):
    a = new_desk("A", cable=cable)
    at_a = watch(a)
    at_a.until(LinkState.ONLINE)
    a.add()
    at_a.loop.wake()
    at_a.report()
    cable.set(Fault.UNPLUGGED)
    at_a.until(LinkState.OFFLINE)
    at_a.loop.retry_now()
    at_a.until(LinkState.OFFLINE)
    at_a.loop.stop()

    with a.database.read() as session:
        kept = session.scalars(select(SyncRound).order_by(SyncRound.id)).all()
    assert [(line.rows_up, line.failure) for line in kept] == [(1, None), (0, "连接不上中心。")]
    assert kept[1].failures >= 1


def test_the_rounds_of_a_busy_hall_stand_in_the_history_once_it_rests(new_desk, watch, monkeypatch):
    monkeypatch.setattr(history, "HOLD_FOR", 1.0)
    a = new_desk("A")
    at_a = watch(a, replace(NEVER, look_around=0.02))
    at_a.until(LinkState.ONLINE)
    for _ in range(3):
        a.add()
        at_a.loop.wake()
        assert at_a.report().rows_up == 1

    while (said := at_a.report()).rows_up:
        pass

    assert said.is_idle
    assert a.scalar("SELECT sum(rows_up) FROM sync_round") == 3


def test_a_loop_that_ends_keeps_the_rounds_it_held(new_desk, watch):
    a = new_desk("A")
    at_a = watch(a)
    at_a.until(LinkState.ONLINE)
    for _ in range(3):
        a.add()
        at_a.loop.wake()
        assert at_a.report().rows_up == 1

    at_a.loop.stop()

    assert a.scalar("SELECT sum(rows_up) FROM sync_round") == 3


def test_a_revoked_desk_shows_why(centre, new_desk, watch):
    a = new_desk("A")
    at_a = watch(a, LoopTimes(first_retry=0.01, longest_retry=0.02))
    at_a.until(LinkState.ONLINE)

    enrolment.revoke(centre.dsn, "A")

    assert "请联系管理员" in at_a.until(LinkState.REFUSED).sentence


def until_lost(desk: Desk, revoke: Callable[[], object]) -> threading.Event:
    """Let a desk work until `revoke` shut it out; return whether its key was destroyed."""
    states: queue.Queue[LinkStatus] = queue.Queue()
    destroyed = threading.Event()
    times = LoopTimes(first_retry=0.01, longest_retry=0.02)
    loop = SyncLoop(desk.database, desk.link, desk.files, times)
    loop.start(lambda _: None, states.put, destroyed.set)
    try:
        while states.get(timeout=WITHIN).state is not LinkState.ONLINE:
            pass
        revoke()
        while states.get(timeout=WITHIN).state is not LinkState.LOST:
            pass
    finally:
        loop.stop()
    assert states.empty()
    return destroyed


def test_a_lost_desk_destroys_its_key_says_so_and_ends(centre, new_desk):
    destroyed = until_lost(new_desk("A"), lambda: enrolment.revoke(centre.dsn, "A", is_lost=True))

    assert destroyed.is_set()
    assert centre.query("SELECT wiped_at IS NOT NULL FROM sync.desk") == [(True,)]


def test_a_lost_desk_whose_word_is_cut_off_says_so_again(centre, new_desk, monkeypatch):
    """Shutting out commits first and cuts connections then; the desk is quicker at times."""
    confirm, cuts = CentreSession.confirm_wiped, [1]

    def cut_once(session: CentreSession) -> None:
        if cuts:
            cuts.pop()
            centre.query(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE usename = (SELECT login FROM sync.desk)"
            )
        confirm(session)

    monkeypatch.setattr(CentreSession, "confirm_wiped", cut_once)

    until_lost(new_desk("A"), lambda: enrolment.revoke(centre.dsn, "A", is_lost=True))

    assert cuts == []
    assert centre.query("SELECT wiped_at IS NOT NULL FROM sync.desk") == [(True,)]


def test_stopping_is_told_and_ends_the_thread(new_desk, watch):
    a = new_desk("A")
    at_a = watch(a)
    at_a.until(LinkState.ONLINE)

    at_a.loop.stop()

    at_a.until(LinkState.STOPPED)
    assert not any(thread.name == "sync" for thread in threading.enumerate())


def test_stopping_does_not_wait_for_a_dead_line(new_desk, watch, cable, monkeypatch):
    monkeypatch.setattr("reception_desk.sync.loop._GRACE", 0.1)
    a = new_desk("A", cable=cable)
    at_a = watch(a)
    at_a.until(LinkState.ONLINE)
    cable.set(Fault.SILENT)
    a.add()
    at_a.loop.wake()

    at_a.loop.stop()

    at_a.until(LinkState.STOPPED)


def test_pauses_grow_to_a_limit_and_are_spread():
    times = LoopTimes(first_retry=1, longest_retry=60)

    for failures, ceiling in ((0, 1), (3, 8), (10, 60), (10**6, 60)):
        pauses = {times.retry(failures) for _ in range(50)}
        assert ceiling / 2 <= min(pauses) <= max(pauses) <= ceiling
        assert len(pauses) > 10
    assert 12 <= times.next_poll() <= 18


def test_what_must_wait_for_the_centres_update_is_told(centre, new_desk, watch):
    """The centre is older: it has no table of units yet."""
    a = new_desk("A")
    centre.query("UPDATE sync.centre SET schema_version = 1")
    [(known,)] = centre.query("SELECT (sync.known_columns() - 'unit')::text")
    centre.query(
        "CREATE OR REPLACE FUNCTION sync.known_columns() RETURNS jsonb LANGUAGE sql "
        f"SET search_path = pg_catalog AS $$ SELECT '{known}'::jsonb $$"
    )
    at_a = watch(a)
    at_a.until(LinkState.ONLINE)

    a.add("unit")
    at_a.loop.wake()

    told = at_a.until(LinkState.ONLINE)
    assert (told.waiting, told.held) == (1, 1)


def test_files_follow_their_rows_without_a_call(centre, new_desk, watch):
    a = new_desk("A")
    at_a = watch(a)
    at_a.until(LinkState.ONLINE)

    a.add_file(bytes(3_000_000))
    at_a.loop.wake()

    rows, files = at_a.report(), at_a.report()
    assert (rows.rows_up, rows.files.count, rows.files.size) == (1, 1, 3_000_000)
    assert (files.files_up, files.files.count) == (1, 0)
    assert centre.query("SELECT count(*) FROM sync.blob WHERE complete_at IS NOT NULL") == [(1,)]


def test_a_row_overtakes_the_files_before_it(centre, new_desk, watch, monkeypatch):
    """Rows committed while files are on their way wait for one chunk, not for the file."""
    a = new_desk("A")
    a.add_file(os.urandom(20 * CHUNK_BYTES))
    put_chunk = Blobs.put_chunk
    chunks_before_the_row: list[int] = []

    def seen(blobs, sha256, number, content):
        if number == 3:
            a.add(name="张伟")
            at_a.loop.wake()
        elif number > 3 and centre.query("SELECT count(*) FROM app.person") == [(0,)]:
            chunks_before_the_row.append(number)
        return put_chunk(blobs, sha256, number, content)

    monkeypatch.setattr(Blobs, "put_chunk", seen)
    at_a = watch(a)
    while at_a.report().files_up == 0:
        pass

    assert chunks_before_the_row == []


def test_a_stopped_loop_leaves_the_file_where_it_is(new_desk, watch, monkeypatch):
    a = new_desk("A")
    sha256 = a.add_file(os.urandom(30 * CHUNK_BYTES))
    began = threading.Event()
    put_chunk = Blobs.put_chunk
    sent: list[int] = []

    def seen(blobs, name, number, content):
        sent.append(number)
        began.set()
        return put_chunk(blobs, name, number, content)

    monkeypatch.setattr(Blobs, "put_chunk", seen)
    at_a = watch(a)
    assert began.wait(WITHIN)
    at_a.loop.stop()
    first = len(sent)

    a.send_files()

    assert first < 30
    assert a.file_state(sha256) == "held"
    assert sorted(sent) == list(range(30))
