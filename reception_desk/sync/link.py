"""Where the centre is and how this desk proves itself.

The connection string stands in the settings, without password. The secret is kept beside the
database in `centre.secret`, readable by this user only: whoever can read it can also read the
database key, so a second place would protect nothing more.
"""

from dataclasses import dataclass, field
from pathlib import Path

from reception_desk.config import Settings
from reception_desk.errors import CentreError
from reception_desk.models.database_key import write_private

_LOOPBACK = ("", "localhost", "127.0.0.1", "::1")


@dataclass(frozen=True, slots=True)
class CentreLink:
    """A connection string without password, and the secret told at enrolment.

    `is_pooled` says that a pooler hands each transaction to another connection of the server.
    """

    dsn: str
    secret: str = field(repr=False)
    is_pooled: bool = False


def secret_path(home: Path) -> Path:
    return home / "centre.secret"


def keep_secret(home: Path, secret: str) -> None:
    """Store the secret told at enrolment, in place of an older one."""
    path = secret_path(home)
    path.unlink(missing_ok=True)
    write_private(path, secret)


def configured(settings: Settings) -> CentreLink | None:
    """Return the link of this desk; None when it works alone.

    Raises `CentreError` when a centre is set but no secret is kept.
    """
    if not settings.centre.dsn:
        return None
    path = secret_path(settings.home)
    if not path.exists():
        raise CentreError(
            "已设置中心，但本机没有保存登记口令。",
            saved="本机照常办理。",
            advice="请运行 desk centre join，输入登记时给出的口令。",
        )
    secret = path.read_text(encoding="ascii").strip()
    return CentreLink(settings.centre.dsn, secret, settings.centre.is_pooled)


def connection_string(link: CentreLink) -> str:
    """Return libpq's parameters: time-outs, and a verified certificate beyond this machine.

    Of several hosts the one that takes changes is meant: the others are its standbys.
    """
    from psycopg.conninfo import conninfo_to_dict, make_conninfo

    given = {name: str(value) for name, value in conninfo_to_dict(link.dsn).items()}
    hosts = [given[name].split(",") for name in ("host", "hostaddr") if name in given]
    is_here = all(host in _LOOPBACK or host.startswith("/") for each in hosts for host in each)
    defaults: dict[str, str | int] = {
        "sslmode": "prefer" if is_here else "verify-full",
        "target_session_attrs": "read-write" if any(len(each) > 1 for each in hosts) else "any",
        "connect_timeout": 5,
        "keepalives_idle": 20,
        "keepalives_interval": 5,
        "keepalives_count": 3,
        "tcp_user_timeout": 20_000,
        "application_name": "reception-desk",
        "password": link.secret,
    }
    return make_conninfo(**{**defaults, **given})
