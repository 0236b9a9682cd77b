"""The composition root: every object of the desk is built here once and handed on."""

import logging
import signal
import sys
from dataclasses import dataclass
from functools import partial
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication

from reception_desk import config
from reception_desk.config import Settings
from reception_desk.errors import DeskError
from reception_desk.ui import application_fonts, icons, theme
from reception_desk.ui.entry_window import EntryWindow
from reception_desk.ui.messages import Messages
from reception_desk.ui.sign_in import PassphraseForm, SignInForm
from reception_desk.ui.tasks import Tasks
from reception_desk.ui.tokens import Colour, Scheme
from reception_desk.ui.unexpected import Unexpected

if TYPE_CHECKING:  # imported when they are needed: the first frame comes before the database
    from reception_desk.documents.fonts import FontPaths
    from reception_desk.models import Database
    from reception_desk.records.actor import Actor
    from reception_desk.records.papers import Office
    from reception_desk.services.office import OfficeInput
    from reception_desk.ui.centre_watch import CentreWatch
    from reception_desk.ui.changes import Changes
    from reception_desk.ui.desk_devices import DeskDevices
    from reception_desk.ui.lamp_watch import LampWatch
    from reception_desk.ui.main_window import MainWindow
    from reception_desk.ui.workplace import Workplace

log = logging.getLogger(__name__)

LOG_BYTES, LOGS_KEPT = 2_000_000, 5
LAST_LOGIN = "last_login"
_SIGNAL_MS = 500


@dataclass(frozen=True)
class Desk:
    """The desk of one signed-in person: window, devices and everything that runs for them."""

    workplace: "Workplace"
    window: "MainWindow"
    lamp_watch: "LampWatch"
    devices: "DeskDevices"
    centre: "CentreWatch | None"

    def close(self) -> None:
        """Write what is pending, end every thread, let go of the devices.

        The objects are deleted by name: left to Python's collector, they could be destroyed in
        whatever thread it happens to run in, with their timers.
        """
        self.window.close()
        self.workplace.print_desk.close()
        if self.centre is not None:
            self.centre.close()
        self.workplace.tasks.close()
        self.devices.close()
        work = self.workplace
        parts = (self.lamp_watch, work.card_watch, work.print_desk, work.changes, work.tasks)
        for part in (*parts, self.centre, self.window):
            if part is not None:
                part.deleteLater()


def build(
    settings: Settings, database: "Database", actor: "Actor", *, simulate: bool = False
) -> Desk:
    """Make the desk of a signed-in person; nothing is shown yet.

    `simulate` stands in for card reader, scanner and slip printer. Needs a `QApplication`.
    """
    from reception_desk.services.files import FileStore
    from reception_desk.ui.card_watch import CardWatch
    from reception_desk.ui.changes import Changes
    from reception_desk.ui.desk_devices import open_devices
    from reception_desk.ui.lamp_watch import LampWatch
    from reception_desk.ui.main_window import MainWindow
    from reception_desk.ui.print_desk import PrintDesk
    from reception_desk.ui.workplace import Workplace

    devices = open_devices(settings, simulate=simulate)
    tasks, changes, window = Tasks(), Changes(), MainWindow()
    files = FileStore(settings.files_path)
    workplace = Workplace(
        settings=devices.settings,
        database=database,
        files=files,
        actor=actor,
        tasks=tasks,
        messages=Messages(window),
        changes=changes,
        card_watch=CardWatch(devices.reader, tasks),
        print_desk=PrintDesk(database, files, devices.queues, tasks, changes),
        scanner=devices.scanner,
    )
    centre = _centre_watch(settings, database, changes, devices)
    lamp_watch = LampWatch(workplace, devices, centre)
    window.furnish(workplace, lamp_watch, devices.extras())
    return Desk(workplace, window, lamp_watch, devices, centre)


def _centre_watch(
    settings: Settings, database: "Database", changes: "Changes", devices: "DeskDevices"
) -> "CentreWatch | None":
    """Return the running link to the centre; None for a desk alone or one not enrolled."""
    from reception_desk.sync.link import configured
    from reception_desk.ui.centre_watch import CentreWatch

    try:
        link = configured(settings)
    except DeskError as error:
        devices.troubles["centre"] = error
        return None
    return CentreWatch(database, link, changes) if link else None


