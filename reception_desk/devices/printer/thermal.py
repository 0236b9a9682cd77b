"""A thermal slip printer that speaks ESC/POS, over any line.

The printer gives no job numbers. A slip is done when the printer answers the `GS r 1` sent
behind it; what stands in the way is asked for with `DLE EOT`, and only between two commands,
because inside a picture those bytes would be taken for dots. While something is in the way
slips wait here, and the next `status` goes on with them. The line is open only while a slip
is on its way, so that several windows can share one printer.
"""

import itertools
import logging
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from reception_desk.devices.printer.bitmap import Rasteriser
from reception_desk.devices.printer.escpos import slip_commands
from reception_desk.devices.printer.links import Link
from reception_desk.devices.printer.port import OnStatus
from reception_desk.devices.printer.thermal_line import ThermalLine
from reception_desk.errors import DeviceError
from reception_desk.records.printing import (
    JobStatus,
    PrinterCondition,
    PrinterHealth,
    PrintJob,
    PrintState,
)

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Patience:
    """Seconds for a status byte, and for a slip that lies in the printer unhindered."""

    answer: float = 1.0
    confirmation: float = 30.0


@dataclass(slots=True)
class _Slip:
    """A job in the making; `offset` bytes of the next command have been taken."""

    commands: tuple[bytes, ...]
    copies: int
    state: PrintState = PrintState.QUEUED
    next_command: int = 0
    offset: int = 0
    copies_done: int = 0
    free_since: float = field(default_factory=time.monotonic)

    @property
    def is_begun(self) -> bool:
        return self.next_command > 0 or self.offset > 0

    @property
    def is_sent(self) -> bool:
        return self.next_command == len(self.commands)

    def end(self, state: PrintState) -> None:
        self.state, self.commands, self.next_command, self.offset = state, (), 0, 0

    def start_over(self) -> None:
        self.state = PrintState.QUEUED
        self.next_command = self.offset = self.copies_done = 0


