"""Wrong passwords in a row, kept in the file so that a new start does not forget them."""

import hashlib

from sqlalchemy import delete
from sqlalchemy.orm import Session

from reception_desk.errors import SignInRefusedError
from reception_desk.models.database import now
from reception_desk.models.local import SignInFailure
from reception_desk.rules.sign_in_wait import FORGOTTEN_AFTER, seconds_left, wait_after


def require_no_wait(session: Session, login: str) -> None:
    """Raise `SignInRefusedError` while the login rests, whether or not it exists."""
    found = session.get(SignInFailure, _key(login))
    if found is not None and (left := seconds_left(found.failures, found.failed_at, now())):
        raise SignInRefusedError(
            "连续输错密码，请稍等再试。", advice=f"还要等 {left} 秒。", wait_seconds=left
        )


def has_failures(session: Session, login: str) -> bool:
    """Say whether there is anything to forget."""
    return session.get(SignInFailure, _key(login)) is not None


def count_failure(session: Session, login: str) -> int:
    """Count one more, in the caller's unit of work; returns the seconds to wait from now."""
    moment = now()
    session.execute(delete(SignInFailure).where(SignInFailure.failed_at < moment - FORGOTTEN_AFTER))
    found = session.get(SignInFailure, _key(login))
    if found is None:
        found = SignInFailure(login_hash=_key(login), failures=0)
        session.add(found)
    found.failures += 1
    found.failed_at = moment
    return wait_after(found.failures)


def forget(session: Session, login: str) -> None:
    """Begin anew after the right password, or a new one."""
    session.execute(delete(SignInFailure).where(SignInFailure.login_hash == _key(login)))


def _key(login: str) -> str:
    return hashlib.sha256(login.strip().encode()).hexdigest()
