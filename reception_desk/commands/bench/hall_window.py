"""A window as a process of its own, for the bench's day in the hall: it issues, calls and serves.

It reads lines of JSON (its plan, then the moment to begin; the end of the input ends it) and says
a line of JSON for each number called: the number and the milliseconds the call took, the answer
of the centre included.
"""

import json
import random
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from reception_desk.commands.bench.figure import milliseconds
from reception_desk.commands.bench.office import KEY, read_actor
from reception_desk.errors import CentreError
from reception_desk.models import Database
from reception_desk.records.actor import Actor
from reception_desk.records.sync import LinkState, LinkStatus
from reception_desk.records.tickets import TicketInput
from reception_desk.rules.ticket_standing import TicketStanding
from reception_desk.rules.ticket_transition import TicketEvent
from reception_desk.services.files import FileStore
from reception_desk.services.ticket_day import KnownStandings
from reception_desk.services.tickets import call_next, issue_ticket, note_event
from reception_desk.sync.link import CentreLink
from reception_desk.sync.loop import SyncLoop
from reception_desk.sync.ticket_claims import CentreClaims

_LOOK_AGAIN = 1.0
"""Seconds after which an idle window looks at the queue though nothing was told."""
_WALK_SHARE = 0.1
"""Of the time of a reception, from the call to the chair."""


@dataclass(frozen=True, slots=True)
class WindowPlan:
    """Seconds of the day as fast as it goes: who comes to this window's counter, and how long a
    reception takes, and a clerk until the next is called, in the mean."""

    arrivals: tuple[float, ...]
    service: float
    pause: float
    seed: int


class Window:
    """One window at work in its own file; the loop carries what it does to the others."""

    def __init__(
        self, database: Database, clerk: Actor, link: CentreLink, plan: WindowPlan
    ) -> None:
        self._database, self._clerk, self._plan = database, clerk, plan
        self._claims, self._known = CentreClaims(link), KnownStandings()
        self._chance = random.Random(plan.seed)  # noqa: S311 - the same day for the same seed
        self._news = threading.Event()
        self.online, self.closing = threading.Event(), threading.Event()
        self._loop = SyncLoop(database, link, FileStore(database.path.parent / "files"))

    def join(self) -> None:
        """Begin to exchange with the centre."""
        self._loop.start(lambda _: self._news.set(), self._hear)

    def close(self) -> None:
        """End the exchange."""
        self._loop.stop()

    def work(self) -> None:
        """Issue what comes, call whenever nobody sits here, until the input ends."""
        begun = time.monotonic()
        arrivals = list(self._plan.arrivals)
        served: TicketStanding | None = None
        steps: list[tuple[float, TicketEvent]] = []
        while not self.closing.is_set():
            moment = time.monotonic() - begun
            while arrivals and arrivals[0] <= moment:
                arrivals.pop(0)
                issue_ticket(self._database, self._clerk, TicketInput(), self._known)
                self._loop.wake()
            while served and steps and steps[0][0] <= moment:
                self._note(served, steps.pop(0)[1])
            if not steps:
                self._news.clear()
                self.closing.wait(self._chance.expovariate(1 / self._plan.pause))
                if served := self._call():
                    steps = self._reception(time.monotonic() - begun)
            nearest = [steps[0][0]] if steps else [moment + _LOOK_AGAIN]
            nearest += arrivals[:1]
            pause = max(0.0, min(nearest) - (time.monotonic() - begun))
            # A window that serves is told nothing: it waits for its own next moment.
            (self.closing if steps else self._news).wait(pause)

    def _call(self) -> TicketStanding | None:
        called: list[TicketStanding | None] = []

        def call() -> None:
            called.append(call_next(self._database, self._clerk, self._claims, self._known))

        try:
            taken = milliseconds(call)
        except CentreError:  # the next look asks again
            return None
        if (found := called[0]) is not None:
            self._loop.wake()
            _say({"number": found.facts.number, "ms": taken})
        return found

    def _note(self, served: TicketStanding, event: TicketEvent) -> None:
        note_event(self._database, self._clerk, served.facts.ticket_id, event)
        self._loop.wake()

    def _reception(self, called_at: float) -> list[tuple[float, TicketEvent]]:
        seconds = self._chance.gammavariate(4.0, self._plan.service / 4.0)
        return [
            (called_at + seconds * _WALK_SHARE, TicketEvent.BEGUN),
            (called_at + seconds, TicketEvent.DONE),
        ]

    def _hear(self, status: LinkStatus) -> None:
        if status.state is LinkState.ONLINE:
            self.online.set()

    def end_with_input(self) -> None:
        """Wait for the end of the input on a thread of its own, then end the work."""

        def wait() -> None:
            sys.stdin.read()
            self.closing.set()
            self._news.set()

        threading.Thread(target=wait, daemon=True).start()


def main(home: Path, dsn: str) -> None:
    """Join, say so, wait for the word to begin, work until the input ends."""
    told: dict[str, Any] = json.loads(sys.stdin.readline())
    plan = WindowPlan(tuple(told["arrivals"]), told["service"], told["pause"], told["seed"])
    database = Database(home / "desk.db", KEY)
    window = Window(database, read_actor(home), CentreLink(dsn, told["secret"]), plan)
    window.join()
    try:
        window.online.wait()
        _say({"online": True})
        sys.stdin.readline()
        window.end_with_input()
        window.work()
    finally:
        window.close()
        database.close()


def _say(told: dict[str, Any]) -> None:
    sys.stdout.write(f"{json.dumps(told)}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
