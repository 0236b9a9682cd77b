"""TLS: the centre proves itself by a real certificate, or no password is sent."""

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

from reception_desk.sync import centre as administration
from reception_desk.sync import enrolment, joining
from reception_desk.sync.centre_errors import CentreRefusedError
from reception_desk.sync.embedded_postgres import EmbeddedPostgres, running_postgres
from reception_desk.sync.link import CentreLink
from reception_desk.sync.session import CentreSession
from tests.postgres import in_memory
from tests.sync.certificates import Authority

HOST = "centre.hall"


class EncryptedServer:
    """A server whose certificate and password method are changed while it runs."""

    def __init__(self, server: EmbeddedPostgres, folder: Path) -> None:
        self.dsn = server.new_database("centre")
        self._folder = folder
        self._folder.chmod(0o755)
        self._owner = Path(self._show("data_directory")).stat()
        self._rules = Path(self._show("hba_file"))
        administration.init(self.dsn)
        told = enrolment.add_desk(self.dsn, "A", [1])
        place = f"host={HOST} hostaddr=127.0.0.1 port={server.port} dbname=centre user={told.login}"
        self.link = CentreLink(place, told.secret)

    def wear(self, certificate: bytes, key: bytes) -> None:
        """Show this certificate from now on."""
        for name, content in (("server.crt", certificate), ("server.key", key)):
            path = self._folder / name
            path.write_bytes(content)
            path.chmod(0o600)
            os.chown(path, self._owner.st_uid, self._owner.st_gid)
        self._set(
            ssl_cert_file=f"{self._folder}/server.crt",
            ssl_key_file=f"{self._folder}/server.key",
            ssl="on",
        )

    def go_plain(self) -> None:
        self._set(ssl="off")

    def ask_for(self, method: str) -> None:
        """Ask desks for their password by this method of pg_hba.conf."""
        here = "127.0.0.1/32"
        self._rules.write_text(
            f"host all centre_admin {here} scram-sha-256\nhost all all {here} {method}\n"
        )
        self._set()

    def _set(self, **values: str) -> None:
        before = self._loaded_at()
        with psycopg.connect(self.dsn, autocommit=True) as connection:
            for name, value in values.items():
                statement = sql.SQL("ALTER SYSTEM SET {} = {}").format(
                    sql.Identifier(name), sql.Literal(value)
                )
                connection.execute(statement)
            connection.execute("SELECT pg_reload_conf()")
        while self._loaded_at() == before:
            """The server reads its settings by and by; the next connection may still be early."""

    def _loaded_at(self) -> object:
        with psycopg.connect(self.dsn, autocommit=True) as connection:
            return connection.execute("SELECT pg_conf_load_time()").fetchone()

    def _show(self, name: str) -> str:
        with psycopg.connect(self.dsn, autocommit=True) as connection:
            row = connection.execute("SELECT current_setting(%s)", (name,)).fetchone()
        assert row is not None
        return row[0]


@pytest.fixture(scope="module")
def server() -> Iterator[EncryptedServer]:
    with running_postgres(within=in_memory()) as running, tempfile.TemporaryDirectory() as folder:
        yield EncryptedServer(running, Path(folder))


@pytest.fixture
def office(server: EncryptedServer) -> Authority:
    """The office's authority, which has vouched for the centre."""
    made = Authority("信访局")
    server.wear(*made.vouch(HOST))
    server.ask_for("scram-sha-256")
    return made


def link(server: EncryptedServer, ca: str) -> CentreLink:
    return CentreLink(server.link.dsn, server.link.secret, ca=ca)


def refusal(server: EncryptedServer, ca: str) -> str:
    with pytest.raises(CentreRefusedError) as found:
        CentreSession(link(server, ca))
    return str(found.value)


def test_a_desk_joins_and_works_over_a_verified_line(server, office, tmp_path):
    told = enrolment.renew_desk(server.dsn, "A")
    server.link = CentreLink(server.link.dsn, told.secret)
    ca = office.write(tmp_path)

    joined = joining.exchange(link(server, ca), tmp_path)

    with CentreSession(joined.link) as session:
        used = "SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()"
        assert session.rows(used, ()) == [(True,)]
        assert session.changes({}) == []
    assert joined.name == "A"


def test_another_name_is_refused(server, office, tmp_path):
    server.wear(*office.vouch("elsewhere.hall"))

    assert "不是签给这个地址的" in refusal(server, office.write(tmp_path))


def test_an_expired_certificate_is_refused(server, office, tmp_path):
    server.wear(*office.vouch(HOST, days=-1))

    assert "已经过期，或者" in refusal(server, office.write(tmp_path))


def test_the_certificate_of_another_authority_is_refused(server, office, tmp_path):
    server.wear(*Authority("别处").vouch(HOST))

    assert "或者不是本单位的证书机构签发的" in refusal(server, office.write(tmp_path))


def test_without_the_offices_file_only_the_systems_authorities_count(server, office):
    assert "或者不是本单位的证书机构签发的" in refusal(server, "")


def test_a_missing_file_is_told(server, office, tmp_path):
    assert "证书文件不见了" in refusal(server, str(tmp_path / "no.pem"))


def test_a_plain_server_is_refused(server, office, tmp_path):
    server.go_plain()

    assert "没有开启加密连接" in refusal(server, office.write(tmp_path))


@pytest.mark.parametrize("method", ["password", "trust"])
def test_the_password_is_proved_by_scram_only(server, office, tmp_path, method):
    server.ask_for(method)

    assert "不安全的口令方式" in refusal(server, office.write(tmp_path))
