"""One round: what was erased elsewhere, then push, then pull."""

from collections.abc import Callable
from typing import Any

from reception_desk.models import Database
from reception_desk.models.database import now
from reception_desk.records.sync import SyncReport
from reception_desk.sync import eviction, file_queue, local_state, outbox
from reception_desk.sync.batch import BATCH_ROWS
from reception_desk.sync.centre_errors import CentreAwayError
from reception_desk.sync.greeting import greet
from reception_desk.sync.pull import PAGE_ROWS, OnRows, pull_changes, pull_erasures
from reception_desk.sync.push import PushResult, close_resent, push_waiting
from reception_desk.sync.session import CentreSession

_GREETINGS = 3


def run_round(
    database: Database,
    session: CentreSession,
    *,
    batch_rows: int = BATCH_ROWS,
    page_rows: int = PAGE_ROWS,
    should_stop: Callable[[], bool] = lambda: False,
    on_rows: OnRows = lambda _done, _total: None,
) -> SyncReport:
    """Send what waits and may still be sent, remove what was withdrawn, then read what is new.

    `session` has been greeted; `on_rows` follows a long reading.

    Raises the errors of `centre_errors`; whatever was moved before them stays moved.
    """
    found = outbox.count_waiting(database)
    if session.columns is not None and found.held:
        greet(database, session)  # the centre may have been updated since
        found = outbox.count_waiting(database)
    sent = PushResult()
    if found.unsent > found.held:
        pull_erasures(database, session)
        sent = _push(database, session, batch_rows, should_stop)
        found = outbox.count_waiting(database)
    if found.resent:
        close_resent(database, session)
    removed = eviction.remove_withdrawn(database, session.streams)
    pulled = pull_changes(
        database, session, page_rows=page_rows, should_stop=should_stop, on_rows=on_rows
    )
    return standing(
        database,
        rows_up=sent.rows,
        rows_down=sum(pulled.rows.values()),
        conflicts=sent.conflicts,
        refused=sent.refused,
        changes=(*removed, *pulled.changes),
    )


def standing(database: Database, **moved: Any) -> SyncReport:
    """Return what still waits, beside what was `moved`: fields of the report."""
    found = outbox.count_waiting(database)
    return SyncReport(
        finished_at=now(),
        waiting=found.unsent,
        held=found.held,
        dead=found.dead,
        files=file_queue.count_waiting(database),
        **moved,
    )


def _push(
    database: Database,
    session: CentreSession,
    batch_rows: int,
    should_stop: Callable[[], bool],
) -> PushResult:
    """Push, greeting again where the centre and this file disagree on what was sent."""
    total = PushResult()
    for _ in range(_GREETINGS):
        client = local_state.read_state(database).client
        part = push_waiting(
            database, session, client, batch_rows=batch_rows, should_stop=should_stop
        )
        total.rows += part.rows
        total.conflicts += part.conflicts
        total.refused += part.refused
        if not part.must_greet:
            return total
        greet(database, session)
    # Another program pushes under this login between our greeting and our push, every time.
    raise CentreAwayError("中心与本机对不上已传的改动。", advice="稍后会自动再试。")
