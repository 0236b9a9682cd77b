"""登记码: one line an administrator reads out or pastes, that lets one desk in, once.

`desk_w1.7KQ4M2X-P9TDH3R-W8YB2CQ@10.0.0.5:5433/centre`: the login, twenty random characters with
one that checks the whole line, and where the centre is. Port 5432 and the database `centre` are
left out. The alphabet is Crockford's: no I, L, O or U, and what looks alike is read alike.
"""

import hashlib
import re
import secrets
import unicodedata
from dataclasses import dataclass, field

from reception_desk.errors import InvalidInputError

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_ALIKE = str.maketrans("OIL", "011")
_LENGTH, _GROUP = 20, 7
_PORT, _DATABASE = "5432", "centre"
_SHAPE = re.compile(
    r"(?P<login>[a-z0-9_]+)\.(?P<secret>[0-9A-Za-z-]+)@(?P<place>[^/\s]+)(?:/(?P<database>[^/\s]+))?"
)
_HOST = re.compile(r"(?P<host>\[[0-9A-Fa-f:.]+\]|[0-9A-Za-z._-]+)(?::(?P<port>[0-9]{1,5}))?")


@dataclass(frozen=True, slots=True)
class JoinCode:
    """What a code says; `hosts` are (address, port) of the centre and its stand-bys."""

    login: str
    secret: str = field(repr=False)
    hosts: tuple[tuple[str, str], ...]
    database: str

    @property
    def dsn(self) -> str:
        """The connection string, without a secret."""
        from psycopg.conninfo import make_conninfo

        return make_conninfo(
            host=",".join(host for host, _ in self.hosts),
            port=",".join(port for _, port in self.hosts),
            dbname=self.database,
            user=self.login,
        )

    def __str__(self) -> str:
        whole = self.secret + _check(self)
        groups = "-".join(whole[at : at + _GROUP] for at in range(0, len(whole), _GROUP))
        return f"{self.login}.{groups}@{_place(self)}"


def new_secret() -> str:
    """Return a secret that can be read out: twenty characters, 100 bits."""
    return "".join(secrets.choice(_ALPHABET) for _ in range(_LENGTH))


def read_code(text: str) -> JoinCode:
    """Read a typed or pasted code; blanks, dashes, wide characters and case do not matter.

    Raises `InvalidInputError` when it is no code or was copied wrongly.
    """
    narrow = unicodedata.normalize("NFKC", text)
    plain = "".join(c for c in narrow if not c.isspace() and unicodedata.category(c) != "Cf")
    login, dot, rest = plain.partition(".")
    found = _SHAPE.fullmatch(f"{login.lower()}{dot}{rest}")
    if not found:
        raise InvalidInputError(
            "这不是登记码。", advice="请完整粘贴管理员给出的那一行，中间有一个 @。"
        )
    hosts = read_hosts(found["place"])
    whole = found["secret"].replace("-", "").upper().translate(_ALIKE)
    code = JoinCode(found["login"], whole[:-1], hosts, found["database"] or _DATABASE)
    if len(whole) != _LENGTH + 1 or _check(code) != whole[-1]:
        raise InvalidInputError("登记码抄写有误。", advice="请逐字核对，或请管理员直接发来粘贴。")
    return code


def read_hosts(text: str, *, port: str = _PORT) -> tuple[tuple[str, str], ...]:
    """Read `address[:port],…`, the centre and its stand-bys; `port` is meant where none is given.

    Raises `InvalidInputError` when it is no such list.
    """
    found = [_HOST.fullmatch(part) for part in text.split(",")]
    hosts = [(part["host"].strip("[]"), part["port"] or port) for part in found if part]
    if len(hosts) != len(found):
        raise InvalidInputError(
            f"中心的地址“{text}”不能识别。", advice="写法：地址或 地址:端口，几个地址用逗号分开。"
        )
    return tuple(hosts)


def _place(code: JoinCode) -> str:
    hosts = ",".join(
        (f"[{host}]" if ":" in host else host) + ("" if port == _PORT else f":{port}")
        for host, port in code.hosts
    )
    return hosts if code.database == _DATABASE else f"{hosts}/{code.database}"


def _check(code: JoinCode) -> str:
    """Return the character that stands for everything else in the code."""
    whole = f"{code.login}.{code.secret}@{_place(code)}".encode()
    return _ALPHABET[hashlib.sha256(whole).digest()[0] % len(_ALPHABET)]