def run(home: Path | None, *, simulate: bool) -> int:
    """Open the desk and stay until its window is closed; return the exit status.

    Raises `DeskError` when the settings file cannot be read.
    """
    settings = config.load(home)
    _log_to_file(settings)
    app = QApplication([sys.argv[0]])
    app.setApplicationName("reception-desk")
    app.setDesktopFileName("reception-desk")
    app.setQuitOnLastWindowClosed(False)
    application_fonts.install(app)
    theme.apply(app, Scheme.LIGHT)
    app.setWindowIcon(icons.icon("reception", Colour.ACCENT))
    program = Program(app, settings, simulate=simulate)
    _quit_on_signals(app)
    program.start()
    try:
        return app.exec()
    finally:
        program.close()


class Program(QObject):
    """From the first frame to the last: opening, first start, sign-in, the desk, and again."""

    def __init__(self, app: QApplication, settings: Settings, *, simulate: bool) -> None:
        super().__init__()
        self._app = app
        self._settings = settings
        self._simulate = simulate
        self._tasks = Tasks()
        self._unexpected = Unexpected()
        self._database: Database | None = None
        self.desk: Desk | None = None
        self.entry = EntryWindow()
        self._unexpected.messages = Messages(self.entry)
        self.entry.closed.connect(self._leave)

    def start(self) -> None:
        """Show the first frame, then open the database behind it."""
        self.entry.show()
        QTimer.singleShot(0, self, self._begin)

    def close(self) -> None:
        """Close everything in the order that loses nothing."""
        self._close_desk()
        self._tasks.close()
        if self._database is not None:
            self._database.close()
        self._unexpected.let_go()

    def _begin(self) -> None:
        if (self._settings.home / "desk.salt").exists():
            form = PassphraseForm()
            form.passphrase_given.connect(partial(self._open_database, form))
            self.entry.show_form(form)
            form.begin()
        else:
            self._open_database(None, "")

    def _open_database(self, form: PassphraseForm | None, passphrase: str) -> None:
        def failed(error: Exception) -> None:
            if form is not None and isinstance(error, DeskError):
                form.refuse(
                    DeskError("没有打开：口令不对，或者数据库文件已损坏。", saved=error.saved)
                )
            else:
                self._say_trouble(error)

        work = partial(open_database, self._settings, passphrase)
        self._tasks.run("database", self, work, self._opened, failed)

    def _opened(self, database: "Database") -> None:
        from reception_desk.services import office
        from reception_desk.ui import appearance

        self._database = database
        appearance.wear(self._app, appearance.remembered(database))
        if office.is_set_up(database):
            self._show_sign_in()
        else:
            self._show_first_start()
        log.info("the entrance is open")
        self._tasks.run("warm_up", self, partial(warm_up, self._settings), _done, _done)

    def _show_first_start(self) -> None:
        from reception_desk.ui.first_start import FirstStart

        wizard = FirstStart()
        wizard.hall_named.connect(self.entry.panel.say)
        wizard.finished.connect(partial(self._set_up, wizard))
        self.entry.show_whole(wizard)
        wizard.begin()

    def _set_up(self, wizard: QObject, office: "OfficeInput", hall: "Office") -> None:
        from reception_desk.services.hall import open_hall
        from reception_desk.ui.first_start import FirstStart

        def failed(error: Exception) -> None:
            if isinstance(wizard, FirstStart) and isinstance(error, DeskError):
                wizard.refuse(error)
            else:
                self._say_trouble(error)

        work = partial(open_hall, self._open(), office, hall)
        self._tasks.run("database", self, work, self._signed_in, failed)

    def _show_sign_in(self) -> None:
        from reception_desk.services import office, settings

        database = self._open()
        desk = office.this_desk(database)
        self.entry.panel.say(office.office_card(database).hall, desk.unit_name)
        form = SignInForm()
        form.sign_in_asked.connect(partial(self._sign_in, form))
        self.entry.show_form(form)
        form.greet(desk.window, settings.get(database, LAST_LOGIN))

    def _sign_in(self, form: SignInForm, login: str, password: str) -> None:
        from reception_desk.services import accounts

        def failed(error: Exception) -> None:
            if isinstance(error, DeskError):
                form.refuse(error)
            else:
                self._say_trouble(error)

        work = partial(accounts.sign_in, self._open(), login, password)
        self._tasks.run("database", self, work, self._signed_in, failed)

    def _signed_in(self, actor: "Actor") -> None:
        from reception_desk.services import settings

        settings.put(self._open(), LAST_LOGIN, actor.login)
        self._open_desk(actor)

    def _open_desk(self, actor: "Actor") -> None:
        self.desk = desk = build(self._settings, self._open(), actor, simulate=self._simulate)
        self._unexpected.messages = desk.workplace.messages
        desk.window.closed.connect(self._leave)
        desk.window.sign_out_asked.connect(self._sign_out)
        desk.window.reopen_asked.connect(self._reopen)
        self.entry.hide()
        desk.window.showMaximized()
        desk.lamp_watch.begin()

    def _sign_out(self) -> None:
        self._close_desk()
        self._show_sign_in()
        self.entry.show()

    def _reopen(self) -> None:
        """Open the desk anew for the same person, with the settings as they are now saved."""
        if self.desk is None:
            return
        actor = self.desk.workplace.actor
        self._close_desk()
        self._settings = config.load(self._settings.home)
        self._open_desk(actor)

    def _close_desk(self) -> None:
        if self.desk is not None:
            desk, self.desk = self.desk, None
            desk.window.closed.disconnect(self._leave)
            self._unexpected.messages = Messages(self.entry)
            desk.close()

    def _leave(self) -> None:
        self._app.quit()

    def _open(self) -> "Database":
        if self._database is None:
            raise RuntimeError("the database is opened before anybody signs in")
        return self._database

    def _say_trouble(self, error: Exception) -> None:
        shown = (
            error
            if isinstance(error, DeskError)
            else DeskError(
                "接访台没有打开：遇到了没有预料到的问题。",
                saved="已保存的登记不受影响。",
                advice="请重新启动；若仍不行，请把日志交给技术人员。",
            )
        )
        self.entry.show_trouble(shown)


