"""登记到中心: the code, the office's certificate, and a passphrase where the key lies open."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from reception_desk.errors import DeskError
from reception_desk.models.database_key import SHORTEST_PASSPHRASE
from reception_desk.sync import joining
from reception_desk.ui.entry_form import password_field
from reception_desk.ui.widgets.buttons import Button, Look
from reception_desk.ui.widgets.card import Card
from reception_desk.ui.widgets.form_grid import FormGrid, Row
from reception_desk.ui.widgets.labels import label
from reception_desk.ui.workplace import Workplace

HOW_TO = "请中心管理员登记本窗口，把得到的一行登记码粘贴在这里。登记码只能用一次，过期作废。"


class JoinCard(Card):
    """Signals: `joined(name)` when the centre has let this desk in, `failed(error)` when not.

    The button `press` is put where the page has its buttons.
    """

    joined = Signal(str)
    failed = Signal(object)

    def __init__(self, workplace: Workplace) -> None:
        super().__init__("重新登记" if workplace.settings.centre.dsn else "登记到中心")
        self._work = workplace
        self._certificate: Path | None = None
        self.code = QLineEdit()
        self.code.setPlaceholderText("desk_w1.XXXXXXX-XXXXXXX-XXXXXXX@10.0.0.5")
        self._file = label("")
        self.passphrase = password_field("启动口令")
        self.repeat = password_field("再输一次启动口令")
        self.press = Button("登记", self._ask, look=Look.PRIMARY)
        self._is_open = joining.lies_open(workplace.settings) and workplace.settings.encrypted
        self.form = self._form()
        self.add(label(HOW_TO, "muted", wraps=True))
        self.add(self.form)
        self._show_certificate()

    def _form(self) -> FormGrid:
        rows = [
            Row("登记码", self.code, is_required=True),
            Row(
                "中心的证书",
                self._certificate_row(),
                "管理员给出的证书文件，用来认定连到的确是本单位的中心；中心就在本机时不用。",
            ),
        ]
        if self._is_open:
            rows += [
                Row(
                    "启动口令",
                    self.passphrase,
                    "以后每次打开接访台都要输入。电脑丢失时，没有它读不出本机的登记。"
                    "忘记后本机没有上传的内容无法找回。",
                ),
                Row("再输一次", self.repeat),
            ]
        return FormGrid(rows)

    def _certificate_row(self) -> QWidget:
        whole = QWidget()
        row = QHBoxLayout(whole)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        choose = Button("选择文件…", self._choose)
        row.addWidget(choose)
        row.addWidget(self._file, 1)
        whole.setFocusProxy(choose)
        return whole

    def _choose(self) -> None:
        self._work.messages.choose_files(
            "选择中心的证书",
            self.take_certificate,
            kinds="证书 (*.pem *.crt *.cer)",
            is_several=False,
        )

    def take_certificate(self, files: list[Path]) -> None:
        """Use the chosen file."""
        if files:
            self._certificate = files[0]
            self._show_certificate()

    def _show_certificate(self) -> None:
        kept = self._work.settings.centre.ca
        name = self._certificate.name if self._certificate else ("已有" if kept else "没有选择")
        self._file.setText(name)

    def _ask(self) -> None:
        self.form.clear_problems()
        words = self.passphrase.text()
        if not self.code.text().strip():
            self.form.show_problem(self.code, "请粘贴登记码。")
        elif words and len(words) < SHORTEST_PASSPHRASE:
            self.form.show_problem(self.passphrase, f"至少 {SHORTEST_PASSPHRASE} 个字。")
        elif words != self.repeat.text():
            self.form.show_problem(self.repeat, "两次输入的口令不一样。")
        else:
            self._join(words)

    def _join(self, passphrase: str) -> None:
        self.press.setEnabled(False)
        work = partial(
            joining.join_as,
            self._work.settings,
            self._work.database,
            self.code.text(),
            ca=self._certificate,
            passphrase=passphrase,
        )
        self._work.tasks.run("centre", self, work, self._done, self._refused)

    def _done(self, name: str) -> None:
        self.press.setEnabled(True)
        for field in (self.code, self.passphrase, self.repeat):
            field.clear()
        self.joined.emit(name)

    def _refused(self, error: Exception) -> None:
        self.press.setEnabled(True)
        if isinstance(error, DeskError):
            self.code.setFocus()
        self.failed.emit(error)
