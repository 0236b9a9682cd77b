"""The connection: dead lines are cut, and the certificate is verified beyond this machine."""

import socket
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from psycopg.conninfo import conninfo_to_dict

from reception_desk.commands.bench.cable import Fault
from reception_desk.config import CentreSettings, Settings
from reception_desk.errors import CentreError
from reception_desk.sync import link
from reception_desk.sync.centre_errors import CentreAwayError
from reception_desk.sync.link import CentreLink
from reception_desk.sync.session import CentreSession
from reception_desk.sync.watchdog import Watchdog


def test_the_driver_is_imported_only_when_a_connection_is_made():
    """Start-up stays fast: a desk without a centre never loads it."""
    question = "import sys, reception_desk.sync.loop; sys.exit('psycopg' in sys.modules)"

    assert subprocess.run([sys.executable, "-c", question], check=False).returncode == 0


def test_a_half_open_line_is_cut_after_the_deadline(new_desk, cable):
    a = new_desk("A", cable=cable)
    with CentreSession(a.link, answer_within=0.2) as session:
        cable.set(Fault.SILENT)
        with pytest.raises(CentreAwayError):
            session.changes({})


@pytest.mark.parametrize("of_answers", [True, False])
def test_a_line_cut_while_the_password_is_proved_is_no_refusal(new_desk, cable, of_answers):
    a = new_desk("A", cable=cable)
    with CentreSession(a.link):  # open to the end: its farewell would be taken for a byte of these
        taken = cable.answered if of_answers else cable.carried
        for count in range(9, taken, 9):  # first libpq asks for TLS, and goes on without it
            cable.cut_after(count, of_answers=of_answers)
            with pytest.raises(CentreAwayError, match="连接不上中心"):
                CentreSession(a.link)


def test_an_answer_in_time_is_not_disturbed(new_desk):
    with new_desk("A").connected() as session:
        for _ in range(20):
            assert session.changes({1: 0}) == []


def test_the_watchdog_shuts_only_what_is_late():
    near, far = socket.socketpair()
    watchdog = Watchdog(near.fileno())
    try:
        with watchdog.limit(60):
            near.sendall(b"x")
        assert far.recv(1) == b"x"
        with watchdog.limit(0.01):
            assert near.recv(1) == b""
    finally:
        watchdog.close()
        near.close()
        far.close()


def test_a_closed_watchdog_leaves_the_socket_alone():
    near, far = socket.socketpair()
    watchdog = Watchdog(near.fileno())
    watchdog.close()
    watchdog.cut()
    near.sendall(b"x")

    assert far.recv(1) == b"x"
    near.close()
    far.close()


@pytest.mark.parametrize(
    ("dsn", "mode"),
    [
        ("host=127.0.0.1 dbname=c", "prefer"),
        ("dbname=c", "prefer"),
        ("host=10.1.2.3 dbname=c", "verify-full"),
        ("host=localhost,10.1.2.3 dbname=c", "verify-full"),
        ("host=10.1.2.3 sslmode=disable", "disable"),
        ("postgresql://desk@centre.example:5433/c", "verify-full"),
        ("host=127.0.0.1,127.0.0.1 port=5432,5433", "prefer"),
        ("hostaddr=10.1.2.3 dbname=c", "verify-full"),
        ("host=localhost hostaddr=10.1.2.3", "verify-full"),
        ("host=/var/run/postgresql", "prefer"),
    ],
)
def test_the_certificate_is_verified_beyond_this_machine(dsn, mode):
    found = conninfo_to_dict(link.connection_string(CentreLink(dsn, "s")))

    assert found["sslmode"] == mode
    assert found["password"] == "s"
    assert found["connect_timeout"] == "5"


@pytest.mark.parametrize(
    ("dsn", "wanted"),
    [
        ("host=a dbname=c", "any"),
        ("host=a,b port=5432,5433", "read-write"),
        ("hostaddr=10.1.2.3,10.1.2.4", "read-write"),
        ("host=a,b target_session_attrs=any", "any"),
        ("postgresql://desk@a:1,b:2/c", "read-write"),
    ],
)
def test_of_several_hosts_the_primary_is_meant(dsn, wanted):
    found = conninfo_to_dict(link.connection_string(CentreLink(dsn, "s")))

    assert found["target_session_attrs"] == wanted


def test_the_secret_is_kept_for_this_user_only(tmp_path: Path):
    settings = Settings(home=tmp_path, centre=CentreSettings(dsn="host=centre"))
    assert link.configured(replace(settings, centre=CentreSettings())) is None
    with pytest.raises(CentreError, match="没有保存登记口令"):
        link.configured(settings)

    link.keep_secret(tmp_path, "first")
    link.keep_secret(tmp_path, "second")

    assert link.configured(settings) == CentreLink("host=centre", "second")
    assert link.secret_path(tmp_path).stat().st_mode & 0o777 == 0o600


def test_no_answer_at_all_is_a_sentence():
    with pytest.raises(CentreAwayError, match="连接不上中心") as error:
        CentreSession(CentreLink("host=127.0.0.1 port=1 dbname=c", "s"))

    assert "自动补传" in error.value.advice
