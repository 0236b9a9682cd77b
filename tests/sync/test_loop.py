"""The loop: commits go out and come in by themselves, and the lamp tells the truth."""

import queue
import threading
from collections.abc import Callable, Iterator

import pytest

from reception_desk.commands.bench.cable import Fault
from reception_desk.records.sync import LinkState, LinkStatus, SyncReport
from reception_desk.sync import enrolment
from reception_desk.sync.loop import LoopTimes, SyncLoop
from tests.sync.desks import Desk

NEVER = LoopTimes(poll=3600, first_retry=3600, longest_retry=3600)
"""Whatever happens is then the effect of a notice or a call."""
WITHIN = 30.0


class Watched:
    """A running loop whose reports and states can be waited for."""

    def __init__(self, desk: Desk, times: LoopTimes) -> None:
        self.reports: queue.Queue[SyncReport] = queue.Queue()
        self.states: queue.Queue[LinkStatus] = queue.Queue()
        self.loop = SyncLoop(desk.database, desk.link, times)
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

    def start(desk: Desk, times: LoopTimes = NEVER) -> Watched:
        started.append(Watched(desk, times))
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


def test_a_revoked_desk_shows_why(centre, new_desk, watch):
    a = new_desk("A")
    at_a = watch(a, LoopTimes(first_retry=0.01, longest_retry=0.02))
    at_a.until(LinkState.ONLINE)

    enrolment.revoke(centre.dsn, "A")

    assert "请联系管理员" in at_a.until(LinkState.REFUSED).sentence


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
