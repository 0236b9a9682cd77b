"""The thread that keeps one desk and the centre together."""

import logging
import random
import selectors
import socket
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from reception_desk.errors import DeskError
from reception_desk.models import Database, removal
from reception_desk.models.database import now
from reception_desk.records.sync import LinkState, LinkStatus, ReadingProgress, SyncReport
from reception_desk.sync import file_queue, local_state, outbox
from reception_desk.sync.centre_errors import CentreRefusedError, DeskWipeError
from reception_desk.sync.files import FileSender, LocalFiles
from reception_desk.sync.greeting import greet
from reception_desk.sync.history import RoundHistory
from reception_desk.sync.link import CentreLink
from reception_desk.sync.pull import OnRows
from reception_desk.sync.round import run_round, standing
from reception_desk.sync.session import ANSWER_WITHIN, CentreSession
from reception_desk.sync.surroundings import Surroundings

_log = logging.getLogger(__name__)

_GRACE = 3.0
_TELL_EVERY = 0.3
_CONFIRMATIONS = 3
_WAKE, _RETRY = b"w", b"r"


@dataclass(frozen=True, slots=True)
class LoopTimes:
    """Seconds. The poll is the truth, a notice from the centre only a hint.

    `file_share` is the part of the time that files may take of the line; the rest is left to the
    other desks. A line that gives no answer within `answer` is taken for dead.
    Within `look_around` a machine that woke up, or whose network came back, ends its waiting.
    What the centre announces is read at once, but after a round that moved something only when
    `rest` times its length has passed, at most `longest_rest`: in a hall that is busy a round
    brings several changes then, and a machine has time left for its clerk.
    """

    poll: float = 15.0
    first_retry: float = 1.0
    longest_retry: float = 60.0
    file_share: float = 0.8
    look_around: float = 5.0
    answer: float = ANSWER_WITHIN
    rest: float = 10.0
    longest_rest: float = 1.0

    def next_poll(self) -> float:
        return self.poll * random.uniform(0.8, 1.2)  # noqa: S311 - spreads load, guards nothing

    def retry(self, failures: int) -> float:
        """Return the pause after so many failures: doubled each time, at random below that.

        All desks of a county lose the centre at the same moment and must not return at one.
        """
        ceiling = min(self.longest_retry, self.first_retry * 2 ** min(failures, 16))
        return ceiling * random.uniform(0.5, 1.0)  # noqa: S311


