"""One recording from its start to its seal: one thread takes from the sources and writes."""

import threading
import time
from datetime import datetime
from pathlib import Path

from reception_desk.recording import order_check
from reception_desk.recording.alarms import Alarms
from reception_desk.recording.arrival import Arrival, Jumped, Lost, Opened, Taken
from reception_desk.recording.calls import Calls
from reception_desk.recording.disk import DiskWatch
from reception_desk.recording.gaps import WHOLE, Gaps
from reception_desk.recording.intake import Intake
from reception_desk.recording.manifest import Manifest, utc_now
from reception_desk.recording.monitor import Monitor
from reception_desk.recording.seal import write_seal
from reception_desk.recording.segment import DiskFailedError
from reception_desk.recording.segments import Segments
from reception_desk.records.recording import (
    AlarmKind,
    EndReason,
    GapReason,
    Mark,
    RecordingOrder,
    RecordingState,
    RecordingStatus,
    TrackStanding,
)

wall_seconds = time.time
"""The machine's clock, which people and servers set."""
TURN_SECONDS = 0.05
TEND_SECONDS = 0.5
LOOKED_AT_BYTES = 1 << 20
"""A file is written faster than the clock has the disk looked at."""
CLOCK_STEP_SECONDS = 2.0


class Recording:
    """Begins to record when it is made; `close` or the order's own end seals the folder."""

    def __init__(self, order: RecordingOrder, *, is_continued: bool = False) -> None:
        """Check the order and begin; raises `InvalidInputError`, `DeskError`.

        A continued one goes on in the folder that `recovery.recover` put in order.
        """
        self.order = order
        self.folder = Path(order.folder)
        order_check.check(order)
        self._is_live = any(source.kind.is_live for source in order.sources)
        with order_check.telling_of_disk(self.folder):
            self._disk = DiskWatch(self.folder)
            order_check.check_room(self._disk.free_bytes, order)
            self._disk.lay_ballast()
            self._manifest = Manifest(self.folder)
        began = self._begin(is_continued)
        self._segments = Segments(self.folder, self._manifest, order, began)
        self._gaps = Gaps(self._manifest, self._titles_of)
        self._alarms = Alarms(self._manifest, self._elapsed)
        self._monitor = Monitor(order.limits, self._segments.add_listener)
        self._intake = Intake(order, self._elapsed)
        self._early: list[Taken] = []
        self._calls = Calls(order_check.is_over)
        self._looked_at = 0
        self._ended: EndReason | None = None
        self._pause_reason = ""
        self._root = ""
        self._next_tending = 0.0
        self._state = RecordingState.STARTING
        if is_continued:
            self._gaps.end(WHOLE, self._elapsed())
        self._intake.open()
        self._thread = threading.Thread(target=self._run, name="recording", daemon=True)
        self._thread.start()

    # What the control asks.

    def pause(self, words: str) -> None:
        """Stop writing, close the sources and put the reason on record."""
        self._calls.ask(lambda: self._pause(words))

    def resume(self) -> None:
        """Open the sources again and go on."""
        self._calls.ask(self._resume)

    def mark(self, reference: str) -> Mark:
        """Put a moment on record, on the disk when this returns."""
        return self._calls.ask(lambda: self._mark(reference))

    def close(self) -> None:
        """End the recording and seal it; returns when both are done."""
        self._calls.ask(lambda: self._end(EndReason.STOPPED))
        self._thread.join()

    def wait(self, timeout: float | None = None) -> bool:
        """Wait for the recording's own end; say whether it came."""
        self._thread.join(timeout)
        return not self._thread.is_alive()

    def picture(self) -> bytes:
        """Return the last picture read from the disk as JPEG; empty before the first."""
        return self._monitor.picture

    @property
    def monitor_pid(self) -> int:
        """Return the process that reads what is on the disk."""
        return self._monitor.pid

    def status(self) -> RecordingStatus:
        """Return how it stands, from any thread."""
        limits = self.order.limits
        levels = self._monitor.levels
        is_over = self._state is RecordingState.CLOSED
        return RecordingStatus(
            state=self._state,
            session=self.order.session,
            folder=str(self.folder),
            elapsed_ms=self._segments.written_to_ms if is_over else self._elapsed(),
            written_ms=self._segments.written_ms,
            segments=self._segments.count,
            free_minutes=None if is_over else self._disk.free_minutes(limits.reserve_bytes),
            tracks=tuple(
                TrackStanding(title, key in self._intake.shapes, levels.get(title))
                for key, title in self._segments.titles.items()
            ),
            alarms=() if is_over else self._alarms.present,
            end_reason=self._ended,
            root=self._root,
            pause_reason=self._pause_reason,
        )

    # The one thread that writes.

    def _run(self) -> None:
        try:
            while self._ended is None:
                self._answer_calls()
                arrival = self._intake.take(TURN_SECONDS)
                if arrival is not None:
                    self._take(arrival)
                if time.monotonic() >= self._next_tending:
                    self._tend()
        except (DiskFailedError, OSError):
            self._ended = EndReason.DISK_FAILED
        finally:
            self._finish()

    def _take(self, arrival: Arrival) -> None:
        match arrival:
            case Taken():
                self._take_packet(arrival)
            case Opened(source=source):
                self._intake.opened(arrival)
                self._segments.expect(arrival.time_ms)
                self._gaps.end(source, arrival.time_ms)
                self._tell_silent()
            case Lost():
                self._lose(arrival)
            case Jumped(key=key):
                self._alarms.note(AlarmKind.CLOCK_JUMP, self._segments.titles[key])
        if self._state is RecordingState.STARTING:
            self._begin_when_ready()

    def _take_packet(self, taken: Taken) -> None:
        if self._state is RecordingState.STARTING:
            self._early.append(taken)
        elif self._state is RecordingState.RECORDING and taken.key in self._intake.shapes:
            if self.order.seconds and taken.time_ms >= self.order.seconds * 1000:
                self._end(EndReason.FINISHED)
                return
            self._intake.took(taken)
            self._segments.write(taken, self._intake.shapes)
            if self._segments.written_bytes - self._looked_at >= LOOKED_AT_BYTES:
                self._watch_disk()

    def _lose(self, lost: Lost) -> None:
        since = self._intake.lost(lost)
        self._segments.close()
        if lost.reason is not None:
            self._gaps.begin(lost.source, lost.reason, since)
            self._tell_silent()
        elif self._intake.is_finished:
            self._begin_when_ready()
            self._end(EndReason.FINISHED)

    def _tell_silent(self) -> None:
        """Tell of each track of which nothing comes, lost with its source or by itself."""
        silent = set(self._intake.silent()) if self._is_live else set()
        for key, title in self._segments.titles.items():
            if key not in self._intake.shapes or key in silent:
                self._alarms.raise_for(AlarmKind.NO_SIGNAL, title)
            else:
                self._alarms.clear(AlarmKind.NO_SIGNAL, [title])

    def _begin_when_ready(self) -> None:
        """Begin with the sources that came; packets that came before are written first."""
        if not self._intake.is_ready:
            return
        self._state = RecordingState.RECORDING
        early, self._early = self._early, []
        for taken in sorted(early, key=lambda each: each.time_ms):
            self._take_packet(taken)

    def _tend(self) -> None:
        self._next_tending = time.monotonic() + TEND_SECONDS
        if self._state is RecordingState.STARTING:
            self._begin_when_ready()
        if self.order.seconds and self._is_live and self._elapsed() >= self.order.seconds * 1000:
            self._end(EndReason.FINISHED)
        self._watch_disk()
        self._watch_clock()
        if self._state is RecordingState.RECORDING and self._is_live:
            self._tell_silent()
        self._alarms.take(self._monitor.news())
        if self._intake.take_dropped():
            self._alarms.note(AlarmKind.DROPPED, "")

    def _watch_disk(self) -> None:
        limits = self.order.limits
        self._looked_at = self._segments.written_bytes
        self._disk.note(self._looked_at)
        if self._disk.free_bytes < limits.reserve_bytes:
            self._end(EndReason.DISK_FULL)
            return
        minutes = self._disk.free_minutes(limits.reserve_bytes)
        if minutes < limits.low_minutes:
            self._alarms.raise_for(AlarmKind.DISK_LOW, "")
        elif minutes > 1.2 * limits.low_minutes:
            self._alarms.clear(AlarmKind.DISK_LOW, [""])

    def _watch_clock(self) -> None:
        """Notice that the machine's clock was set; the recording's own time goes on evenly."""
        off = wall_seconds() - (self._wall_start + time.monotonic() - self._start)
        if abs(off) > CLOCK_STEP_SECONDS:
            self._wall_start += off
            self._alarms.note(AlarmKind.CLOCK_JUMP, "", off_ms=round(off * 1000))

    def _finish(self) -> None:
        """Close what is open, write the last lines, seal."""
        self._intake.stop()
        self._disk.drop_ballast()
        reason = self._ended or EndReason.DISK_FAILED
        try:
            self._segments.close()
            self._alarms.take(self._monitor.close())
            self._gaps.end_all(self._segments.written_to_ms)
            self._manifest.append(
                "closed",
                reason=reason.value,
                segments=self._segments.count,
                written_ms=self._segments.written_ms,
                to_ms=self._segments.written_to_ms,
                read_back=self._monitor.read_back,
            )
            self._root = write_seal(self.folder)
        except (OSError, DiskFailedError):
            # What is on the disk stays readable; `recovery.recover` closes it when there is room.
            self._ended = EndReason.DISK_FAILED
        finally:
            self._monitor.kill()
            self._manifest.close()
            self._ended = self._ended or reason
            self._state = RecordingState.CLOSED
            self._calls.close()

    def _end(self, reason: EndReason) -> None:
        self._ended = self._ended or reason

    def _pause(self, words: str) -> None:
        if self._state not in {RecordingState.STARTING, RecordingState.RECORDING}:
            return
        self._state, self._pause_reason = RecordingState.PAUSED, words
        self._intake.stop()
        self._early = []
        self._segments.close()
        self._gaps.begin(WHOLE, GapReason.PAUSED, self._elapsed(), words)
        self._alarms.clear_all()

    def _resume(self) -> None:
        if self._state is not RecordingState.PAUSED:
            return
        self._gaps.end(WHOLE, self._elapsed())
        self._pause_reason = ""
        self._state = RecordingState.STARTING
        self._intake.open()

    def _mark(self, reference: str) -> Mark:
        at_ms, (number, zero_ms) = self._elapsed(), self._segments.present
        offset = at_ms - zero_ms if number else 0
        line = self._manifest.append(
            "mark", reference=reference, at_ms=at_ms, segment=number, offset_ms=offset
        )
        return Mark(line["at"], at_ms, number, offset)

    # Parts.

    def _begin(self, is_continued: bool) -> datetime:  # noqa: FBT001 - of the constructor
        """Put the order on record, without any password; return when 0 of the recording was."""
        if is_continued:
            began = datetime.fromisoformat(next(self._manifest.of_kind("opened"))["at"])
        else:
            values = order_check.described(self.order)
            line = self._manifest.append("opened", **values)
            began = datetime.fromisoformat(line["at"])
        since = (datetime.fromisoformat(utc_now()) - began).total_seconds()
        written = max((line["to_ms"] for line in self._manifest.of_kind("segment")), default=0)
        # A clock set back meanwhile does not lay the next picture over an earlier one.
        self._start = time.monotonic() - max(since, written / 1000)
        self._wall_start = wall_seconds() - (time.monotonic() - self._start)
        return began.astimezone()

    def _elapsed(self) -> int:
        """Return the time of the recording in ms: its own clock, or how far the files are read."""
        if self._is_live:
            return round((time.monotonic() - self._start) * 1000)
        return self._segments.written_to_ms

    def _titles_of(self, source: int) -> list[str]:
        return [title for key, title in self._segments.titles.items() if key.source == source]

    def _answer_calls(self) -> None:
        for call in self._calls.waiting():
            try:
                call.answer.set_result(call.act())
            except OSError as error:
                call.answer.set_exception(order_check.disk_error(self.folder, error))
                raise DiskFailedError from error
            if self._ended:
                return