def open_database(settings: Settings, passphrase: str = "") -> "Database":
    """Open the local file with its key; raises `DatabaseError` with what to do."""
    from reception_desk.models import Database
    from reception_desk.models.database_key import obtain

    key = obtain(settings.home, passphrase=passphrase) if settings.encrypted else None
    return Database(settings.database_path, key)


def font_paths(settings: Settings) -> "FontPaths":
    """Return the office's own fonts for `documents`."""
    from dataclasses import fields

    from reception_desk.documents.fonts import FontPaths

    chosen = {field.name: getattr(settings.fonts, field.name) for field in fields(FontPaths)}
    return FontPaths(**{name: Path(path) for name, path in chosen.items() if path})


def warm_up(settings: Settings) -> None:
    """Load what the first visitor needs, while somebody types a password."""
    from reception_desk.documents import fonts
    from reception_desk.rules.names import name_keys

    name_keys("接访")
    fonts.warm_up(font_paths(settings))


def _done(_answer: object) -> None:
    """Nothing waits for the warming up; a font that is missing is told when a paper is made."""


def _log_to_file(settings: Settings) -> None:
    """Keep the log beside the data, in five files of two megabytes."""
    try:
        settings.home.mkdir(parents=True, exist_ok=True)
        handler = RotatingFileHandler(
            settings.log_path, maxBytes=LOG_BYTES, backupCount=LOGS_KEPT, encoding="utf-8"
        )
    except OSError as error:
        raise DeskError(
            f"数据文件夹 {settings.home} 无法写入。", advice="请检查磁盘和文件夹权限。"
        ) from error
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    handler.setLevel(logging.INFO)
    root = logging.getLogger()
    for other in root.handlers:  # the terminal stays as quiet as it was
        other.setLevel(max(other.level, root.level))
    root.addHandler(handler)
    root.setLevel(logging.INFO)


def _quit_on_signals(app: QApplication) -> None:
    """Let Ctrl+C and the end of the session close the desk as its window does."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: app.quit())
    waker = QTimer(app, interval=_SIGNAL_MS)  # Python hears signals only between bytecodes
    waker.timeout.connect(lambda: None)
    waker.start()
