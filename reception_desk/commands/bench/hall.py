"""The board of the hall: from a call at a window to the painted board, and what notices cost.

The board reads the file as a second program does (`OnlookingDatabase`), the call is made in
another thread on a connection of its own. Painting is by the processor, on the off-screen
platform: what a screen adds is not in it.
"""

import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

from reception_desk.commands.bench.figure import Figure, Goal, median, quantile, spread
from reception_desk.commands.bench.office import KEY, BenchOffice, open_office
from reception_desk.commands.bench.plan import Plan
from reception_desk.errors import DeskError
from reception_desk.models import OnlookingDatabase
from reception_desk.records.hall_board import BoardNow, BoardTexts, HallBoard
from reception_desk.records.tickets import TicketInput
from reception_desk.services.tickets import call_next, issue_ticket
from reception_desk.ui.rehearsal import Rehearsal

if TYPE_CHECKING:  # Qt is loaded once the platform is chosen
    from reception_desk.ui.hall.board_view import BoardView

_CALLS, _TICKETS = 100, 200
_WIDTH, _HEIGHT = 1920, 1080
_SECONDS = 10.0
_LOOK_MS = 5
_NOTICES = ("老人、残疾人和不便等候的来访人，请直接向工作人员说明。",) * 4


def measure(plan: Plan) -> Iterator[Figure]:
    """Yield the figures of the board."""
    from reception_desk.commands.bench.screen import application

    application()
    with tempfile.TemporaryDirectory(dir=plan.work, prefix="hall-") as folder:
        home = Path(folder) / "desk"
        rehearsal = Rehearsal(Path(folder))
        with open_office(home) as office:
            taken = _calls(office, rehearsal, plan.rounds(_CALLS))
        yield Figure(
            "叫号到大厅屏画出，p95", quantile(taken, 0.95), "ms",
            goal=Goal.MOST, target=300, details={**spread(taken), "median": median(taken)},
        )  # fmt: skip
        seconds = 1.0 if plan.is_quick else _SECONDS
        still, _ = _processor_share(rehearsal, ("今天有律师值班",), seconds)
        moving, frames = _processor_share(rehearsal, _NOTICES, seconds)
        yield Figure(
            "滚动通知占用处理器", moving, "%", goal=Goal.MOST, target=10,
            details={"frames_a_second": round(frames / seconds, 1), "standing_notice": still},
        )  # fmt: skip


def _calls(office: BenchOffice, rehearsal: Rehearsal, rounds: int) -> list[float]:
    """Call so often among the tickets of a busy day; return the milliseconds of each."""
    from reception_desk.ui.hall.board_view import BoardView
    from reception_desk.ui.hall.board_watch import BoardWatch
    from reception_desk.ui.tasks import Tasks

    for _ in range(max(_TICKETS, rounds + 1)):
        issue_ticket(office.database, office.clerk, TicketInput())
    view, tasks = BoardView(office.clerk.desk.zone), Tasks()
    view.resize(_WIDTH, _HEIGHT)
    view.show()
    with closing(OnlookingDatabase(office.database.path, KEY)) as onlooking:
        watch = BoardWatch(onlooking, office.clerk.desk, tasks)
        watch.changed.connect(view.show_now)
        watch.begin()
        rehearsal.wait(lambda: view.before is not None, "大厅屏")
        taken = [_one_call(office, rehearsal, view) for _ in range(rounds)]
        tasks.close()
    view.close()
    for part in (view, watch, tasks):
        part.deleteLater()
    return taken


def _one_call(office: BenchOffice, rehearsal: Rehearsal, view: "BoardView") -> float:
    from reception_desk.commands.bench.screen import PaintWatch

    painted = PaintWatch(view.calls)
    before = view.calls.calls[:1]
    ends: list[float] = []

    def is_seen() -> bool:
        if view.calls.calls[:1] == before:
            painted.forget()
        elif painted.has_painted and not ends:
            ends.append(time.perf_counter())
        return bool(ends)

    started = time.perf_counter()
    caller = Thread(target=_call, args=(office,))
    caller.start()
    while not is_seen():
        rehearsal.settle(_LOOK_MS)
        if time.perf_counter() - started > _SECONDS:
            raise DeskError("叫号没有显示在大厅屏上。")
    caller.join()
    view.calls.removeEventFilter(painted)
    painted.deleteLater()
    return (ends[0] - started) * 1000


def _call(office: BenchOffice) -> None:
    call_next(office.database, office.clerk, None)


def _processor_share(
    rehearsal: Rehearsal, notices: tuple[str, ...], seconds: float
) -> tuple[float, int]:
    """Show notices for so long; return the share of a core in per cent, and the frames painted."""
    from PySide6.QtCore import QEvent, QObject

    from reception_desk.ui.hall.board_view import BoardView

    class Frames(QObject):
        count = 0

        def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802  # Qt's name
            del watched
            self.count += event.type() == QEvent.Type.Paint
            return False

    view = BoardView("Asia/Shanghai")
    view.resize(_WIDTH, _HEIGHT)
    view.show()
    view.show_now(BoardNow("接访大厅", HallBoard(), BoardTexts(notices)))
    rehearsal.settle(300)
    frames = Frames(view)
    view.marquee.installEventFilter(frames)
    began, used = time.perf_counter(), time.process_time()
    rehearsal.settle(round(seconds * 1000))
    share = (time.process_time() - used) / (time.perf_counter() - began) * 100
    count = frames.count
    view.close()
    view.deleteLater()
    return max(share, 0.01), count
