"""The hall of the demonstration: numbers, two windows that call, and the board that shows it."""

from collections.abc import Callable, Sequence
from typing import Any

from reception_desk.commands.demo.hall import DemoDesk
from reception_desk.config import BoardSettings
from reception_desk.devices.speaker.simulated import SimulatedSpeaker
from reception_desk.errors import DeskError
from reception_desk.records.tickets import TicketInput
from reception_desk.ui.hall.hall_screen import HallScreen
from reception_desk.ui.rehearsal import Rehearsal
from reception_desk.ui.ticket_slip import TicketTaken, issue_and_print

_NUMBERS = 4
_SCREEN = "desk"


class DemoBoard:
    """Plays once; `summary` says what was called and how long the hall heard it."""

    def __init__(self, desks: Sequence[DemoDesk], rehearsal: Rehearsal) -> None:
        self.summary: dict[str, Any] = {}
        self._desks = desks
        self._rehearsal = rehearsal
        self._speaker = SimulatedSpeaker()

    def play(self, say: Callable[[str], None]) -> None:
        """Hand out numbers at window 1; each window calls one, the board stands at the last."""
        last = self._desks[-1]
        chosen = BoardSettings(_SCREEN)
        board = HallScreen(last.database, last.clerk.desk, chosen, self._speaker)
        board.begin()
        board.window.showNormal()
        board.window.resize(1920, 1080)
        taken = self._hand_out()
        self._rehearsal.wait(lambda: board.view.queue.board.waiting == _NUMBERS, "号码到各窗口")
        for count, desk in enumerate(self._desks, 1):
            desk.desk.workplace.tickets.call_next()
            self._rehearsal.wait(
                lambda count=count: len(board.view.calls.calls) == count, "大厅屏上的叫号"
            )
        self._rehearsal.take_picture(board.window, "hall-board")
        self._rehearsal.wait(lambda: bool(self._speaker.heard), "叫号声音")
        self.summary = {
            "numbers": [one.issued.number for one in taken],
            "called": [[one.number, one.window] for one in board.view.calls.calls],
            "seconds_heard": round(sum(one.seconds for one in self._speaker.heard), 1),
        }
        board.close()
        say(f"取号 {len(taken)} 个，号票已打印；窗口叫号，大厅屏显示并播报")

    def _hand_out(self) -> list[TicketTaken]:
        taken: list[TicketTaken] = []
        failed: list[Exception] = []
        work, owner = self._desks[0].desk.workplace, self._desks[0].desk.window

        def take(one: TicketTaken) -> None:
            taken.append(one)
            work.changes.ticket_changed.emit(one.issued.ticket_id)

        for _ in range(_NUMBERS):
            issue_and_print(work, owner, TicketInput(), take, failed.append)
        self._rehearsal.wait(lambda: len(taken) + len(failed) == _NUMBERS, "取号")
        self._rehearsal.wait(lambda: not work.tasks.pending, "号票打印")
        if failed:
            raise DeskError("取号没有成功。") from failed[0]
        return taken
