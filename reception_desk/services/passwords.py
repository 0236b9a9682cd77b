"""Passwords: Argon2id hashes, and one-time passwords that are read out or written on a slip."""

import secrets
from functools import cache
from typing import TYPE_CHECKING

from reception_desk.errors import InvalidInputError

if TYPE_CHECKING:
    from argon2 import PasswordHasher

SHORTEST_PASSWORD = 8
_CLEAR_SIGNS = "23456789abcdefghjkmnpqrstuvwxyz"
"""No 0 o 1 l i: the password is copied by hand from paper."""
_GROUPS, _GROUP_LENGTH = 3, 4


def one_time_password() -> str:
    """Return twelve random signs in three groups, some 59 bits (`k7mp-3xq9-wt4n`)."""
    signs = [secrets.choice(_CLEAR_SIGNS) for _ in range(_GROUPS * _GROUP_LENGTH)]
    groups = ["".join(signs[at::_GROUPS]) for at in range(_GROUPS)]
    return "-".join(groups)


def hashed(password: str) -> str:
    """Return the hash to keep; raises `InvalidInputError` for a short password."""
    if len(password) < SHORTEST_PASSWORD:
        raise InvalidInputError(f"密码至少 {SHORTEST_PASSWORD} 位。", advice="请换一个较长的密码。")
    return _hasher().hash(password)


def matches(password_hash: str | None, password: str) -> bool:
    """Say whether the password is right; without a hash it costs the same and is wrong."""
    from argon2.exceptions import VerifyMismatchError

    try:
        return _hasher().verify(password_hash or _nobodys_hash(), password) and bool(password_hash)
    except VerifyMismatchError:
        return False


@cache
def _hasher() -> "PasswordHasher":
    from argon2 import PasswordHasher

    return PasswordHasher()


@cache
def _nobodys_hash() -> str:
    return _hasher().hash(secrets.token_urlsafe())