class ThermalPrinter:
    """`open_link` opens the line or raises `OSError`; `address` names the printer in jobs."""

    def __init__(
        self,
        address: str,
        open_link: Callable[[], Link],
        rasterise: Rasteriser,
        width_dots: int,
        patience: Patience | None = None,
    ) -> None:
        self._address = address
        self._open_link = open_link
        self._rasterise = rasterise
        self._width_dots = width_dots
        self._patience = patience or Patience()
        self._line: ThermalLine | None = None
        self._slips: dict[str, _Slip] = {}
        self._numbers = itertools.count(1)

    def print_pdf(
        self, pdf: bytes, title: str, copies: int = 1, on_status: OnStatus | None = None
    ) -> PrintJob:
        """Draw the PDF and send it. A printer out of paper takes the job and waits.

        Raises `DeviceError` when the printer is away; whatever `rasterise` raises goes through.
        """
        if copies < 1:
            raise ValueError("a job has at least one copy")
        tell = on_status or (lambda _: None)
        job = PrintJob(str(next(self._numbers)), self._address, title, copies)
        tell(JobStatus(PrintState.QUEUED, job.id))
        commands = tuple(slip_commands(self._rasterise(pdf, self._width_dots)))
        slip = self._slips[job.id] = _Slip(commands * copies, copies)
        self._advance()
        if slip.state is PrintState.UNREACHABLE:
            del self._slips[job.id]
            raise DeviceError(
                "小票打印机无法连接。",
                saved="文书已保存。",
                advice="请检查打印机的电源和连线，再重新打印。",
            )
        tell(self._answer(job))
        return job

    def status(self, job: PrintJob) -> JobStatus:
        """Go on with what waits and say where the job stands."""
        slip = self._slips.get(job.id)
        if slip and not slip.state.is_final:
            self._advance()
        return self._answer(job)

    def cancel(self, job: PrintJob) -> JobStatus:
        """Forget a slip that waits here; clear the printer of one that is on its way.

        Other slips in the printer's buffer are printed again from their beginning.
        """
        slip = self._slips.get(job.id)
        if slip is None or slip.state.is_final:
            return self._answer(job)
        if not slip.is_begun:
            slip.end(PrintState.CANCELLED)
        elif self._clear():
            slip.end(PrintState.CANCELLED)
            for other in self._unfinished():
                other.start_over()
        self._rest()
        return self._answer(job)

    def check(self) -> PrinterHealth:
        """Ask the printer how it stands."""
        if any(slip.offset for slip in self._unfinished()):
            return PrinterHealth(PrinterCondition.UNKNOWN)
        try:
            condition = self._connected().condition()
        except OSError as error:
            self._lose(error)
            condition = PrinterCondition.UNREACHABLE
        self._rest()
        return PrinterHealth(condition, queued=len(tuple(self._unfinished())))

    def close(self) -> None:
        """Close the line. Slips on their way can no longer be confirmed."""
        if self._line:
            self._line.close()
            self._line = None

    def _unfinished(self) -> Iterator[_Slip]:
        return (slip for slip in self._slips.values() if not slip.state.is_final)

    def _answer(self, job: PrintJob) -> JobStatus:
        slip = self._slips.get(job.id)
        if slip is None:
            return JobStatus(PrintState.UNCONFIRMED, job.id)
        return JobStatus(slip.state, job.id, pages_done=slip.copies_done)

    def _connected(self) -> ThermalLine:
        if self._line is None:
            self._line = ThermalLine(self._open_link(), self._patience.answer)
        return self._line

    def _advance(self) -> None:
        """Hear what is done, then send as much as the printer takes."""
        try:
            line = self._connected()
            self._note_done(line)
            for slip in self._unfinished():
                if not self._send(line, slip):
                    break
        except OSError as error:
            self._lose(error)
        self._rest()

    def _note_done(self, line: ThermalLine) -> None:
        for _ in range(line.take_done()):
            slip = next((one for one in self._unfinished() if one.is_begun), None)
            if slip:
                slip.copies_done += 1
                if slip.copies_done == slip.copies:
                    slip.end(PrintState.PRINTED)

    def _send(self, line: ThermalLine, slip: _Slip) -> bool:
        """Send the rest of a slip; False when it, and so all behind it, has to wait."""
        while not slip.is_sent:
            if not slip.offset and not line.is_ready():
                return self._hold_up(line.condition())
            command = slip.commands[slip.next_command]
            taken = line.send(command[slip.offset :])
            if not taken:
                slip.state = PrintState.UNKNOWN
                return False
            slip.state = PrintState.PRINTING
            slip.offset += taken
            if slip.offset == len(command):
                slip.next_command, slip.offset = slip.next_command + 1, 0
                slip.free_since = time.monotonic()
        return self._await_done(line, slip)

    def _await_done(self, line: ThermalLine, slip: _Slip) -> bool:
        """Judge a slip that is wholly in the printer."""
        if line.is_one_way:
            slip.end(PrintState.UNCONFIRMED)
            return True
        condition = line.condition()
        self._note_done(line)
        if slip.state.is_final:
            return True
        if condition.obstacle not in {None, PrintState.UNKNOWN}:
            return self._hold_up(condition)
        slip.state = PrintState.PRINTING if condition.can_print else PrintState.UNKNOWN
        if time.monotonic() - slip.free_since > self._patience.confirmation:
            slip.end(PrintState.UNCONFIRMED)
        return True

    def _hold_up(self, condition: PrinterCondition) -> bool:
        state = condition.obstacle or PrintState.UNKNOWN
        for slip in self._unfinished():
            slip.state, slip.free_since = state, time.monotonic()
        return False

    def _clear(self) -> bool:
        if any(slip.offset for slip in self._unfinished()):
            return False
        try:
            return self._connected().clear()
        except OSError as error:
            self._lose(error)
            return False

    def _lose(self, error: OSError) -> None:
        """Judge every slip after the line broke: only what was not begun can still be sent."""
        log.info("line to %s lost: %s", self._address, error)
        self.close()
        for slip in self._unfinished():
            if slip.is_sent:
                slip.end(PrintState.UNCONFIRMED)
            elif slip.is_begun:
                slip.end(PrintState.FAILED)
            else:
                slip.state = PrintState.UNREACHABLE

    def _rest(self) -> None:
        if not any(self._unfinished()):
            self.close()
