"""取号: two keys and nothing asked; who needs help or has an appointment says so."""

import re
import unicodedata
from collections.abc import Callable
from datetime import datetime, time

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QCheckBox, QLineEdit, QWidget

from reception_desk.records.tickets import TicketInput
from reception_desk.services.tickets import IssuedTicket
from reception_desk.ui.dialogs.dialog_form import DialogForm
from reception_desk.ui.widgets.buttons import Button
from reception_desk.ui.widgets.form_grid import Row
from reception_desk.ui.widgets.labels import label

_CLOCK = re.compile(r"(\d{1,2}):?(\d{2})")
_WORDS = (
    "取号不问姓名、不看证件。行动不便、年长、带小孩等需要先办的，勾选“需要协助”，不用说明原因。"
)


def time_of(typed: str) -> time | None:
    """Read `930`, `09:30` or `9：30`; None for what is no time of day."""
    found = _CLOCK.fullmatch(unicodedata.normalize("NFKC", typed).strip())
    try:
        return time(int(found[1]), int(found[2])) if found else None
    except ValueError:
        return None


class TicketIssue(DialogForm):
    """Signal `asked(TicketInput)`; Enter issues, H marks 需要协助. `moment` is now in the hall.

    Afterwards it shows the number, and Enter closes it.
    """

    asked = Signal(object)

    def __init__(self, parent: QWidget, moment: datetime) -> None:
        self._moment = moment
        self._is_issued = False
        self.help = QCheckBox("需要协助 (H)")
        self.booked = QLineEdit()
        self.booked.setPlaceholderText("没有预约的不填，例如 930")
        rows = [Row("", self.help), Row("预约时间", self.booked)]
        super().__init__(parent, "取号", rows, "取号")
        self.help.setAccessibleName("需要协助")
        self.number = label("", "number")
        self.number.hide()
        self.words = label(_WORDS, "muted", wraps=True)
        self.add(self.number)
        self.add(self.words)
        self.press.clicked.connect(self._ask)
        self.press.setDefault(True)
        self.press.setFocus()
        QShortcut(QKeySequence("H"), self).activated.connect(self._mark_help)

    def show_issued(
        self, issued: IssuedTicket, wait: str, print_again: Callable[[], object] | None
    ) -> None:
        """Show the number that was issued, and what to expect.

        Without a slip printer there is nothing to print again, and it is written down.
        """
        self._is_issued = True
        self.set_busy(is_busy=False)
        self.bar.clear()
        self.form.hide()
        self.cancel.hide()
        self.number.setText(issued.number)
        self.number.show()
        ahead = f"前面还有 {issued.ahead} 人" if issued.ahead else "前面没有人"
        slip = "号票正在打印。" if print_again else "没有号票打印机，请把号码写给来访人。"
        self.words.setText(f"{ahead} · {wait}\n{slip}")
        if print_again is not None:
            self.add_button(Button("再打一张", print_again))
        self.press.setText("关闭")
        self.press.setFocus()
        self.fit()

    def _mark_help(self) -> None:
        if not self._is_issued:
            self.help.toggle()

    def _ask(self) -> None:
        if self._is_issued:
            self.accept()
            return
        self.form.clear_problems()
        typed = self.booked.text().strip()
        clock = time_of(typed) if typed else None
        if typed and clock is None:
            self.form.show_problem(self.booked, "请写成 930 或 09:30。")
            self.booked.setFocus()
            return
        booked_for = datetime.combine(self._moment, clock, self._moment.tzinfo) if clock else None
        self.set_busy(is_busy=True)
        self.asked.emit(TicketInput(self.help.isChecked(), booked_for=booked_for))
