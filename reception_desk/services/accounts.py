"""Staff accounts: sign-in, one's own password, new accounts and the list of all."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from reception_desk.errors import InvalidInputError, NotPermittedError, SignInRefusedError
from reception_desk.models import Database
from reception_desk.models.database import now
from reception_desk.models.local import SyncState
from reception_desk.models.organisation import Account, AccountRole
from reception_desk.records.actor import Actor, DeskIdentity
from reception_desk.rules.permissions import Action, Role, check_roles
from reception_desk.services import audit, sign_in_waits
from reception_desk.services.authorship import Authorship, by
from reception_desk.services.office import this_desk
from reception_desk.services.passwords import hashed, matches
from reception_desk.services.permissions import require

_ANEW = "请点“换人登录”，再用自己的账号登录；写到一半的登记留作草稿。"


@dataclass(frozen=True, slots=True)
class AccountRecord:
    """An account as the administrator sees it."""

    account_id: str
    login: str
    name: str
    roles: tuple[Role, ...]
    is_active: bool
    must_change_password: bool


def sign_in(database: Database, login: str, password: str) -> Actor:
    """Return the actor, or raise `SignInRefusedError` without saying which part was wrong.

    An actor whose `must_change_password` is set may do nothing before `change_password`.
    """
    actor = identify(database, login, password)
    with database.write() as session:
        take_the_desk(session, actor.account_id)
        audit.record(session, actor, "sign_in", table="account", row_id=actor.account_id)
    return actor


def take_the_desk(session: Session, account_id: str) -> None:
    """Let the changes captured from now on carry this account."""
    session.execute(update(SyncState).values(actor=account_id))


def leave_the_desk(database: Database) -> None:
    """Nobody is signed in any more."""
    with database.write() as session:
        session.execute(update(SyncState).values(actor=None))


def confirm_password(database: Database, actor: Actor, password: str) -> None:
    """Raise `SignInRefusedError` when this is not the actor's password."""
    identify(database, actor.login, password)


def unlock(database: Database, actor: Actor, password: str) -> None:
    """Return to the screen that the actor locked.

    Raises `SignInRefusedError` when the password is wrong, `NotPermittedError` when a role was
    taken from them meanwhile or the password is a one-time one: a desk may stay locked for weeks,
    and what was decided of the account holds as at a sign-in.
    """
    known = identify(database, actor.login, password)
    if known.must_change_password:
        raise NotPermittedError("密码已由管理员重设，请重新登录并改成自己的密码。", advice=_ANEW)
    if not actor.roles <= known.roles:
        raise NotPermittedError("您的岗位有变动，请重新登录。", advice=_ANEW)


def identify(database: Database, login: str, password: str) -> Actor:
    """Return who knows this password, without signing them in (a colleague who approves).

    Wrong passwords are audited, and after the third the login rests for some seconds.
    """
    desk = this_desk(database)
    with database.read() as session:
        sign_in_waits.require_no_wait(session, login)
        has_failures = sign_in_waits.has_failures(session, login)
        account = active_account(session, login)
        roles = roles_of(session, account.id) if account else frozenset()
    if not matches(account.password_hash if account else None, password) or account is None:
        raise _refusal(database, desk, login, account)
    if has_failures:
        with database.write() as session:
            sign_in_waits.forget(session, login)
    return Actor(
        account.id,
        account.login,
        account.display_name,
        account.unit_id,
        roles,
        desk,
        must_change_password=bool(account.must_change_password),
    )


def _refusal(
    database: Database, desk: DeskIdentity, login: str, account: Account | None
) -> SignInRefusedError:
    """Count and audit a wrong pair; who typed it is not known."""
    authorship = Authorship(
        stream=desk.stream, desk_id=desk.desk_id, created_at=now(), created_by=None
    )
    with database.write() as session:
        wait = sign_in_waits.count_failure(session, login)
        row_id = account.id if account else None
        audit.record_by(session, authorship, "sign_in_refused", table="account", row_id=row_id)
    return SignInRefusedError(
        "账号或密码不正确。",
        advice="请重新输入；忘记密码请找系统管理员重设。",
        wait_seconds=wait,
    )


def change_password(database: Database, actor: Actor, *, old: str, new: str) -> Actor:
    """Change one's own password; returns the actor, who may now do what their roles allow."""
    confirm_password(database, actor, old)
    if new == old:
        raise InvalidInputError("新密码不能和原密码相同。", advice="请换一个自己记得住的密码。")
    with database.write() as session:
        account = session.get_one(Account, actor.account_id)
        account.password_hash = hashed(new)
        account.password_changed_at = now()
        account.must_change_password = False
        audit.record(session, actor, "change_password", table="account", row_id=account.id)
    return replace(actor, must_change_password=False)


def create_account(
    database: Database,
    actor: Actor,
    *,
    login: str,
    name: str,
    password: str,
    roles: set[Role],
    is_one_time: bool = False,
) -> str:
    """Make an account with its roles and return its id.

    A one-time password is good for the first sign-in, which asks for their own.
    Raises `InvalidInputError` for a login in use, a short password or no role.
    """
    require(actor, Action.MANAGE_ACCOUNTS)
    with database.write() as session:
        account_id = add_account(
            session,
            by(actor),
            actor.desk,
            login=login,
            name=name,
            password=password,
            roles=roles,
            is_one_time=is_one_time,
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
    is_one_time: bool = False,
) -> str:
    """Add an account in the caller's unit of work (also the first administrator's)."""
    if not login.strip() or not name.strip():
        raise InvalidInputError("请填写账号和姓名。")
    if not roles:
        raise InvalidInputError("请至少选择一个角色。")
    check_roles(roles)
    if active_account(session, login):
        raise InvalidInputError(f"账号“{login}”已经有人使用。", advice="请换一个账号名。")
    account = Account(
        **authorship,
        login=login.strip(),
        display_name=name.strip(),
        unit_id=desk.unit_id,
        password_hash=hashed(password),
        password_changed_at=now(),
        must_change_password=is_one_time,
    )
    session.add(account)
    session.flush()
    give_roles(session, authorship, account.id, roles)
    return account.id


def give_roles(
    session: Session, authorship: Authorship, account_id: str, roles: Iterable[Role]
) -> None:
    """Let an account hold more roles from today on."""
    today = date.today()  # noqa: DTZ011 - the office's own calendar day
    for role in sorted(roles):
        session.add(
            AccountRole(**authorship, account_id=account_id, role=role.value, valid_from=today)
        )
    session.flush()


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
                tuple(Role(role) for role in sorted(roles_of(session, account.id))),
                account.voided_at is None,
                bool(account.must_change_password),
            )
            for account in accounts
        )


def active_account(session: Session, login: str) -> Account | None:
    """Return the account in use under this login."""
    return session.scalars(
        select(Account).where(Account.login == login.strip(), Account.voided_at.is_(None))
    ).first()


def roles_of(session: Session, account_id: str) -> frozenset[str]:
    """Return the names of the roles an account holds."""
    return frozenset(
        session.scalars(
            select(AccountRole.role).where(
                AccountRole.account_id == account_id, AccountRole.voided_at.is_(None)
            )
        )
    )
