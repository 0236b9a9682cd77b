"""Behind pgbouncer, with the configuration that is shipped: what works in which mode."""

import re
import socket
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import psycopg
import pytest
from psycopg.conninfo import make_conninfo

from reception_desk.records.sync import LinkState
from reception_desk.sync import embedded_postgres, enrolment
from reception_desk.sync.link import CentreLink, connection_string
from reception_desk.sync.loop import LoopTimes
from reception_desk.sync.session import CentreSession
from tests.house.tree import PROJECT
from tests.sync.test_loop import NEVER, watch

__all__ = ["watch"]

SHIPPED = PROJECT / "installer" / "pgbouncer"
POLL = LoopTimes(poll=0.05, first_retry=0.01, longest_retry=0.05)

pytestmark = pytest.mark.slow


class Pooler:
    """pgbouncer with the shipped configuration, on a port of its own, before one server."""

    def __init__(self, folder: Path, server_port: int, mode: str) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port: int = probe.getsockname()[1]
        users = folder / "users"
        users.write_text('"reception_desk_pooler" "pool"\n')
        text = (SHIPPED / "pgbouncer.ini").read_text(encoding="utf-8")
        for name, value in {
            r"\*": f"host=127.0.0.1 port={server_port}",
            "listen_port": self.port,
            "auth_file": users,
            "pool_mode": mode,
        }.items():
            text, found = re.subn(rf"(?m)^({name}) = .*$", rf"\1 = {value}", text)
            assert found == 1, name
        path = folder / "pgbouncer.ini"
        path.write_text(text, encoding="utf-8")
        folder.chmod(0o755)  # like the server, it does not run as root
        account = embedded_postgres._unprivileged_account()
        command = ["/usr/sbin/pgbouncer", str(path)]
        self._process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, **account)
        assert self._process.stderr is not None
        assert any("process up" in line for line in self._process.stderr)

    def stop(self) -> None:
        self._process.terminate()
        self._process.communicate(timeout=20)


@pytest.fixture
def pooled(centre) -> Iterator[Callable[[CentreLink, str], CentreLink]]:
    """Lead a link through a pgbouncer in some mode: `pooled(link, "session")`."""
    started: dict[str, Pooler] = {}
    with psycopg.connect(centre.dsn, autocommit=True) as connection:
        connection.execute((SHIPPED / "auth.sql").read_text(encoding="utf-8").encode())
        connection.execute("ALTER ROLE reception_desk_pooler PASSWORD 'pool'")

    with tempfile.TemporaryDirectory(prefix="reception-desk-pgbouncer-") as folder:

        def through(link: CentreLink, mode: str) -> CentreLink:
            if mode not in started:
                started[mode] = Pooler(Path(folder), centre.server.port, mode)
            dsn = make_conninfo(link.dsn, port=started[mode].port)
            return replace(link, dsn=dsn, is_pooled=mode == "transaction")

        yield through
        for pooler in started.values():
            pooler.stop()


@pytest.mark.parametrize(("mode", "times"), [("session", NEVER), ("transaction", POLL)])
def test_desks_work_behind_the_pooler(new_desk, pooled, watch, mode, times):
    """In session mode a notice wakes the other desk; in transaction mode its poll finds the row."""
    a, b = new_desk("A"), new_desk("B")
    a.link, b.link = pooled(a.link, mode), pooled(b.link, mode)
    at_a, at_b = watch(a, times), watch(b, times)
    at_a.until(LinkState.ONLINE)
    at_b.until(LinkState.ONLINE)

    for number in range(3):
        a.add(name=f"张{number}")
        at_a.loop.wake()
        assert at_a.report().rows_up == 1
        assert at_b.report().rows_down == 1

    assert a.rows() == b.rows()


def test_in_transaction_mode_sessions_come_and_go_on_one_connection(new_desk, pooled):
    """Prepared statements would outlive their session on the server's side and meet again."""
    a = new_desk("A")
    a.link = pooled(a.link, "transaction")
    for number in range(4):
        a.add(name=f"张{number}")
        a.sync()
        with CentreSession(a.link) as one, CentreSession(a.link) as other:
            for _ in range(3):
                assert one.changes({1: 99}) == other.changes({1: 99}) == []


def test_a_revoked_desk_is_shut_out_behind_the_pooler_too(centre, new_desk, pooled):
    a = new_desk("A")
    a.link = pooled(a.link, "session")
    a.sync()

    enrolment.revoke(centre.dsn, "A")

    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(connection_string(a.link))


def test_the_pooler_sees_verifiers_of_desks_and_nothing_else(centre, new_desk, pooled):
    pooled(new_desk("A").link, "session")
    login = centre.query("SELECT login FROM sync.desk")[0][0]
    dsn = make_conninfo(centre.dsn, user="reception_desk_pooler", password="pool")

    with psycopg.connect(dsn, autocommit=True) as connection:
        ask = "SELECT verifier FROM pooler.verifier_of(%s)"
        (verifier,) = connection.execute(ask, (login,)).fetchall()
        assert verifier[0].startswith("SCRAM-SHA-256$")
        assert connection.execute(ask, ("centre_admin",)).fetchall() == []
        for statement in ("SELECT 1 FROM app.person", "SELECT 1 FROM sync.desk"):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                connection.execute(statement)
