"""登录: who sits at this desk today."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit

from reception_desk.services.passwords import SHORTEST_PASSWORD
from reception_desk.ui.entry_form import EntryForm, password_field
from reception_desk.ui.widgets.inline_bar import Level


class SignInForm(EntryForm):
    """Account and password; signal `sign_in_asked(login, password)`."""

    sign_in_asked = Signal(str, str)

    def __init__(self) -> None:
        self.login = QLineEdit()
        self.password = password_field("密码")
        super().__init__(
            "登录", "", [("账号", self.login), ("密码", self.password)], ("登录", self._ask)
        )

    def greet(self, window: str, login: str) -> None:
        """Say which window this is; `login` is the account used last."""
        self.below.setText(f"{window}号窗口")
        self.login.setText(login)
        self.password.clear()
        self.bar.clear()
        self.set_busy(is_busy=False)
        self.begin()

    def _ask(self) -> None:
        if not self.login.text().strip() or not self.password.text():
            self.begin()
            return
        self.bar.clear()
        self.set_busy(is_busy=True)
        self.sign_in_asked.emit(self.login.text().strip(), self.password.text())


class ChoosePasswordForm(EntryForm):
    """After a one-time password: signal `password_chosen(new)`, before the desk opens."""

    password_chosen = Signal(str)

    def __init__(self, name: str) -> None:
        self.new = password_field("新密码")
        self.repeat = password_field("再输一次")
        super().__init__(
            "设置自己的密码",
            f"{name}，一次性密码只用这一次。请设置只有自己知道的密码，"
            f"至少 {SHORTEST_PASSWORD} 位。",
            [("新密码", self.new), ("再输一次", self.repeat)],
            ("保存并进入", self._give),
        )

    def _give(self) -> None:
        if len(self.new.text()) < SHORTEST_PASSWORD:
            self._ask_again(self.new, f"密码至少 {SHORTEST_PASSWORD} 位。")
        elif self.new.text() != self.repeat.text():
            self._ask_again(self.repeat, "两次输入的密码不一样。")
        else:
            self.bar.clear()
            self.set_busy(is_busy=True)
            self.password_chosen.emit(self.new.text())

    def _ask_again(self, field: QLineEdit, problem: str) -> None:
        self.bar.say(Level.WARN, problem)
        field.setFocus()
        field.selectAll()


class PassphraseForm(EntryForm):
    """The passphrase of an encrypted file, asked before anything can be read."""

    passphrase_given = Signal(str)

    def __init__(self) -> None:
        self.passphrase = password_field("启动口令")
        super().__init__(
            "启动口令",
            "本机数据库设有启动口令，输入后才能打开。",
            [("启动口令", self.passphrase)],
            ("打开", self._give),
        )

    def _give(self) -> None:
        if self.passphrase.text():
            self.bar.clear()
            self.set_busy(is_busy=True)
            self.passphrase_given.emit(self.passphrase.text())
