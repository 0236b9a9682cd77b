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

    `is_pooled` says that a pooler hands each transaction to another connection of the server;
    `ca` is the file of the authority that vouches for the centre, "" for those of the system.
    """

    dsn: str
    secret: str = field(repr=False)
    is_pooled: bool = False
    ca: str = ""


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
            advice="请向管理员要一个登记码，在“设置—中心”里重新登记。",
        )
    secret = path.read_text(encoding="ascii").strip()
    centre = settings.centre
    return CentreLink(centre.dsn, secret, centre.is_pooled, centre.ca)


def is_on_this_machine(dsn: str) -> bool:
    """Say whether every host of a connection string is this machine."""
    hosts = [host for each in _hosts(_given(dsn)) for host in each]
    return all(host in _LOOPBACK or host.startswith("/") for host in hosts)


def connection_string(link: CentreLink) -> str:
    """Return libpq's parameters: time-outs, and a verified certificate beyond this machine.

    There the password is proved by SCRAM only, which a false server learns nothing from. Of
    several hosts the one that takes changes is meant: the others are its standbys.
    """
    from psycopg.conninfo import make_conninfo

    given = _given(link.dsn)
    beyond: dict[str, str | int] = {
        "sslmode": "verify-full",
        "sslrootcert": link.ca or "system",
        "require_auth": "scram-sha-256",
    }
    has_standby = any(len(each) > 1 for each in _hosts(given))
    defaults: dict[str, str | int] = {
        **({"sslmode": "prefer"} if is_on_this_machine(link.dsn) else beyond),
        "target_session_attrs": "read-write" if has_standby else "any",
        "connect_timeout": 5,
        "keepalives_idle": 20,
        "keepalives_interval": 5,
        "keepalives_count": 3,
        "tcp_user_timeout": 20_000,
        "application_name": "reception-desk",
        "password": link.secret,
    }
    chosen = {**defaults, **given}
    if chosen["sslmode"] != "verify-full" and chosen.get("sslrootcert") == "system":
        del chosen["sslrootcert"]  # libpq takes the system's authorities only to verify in full
    return make_conninfo(**chosen)


def _given(dsn: str) -> dict[str, str]:
    from psycopg.conninfo import conninfo_to_dict

    return {name: str(value) for name, value in conninfo_to_dict(dsn).items()}


def _hosts(given: dict[str, str]) -> list[list[str]]:
    return [given[name].split(",") for name in ("host", "hostaddr") if name in given]
