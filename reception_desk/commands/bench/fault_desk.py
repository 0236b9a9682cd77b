"""A window as a process of its own, for the campaign of faults: it works until it is killed.

It says on standard output what was committed, after the commit and before the next one: `I` or
`U`, the visit, its word; and `F` for a commit that a full disk refused.
"""

import itertools
import os
import random
import sys
import threading
from dataclasses import replace
from pathlib import Path

from sqlalchemy import text

from reception_desk.commands.bench.office import KEY, read_actor, visit
from reception_desk.errors import DatabaseError
from reception_desk.models import Database
from reception_desk.services.files import FileStore
from reception_desk.services.registration import register_visit
from reception_desk.sync.link import CentreLink
from reception_desk.sync.loop import LoopTimes, SyncLoop

TIMES = LoopTimes(poll=1.0, first_retry=0.05, longest_retry=1.0, answer=3.0)
"""Short, so that the next fault of the campaign meets a window that talks again."""
_PAUSE_SECONDS = 0.02
_REGISTRATIONS = 0.6
_SOME_VISIT = text(
    "SELECT id FROM visit WHERE rowid >= abs(random()) % (SELECT max(rowid) + 1 FROM visit) LIMIT 1"
)
_EDIT = text("UPDATE visit SET respondent = :words WHERE id = :id")


def main(home: Path, dsn: str, secret: str) -> None:
    """Register and correct without end; commits go up and rows come down meanwhile."""
    database, clerk = Database(home / "desk.db", KEY), read_actor(home)
    loop = SyncLoop(database, CentreLink(dsn, secret), FileStore(home / "files"), TIMES)
    loop.start(_nothing, _nothing)
    chance, stillness = random.Random(), threading.Event()  # noqa: S311 - chooses what to do next

    def register(word: str) -> str:
        done = register_visit(database, clerk, replace(visit(f"访民{word[-4:]}"), claim=word))
        return f"I {done.visit_id} {word}"

    def correct(word: str) -> str | None:
        with database.write() as session:
            found = session.execute(_SOME_VISIT).scalar()
            if found is None:
                return None
            session.execute(_EDIT, {"words": word, "id": found})
        return f"U {found} {word}"

    for number in itertools.count():
        act = register if chance.random() < _REGISTRATIONS else correct
        word = f"{home.name}-{os.getpid()}-{number}"
        try:
            line = act(word)
        except DatabaseError:
            line = f"F - {word}"
        if line is not None:
            sys.stdout.write(f"{line}\n")
            sys.stdout.flush()
        loop.wake()
        stillness.wait(chance.random() * _PAUSE_SECONDS)


def _nothing(_: object) -> None:
    """Nobody looks at this window's lamp."""


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], sys.stdin.readline().strip())
