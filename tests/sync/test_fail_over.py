"""The primary dies, its standby is promoted, desks go on by themselves and nothing is lost."""

import time
from dataclasses import replace

import psycopg
import pytest

from reception_desk.records.sync import LinkState
from reception_desk.sync import centre as administration
from reception_desk.sync.embedded_postgres import EmbeddedPostgres, running_postgres
from reception_desk.sync.loop import LoopTimes
from tests.postgres import CentreDatabase, in_memory
from tests.sync.test_loop import WITHIN, watch

__all__ = ["watch"]

BUSY = LoopTimes(poll=3600, first_retry=0.05, longest_retry=0.1)
WRITTEN = {"synchronous_commit": "on"}
"""A commit stands in the log that the standby reads, though nothing reaches the disk."""


def until_followed(primary: EmbeddedPostgres, standby: EmbeddedPostgres) -> None:
    """Return when the standby has everything the primary has written so far."""
    deadline = time.monotonic() + WITHIN
    with (
        psycopg.connect(primary.dsn(), autocommit=True) as ours,
        psycopg.connect(standby.dsn(), autocommit=True) as theirs,
    ):
        wanted = ours.execute("SELECT pg_current_wal_lsn()").fetchone()
        while theirs.execute("SELECT pg_last_wal_replay_lsn() >= %s", wanted).fetchone() != (True,):
            assert time.monotonic() < deadline


@pytest.mark.slow
def test_desks_follow_the_promoted_standby_and_send_again_what_it_lacked(new_desk, watch):
    with running_postgres(settings=WRITTEN, within=in_memory()) as primary:
        at = CentreDatabase(primary, primary.new_database("county"))
        administration.init(at.dsn)
        with running_postgres(primary=primary, within=in_memory()) as standby:
            a, b = new_desk("A", at=at), new_desk("B", at=at)
            for desk in (a, b):
                name = f"{desk.link.dsn} host=127.0.0.1,127.0.0.1"
                desk.link = replace(desk.link, dsn=f"{name} port={primary.port},{standby.port}")
            at_a, at_b = watch(a, BUSY), watch(b, BUSY)
            at_a.until(LinkState.ONLINE)
            at_b.until(LinkState.ONLINE)
            a.add(name="followed")
            at_a.loop.wake()
            assert at_b.report().rows_down == 1
            until_followed(primary, standby)
            standby.stop()
            a.add(name="lacked")
            at_a.loop.wake()
            assert at_b.report().rows_down == 1

            primary.crash()
            standby.start()
            offline = at_a.until(LinkState.OFFLINE)
            a.add(name="written meanwhile")
            at_b.until(LinkState.OFFLINE)
            standby.promote()
            at_a.until(LinkState.ONLINE)
            at_b.until(LinkState.ONLINE)
            while a.rows() != b.rows() or at_a.reports.empty():
                at_b.report()

            assert "连接不上中心" in offline.sentence
            promoted = CentreDatabase(standby, standby.dsn("county"))
            assert promoted.query("SELECT name FROM app.person ORDER BY name") == [
                ("followed",), ("lacked",), ("written meanwhile",),
            ]  # fmt: skip
            assert promoted.query("SELECT count(*) FROM sync.conflict") == [(0,)]


@pytest.mark.slow
def test_a_standby_that_is_not_promoted_is_no_refusal(new_desk, watch):
    with running_postgres(settings=WRITTEN, within=in_memory()) as primary:
        at = CentreDatabase(primary, primary.new_database("county"))
        administration.init(at.dsn)
        with running_postgres(primary=primary, within=in_memory()) as standby:
            a = new_desk("A", at=at)
            dsn = f"{a.link.dsn} host=127.0.0.1,127.0.0.1 port={primary.port},{standby.port}"
            a.link = replace(a.link, dsn=dsn)
            until_followed(primary, standby)
            primary.crash()

            assert "连接不上中心" in watch(a, BUSY).until(LinkState.OFFLINE).sentence
