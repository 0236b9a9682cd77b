"""The program from its first frame to its last."""

import logging
from functools import cached_property, partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication

from reception_desk import config
from reception_desk.app.desk import Desk, build
from reception_desk.app.opening import open_database, warm_up
from reception_desk.config import Settings
from reception_desk.errors import DeskError
from reception_desk.ui.entry_window import EntryWindow
from reception_desk.ui.garbage import GarbageRound
from reception_desk.ui.messages import Messages
from reception_desk.ui.sign_in import ChoosePasswordForm, PassphraseForm, SignInForm
from reception_desk.ui.tasks import Tasks
from reception_desk.ui.unexpected import Unexpected

if TYPE_CHECKING:  # imported when they are needed: the first frame comes before the database
    from reception_desk.models import Database
    from reception_desk.records.actor import Actor
    from reception_desk.records.papers import Office
    from reception_desk.services.office import OfficeInput
    from reception_desk.ui.hall.hall_screen import HallScreen
    from reception_desk.ui.recorder_glance import RecorderGlance

log = logging.getLogger(__name__)

LAST_LOGIN = "last_login"


class Program(QObject):
    """From the first frame to the last: opening, first start, sign-in, the desk, and again."""

    def __init__(self, app: QApplication, settings: Settings, *, simulate: bool) -> None:
        super().__init__()
        self._app = app
        self._settings = settings
        self._simulate = simulate
        self._garbage = GarbageRound()
        self._tasks = Tasks()
        self._unexpected = Unexpected()
        self._database: Database | None = None
        self.desk: Desk | None = None
        self.board: HallScreen | None = None
        self.entry = EntryWindow()
        self._unexpected.messages = Messages(self.entry)
        self.entry.closed.connect(self._leave)

    def start(self) -> None:
        """Show the first frame, then open the database behind it."""
        self.entry.show()
        QTimer.singleShot(0, self, self._begin)

    @cached_property
    def _glance(self) -> "RecorderGlance":
        """What the entrance knows of the recorder; its windows carry the red frame by it."""
        from reception_desk.ui.recorder_glance import RecorderGlance
        from reception_desk.ui.recording_frame import RecordingFrames

        glance = RecorderGlance(self._settings.home, self._tasks)
        RecordingFrames(glance, glance)
        return glance

    def _show_entry(self) -> None:
        self.entry.show()
        self._glance.begin()

    def _hide_entry(self) -> None:
        self._glance.rest()
        self.entry.hide()

    def close(self) -> None:
        """Close everything in the order that loses nothing."""
        self._close_desk()
        self._close_board()
        self._glance.rest()
        self._tasks.close()
        if self._database is not None:
            self._database.close()
        self._unexpected.let_go()
        self._garbage.let_go()

    def _begin(self) -> None:
        self._glance.begin()
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
            self._open_board()
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

        def signed_in(actor: "Actor") -> None:
            if actor.must_change_password:
                self._ask_own_password(actor, password)
            else:
                self._signed_in(actor)

        work = partial(accounts.sign_in, self._open(), login, password)
        self._tasks.run("database", self, work, signed_in, failed)

    def _ask_own_password(self, actor: "Actor", one_time: str) -> None:
        """Before the desk opens, who came with a one-time password chooses their own."""
        from reception_desk.services import accounts

        form = ChoosePasswordForm(actor.name)

        def failed(error: Exception) -> None:
            if isinstance(error, DeskError):
                form.refuse(error)
            else:
                self._say_trouble(error)

        def chosen(new: str) -> None:
            work = partial(accounts.change_password, self._open(), actor, old=one_time, new=new)
            self._tasks.run("database", self, work, self._signed_in, failed)

        form.password_chosen.connect(chosen)
        self.entry.show_form(form)
        form.begin()

    def _signed_in(self, actor: "Actor") -> None:
        from reception_desk.services import settings

        settings.put(self._open(), LAST_LOGIN, actor.login)
        self._open_desk(actor)

    def _open_desk(self, actor: "Actor") -> None:
        self.desk = desk = build(
            self._settings, self._open(), actor, simulate=self._simulate, hall=self.board
        )
        self._unexpected.messages = desk.workplace.messages
        desk.window.closed.connect(self._leave)
        desk.window.sign_out_asked.connect(self._sign_out)
        desk.window.reopen_asked.connect(self._reopen)
        if desk.centre is not None:  # queued: the watch that speaks is closed with the desk
            desk.centre.lost.connect(self._end_lost_desk, Qt.ConnectionType.QueuedConnection)
        self._hide_entry()
        desk.window.showMaximized()
        desk.workplace.petitioner.begin()
        desk.lamp_watch.begin()
        desk.workplace.recorder.look()
        self._garbage.settle()
        self._garbage.wait_for(desk.workplace.tasks)

    def _sign_out(self) -> None:
        from reception_desk.services import accounts

        self._close_desk()
        accounts.leave_the_desk(self._open())
        self._show_sign_in()
        self._show_entry()

    def _reopen(self) -> None:
        """Open the desk anew for the same person, with the settings as they are now saved."""
        if self.desk is None:
            return
        actor = self.desk.workplace.actor
        self._close_desk()
        self._settings = config.load(self._settings.home)
        self._close_board()
        self._open_board()
        self._open_desk(actor)

    def _open_board(self) -> None:
        """The hall's board stands while the program runs, whoever is signed in."""
        if self._settings.board.screen_name:
            from reception_desk.app.hall import open_beside_desk

            self.board = open_beside_desk(self._settings, self._open())

    def _close_board(self) -> None:
        if self.board is not None:
            board, self.board = self.board, None
            board.close()

    def _close_desk(self) -> None:
        if self.desk is not None:
            desk, self.desk = self.desk, None
            desk.window.closed.disconnect(self._leave)
            self._unexpected.messages = Messages(self.entry)
            desk.close()

    def _end_lost_desk(self) -> None:
        """The machine was reported lost: nothing is shown any more, the file is closed."""
        self._close_desk()
        self._close_board()
        if self._database is not None:
            self._database.close()
            self._database = None
        self.entry.show_trouble(
            DeskError(
                "管理员已报失这台电脑，接访台在这里不能再使用。",
                saved="已上传到中心的登记都在中心；本机的内容已不能读出。",
                advice="电脑找回后，请联系管理员重新安装和登记。",
            )
        )
        self._show_entry()

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


def _done(_answer: object) -> None:
    """Nothing waits for the warming up; a font that is missing is told when a paper is made."""
