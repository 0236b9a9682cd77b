"""离席锁屏: by key and by time, over everything, back to the same caret."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from reception_desk.rules.permissions import Role
from reception_desk.services.account_changes import change_account
from reception_desk.ui.dialogs.help_sheet import HelpSheet
from reception_desk.ui.pages.register import RegisterPage
from reception_desk.ui.widgets.buttons import Button
from tests.offices import PASSWORD, SampleOffice
from tests.ui.hands import commit
from tests.ui.shell import idle, opened

CONTROL = Qt.KeyboardModifier.ControlModifier


def lock(qtbot: QtBot, window) -> None:
    qtbot.keyClick(window, Qt.Key.Key_L, CONTROL)
    assert window.is_locked


def unlock(qtbot: QtBot, opened_desk, password: str) -> None:
    field = opened_desk.window.lock_screen.password
    commit(field, password)
    qtbot.keyClick(field, Qt.Key.Key_Return)
    idle(qtbot, opened_desk)


def register_page(opened_desk) -> RegisterPage:
    page = opened_desk.window.open_page("register")
    assert isinstance(page, RegisterPage)
    return page


def test_the_same_password_returns_to_the_same_caret(qtbot: QtBot, desk: SampleOffice):
    with opened(qtbot, desk) as opened_desk:
        field: QLineEdit = register_page(opened_desk).search
        qtbot.keyClick(opened_desk.window, Qt.Key.Key_F3)
        field.setText("zhang")
        field.setCursorPosition(2)

        lock(qtbot, opened_desk.window)
        assert not field.isVisible()
        assert opened_desk.window.lock_screen.password.hasFocus()
        unlock(qtbot, opened_desk, PASSWORD)

        assert not opened_desk.window.is_locked
        assert field.hasFocus()
        assert (field.text(), field.cursorPosition()) == ("zhang", 2)


def test_a_wrong_password_keeps_it_locked_and_says_so(qtbot: QtBot, desk: SampleOffice):
    with opened(qtbot, desk) as opened_desk:
        lock(qtbot, opened_desk.window)
        unlock(qtbot, opened_desk, "不是这个密码")

        screen = opened_desk.window.lock_screen
        assert opened_desk.window.is_locked
        assert "不正确" in screen.form.bar.text
        assert screen.password.hasFocus()
        unlock(qtbot, opened_desk, PASSWORD)
        assert not opened_desk.window.is_locked


def test_the_lock_counts_wrong_passwords_as_the_entrance_does(qtbot: QtBot, desk: SampleOffice):
    with opened(qtbot, desk) as opened_desk:
        lock(qtbot, opened_desk.window)
        for _ in range(3):
            unlock(qtbot, opened_desk, "不是这个密码")
        form = opened_desk.window.lock_screen.form
        assert form.button.text() == "解锁（2 秒后）"
        assert not form.button.isEnabled()

        qtbot.waitUntil(form.button.isEnabled, timeout=10_000)
        unlock(qtbot, opened_desk, PASSWORD)
        assert not opened_desk.window.is_locked


def test_who_lost_a_role_meanwhile_is_told_to_sign_in_anew(qtbot: QtBot, desk: SampleOffice):
    with opened(qtbot, desk) as opened_desk:
        lock(qtbot, opened_desk.window)
        change_account(
            desk.database, desk.administrator, desk.clerk.account_id,
            name=desk.clerk.name, roles={Role.SECTION},
        )  # fmt: skip
        unlock(qtbot, opened_desk, PASSWORD)

        screen = opened_desk.window.lock_screen
        assert opened_desk.window.is_locked
        assert "岗位有变动" in screen.form.bar.text
        button = next(b for b in screen.findChildren(Button) if b.text() == "换人登录")
        with qtbot.waitSignal(opened_desk.window.sign_out_asked):
            button.click()


def test_nothing_of_a_visitor_is_left_on_the_screen(qtbot: QtBot, desk: SampleOffice):
    with opened(qtbot, desk) as opened_desk:
        window = opened_desk.window
        lock(qtbot, window)

        shown = [part for part in window.findChildren(QLabel) if part.isVisible()]
        assert all(window.lock_screen.isAncestorOf(part) for part in shown)
        assert window.windowTitle() == "接访台 — 已锁定"


def test_an_open_box_is_hidden_and_comes_back(qtbot: QtBot, desk: SampleOffice):
    with opened(qtbot, desk) as opened_desk:
        window = opened_desk.window
        qtbot.keyClick(window, Qt.Key.Key_F1)
        sheet = window.findChild(HelpSheet)
        assert isinstance(sheet, HelpSheet)

        window.lock()
        assert not sheet.isVisible()
        unlock(qtbot, opened_desk, PASSWORD)
        assert sheet.isVisible()
        sheet.close()


def test_keys_of_the_desk_rest_while_it_is_locked(qtbot: QtBot, desk: SampleOffice):
    with opened(qtbot, desk) as opened_desk:
        window = opened_desk.window
        lock(qtbot, window)
        qtbot.keyClick(window, Qt.Key.Key_F1)
        qtbot.keyClick(window, Qt.Key.Key_F2)

        assert window.findChild(HelpSheet) is None
        assert window.is_locked


def test_the_desk_locks_itself_when_nobody_touches_it(qtbot: QtBot, desk: SampleOffice):
    with opened(qtbot, desk, lock_after_seconds=1) as opened_desk:
        qtbot.waitUntil(lambda: opened_desk.window.is_locked, timeout=10_000)


@pytest.mark.parametrize("seconds", [0, 300])
def test_input_keeps_the_desk_open(qtbot: QtBot, desk: SampleOffice, seconds: int):
    with opened(qtbot, desk, lock_after_seconds=seconds) as opened_desk:
        watch = opened_desk.window.input_watch
        before = watch.idle_seconds()
        handle = opened_desk.window.windowHandle()
        qtbot.waitUntil(lambda: watch.idle_seconds() > before)
        qtbot.keyClick(handle, Qt.Key.Key_Tab)
        assert watch.idle_seconds() < 1.0
        assert not opened_desk.window.is_locked


def test_the_lock_offers_a_change_of_person(qtbot: QtBot, desk: SampleOffice):
    with opened(qtbot, desk) as opened_desk:
        opened_desk.window.lock()
        with qtbot.waitSignal(opened_desk.window.sign_out_asked):
            opened_desk.window.lock_screen.sign_out_asked.emit()
