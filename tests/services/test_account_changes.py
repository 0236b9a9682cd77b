"""Resetting a password, changing name and roles, closing, and the administrator of last resort."""

import re
from functools import partial

import pytest
from sqlalchemy import select

from reception_desk.errors import (
    DeskError,
    InvalidInputError,
    NotPermittedError,
    SignInRefusedError,
)
from reception_desk.models.audit import AuditEntry
from reception_desk.rules.permissions import Role
from reception_desk.services import account_changes, accounts
from tests.offices import PASSWORD, SampleOffice


def audited(desk: SampleOffice, action: str) -> list[AuditEntry]:
    with desk.database.read() as session:
        return list(session.scalars(select(AuditEntry).where(AuditEntry.action == action)))


def listed(desk: SampleOffice, login: str) -> accounts.AccountRecord:
    found = accounts.list_accounts(desk.database, desk.administrator)
    return next(record for record in found if record.login == login)


def test_a_reset_password_is_for_one_sign_in(desk: SampleOffice):
    password = account_changes.reset_password(
        desk.database, desk.administrator, desk.clerk.account_id
    )

    assert re.fullmatch(r"[2-9a-hjkmnp-z]{4}(-[2-9a-hjkmnp-z]{4}){2}", password)
    assert listed(desk, "zhou").must_change_password
    with pytest.raises(NotPermittedError):
        accounts.sign_in(desk.database, "zhou", PASSWORD)
    assert accounts.sign_in(desk.database, "zhou", password).must_change_password
    (entry,) = audited(desk, "reset_password")
    assert entry.subject_id == desk.clerk.account_id
    assert entry.created_by == desk.administrator.account_id
    assert entry.detail is None


def test_a_reset_ends_the_wait_of_the_login(desk: SampleOffice):
    for _ in range(3):
        with pytest.raises(NotPermittedError):
            accounts.sign_in(desk.database, "zhou", "错误的密码啊啊")

    password = account_changes.reset_password(
        desk.database, desk.administrator, desk.clerk.account_id
    )

    assert accounts.sign_in(desk.database, "zhou", password).login == "zhou"


def test_nobody_resets_their_own_password_or_without_the_role(desk: SampleOffice):
    own = desk.administrator.account_id
    with pytest.raises(InvalidInputError, match="修改密码"):
        account_changes.reset_password(desk.database, desk.administrator, own)
    with pytest.raises(NotPermittedError, match="权限"):
        account_changes.reset_password(desk.database, desk.clerk, own)


def test_name_and_roles_are_changed_and_the_old_roles_voided(desk: SampleOffice):
    account_changes.change_account(
        desk.database,
        desk.administrator,
        desk.clerk.account_id,
        name=" 周敏慧 ",
        roles={Role.SECTION, Role.GUIDE},
    )

    found = listed(desk, "zhou")
    assert (found.name, set(found.roles)) == ("周敏慧", {Role.SECTION, Role.GUIDE})
    actor = accounts.sign_in(desk.database, "zhou", PASSWORD)
    assert actor.roles == {"section", "guide"}
    (entry,) = audited(desk, "change_account")
    assert entry.detail == "岗位：导访、科室"


@pytest.mark.parametrize(
    ("name", "roles", "sentence"),
    [
        ("", {Role.GUIDE}, "请填写姓名"),
        ("周敏", set(), "至少选择一个"),
        ("周敏", {Role.AUDITOR, Role.GUIDE}, "不能由同一账号兼任"),
    ],
)
def test_what_cannot_stand_changes_nothing(
    desk: SampleOffice, name: str, roles: set[Role], sentence: str
):
    before = listed(desk, "zhou")
    with pytest.raises(InvalidInputError, match=sentence):
        account_changes.change_account(
            desk.database, desk.administrator, desk.clerk.account_id, name=name, roles=roles
        )
    assert listed(desk, "zhou") == before


def test_who_lost_a_role_while_away_signs_in_anew(desk: SampleOffice):
    change = partial(
        account_changes.change_account, desk.database, desk.administrator, desk.clerk.account_id,
        name="周敏",
    )  # fmt: skip
    change(roles={Role.RECEPTIONIST, Role.SECTION})
    accounts.unlock(desk.database, desk.clerk, PASSWORD)  # one more counts from the next sign-in

    change(roles={Role.SECTION})
    with pytest.raises(NotPermittedError, match="岗位有变动") as refused:
        accounts.unlock(desk.database, desk.clerk, PASSWORD)
    assert "草稿" in refused.value.advice
    known = accounts.sign_in(desk.database, desk.clerk.login, PASSWORD)
    accounts.unlock(desk.database, known, PASSWORD)


def test_a_one_time_password_opens_no_locked_screen(desk: SampleOffice):
    password = account_changes.reset_password(
        desk.database, desk.administrator, desk.clerk.account_id
    )
    with pytest.raises(NotPermittedError, match="已由管理员重设"):
        accounts.unlock(desk.database, desk.clerk, password)
    with pytest.raises(SignInRefusedError):
        accounts.unlock(desk.database, desk.clerk, PASSWORD)


def test_the_last_administrator_keeps_the_role_and_the_account(desk: SampleOffice):
    first = desk.administrator
    with pytest.raises(InvalidInputError, match="最后一个系统管理"):
        account_changes.change_account(
            desk.database, first, first.account_id, name="管理员", roles={Role.AUDITOR}
        )

    second = desk.account(Role.ADMINISTRATOR)
    account_changes.change_account(
        desk.database, first, first.account_id, name="管理员", roles={Role.AUDITOR}
    )
    assert accounts.sign_in(desk.database, "admin", PASSWORD).roles == {"auditor"}
    with pytest.raises(InvalidInputError, match="最后一个系统管理"):
        account_changes.close_account(desk.database, first, second.account_id, reason="调离")


def test_a_closed_account_cannot_sign_in_or_be_changed(desk: SampleOffice):
    clerk = desk.clerk
    account_changes.close_account(
        desk.database, desk.administrator, clerk.account_id, reason="调离"
    )

    with pytest.raises(NotPermittedError):
        accounts.sign_in(desk.database, "zhou", PASSWORD)
    with pytest.raises(DeskError, match="已经停用"):
        account_changes.reset_password(desk.database, desk.administrator, clerk.account_id)
    assert not listed(desk, "zhou").is_active
    assert listed(desk, "zhou").roles == (Role.RECEPTIONIST,)


def test_an_administrator_cannot_close_their_own_account(desk: SampleOffice):
    with pytest.raises(InvalidInputError, match="自己"):
        account_changes.close_account(
            desk.database, desk.administrator, desk.administrator.account_id, reason="x"
        )


def test_an_administrator_added_from_outside_is_on_record(desk: SampleOffice):
    login, password = account_changes.add_administrator(
        desk.database, login="admin", name="系统管理员"
    )

    actor = accounts.sign_in(desk.database, login, password)
    assert (login, actor.roles, actor.must_change_password) == (
        "admin2",
        {"administrator"},
        True,
    )
    (entry,) = audited(desk, "add_administrator")
    assert (entry.created_by, entry.subject_id) == (None, actor.account_id)
