"""From the call of a number to the board that shows it, in one hall and across the centre."""

import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

from reception_desk.commands.bench.office import KEY, BenchOffice, open_office
from reception_desk.commands.bench.sync.office_rows import enrol, link_of
from reception_desk.errors import DeskError
from reception_desk.models import OnlookingDatabase
from reception_desk.records.tickets import TicketInput
from reception_desk.services.files import FileStore
from reception_desk.services.tickets import call_next, issue_ticket
from reception_desk.sync import centre
from reception_desk.sync.embedded_postgres import running_postgres
from reception_desk.sync.loop import LoopTimes, SyncLoop
from reception_desk.sync.ticket_claims import CentreClaims
from reception_desk.ui.rehearsal import Rehearsal

if TYPE_CHECKING:  # Qt is loaded once the platform is chosen
    from reception_desk.ui.hall.board_view import BoardView
    from reception_desk.ui.hall.board_watch import BoardWatch
    from reception_desk.ui.tasks import Tasks

WIDTH, HEIGHT = 1920, 1080
_SECONDS = 10.0
_LOOK_MS = 5
_NEVER = LoopTimes(poll=3600)
"""Whatever comes is then the effect of a notice."""


@dataclass(frozen=True, slots=True)
class CallingHall:
    """`call` calls the next number at a window; what `shower` has on file is shown and said."""

    shower: BenchOffice
    call: Callable[[], object]


@contextmanager
def one_hall(folder: Path, rounds: int) -> Iterator[CallingHall]:
    """Open a hall whose windows and board share a file, among the tickets of a busy day."""
    with open_office(folder / "desk") as office:
        _issue(office, rounds)
        yield CallingHall(office, lambda: call_next(office.database, office.clerk, None))


@contextmanager
def two_desks(folder: Path, rounds: int) -> Iterator[CallingHall]:
    """Let one desk call, the centre's answer included, and the board hang at another."""
    with running_postgres(durable=True) as server:
        admin_dsn = server.new_database("bench")
        centre.init(admin_dsn)
        for home in ("a", "b"):
            enrol(folder / home, admin_dsn)
        with open_office(folder / "a", "1") as caller, open_office(folder / "b", "2") as shower:
            _issue(caller, rounds)
            loops = [_loop(folder / "a", caller), _loop(folder / "b", shower)]
            claims = CentreClaims(link_of(folder / "a"))

            def call() -> None:
                call_next(caller.database, caller.clerk, claims)
                loops[0].wake()

            try:
                yield CallingHall(shower, call)
            finally:
                for loop in loops:
                    loop.stop()


def painted(hall: CallingHall, rehearsal: Rehearsal, rounds: int) -> list[float]:
    """Call so often; return the milliseconds until the board has painted each.

    The call is made in another thread on a connection of its own. The first is not counted: it
    waits for the tickets of the other desk.
    """
    with watched_board(hall.shower, rehearsal) as (view, _, _):
        return [_one_call(hall.call, rehearsal, view) for _ in range(rounds + 1)][1:]


def _issue(office: BenchOffice, rounds: int) -> None:
    for _ in range(max(2 * rounds, rounds + 2)):
        issue_ticket(office.database, office.clerk, TicketInput())


def _loop(home: Path, office: BenchOffice) -> SyncLoop:
    loop = SyncLoop(office.database, link_of(home), FileStore(home / "files"), _NEVER)
    loop.start(lambda _: None, lambda _: None)
    return loop


@contextmanager
def watched_board(
    office: BenchOffice, rehearsal: Rehearsal
) -> Iterator[tuple["BoardView", "BoardWatch", "Tasks"]]:
    """Show the board of a desk's file, read as a second program does."""
    from reception_desk.ui.hall.board_view import BoardView
    from reception_desk.ui.hall.board_watch import BoardWatch
    from reception_desk.ui.tasks import Tasks

    view, tasks = BoardView(office.clerk.desk.zone), Tasks()
    view.resize(WIDTH, HEIGHT)
    view.show()
    with closing(OnlookingDatabase(office.database.path, KEY)) as onlooking:
        watch = BoardWatch(onlooking, office.clerk.desk, tasks)
        watch.changed.connect(view.show_now)
        watch.begin()
        rehearsal.wait(lambda: view.before is not None, "大厅屏")
        yield view, watch, tasks
        tasks.close()
    view.close()
    for part in (view, watch, tasks):
        part.deleteLater()


def _one_call(call: Callable[[], object], rehearsal: Rehearsal, view: "BoardView") -> float:
    from reception_desk.commands.bench.screen import PaintWatch

    seen = PaintWatch(view.calls)
    before = view.calls.calls[:1]
    ends: list[float] = []

    def is_seen() -> bool:
        if view.calls.calls[:1] == before:
            seen.forget()
        elif seen.has_painted and not ends:
            ends.append(time.perf_counter())
        return bool(ends)

    started = time.perf_counter()
    caller = Thread(target=call)
    caller.start()
    while not is_seen():
        rehearsal.settle(_LOOK_MS)
        if time.perf_counter() - started > _SECONDS:
            raise DeskError("叫号没有显示在大厅屏上。")
    caller.join()
    view.calls.removeEventFilter(seen)
    seen.deleteLater()
    return (ends[0] - started) * 1000
