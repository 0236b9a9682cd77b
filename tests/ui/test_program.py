"""From the first frame to the desk: opening, first start, sign-in, sign-out."""

import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from reception_desk.app import Program, font_paths, open_database
from reception_desk.config import FontSettings, Settings
from reception_desk.services import office
from reception_desk.ui.first_start import FirstStart
from reception_desk.ui.sign_in import PassphraseForm, SignInForm
from tests.offices import KEY, PASSWORD, SampleOffice
from tests.ui.hands import commit
from tests.ui.logs import LogWatch

W = TypeVar("W", bound=QWidget)


@contextmanager
def started(qtbot: QtBot, app: QApplication, home: Path) -> Iterator[Program]:
    """Start the program as `run` does, in this process."""
    former = sys.excepthook
    program = Program(app, Settings(home=home), simulate=True)
    program.start()
    program.entry.closed.disconnect()
    try:
        yield program
    finally:
        program.close()
        assert sys.excepthook is former
        program.entry.close()
        program.entry.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def form_of(qtbot: QtBot, program: Program, kind: type[W]) -> W:
    """Wait for a form in the entrance and return it."""

    def is_there() -> bool:
        found = program.entry.findChild(kind)
        return found is not None and found.isVisible()

    qtbot.waitUntil(is_there, timeout=20_000)
    found = program.entry.findChild(kind)
    assert isinstance(found, kind)
    return found


@pytest.fixture
def home(set_up_office: SampleOffice, tmp_path: Path) -> Path:
    """A folder with a desk that was set up before."""
    shutil.copy(set_up_office.database.path, tmp_path / "desk.db")
    (tmp_path / "desk.key").write_text(KEY.hexadecimal, encoding="ascii")
    return tmp_path


def sign_in(qtbot: QtBot, program: Program, login: str, password: str) -> SignInForm:
    form = form_of(qtbot, program, SignInForm)
    form.login.clear()
    form.password.clear()
    qtbot.keyClicks(form.login, login)
    qtbot.keyClick(form.login, Qt.Key.Key_Return)
    commit(form.password, password)
    qtbot.keyClick(form.password, Qt.Key.Key_Return)
    return form


def test_a_clerk_signs_in_and_out(
    qtbot: QtBot, app: QApplication, home: Path, scheme_restored: None
):
    with started(qtbot, app, home) as program:
        form = sign_in(qtbot, program, "zhou", PASSWORD)
        assert program.entry.panel.accessibleName().startswith("孝昌县信访局群众来访接待大厅")
        assert form.below.text() == "1号窗口"
        qtbot.waitUntil(lambda: program.desk is not None, timeout=20_000)
        assert program.desk is not None
        assert program.desk.window.isVisible()
        assert not program.entry.isVisible()

        program.desk.window.sign_out_asked.emit()
        form = form_of(qtbot, program, SignInForm)
        assert program.desk is None
        assert form.login.text() == "zhou"
        qtbot.waitUntil(form.password.hasFocus)


def test_a_wrong_password_is_said_in_the_form(
    qtbot: QtBot, app: QApplication, home: Path, scheme_restored: None
):
    with started(qtbot, app, home) as program:
        form = sign_in(qtbot, program, "zhou", "不是这个密码")
        qtbot.waitUntil(lambda: "不正确" in form.bar.text, timeout=20_000)
        assert form.password.hasSelectedText()
        assert program.desk is None


def test_the_desk_opens_anew_with_the_settings_as_saved(
    qtbot: QtBot, app: QApplication, home: Path, scheme_restored: None
):
    with started(qtbot, app, home) as program:
        sign_in(qtbot, program, "zhou", PASSWORD)
        qtbot.waitUntil(lambda: program.desk is not None, timeout=20_000)
        assert program.desk is not None
        before = program.desk
        (home / "settings.toml").write_text("lock_after_seconds = 77\n", encoding="utf-8")

        before.window.reopen_asked.emit()
        assert program.desk is not before
        assert program.desk.workplace.settings.lock_after_seconds == 77
        assert program.desk.workplace.actor == before.workplace.actor


def test_the_first_start_ends_at_the_administrators_desk(
    qtbot: QtBot, app: QApplication, tmp_path: Path, scheme_restored: None
):
    (tmp_path / "desk.key").write_text(KEY.hexadecimal, encoding="ascii")
    with started(qtbot, app, tmp_path) as program:
        wizard = form_of(qtbot, program, FirstStart)
        for _ in range(3):
            qtbot.mouseClick(wizard.forward, Qt.MouseButton.LeftButton)
        wizard.name.setText("管理员")
        wizard.password.setText(PASSWORD)
        wizard.repeat.setText(PASSWORD)
        qtbot.mouseClick(wizard.forward, Qt.MouseButton.LeftButton)

        qtbot.waitUntil(lambda: program.desk is not None, timeout=20_000)
        assert program.desk is not None
        assert program.desk.window.pages.current_key() == "settings"
        assert office.is_set_up(program.desk.workplace.database)


def test_a_second_program_on_the_same_file_is_told_so(
    qtbot: QtBot, app: QApplication, home: Path, scheme_restored: None
):
    first = open_database(Settings(home=home))
    try:
        with started(qtbot, app, home) as program:

            def is_told() -> bool:
                words = [part.text() for part in program.entry.findChildren(QLabel)]
                return "接访台已在本机打开。" in words

            qtbot.waitUntil(is_told, timeout=20_000)
    finally:
        first.close()


def test_a_passphrase_is_asked_before_the_file_is_opened(
    qtbot: QtBot, app: QApplication, tmp_path: Path, scheme_restored: None, logs: LogWatch
):
    settings = Settings(home=tmp_path)
    open_database(settings, "启动口令一二三").close()
    with started(qtbot, app, tmp_path) as program:
        form = form_of(qtbot, program, PassphraseForm)
        form.passphrase.setText("不对的口令")
        qtbot.keyClick(form.passphrase, Qt.Key.Key_Return)
        qtbot.waitUntil(lambda: "口令不对" in form.bar.text, timeout=20_000)
        logs.take("database desk.db")

        form.passphrase.setText("启动口令一二三")
        qtbot.keyClick(form.passphrase, Qt.Key.Key_Return)
        form_of(qtbot, program, FirstStart)


def test_the_offices_fonts_reach_the_documents(tmp_path: Path):
    chosen = Settings(home=tmp_path, fonts=FontSettings(title=os.fspath(tmp_path / "a.ttf")))

    assert font_paths(chosen).title == tmp_path / "a.ttf"
    assert font_paths(chosen).body is None
