"""取号: whether help is wanted is the only thing asked, and not why."""

from collections.abc import Callable

from PySide6.QtCore import Qt

from reception_desk.services.tickets import IssuedTicket
from reception_desk.ui.kiosk.parts import KioskView, TouchCard
from reception_desk.ui.widgets.labels import label

PRINTING = "号票正在打印，请取走。"
NOT_PRINTED = "没有打印号票，请记住或者抄下号码。"


class TicketChoiceView(KioskView):
    """Two ways to take a number; the second says nothing of its reason."""

    def __init__(self, on_chosen: Callable[[bool], object], on_home: Callable[[], object]) -> None:
        super().__init__("取号", "不问姓名，不用证件。大厅屏显示，语音叫号。", on_home)
        self.plain = TouchCard("ticket", "取号", "按先后次序叫号", lambda: on_chosen(False))
        self.help = TouchCard(
            "group",
            "取号，并且需要协助",
            "行动不便、年长、带小孩、听不清、看不清等，不用说明原因",
            lambda: on_chosen(True),
        )
        for card in (self.plain, self.help):
            self.body.addWidget(card, 1)
        self.body.addStretch(1)

    def show_busy(self, *, is_busy: bool) -> None:
        """A second press takes no second number."""
        for card in (self.plain, self.help):
            card.setEnabled(not is_busy)


class TicketTakenView(KioskView):
    """The number in large figures, and what to expect."""

    def __init__(self, on_home: Callable[[], object]) -> None:
        super().__init__("您的号码", "", on_home)
        self.number = label("", "number")
        self.ahead = label("", "lead", wraps=True)
        self.slip = label("", "lead", wraps=True)
        self.body.addStretch(1)
        for line in (self.number, self.ahead, self.slip):
            line.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            self.body.addWidget(line)
        self.body.addStretch(2)

    def show_ticket(self, issued: IssuedTicket, *, is_printing: bool) -> None:
        """Show a number just taken."""
        self.number.setText(issued.number)
        self.ahead.setText(wait_words(issued))
        self.slip.setText(PRINTING if is_printing else NOT_PRINTED)

    def say_not_printed(self) -> None:
        """The printer took nothing: the number counts all the same."""
        if self.number.text():
            self.slip.setText(NOT_PRINTED)

    def let_go(self) -> None:
        for line in (self.number, self.ahead, self.slip):
            line.clear()


def wait_words(issued: IssuedTicket) -> str:
    """Return how many are ahead, and how long it may take where that is known."""
    ahead = f"前面还有 {issued.ahead} 人" if issued.ahead else "前面没有人"
    if issued.minutes is None:
        return f"{ahead}，请留意大厅屏和语音。"
    return f"{ahead}，预计等 {issued.minutes[0]}–{issued.minutes[1]} 分钟。"
