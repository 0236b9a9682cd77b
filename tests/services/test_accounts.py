"""Sign-in, roles and passwords."""

import pytest

from reception_desk.errors import InvalidInputError, NotPermittedError
from reception_desk.rules.permissions import Role
from reception_desk.services import accounts
from tests.offices import PASSWORD, SampleOffice


def test_signing_in_gives_the_actor_with_roles_and_desk(desk: SampleOffice):
    actor = accounts.sign_in(desk.database, "zhou", PASSWORD)

    assert actor.name == "周敏"
    assert actor.roles == {Role.RECEPTIONIST.value}
    assert actor.desk.window == "1"


@pytest.mark.parametrize(("login", "password"), [("zhou", "错误的密码啊啊"), ("nobody", PASSWORD)])
def test_a_wrong_pair_does_not_say_which_half_was_wrong(
    desk: SampleOffice, login: str, password: str
):
    with pytest.raises(NotPermittedError, match="账号或密码不正确"):
        accounts.sign_in(desk.database, login, password)


def test_a_closed_account_cannot_sign_in(desk: SampleOffice):
    clerk = desk.clerk
    accounts.close_account(desk.database, desk.administrator, clerk.account_id, reason="调离")

    with pytest.raises(NotPermittedError):
        accounts.sign_in(desk.database, "zhou", PASSWORD)
    listed = {
        record.login: record for record in accounts.list_accounts(desk.database, desk.administrator)
    }
    assert not listed["zhou"].is_active
    assert listed["zhou"].roles == (Role.RECEPTIONIST,)


def test_only_an_administrator_makes_accounts(desk: SampleOffice):
    with pytest.raises(NotPermittedError, match="权限"):
        accounts.create_account(
            desk.database, desk.clerk, login="x", name="x", password=PASSWORD, roles={Role.AUDITOR}
        )


@pytest.mark.parametrize(
    ("login", "password", "roles", "sentence"),
    [
        ("zhou", PASSWORD, {Role.GUIDE}, "已经有人使用"),
        ("wu", "short", {Role.GUIDE}, "至少 8 位"),
        ("wu", PASSWORD, set(), "至少选择一个角色"),
        ("  ", PASSWORD, {Role.GUIDE}, "请填写"),
    ],
)
def test_what_an_account_needs(
    desk: SampleOffice, login: str, password: str, roles: set[Role], sentence: str
):
    with pytest.raises(InvalidInputError, match=sentence):
        accounts.create_account(
            desk.database,
            desk.administrator,
            login=login,
            name="吴强",
            password=password,
            roles=roles,
        )


def test_changing_the_password_asks_for_the_old_one(desk: SampleOffice):
    with pytest.raises(NotPermittedError):
        accounts.change_password(desk.database, desk.clerk, old="不对的密码啊", new="另一个长密码")

    accounts.change_password(desk.database, desk.clerk, old=PASSWORD, new="另一个更长的密码")

    assert accounts.sign_in(desk.database, "zhou", "另一个更长的密码").login == "zhou"


def test_an_administrator_cannot_close_their_own_account(desk: SampleOffice):
    with pytest.raises(InvalidInputError, match="自己"):
        accounts.close_account(
            desk.database, desk.administrator, desk.administrator.account_id, reason="x"
        )
