"""morango with SQLite at the desks, against gunicorn and PostgreSQL.

Both databases flush to the disk, as ours do. The Django project in `hall` is run by the Python of
an environment of its own: nothing of this program is there, and no Django is here.
"""

import json
from pathlib import Path

from reception_desk.commands.bench.peers.peer import Answer, Exchange, GivenRows, read_answer
from reception_desk.commands.bench.peers.process import (
    environment_with,
    free_port,
    install_once,
    python_of,
    run,
    serving,
)
from reception_desk.sync.administrator import open_connection, scalar
from reception_desk.sync.embedded_postgres import EmbeddedPostgres

_VERSION = "0.8.15"
_PACKAGES = (
    f"morango=={_VERSION}",
    "Django==3.2.25",  # the last of those that morango takes
    "djangorestframework==3.15.1",
    "django-mptt==0.19.1",
    "gunicorn==27.0.1",
    "psycopg2-binary==2.9.13",
    "legacy-cgi==2.6.4; python_version >= '3.13'",  # this Django imports the module cgi
)
_PROJECT = Path(__file__).parent
_COUNT = "SELECT (SELECT count(*) FROM hall_person) + (SELECT count(*) FROM hall_visit)"


class Morango:
    """morango, installed by pip in an environment of the bench."""

    name = f"morango {_VERSION}"
    rows = 2_000

    def __init__(self, work: Path) -> None:
        self._home = work / f"morango-{_VERSION}"
        self._python = python_of(self._home)

    def install(self) -> None:
        """Install it from the index that pip is set up with."""
        install_once(self._home, environment_with(self._home, *_PACKAGES))

    def exchange(self, folder: Path, given: GivenRows, server: EmbeddedPostgres) -> Exchange:
        """See `Peer`; the server keeps its data in PostgreSQL."""
        dsn = server.new_database("morango")
        centre = _environment(_postgres(dsn))
        certificate = folder / "certificate.json"
        self._side("prepare", certificate, centre)
        address = f"127.0.0.1:{free_port()}"
        command = [
            self._python, "-m", "gunicorn", "--bind", address, "--workers", "1", "--threads", "2",
            "--timeout", "600", "django.core.wsgi:get_wsgi_application()",
        ]  # fmt: skip
        url = f"http://{address}/"
        probe = f"{url}api/morango/v1/morangoinfo/1/"
        with serving(self.name, command, folder, probe, environment=centre):
            sent = self._desk("push", certificate, url, given.path)
            read = self._desk("pull", certificate, url)
        with open_connection(dsn) as connection:
            at_server = scalar(connection, _COUNT)
        return Exchange(given.count, sent.seconds, read.seconds, at_server, read.rows)

    def _desk(self, action: str, certificate: Path, url: str, given: Path | None = None) -> Answer:
        file = certificate.with_name(f"{action}.sqlite3")
        here = _environment({"ENGINE": "django.db.backends.sqlite3", "NAME": str(file)})
        return read_answer(self.name, self._side(action, certificate, here, url, given=given))

    def _side(
        self,
        action: str,
        certificate: Path,
        environment: dict[str, str],
        *more: str,
        given: Path | None = None,
    ) -> str:
        command = [self._python, "-m", "hall.side", action, certificate, *more]
        return run(self.name, command, certificate.parent, environment=environment, given=given)


def _environment(database: dict[str, str]) -> dict[str, str]:
    return {
        "HALL_DATABASE": json.dumps(database),
        "DJANGO_SETTINGS_MODULE": "hall.settings",
        "PYTHONPATH": str(_PROJECT),
        "PYTHONSAFEPATH": "",
    }


def _postgres(dsn: str) -> dict[str, str]:
    """Return Django's words for a connection string."""
    parts = dict(part.split("=", 1) for part in dsn.split())
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts["dbname"],
        "USER": parts["user"],
        "PASSWORD": parts["password"],
        "HOST": parts["host"],
        "PORT": parts["port"],
    }
