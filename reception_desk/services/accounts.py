"""Staff accounts: sign-in with Argon2id, roles, passwords."""

from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import Session

from reception_desk.errors import InvalidInputError, NotPermittedError
from reception_desk.models import Database
from reception_desk.models.database import now
from reception_desk.models.organisation import Account, AccountRole
from reception_desk.records.actor import Actor, DeskIdentity
from reception_desk.rules.permissions import Action, Role, check_roles
from reception_desk.services import audit
from reception_desk.services.authorship import Authorship, by
from reception_desk.services.office import this_desk
from reception_desk.services.permissions import require

if TYPE_CHECKING:
    from argon2 import PasswordHasher

SHORTEST_PASSWORD = 8
_REFUSED = NotPermittedError(
    "账号或密码不正确。", advice="请重新输入；忘记密码请找系统管理员重设。"
)


@dataclass(frozen=True, slots=True)
class AccountRecord:
    """An account as the administrator sees it."""

    account_id: str
    login: str
    name: str
    roles: tuple[Role, ...]
    is_active: bool


@cache
def _hasher() -> "PasswordHasher":
    from argon2 import PasswordHasher

    return PasswordHasher()


def sign_in(database: Database, login: str, password: str) -> Actor:
    """Return the actor, or raise `NotPermittedError` without saying which part was wrong."""
    desk = this_desk(database)
    with database.read() as session:
        account = _active_account(session, login)
        roles = _roles(session, account.id) if account else frozenset()
    if account is None or not _matches(account.password_hash, password):
        raise _REFUSED
    actor = Actor(account.id, account.login, account.display_name, account.unit_id, roles, desk)
    with database.write() as session:
        audit.record(session, actor, "sign_in", table="account", row_id=account.id)
    return actor


def confirm_password(database: Database, actor: Actor, password: str) -> None:
    """Unlock the screen; raises `NotPermittedError` when the password is wrong."""
    with database.read() as session:
        account = _active_account(session, actor.login)
    if account is None or not _matches(account.password_hash, password):
        raise _REFUSED


def create_account(
    database: Database, actor: Actor, *, login: str, name: str, password: str, roles: set[Role]
) -> str:
    """Make an account with its roles and return its id.

    Raises `InvalidInputError` for a login in use, a short password or no role.
    """
    require(actor, Action.MANAGE_ACCOUNTS)
    with database.write() as session:
        account_id = add_account(
            session, by(actor), actor.desk, login=login, name=name, password=password, roles=roles
        )
        audit.record(session, actor, "create_account", table="account", row_id=account_id)
    return account_id


def add_account(
    session: Session,
    authorship: Authorship,
    desk: DeskIdentity,
    *,
    login: str,
    name: str,
    password: str,
    roles: set[Role],
) -> str:
    """Add an account in the caller's unit of work (also the first administrator's)."""
    if not login.strip() or not name.strip():
        raise InvalidInputError("请填写账号和姓名。")
    if not roles:
        raise InvalidInputError("请至少选择一个角色。")
    check_roles(roles)
    if _active_account(session, login):
        raise InvalidInputError(f"账号“{login}”已经有人使用。", advice="请换一个账号名。")
    account = Account(
        **authorship,
        login=login.strip(),
        display_name=name.strip(),
        unit_id=desk.unit_id,
        password_hash=_hashed(password),
        password_changed_at=now(),
    )
    session.add(account)
    session.flush()
    today = date.today()  # noqa: DTZ011 - the office's own calendar day
    for role in sorted(roles):
        session.add(
            AccountRole(**authorship, account_id=account.id, role=role.value, valid_from=today)
        )
    session.flush()
    return account.id


def change_password(database: Database, actor: Actor, *, old: str, new: str) -> None:
    """Change one's own password."""
    confirm_password(database, actor, old)
    with database.write() as session:
        account = session.get_one(Account, actor.account_id)
        account.password_hash = _hashed(new)
        account.password_changed_at = now()
        audit.record(session, actor, "change_password", table="account", row_id=account.id)


def close_account(database: Database, actor: Actor, account_id: str, *, reason: str) -> None:
    """Void an account; what it did stays on record."""
    require(actor, Action.MANAGE_ACCOUNTS)
    if account_id == actor.account_id:
        raise InvalidInputError("不能停用自己正在使用的账号。")
    with database.write() as session:
        account = session.get_one(Account, account_id)
        account.voided_at, account.voided_by = now(), actor.account_id
        account.void_reason = reason
        audit.record(
            session, actor, "close_account", table="account", row_id=account_id, reason=reason
        )


def list_accounts(database: Database, actor: Actor) -> tuple[AccountRecord, ...]:
    """Return all accounts, closed ones last."""
    require(actor, Action.MANAGE_ACCOUNTS)
    with database.read() as session:
        accounts = session.scalars(
            select(Account).order_by(Account.voided_at.is_not(None), Account.login)
        ).all()
        return tuple(
            AccountRecord(
                account.id,
                account.login,
                account.display_name,
                tuple(Role(role) for role in sorted(_roles(session, account.id))),
                account.voided_at is None,
            )
            for account in accounts
        )


def _active_account(session: Session, login: str) -> Account | None:
    return session.scalars(
        select(Account).where(Account.login == login.strip(), Account.voided_at.is_(None))
    ).first()


def _roles(session: Session, account_id: str) -> frozenset[str]:
    return frozenset(
        session.scalars(
            select(AccountRole.role).where(
                AccountRole.account_id == account_id, AccountRole.voided_at.is_(None)
            )
        )
    )


def _hashed(password: str) -> str:
    if len(password) < SHORTEST_PASSWORD:
        raise InvalidInputError(f"密码至少 {SHORTEST_PASSWORD} 位。", advice="请换一个较长的密码。")
    return _hasher().hash(password)


def _matches(password_hash: str, password: str) -> bool:
    from argon2.exceptions import VerifyMismatchError

    try:
        return _hasher().verify(password_hash, password)
    except VerifyMismatchError:
        return False
