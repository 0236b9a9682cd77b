"""From the first frame to the desk: opening, first start, sign-in, sign-out."""

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

from reception_desk import config
from reception_desk.app import Program, open_database
from reception_desk.config import Settings
from reception_desk.recording.client import open_recorder
from reception_desk.recording.simulated_camera import SimulatedCamera
from reception_desk.records.identifiers import new_id
from reception_desk.services import account_changes, accounts, office
from reception_desk.services.files import FileStore
from reception_desk.sync import enrolment, joining
from reception_desk.sync.link import secret_path
from reception_desk.ui.first_start import FirstStart
from reception_desk.ui.recording_frame import RecordingFrame
from reception_desk.ui.sign_in import ChoosePasswordForm, PassphraseForm, SignInForm
from tests.offices import KEY, PASSWORD, SampleOffice
from tests.postgres import CentreDatabase, centre, postgres
from tests.recordings import PLAN, camera_source, order_of
from tests.ui.hands import commit
from tests.ui.logs import LogWatch

__all__ = ["centre", "postgres"]

W = TypeVar("W", bound=QWidget)


@contextmanager
def started(qtbot: QtBot, app: QApplication, home: Path) -> Iterator[Program]:
    """Start the program as `run` does, in this process."""
    former = sys.excepthook
    program = Program(app, config.load(home), simulate=True)
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


def test_what_is_recorded_is_told_at_the_entrance_and_over_the_lock(
    qtbot: QtBot, app: QApplication, home: Path, tmp_path: Path, scheme_restored: None
):
    """Whoever waits in the room sees it, also while nobody is signed in."""

    def is_framed(window: QWidget) -> bool:
        frames = window.findChildren(RecordingFrame)
        return any(frame.isVisible() and frame.size() == window.size() for frame in frames)

    client = open_recorder(home)
    try:
        with SimulatedCamera(PLAN) as camera, started(qtbot, app, home) as program:
            client.start(order_of(tmp_path / "recording", camera_source(camera.url)))
            form_of(qtbot, program, SignInForm)
            qtbot.waitUntil(lambda: is_framed(program.entry), timeout=20_000)

            sign_in(qtbot, program, "zhou", PASSWORD)
            qtbot.waitUntil(lambda: program.desk is not None, timeout=20_000)
            assert program.desk is not None
            window = program.desk.window
            qtbot.waitUntil(lambda: is_framed(window), timeout=20_000)
            window.lock()
            assert window.lock_screen.isVisible()
            assert is_framed(window)

            window.sign_out_asked.emit()
            qtbot.waitUntil(lambda: is_framed(program.entry), timeout=20_000)
            client.stop()
            qtbot.waitUntil(lambda: not is_framed(program.entry), timeout=20_000)
    finally:
        client.end()


def test_a_machine_reported_lost_shows_nothing_more_and_has_no_key(
    qtbot: QtBot,
    app: QApplication,
    home: Path,
    scheme_restored: None,
    centre: CentreDatabase,
):
    told = enrolment.add_desk(centre.dsn, "W1", [1, 10], login=f"desk_{new_id()[-12:]}")
    joining.join(Settings(home=home), told.code)
    store = FileStore(home / "files")
    kept_paper = store.path(store.put(b"a scan"))
    with started(qtbot, app, home) as program:
        sign_in(qtbot, program, "zhou", PASSWORD)
        qtbot.waitUntil(lambda: program.desk is not None, timeout=20_000)

        enrolment.revoke(centre.dsn, "W1", is_lost=True)
        assert program.desk is not None
        assert program.desk.centre is not None
        program.desk.centre.retry_now()

        qtbot.waitUntil(lambda: program.desk is None, timeout=20_000)
        words = [part.text() for part in program.entry.findChildren(QLabel)]
        assert any("已报失这台电脑" in text for text in words)
        assert not (home / "desk.key").exists()
        assert not secret_path(home).exists()
        assert not kept_paper.exists()
    assert centre.query("SELECT wiped_at IS NOT NULL FROM sync.desk") == [(True,)]


def test_a_wrong_password_is_said_in_the_form(
    qtbot: QtBot, app: QApplication, home: Path, scheme_restored: None
):
    with started(qtbot, app, home) as program:
        form = sign_in(qtbot, program, "zhou", "不是这个密码")
        qtbot.waitUntil(lambda: "不正确" in form.bar.text, timeout=20_000)
        assert form.password.hasSelectedText()
        assert program.desk is None


def test_after_three_wrong_passwords_the_button_counts_the_seconds(
    qtbot: QtBot, app: QApplication, home: Path, scheme_restored: None
):
    with started(qtbot, app, home) as program:
        form = form_of(qtbot, program, SignInForm)
        for tries in range(3):
            form.bar.clear()
            sign_in(qtbot, program, "zhou", "不是这个密码")
            qtbot.waitUntil(lambda: "不正确" in form.bar.text, timeout=20_000)
            assert form.button.isEnabled() == (tries < 2)
        assert form.button.text() == "登录（2 秒后）"
        qtbot.keyClick(form.password, Qt.Key.Key_Return)
        assert form.password.isEnabled(), "a try while waiting was sent"

        qtbot.waitUntil(form.button.isEnabled, timeout=10_000)
        assert form.button.text() == "登录"
        sign_in(qtbot, program, "zhou", PASSWORD)
        qtbot.waitUntil(lambda: program.desk is not None, timeout=20_000)


def test_a_one_time_password_asks_for_ones_own_before_the_desk_opens(
    qtbot: QtBot, app: QApplication, home: Path, scheme_restored: None
):
    with started(qtbot, app, home) as program:
        form_of(qtbot, program, SignInForm)
        one_time = _reset(program)
        sign_in(qtbot, program, "zhou", one_time)
        form = form_of(qtbot, program, ChoosePasswordForm)
        assert program.desk is None

        for new, again, problem in (
            ("kurz", "kurz", "至少 8 位"),
            ("另一个更长的密码", "又一个更长的密码", "不一样"),
            (one_time, one_time, "不能和原密码相同"),
        ):
            choose_password(qtbot, form, new, again)
            qtbot.waitUntil(lambda words=problem: words in form.bar.text, timeout=20_000)
        choose_password(qtbot, form, "另一个更长的密码", "另一个更长的密码")
        qtbot.waitUntil(lambda: program.desk is not None, timeout=20_000)
        assert program.desk is not None
        assert program.desk.window.pages.current_key() == "reception"
        assert not program.desk.workplace.actor.must_change_password


def _reset(program: Program) -> str:
    """Give the clerk a one-time password as the administrator does."""
    database = program._open()
    administrator = accounts.sign_in(database, "admin", PASSWORD)
    return account_changes.reset_password(
        database, administrator, accounts.identify(database, "zhou", PASSWORD).account_id
    )


def choose_password(qtbot: QtBot, form: ChoosePasswordForm, new: str, again: str) -> None:
    for field, words in ((form.new, new), (form.repeat, again)):
        field.clear()
        commit(field, words)
    form.repeat.setFocus()
    qtbot.keyClick(form.repeat, Qt.Key.Key_Return)


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
