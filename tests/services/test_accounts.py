"""Sign-in, roles and passwords."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from reception_desk.errors import InvalidInputError, NotPermittedError, SignInRefusedError
from reception_desk.models.audit import AuditEntry
from reception_desk.models.local import SignInFailure
from reception_desk.rules.permissions import Role
from reception_desk.services import accounts
from tests.offices import PASSWORD, SampleOffice, register_ids


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


def test_three_wrong_passwords_make_the_login_rest_known_or_not(desk: SampleOffice):
    for login in ("zhou", "nobody"):
        waits = []
        for _ in range(3):
            with pytest.raises(SignInRefusedError, match="不正确") as refused:
                accounts.sign_in(desk.database, login, "错误的密码啊啊")
            waits.append(refused.value.wait_seconds)
        assert waits == [0, 0, 2]

        with pytest.raises(SignInRefusedError, match="稍等") as resting:
            accounts.sign_in(desk.database, login, PASSWORD)
        assert 0 < resting.value.wait_seconds <= 2


def test_the_wait_ends_and_the_right_password_begins_anew(desk: SampleOffice):
    for _ in range(3):
        with pytest.raises(SignInRefusedError):
            accounts.sign_in(desk.database, "zhou", "错误的密码啊啊")
    let_time_pass(desk, seconds=3)

    assert accounts.sign_in(desk.database, "zhou", PASSWORD).login == "zhou"
    with pytest.raises(SignInRefusedError) as refused:
        accounts.sign_in(desk.database, "zhou", "错误的密码啊啊")
    assert refused.value.wait_seconds == 0


def test_what_was_tried_long_ago_is_forgotten(desk: SampleOffice):
    for _ in range(3):
        with pytest.raises(SignInRefusedError):
            accounts.sign_in(desk.database, "nobody", "错误的密码啊啊")
    let_time_pass(desk, seconds=16 * 60)
    with pytest.raises(SignInRefusedError):
        accounts.sign_in(desk.database, "zhou", "错误的密码啊啊")

    with desk.database.read() as session:
        assert len(session.scalars(select(SignInFailure)).all()) == 1


def test_wrong_passwords_are_audited_without_a_name(desk: SampleOffice):
    for login in ("zhou", "nobody"):
        with pytest.raises(SignInRefusedError):
            accounts.sign_in(desk.database, login, "错误的密码啊啊")

    with desk.database.read() as session:
        found = session.execute(
            select(AuditEntry.subject_id, AuditEntry.created_by, AuditEntry.detail).where(
                AuditEntry.action == "sign_in_refused"
            )
        ).all()
    assert [tuple(row) for row in found] == [
        (desk.clerk.account_id, None, None),
        (None, None, None),
    ]


def let_time_pass(desk: SampleOffice, *, seconds: int) -> None:
    """Make the wrong passwords older, as if the clock had gone on."""
    with desk.database.write() as session:
        for row in session.scalars(select(SignInFailure)):
            row.failed_at -= timedelta(seconds=seconds)


def test_a_one_time_password_opens_nothing_but_the_choice_of_ones_own(desk: SampleOffice):
    accounts.create_account(
        desk.database,
        desk.administrator,
        login="wu",
        name="吴强",
        password=PASSWORD,
        roles={Role.RECEPTIONIST},
        is_one_time=True,
    )
    actor = accounts.sign_in(desk.database, "wu", PASSWORD)
    assert actor.must_change_password
    with pytest.raises(NotPermittedError, match="一次性密码"):
        register_ids(desk.database, actor)
    with pytest.raises(InvalidInputError, match="不能和原密码相同"):
        accounts.change_password(desk.database, actor, old=PASSWORD, new=PASSWORD)

    actor = accounts.change_password(desk.database, actor, old=PASSWORD, new="另一个更长的密码")

    assert register_ids(desk.database, actor) == []
    again = accounts.sign_in(desk.database, "wu", "另一个更长的密码")
    assert not again.must_change_password


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
