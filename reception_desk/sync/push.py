"""Push: the outbox goes to the centre, batch by batch, each in one transaction there."""

import logging
import time
from collections.abc import Callable
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from dataclasses import dataclass, replace

from reception_desk.models import Database
from reception_desk.sync import held, local_state, outbox
from reception_desk.sync.batch import BATCH_ROWS, Batch, as_seen, next_batch, whole
from reception_desk.sync.centre_errors import ChangeRefusedError, RowMissingError, reason_of
from reception_desk.sync.session import CentreSession, PushAnswer, PushOutcome

_log = logging.getLogger(__name__)


@dataclass(slots=True)
class PushResult:
    """`must_greet`: the centre and this file disagree on what was sent; greet, then push again."""

    rows: int = 0
    conflicts: int = 0
    refused: int = 0
    must_greet: bool = False


def push_waiting(
    database: Database,
    session: CentreSession,
    client: str,
    *,
    batch_rows: int = BATCH_ROWS,
    should_stop: Callable[[], bool] = lambda: False,
) -> PushResult:
    """Send everything that waits. A cut in between costs nothing: what was taken is known.

    While the centre works on a full batch, the last one is noted here and the next one is read.
    """
    unknown = held.unknown_tables(session.columns)

    def read(after: int | None) -> Batch | None:
        held.hold_back(database, unknown)
        return next_batch(database, batch_rows, after=after)

    with ThreadPoolExecutor(1, "push-file") as worker:
        push = _Push(database, session, client, worker)
        batch = None if should_stop() else read(None)
        while batch is not None:
            is_full = len(batch.changes) == batch_rows
            following = worker.submit(read, batch.last) if is_full else None
            is_through = push.send(batch)
            ahead = following.result() if following is not None else None
            if should_stop() or push.result.must_greet:
                break
            if is_through and ahead is not None:
                batch = ahead
            else:
                push.wait()
                batch = read(None)
        push.wait()
    return push.result


def close_resent(database: Database, session: CentreSession) -> None:
    """Tell the centre which refused changes have gone up in another way since."""
    if session.takes_columns and (seqs := outbox.resent(database)):  # 0.1.0 cannot be told
        session.close_dead(local_state.read_state(database).client, seqs)
        outbox.forget_refusals(database, seqs)


class _Push:
    def __init__(
        self, database: Database, session: CentreSession, client: str, worker: Executor
    ) -> None:
        self.result = PushResult()
        self._database = database
        self._session = session
        self._client = client
        self._worker = worker
        self._noting: Future[None] | None = None

    def send(self, batch: Batch) -> bool:
        """Send a batch; where the centre refuses one of its changes, find that one and park it.

        Returns whether the centre now has everything up to the batch's end.
        """
        try:
            answer = self._session.push(self._client, batch)
        except ChangeRefusedError as refusal:
            return self._send_apart(batch, refusal)
        if answer.outcome is not PushOutcome.ACCEPTED:
            self._settle(answer)
            return False
        is_whole = answer.conflicts == 0 and answer.inserted == batch.inserted
        self.wait()
        heads = answer.heads if is_whole else None
        self._noting = self._worker.submit(outbox.acknowledge, self._database, batch, heads)
        self.result.rows += len(batch.changes)
        self.result.conflicts += answer.conflicts
        return True

    def wait(self) -> None:
        """Wait until what the centre has taken is noted here; raise what prevented it."""
        noting, self._noting = self._noting, None
        if noting is not None:
            noting.result()

    def _send_apart(self, batch: Batch, refusal: ChangeRefusedError) -> bool:
        change, *others = batch.changes
        if others:
            first, second = batch.halves()
            return self.send(first) and self.send(second)
        if isinstance(refusal, RowMissingError) and not change.is_insert:
            return self.send(whole(self._database, batch))
        seen = change if change.is_insert else as_seen(self._database, change)
        if seen != change:
            return self.send(replace(batch, changes=(seen,)))
        return self._park(batch, refusal)

    def _park(self, batch: Batch, refusal: ChangeRefusedError) -> bool:
        (change,) = batch.changes
        if batch.first < change.seq:
            # An erasure took the changes before it away; `park` knows of one number only.
            gone = Batch(batch.first, change.seq - 1, ())
            return self.send(gone) and self._park(replace(batch, first=change.seq), refusal)
        answer = self._session.park(self._client, batch, refusal.technical)
        if answer.outcome is not PushOutcome.ACCEPTED:
            self._settle(answer)
            return False
        _log.warning("change %d to %s put aside", change.seq, change.table)
        self.wait()
        outbox.refuse(self._database, batch.last, refusal.message)
        self.result.refused += 1
        return True

    def _settle(self, answer: PushAnswer) -> None:
        """Take up an answer other than "accepted", so that the next batch fits."""
        _log.info("push answered %s, centre has %d", answer.outcome, answer.last_seq)
        self.wait()
        if answer.outcome is PushOutcome.CLOCK:
            skew_ms = answer.now_ms - round(time.time() * 1000)
            outbox.stamp_anew(self._database, answer.last_seq, skew_ms, answer.now_ms)
        elif (
            answer.outcome is PushOutcome.DUPLICATE
            and outbox.clock_of(self._database, answer.last_seq) == answer.last_hlc
        ):
            self._take_up_lost_reply(answer)
        else:
            self.result.must_greet = True

    def _take_up_lost_reply(self, answer: PushAnswer) -> None:
        if answer.refusal is None:
            outbox.catch_up(self._database, answer.last_seq)
        else:
            outbox.refuse(self._database, answer.last_seq, reason_of(answer.refusal))
            self.result.refused += 1
