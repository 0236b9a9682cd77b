"""What an administrator changes on an account: a new password, name and roles, closing it."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from reception_desk.errors import DeskError, InvalidInputError
from reception_desk.models import Database
from reception_desk.models.database import now
from reception_desk.models.organisation import Account, AccountRole
from reception_desk.records.actor import Actor
from reception_desk.rules.permissions import Action, Role, check_roles
from reception_desk.services import audit, sign_in_waits
from reception_desk.services.accounts import active_account, add_account, give_roles, roles_of
from reception_desk.services.authorship import Authorship, by
from reception_desk.services.office import this_desk
from reception_desk.services.passwords import hashed, one_time_password
from reception_desk.services.permissions import require


def reset_password(database: Database, actor: Actor, account_id: str) -> str:
    """Give a colleague a one-time password and return it, to be told once and kept nowhere."""
    require(actor, Action.MANAGE_ACCOUNTS)
    if account_id == actor.account_id:
        raise InvalidInputError("自己的密码请用“修改密码”。", advice="在右下角姓名菜单中修改。")
    password = one_time_password()
    password_hash = hashed(password)
    with database.write() as session:
        account = _in_use(session, account_id)
        account.password_hash = password_hash
        account.password_changed_at = now()
        account.must_change_password = True
        sign_in_waits.forget(session, account.login)
        audit.record(session, actor, "reset_password", table="account", row_id=account_id)
    return password


def change_account(
    database: Database, actor: Actor, account_id: str, *, name: str, roles: set[Role]
) -> None:
    """Give an account another name or other roles; those taken away are voided, not deleted.

    They count from the next sign-in. Raises `InvalidInputError` when the last administrator
    would lose the role.
    """
    require(actor, Action.MANAGE_ACCOUNTS)
    if not name.strip():
        raise InvalidInputError("请填写姓名。")
    if not roles:
        raise InvalidInputError("请至少选择一个角色。")
    check_roles(roles)
    with database.write() as session:
        account = _in_use(session, account_id)
        held = {Role(role) for role in roles_of(session, account_id)}
        if Role.ADMINISTRATOR in held - roles:
            _require_another_administrator(session, account_id)
        account.display_name = name.strip()
        _take_roles(session, actor, account_id, held - roles)
        give_roles(session, by(actor), account_id, roles - held)
        audit.record(
            session,
            actor,
            "change_account",
            table="account",
            row_id=account_id,
            detail="岗位：" + "、".join(role.label for role in sorted(roles)),
        )


def close_account(database: Database, actor: Actor, account_id: str, *, reason: str) -> None:
    """Void an account; what it did stays on record."""
    require(actor, Action.MANAGE_ACCOUNTS)
    if account_id == actor.account_id:
        raise InvalidInputError("不能停用自己正在使用的账号。")
    with database.write() as session:
        account = _in_use(session, account_id)
        if Role.ADMINISTRATOR in roles_of(session, account_id):
            _require_another_administrator(session, account_id)
        account.voided_at, account.voided_by = now(), actor.account_id
        account.void_reason = reason
        audit.record(
            session, actor, "close_account", table="account", row_id=account_id, reason=reason
        )


def add_administrator(database: Database, *, login: str, name: str) -> tuple[str, str]:
    """Add an administrator without one, when the only password is lost; returns login, password.

    Whoever can open the file with its key owns the data anyway, so nothing is asked; but the
    audit says that it happened. A login in use gets a number (`admin2`).
    """
    desk = this_desk(database)
    password = one_time_password()
    authorship = Authorship(
        stream=desk.stream, desk_id=desk.desk_id, created_at=now(), created_by=None
    )
    with database.write() as session:
        free, number = login.strip(), 1
        while active_account(session, free):
            number += 1
            free = f"{login.strip()}{number}"
        account_id = add_account(
            session,
            authorship,
            desk,
            login=free,
            name=name,
            password=password,
            roles={Role.ADMINISTRATOR},
            is_one_time=True,
        )
        audit.record_by(
            session, authorship, "add_administrator", table="account", row_id=account_id
        )
    return free, password


def _in_use(session: Session, account_id: str) -> Account:
    account = session.get(Account, account_id)
    if account is None or account.voided_at is not None:
        raise DeskError("这个账号已经停用。", advice="请刷新后再看。")
    return account


def _take_roles(session: Session, actor: Actor, account_id: str, roles: set[Role]) -> None:
    rows = session.scalars(
        select(AccountRole).where(
            AccountRole.account_id == account_id,
            AccountRole.role.in_([role.value for role in roles]),
            AccountRole.voided_at.is_(None),
        )
    )
    for row in rows:
        row.voided_at, row.voided_by, row.void_reason = now(), actor.account_id, "调整岗位"


def _require_another_administrator(session: Session, account_id: str) -> None:
    other = session.scalars(
        select(Account.id)
        .join(AccountRole, AccountRole.account_id == Account.id)
        .where(
            Account.id != account_id,
            Account.voided_at.is_(None),
            AccountRole.role == Role.ADMINISTRATOR.value,
            AccountRole.voided_at.is_(None),
        )
    ).first()
    if other is None:
        raise InvalidInputError(
            "这是最后一个系统管理账号，不能停用或改为其他岗位。",
            advice="请先为接替的人建立系统管理账号。",
        )