class SyncLoop:
    """Start it once per local file. The callbacks come on its own thread."""

    def __init__(
        self,
        database: Database,
        link: CentreLink,
        files: LocalFiles,
        times: LoopTimes | None = None,
        surroundings: Surroundings | None = None,
    ) -> None:
        self._database = database
        self._link = link
        self._files = files
        self._times = times or LoopTimes()
        self._surroundings = surroundings or Surroundings()
        self._history = RoundHistory(database)
        self._reader, self._writer = socket.socketpair()
        self._reader.setblocking(False)
        self._writer.setblocking(False)
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="sync", daemon=True)
        self._session: CentreSession | None = None
        self._session_lock = threading.Lock()
        self._on_report: Callable[[SyncReport], None] = lambda _: None
        self._on_state: Callable[[LinkStatus], None] = lambda _: None
        self._on_lost: Callable[[], None] = lambda: None
        self._state: LinkState | None = None
        self._since: datetime = now()
        self._sentence = ""
        self._held = 0
        self._is_told = False
        self._rested_at = 0.0

    def start(
        self,
        on_report: Callable[[SyncReport], None],
        on_state: Callable[[LinkStatus], None],
        on_lost: Callable[[], None] = lambda: None,
    ) -> None:
        """Begin. `on_report` follows each round that moved something, `on_state` each change.

        `on_lost` destroys the key when the centre says that this desk is lost; then the loop ends.
        """
        self._on_report = on_report
        self._on_state = on_state
        self._on_lost = on_lost
        self._thread.start()

    def wake(self) -> None:
        """Say that something was committed; it is sent at once when the centre is there."""
        self._send(_WAKE)

    def retry_now(self) -> None:
        """Try to connect without waiting for the pause to end: a person pressed the lamp."""
        self._send(_RETRY)

    def stop(self) -> None:
        """End the thread; a call in progress may finish within a short grace, then it is cut."""
        self._stopping.set()
        self._send(_RETRY)
        if self._thread.is_alive():
            self._thread.join(_GRACE)
            with self._session_lock:
                if self._session is not None:
                    self._session.cut()
            self._thread.join()
        self._reader.close()
        self._writer.close()

    def _send(self, signal: bytes) -> None:
        with suppress(OSError):  # full: the loop will wake anyway; closed: it has stopped
            self._writer.send(signal)

    def _run(self) -> None:
        try:
            failures = 0
            while not self._stopping.is_set():
                self._announce(LinkState.CONNECTING, "正在连接中心。")
                failures = self._connected(failures)
                if not self._stopping.is_set():
                    self._pause(self._times.retry(failures))
        finally:
            if self._state is not LinkState.LOST:
                self._keep_history()
                self._announce(LinkState.STOPPED, "同步已停止，本机照常办理。")

    def _connected(self, failures: int) -> int:
        """Hold one connection until it fails; return how many in a row have failed."""
        try:
            with CentreSession(self._link, answer_within=self._times.answer) as session:
                with self._session_lock:
                    self._session = session
                try:
                    self._surroundings.centre_is_at(session.address)
                    greeting = greet(self._database, session)
                    session.listen(sorted(greeting.heads))
                    self._announce(LinkState.ONLINE, "已与中心连接。")
                    failures = 0
                    self._take_turns(session)
                finally:
                    with self._session_lock:
                        self._session = None
        except DeskWipeError as error:
            self._lose(error)
        except CentreRefusedError as error:
            self._announce(LinkState.REFUSED, str(error))
            self._note_failure(error)
        except DeskError as error:
            if not self._stopping.is_set():
                self._announce(LinkState.OFFLINE, str(error))
                self._note_failure(error)
        return failures + 1

    def _note_failure(self, error: DeskError) -> None:
        try:
            self._history.note_failure(error.message)
        except DeskError as unkept:
            _log.warning("a failed attempt was not kept in the history: %s", unkept.message)

    def _keep_history(self) -> None:
        try:
            self._history.keep()
        except DeskError as unkept:
            _log.warning("what the last rounds moved was not kept: %s", unkept.message)

    def _confirm_wiped(self) -> None:
        """Tell the centre. Who shuts a desk out cuts its connections a moment later: this one too
        when it comes between."""
        for _ in range(_CONFIRMATIONS):
            with suppress(DeskError), CentreSession(self._link) as session:
                session.confirm_wiped()
                return

    def _lose(self, error: DeskWipeError) -> None:
        """Destroy the key first: whether the centre hears of it matters less."""
        self._on_lost()
        self._stopping.set()
        self._confirm_wiped()
        self._announce(LinkState.LOST, error.message)

    def _take_turns(self, session: CentreSession) -> None:
        """Rows first, always; files while there is nothing else to do."""
        sender = FileSender(self._database, self._files, session)
        while not self._stopping.is_set():
            report = self._round(session)
            deadline = time.monotonic() + self._times.next_poll()
            if not report.files.count or self._send_files(session, sender, deadline):
                self._heard(session, deadline)

    def _send_files(self, session: CentreSession, sender: FileSender, deadline: float) -> bool:
        """Return whether no file is left to send; else it is time for the next round."""

        def is_line_wanted(seconds: float) -> bool:
            rest = time.monotonic() + seconds * (1 / self._times.file_share - 1)
            return self._heard(session, min(rest, deadline)) or time.monotonic() >= deadline

        before = sender.files_up
        try:
            return sender.send(is_line_wanted)
        finally:
            if sent := sender.files_up - before:
                self._report_standing(sent)

    def _report_standing(self, files_up: int = 0) -> None:
        """Tell what waits, outside a round: files went up, or its lines stand in the history."""
        report = standing(self._database, files_up=files_up)
        if files_up:
            _log.info("files: %d up, %d left", files_up, report.files.count)
        self._on_report(report)

    def _progress(self) -> OnRows:
        """Return what tells the lamp how far a long reading is, a few times a second."""
        started = told = time.monotonic()

        def tell(done: int, total: int) -> None:
            nonlocal told
            moment = time.monotonic()
            if moment - told < _TELL_EVERY and done < total:
                return
            told = moment
            left = round((moment - started) / done * (total - done))
            reading = ReadingProgress(done, total, left) if done < total else None
            self._announce(LinkState.ONLINE, self._sentence, reading)

        return tell

    def _remove_withdrawn_files(self) -> None:
        for sha256 in removal.withdrawn_files(self._database):
            self._files.remove(sha256)
            removal.note_removed(self._database, sha256)

    def _round(self, session: CentreSession) -> SyncReport:
        started_at, started = now(), time.monotonic()
        self._is_told = False
        report = run_round(
            self._database, session, should_stop=self._stopping.is_set, on_rows=self._progress()
        )
        if report.files.withdrawn:
            self._remove_withdrawn_files()
        if report.held != self._held:
            self._announce(LinkState.ONLINE, self._sentence)
        if not report.is_idle:
            milliseconds = round((time.monotonic() - started) * 1000)
            _log.info(
                "round: %d up, %d down, %d conflicts, %d refused, %d ms",
                report.rows_up,
                report.rows_down,
                report.conflicts,
                report.refused,
                milliseconds,
            )
            self._history.note_round(started_at, milliseconds, report)
            self._on_report(report)
            ended = time.monotonic()
            rest = (ended - started) * self._times.rest
            self._rested_at = ended + min(rest, self._times.longest_rest)
        return report

    def _heard(self, session: CentreSession, until: float) -> bool:
        """Wait for a commit here, or a notice of the centre about something new; or to stop."""
        with selectors.DefaultSelector() as selector:
            selector.register(self._reader, selectors.EVENT_READ)
            selector.register(session, selectors.EVENT_READ)
            while not self._drained():
                self._take_notices(session)
                moment = time.monotonic()
                if self._stopping.is_set() or self._surroundings.have_changed():
                    return True
                if self._history.is_due:
                    self._history.keep()
                    self._report_standing()
                if self._is_told and moment >= self._rested_at:
                    return True
                if moment >= until:
                    return False
                ends = min(until, self._rested_at) if self._is_told else until
                selector.select(min(ends - moment, self._times.look_around))
        return True

    def _take_notices(self, session: CentreSession) -> None:
        """Note whether the centre announced more than this desk has; its own echo is not news."""
        heads = session.notified()
        if heads and not self._is_told:
            self._is_told = local_state.is_behind(self._database, heads)

    def _pause(self, seconds: float) -> None:
        """Wait before the next attempt; a commit does not shorten it. A person, `stop`, a machine
        that woke up or a network that came back do."""
        deadline = time.monotonic() + seconds
        with selectors.DefaultSelector() as selector:
            selector.register(self._reader, selectors.EVENT_READ)
            while (left := deadline - time.monotonic()) > 0:
                selector.select(min(left, self._times.look_around))
                signals = self._drained()
                if _RETRY in signals or self._surroundings.have_changed():
                    return
                if _WAKE in signals and self._state is not None:
                    self._announce(self._state, self._sentence)  # one more is waiting

    def _drained(self) -> bytes:
        with suppress(BlockingIOError):
            return self._reader.recv(4096)
        return b""

    def _announce(
        self, state: LinkState, sentence: str, reading: ReadingProgress | None = None
    ) -> None:
        """Tell a change of state; while attempts keep failing, the lamp keeps its "since"."""
        if state is LinkState.CONNECTING and self._state is not None:
            return
        if state is not self._state:
            self._state, self._since = state, now()
        self._sentence = sentence
        found = outbox.count_waiting(self._database)
        files = file_queue.count_waiting(self._database)
        self._held = found.held
        status = LinkStatus(state, self._since, sentence, found.unsent, found.held, files, reading)
        self._on_state(status)
