"""设置 → 账号: made, changed, given a new password, closed."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from reception_desk.app import Desk
from reception_desk.rules.permissions import Role
from reception_desk.services import accounts
from reception_desk.ui.dialogs.account_form import AccountForm
from reception_desk.ui.dialogs.one_time_password import OneTimePassword
from reception_desk.ui.pages.settings.accounts_section import AccountsSection
from tests.offices import PASSWORD, SampleOffice
from tests.ui.hands import commit
from tests.ui.shell import box, idle, opened

LEFT = Qt.MouseButton.LeftButton


def section(opened_desk: Desk) -> AccountsSection:
    found = opened_desk.window.settings_page().open_section("accounts")
    assert isinstance(found, AccountsSection)
    return found


def choose(people: AccountsSection, login: str) -> None:
    logins = [people.model.record(row).login for row in range(people.model.rowCount())]
    people.table.setCurrentIndex(people.model.index(logins.index(login), 0))


def states(people: AccountsSection) -> dict[str, str]:
    accounts_there = [people.model.record(row) for row in range(people.model.rowCount())]
    return {
        account.login: people.model.index(row, 3).data()
        for row, account in enumerate(accounts_there)
    }


def told_password(qtbot: QtBot, opened_desk: Desk) -> str:
    """Read the box as the administrator does, and close it."""
    told = box(opened_desk, OneTimePassword)
    assert isinstance(told, OneTimePassword)
    password = told.password.text()
    qtbot.keyClick(told, Qt.Key.Key_Return)
    return password


def answer(qtbot: QtBot, opened_desk: Desk, verb: str, reason: str = "") -> None:
    (asked,) = opened_desk.workplace.messages.open_boxes()
    if reason:
        field = asked.findChild(QLineEdit)
        assert isinstance(field, QLineEdit)
        commit(field, reason)
    qtbot.mouseClick(next(b for b in asked.findChildren(QPushButton) if b.text() == verb), LEFT)


def test_an_account_is_made_with_a_password_for_one_sign_in(qtbot: QtBot, desk: SampleOffice):
    with opened(qtbot, desk, desk.administrator) as opened_desk:
        people = section(opened_desk)
        form = people.open_form()
        qtbot.mouseClick(form.press, LEFT)
        assert form.isVisible(), "nothing was filled in"

        for field, words in ((form.login, "wangli"), (form.name, "王丽")):
            commit(field, words)
        form.roles.set_chosen([Role.RECEPTIONIST.value, Role.AUDITOR.value])
        qtbot.mouseClick(form.press, LEFT)
        assert form.isVisible(), "the roles must be apart"
        form.roles.set_chosen([Role.RECEPTIONIST.value])
        qtbot.mouseClick(form.press, LEFT)
        idle(qtbot, opened_desk)

        password = told_password(qtbot, opened_desk)
        assert states(people)["wangli"] == "待设密码"
    actor = accounts.sign_in(desk.database, "wangli", password)
    assert (actor.name, actor.must_change_password) == ("王丽", True)


def test_a_login_in_use_is_refused_in_the_form(qtbot: QtBot, desk: SampleOffice):
    with opened(qtbot, desk, desk.administrator) as opened_desk:
        form = section(opened_desk).open_form()
        for field, words in ((form.login, "zhou"), (form.name, "周二")):
            commit(field, words)
        qtbot.mouseClick(form.press, LEFT)
        idle(qtbot, opened_desk)
        assert "已经有人使用" in form.bar.text
        assert form.name.text() == "周二"
        form.reject()


def test_name_and_roles_are_changed_and_the_row_stays_chosen(qtbot: QtBot, desk: SampleOffice):
    with opened(qtbot, desk, desk.administrator) as opened_desk:
        people = section(opened_desk)
        choose(people, "zhou")
        qtbot.mouseClick(people.change_button, LEFT)
        form = box(opened_desk, AccountForm)
        assert isinstance(form, AccountForm)
        assert form.login.isReadOnly()
        form.name.clear()
        commit(form.name, "周敏慧")
        form.roles.set_chosen([Role.SECTION.value])
        qtbot.mouseClick(form.press, LEFT)
        idle(qtbot, opened_desk)

        chosen = people.model.record(people.table.currentIndex().row())
        assert (chosen.login, chosen.name, chosen.roles) == ("zhou", "周敏慧", (Role.SECTION,))


def test_the_last_administrator_keeps_the_role(qtbot: QtBot, desk: SampleOffice):
    with opened(qtbot, desk, desk.administrator) as opened_desk:
        people = section(opened_desk)
        choose(people, "admin")
        people.open_change()
        form = box(opened_desk, AccountForm)
        assert isinstance(form, AccountForm)
        form.roles.set_chosen([Role.AUDITOR.value])
        qtbot.mouseClick(form.press, LEFT)
        idle(qtbot, opened_desk)
        assert "最后一个系统管理账号" in form.bar.text
        form.reject()


def test_a_password_is_reset_and_told_once(qtbot: QtBot, desk: SampleOffice):
    with opened(qtbot, desk, desk.administrator) as opened_desk:
        people = section(opened_desk)
        choose(people, "zhou")
        qtbot.mouseClick(people.reset_button, LEFT)
        answer(qtbot, opened_desk, "重设密码")
        idle(qtbot, opened_desk)

        password = told_password(qtbot, opened_desk)
        assert states(people)["zhou"] == "待设密码"
        assert password not in people.bar.text
    assert accounts.sign_in(desk.database, "zhou", password).must_change_password


def test_an_account_is_closed_for_a_reason_and_stays_as_it_is(qtbot: QtBot, desk: SampleOffice):
    with opened(qtbot, desk, desk.administrator) as opened_desk:
        people = section(opened_desk)
        choose(people, "zhou")
        qtbot.mouseClick(people.close_button, LEFT)
        answer(qtbot, opened_desk, "停用", "调离")

        assert states(people)["zhou"] == "已停用"
        choose(people, "zhou")
        buttons = (people.change_button, people.reset_button, people.close_button)
        assert not any(button.isEnabled() for button in buttons)


def test_nobody_closes_or_resets_their_own_account(qtbot: QtBot, desk: SampleOffice):
    with opened(qtbot, desk, desk.administrator) as opened_desk:
        people = section(opened_desk)
        choose(people, "admin")
        assert people.change_button.isEnabled()
        assert not people.reset_button.isEnabled()
        assert not people.close_button.isEnabled()
    assert accounts.sign_in(desk.database, "admin", PASSWORD).login == "admin"
