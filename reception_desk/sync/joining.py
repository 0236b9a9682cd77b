"""Joining the centre: the desk uses up its code and takes a secret that nobody else has seen."""

import secrets
import shutil
from dataclasses import dataclass, replace
from pathlib import Path

from reception_desk import config
from reception_desk.config import CentreSettings, Settings
from reception_desk.errors import CentreError, DeskError, InvalidInputError
from reception_desk.models import Database
from reception_desk.models.database_key import KeySource, kept_as, protect
from reception_desk.sync import link, local_state
from reception_desk.sync.administrator import as_query
from reception_desk.sync.centre_errors import explained
from reception_desk.sync.enrolment import verifier
from reception_desk.sync.join_code import read_code
from reception_desk.sync.link import CentreLink

OPEN_KEY = "本机数据库的密钥放在文件里：电脑或硬盘丢失时，登记的内容能被读出。"
_CA = "centre-ca.pem"


def join(settings: Settings, code: str, *, ca: Path | None = None, passphrase: str = "") -> str:
    """Join with a code and keep what the desk needs from now on; return the desk's name there.

    `ca` is the certificate of the office's authority; it is copied beside the settings. A key
    that lies in a file is put under `passphrase`. Raises `InvalidInputError` for a code that was
    copied wrongly or a key that lies open, `CentreError` when the centre refuses the code or
    cannot prove itself. Nothing is kept then.
    """
    read = read_code(code)
    if passphrase:
        protect(settings.home, passphrase)
    elif not link.is_on_this_machine(read.dsn) and lies_open(settings):
        raise InvalidInputError(OPEN_KEY, advice="请先设启动口令，再登记到中心。")
    kept_ca = _kept_certificate(settings, ca)
    given = CentreLink(read.dsn, read.secret, ca=kept_ca)
    joined = exchange(given, settings.home)
    chosen = CentreSettings(read.dsn, ca=kept_ca)
    config.save(replace(config.load(settings.home), centre=chosen))
    return joined.name


def join_as(
    settings: Settings,
    database: Database,
    code: str,
    *,
    ca: Path | None = None,
    passphrase: str = "",
) -> str:
    """Join with this open file, which goes on as a new one if it was with the centre before."""
    name = join(settings, code, ca=ca, passphrase=passphrase)
    begin_anew(database)
    return name


def lies_open(settings: Settings) -> bool:
    """Say whether who takes this machine's disk can read its rows."""
    return not settings.encrypted or kept_as(settings.home) is KeySource.KEY_FILE


@dataclass(frozen=True, slots=True)
class Joined:
    """The desk's name at the centre, and its link from now on."""

    name: str
    link: CentreLink


def exchange(given: CentreLink, home: Path) -> Joined:
    """Use up the code's secret for one of this desk's own, kept in `home`.

    The new secret is on the disk before the centre has it: a cut in between leaves the code good
    for another try, never a desk without its secret.
    """
    import psycopg
    from psycopg import sql

    secret = secrets.token_urlsafe(24)
    with explained(), psycopg.connect(link.connection_string(given)) as connection:
        row = connection.execute("SELECT sync.join(), session_user").fetchone()
        if row is None:
            raise CentreError("中心没有应答登记。")
        name, login = row
        link.keep_secret(home, secret)
        proof = verifier(connection, login, secret)
        statement = sql.SQL(as_query("ALTER ROLE {} PASSWORD {}"))
        connection.execute(statement.format(sql.Identifier(login), sql.Literal(proof)))
    return Joined(name, replace(given, secret=secret))


def begin_anew(database: Database) -> None:
    """Let a file that was with the centre before go on as a new one: it may be a copy.

    What it had sent is there and is not sent again; what waits is numbered anew.
    """
    if local_state.read_state(database).epoch is None:
        return
    local_state.become_new(database)
    local_state.settle_identity(database)


def _kept_certificate(settings: Settings, ca: Path | None) -> str:
    if ca is None:
        return settings.centre.ca
    import ssl

    kept = settings.home / _CA
    try:
        ssl.create_default_context(cafile=str(ca))
        settings.home.mkdir(parents=True, exist_ok=True)
        if ca.resolve() != kept.resolve():
            shutil.copyfile(ca, kept)
    except ssl.SSLError as error:
        raise InvalidInputError(
            f"{ca.name} 不是证书文件。", advice="请选管理员给出的证书（.pem 或 .crt）。"
        ) from error
    except OSError as error:
        raise DeskError(f"证书文件 {ca} 无法读取。", advice="请检查文件和权限。") from error
    return str(kept)
