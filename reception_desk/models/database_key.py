"""The key of the encrypted local file: from the OS keyring, a passphrase or a key file."""

import hashlib
import os
import secrets
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from reception_desk.errors import DatabaseError

_SERVICE = "reception-desk"
SHORTEST_PASSPHRASE = 8
_SCRYPT = {"n": 2**15, "r": 8, "p": 1, "maxmem": 64 * 1024 * 1024, "dklen": 32}


class KeySource(StrEnum):
    """Where the key is kept; a key file protects only against loss of the disk alone."""

    KEYRING = "keyring"
    PASSPHRASE = "passphrase"  # noqa: S105 - the name of a source
    KEY_FILE = "key_file"

    @property
    def warning(self) -> str:
        if self is KeySource.KEY_FILE:
            return "本机没有可用的系统密钥环，数据库密钥保存在仅本人可读的文件中。请设置启动口令。"
        return ""


@dataclass(frozen=True)
class DatabaseKey:
    """64 hexadecimal characters: a raw 256-bit key, so opening costs no key derivation."""

    hexadecimal: str
    source: KeySource

    def __repr__(self) -> str:
        return f"DatabaseKey({self.source})"


def obtain(home: Path, *, passphrase: str = "") -> DatabaseKey:
    """Return the key of the database in `home`, making one the first time.

    Raises `DatabaseError` when the file was set up with a passphrase and none is given.
    """
    salt_path, key_path = home / "desk.salt", home / "desk.key"
    if salt_path.exists() or (passphrase and not key_path.exists()):
        return DatabaseKey(_from_passphrase(salt_path, passphrase), KeySource.PASSPHRASE)
    if key_path.exists():
        return DatabaseKey(key_path.read_text(encoding="ascii").strip(), KeySource.KEY_FILE)
    if stored := _from_keyring(home):
        return DatabaseKey(stored, KeySource.KEYRING)
    key = secrets.token_hex(32)
    write_private(key_path, key)
    return DatabaseKey(key, KeySource.KEY_FILE)


def kept_as(home: Path) -> KeySource | None:
    """Say where the key of `home` is kept; None when the system's keyring may have it."""
    if (home / "desk.salt").exists():
        return KeySource.PASSPHRASE
    return KeySource.KEY_FILE if (home / "desk.key").exists() else None


def protect(home: Path, passphrase: str) -> None:
    """Put a key that lies in a file under a passphrase; the database stays as it is.

    The key is kept as its difference from what the passphrase gives, which tells nothing without
    it. Raises `DatabaseError` when the key is not in a file or the passphrase is too short.
    """
    if kept_as(home) is not KeySource.KEY_FILE:
        raise DatabaseError("本机的密钥不在文件里，不需要再加启动口令。")
    if len(passphrase) < SHORTEST_PASSPHRASE:
        raise DatabaseError(
            f"启动口令至少要有 {SHORTEST_PASSPHRASE} 个字。", advice="可以用一句自己记得的话。"
        )
    key_path, salt_path = home / "desk.key", home / "desk.salt"
    key = key_path.read_text(encoding="ascii").strip()
    salt = secrets.token_hex(16)
    beside = home / "desk.salt.new"
    beside.unlink(missing_ok=True)
    write_private(beside, f"{salt}\n{_difference(key, _derived(salt, passphrase))}\n")
    beside.replace(salt_path)
    _erase(key_path)


def destroy(home: Path) -> None:
    """Make the database of `home` unreadable for ever; safe to repeat."""
    import keyring
    from keyring.errors import KeyringError, PasswordDeleteError

    for name in ("desk.key", "desk.salt", "desk.salt.new"):
        _erase(home / name)
    with suppress(KeyringError, PasswordDeleteError):
        keyring.delete_password(_SERVICE, str(home.resolve()))


def write_private(path: Path, content: str) -> None:
    """Write a new file that only this user can read, and reach the disk before returning."""
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _from_passphrase(salt_path: Path, passphrase: str) -> str:
    if not passphrase:
        raise DatabaseError("本机数据库设有启动口令。", advice="请输入启动口令后再打开。")
    if not salt_path.exists():
        write_private(salt_path, secrets.token_hex(16))
    salt, *difference = salt_path.read_text(encoding="ascii").split()
    derived = _derived(salt, passphrase)
    return _difference(derived, difference[0]) if difference else derived


def _derived(salt: str, passphrase: str) -> str:
    return hashlib.scrypt(passphrase.encode(), salt=bytes.fromhex(salt), **_SCRYPT).hex()


def _difference(one: str, other: str) -> str:
    """Return two keys' bits that differ; applied twice it gives the first key back."""
    pairs = zip(bytes.fromhex(one), bytes.fromhex(other), strict=True)
    return bytes(a ^ b for a, b in pairs).hex()


def _erase(path: Path) -> None:
    """Write over a small file before it goes; a disk that spreads its writes may keep a copy."""
    with suppress(FileNotFoundError):
        size = path.stat().st_size
        with path.open("r+b") as file:
            file.write(bytes(size))
            file.flush()
            os.fsync(file.fileno())
        path.unlink()


def _from_keyring(home: Path) -> str | None:
    """Return the keyring's key for `home`, storing a new one; None where no keyring works."""
    import keyring
    from keyring.errors import KeyringError

    name = str(home.resolve())
    try:
        if stored := keyring.get_password(_SERVICE, name):
            return stored
        key = secrets.token_hex(32)
        keyring.set_password(_SERVICE, name, key)
    except KeyringError:
        return None
    return key
