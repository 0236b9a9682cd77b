"""The person's own password, changed from the status bar."""

from functools import partial

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from reception_desk.errors import DeskError
from reception_desk.services import accounts
from reception_desk.ui.dialogs.password_form import PasswordForm
from reception_desk.ui.workplace import Workplace


class OwnPassword(QObject):
    """Asks for the old and the new one above the window, and tells the outcome."""

    def __init__(self, work: Workplace, window: QWidget) -> None:
        super().__init__(window)
        self._work = work
        self._window = window

    def ask(self) -> None:
        """Open the form."""
        form = PasswordForm(self._window)
        form.change_asked.connect(partial(self._change, form))
        form.open()

    def _change(self, form: PasswordForm, old: str, new: str) -> None:
        change = partial(
            accounts.change_password, self._work.database, self._work.actor, old=old, new=new
        )
        self._work.tasks.run(
            "sign-in",
            form,
            change,
            lambda _: self._changed(form),
            lambda error: self._refused(form, error),
        )

    def _changed(self, form: PasswordForm) -> None:
        form.accept()
        self._work.messages.tell("密码已修改。", detail="下次登录和解锁请用新密码。")

    def _refused(self, form: PasswordForm, error: Exception) -> None:
        if isinstance(error, DeskError):
            form.refuse(error)
        else:
            form.reject()
            self._work.messages.show_error(error)
