"""The child process that drives libsane, so that a crashing or hanging driver ends only itself.

Commands arrive on stdin as JSON lines: `list`, `abilities`, `scan`, `cancel`. Answers leave on
stdout as JSON lines; a `rows` line is followed by as many raw bytes as it says. The process ends
when stdin closes, that is, also when the desk is killed.

A device that pulls in sheets stays open from page to page: putting it to rest would lose the
second side of the sheet, and many feeders throw the whole stack out.
"""

import contextlib
import json
import os
import queue
import signal
import threading
import time
from dataclasses import asdict, dataclass, replace
from typing import Any, BinaryIO

from reception_desk.devices.scanner.sane_library import (
    FrameFormat,
    Parameters,
    Sane,
    SaneDevice,
    SaneMissingError,
    Status,
    StatusError,
)
from reception_desk.devices.scanner.sane_options import Fitting, abilities_of, apply_options
from reception_desk.devices.scanner.sane_sources import available_sources
from reception_desk.imaging.worker_process import own_pipes, write_answer
from reception_desk.records.scanning import (
    ColourMode,
    PaperSource,
    ScanArea,
    ScanOptions,
    ScanOutcome,
)

REPORT_SECONDS = 0.1
POLITE_CANCEL_SECONDS = 2.0
EXIT_SECONDS = 3.0

FRAME_CHANNELS: dict[int, int] = {FrameFormat.GREY: 1, FrameFormat.RGB: 3}
OUTCOMES: dict[int, ScanOutcome] = {
    Status.CANCELLED: ScanOutcome.CANCELLED,
    Status.DEVICE_BUSY: ScanOutcome.DEVICE_BUSY,
    Status.EOF: ScanOutcome.OK,
    Status.JAMMED: ScanOutcome.JAMMED,
    Status.NO_DOCS: ScanOutcome.NO_DOCUMENTS,
    Status.COVER_OPEN: ScanOutcome.COVER_OPEN,
    Status.IO_ERROR: ScanOutcome.IO_ERROR,
    Status.NO_MEM: ScanOutcome.OUT_OF_MEMORY,
    Status.ACCESS_DENIED: ScanOutcome.ACCESS_DENIED,
}


@dataclass(frozen=True, slots=True)
class _Stack:
    """Sheets on their way through an open device, and the command each further one repeats."""

    command: dict[str, Any]
    fitting: Fitting
    hold_seconds: float


class Worker:
    """Runs one command at a time; `cancel` is heard while a scan reads."""

    def __init__(self, commands: BinaryIO, answers: BinaryIO) -> None:
        self._commands = commands
        self._answers = answers
        self._waiting: queue.SimpleQueue[dict[str, Any] | None] = queue.SimpleQueue()
        self._cancelled = threading.Event()
        self._idle = threading.Event()
        self._idle.set()
        self._finished = threading.Event()
        self._device_lock = threading.Lock()
        self._device: SaneDevice | None = None
        self._stack: _Stack | None = None
        self._listed: list[dict[str, str]] = []

    def run(self) -> None:
        """Answer commands until stdin closes."""
        threading.Thread(target=self._listen, name="commands", daemon=True).start()
        sane: Sane | None = None
        while command := self._next_command():
            try:
                sane = sane or Sane()
                self._obey(sane, command)
            except SaneMissingError:
                self._conclude("done", outcome=ScanOutcome.NO_DRIVER)
            except StatusError as error:
                self._conclude("done", outcome=_outcome(error))
        self._rest()
        if sane:
            sane.close()
        self._finished.set()

    def _next_command(self) -> dict[str, Any] | None:
        """Return the next command; a feeder nobody asks for a while is put to rest meanwhile."""
        if self._stack:
            with contextlib.suppress(queue.Empty):
                return self._waiting.get(timeout=self._stack.hold_seconds)
            self._rest()
        return self._waiting.get()

    def _obey(self, sane: Sane, command: dict[str, Any]) -> None:
        if command["do"] == "scan":
            self._scan(sane, command)
        elif command["do"] == "list":
            self._list(sane)
        else:
            self._rest()
            self._tell_abilities(sane, command["device"])

    def _list(self, sane: Sane) -> None:
        """List the devices; amid a stack those of the last time, for a search disturbs drivers."""
        if not (self._stack and self._listed):
            self._listed = sane.devices()
        self._conclude("devices", devices=self._listed)

    def _listen(self) -> None:
        for line in self._commands:
            command = json.loads(line)
            if command["do"] == "cancel":
                self._cancel()
            else:
                self._idle.clear()
                self._cancelled.clear()
                self._waiting.put(command)
        self._waiting.put(None)
        # Cancelled threads of libsane may leave any lock held, Python's own too: the kernel's
        # clock ends the process all the same.
        signal.setitimer(signal.ITIMER_REAL, POLITE_CANCEL_SECONDS + 2 * EXIT_SECONDS)
        self._cancel()
        self._finished.wait(EXIT_SECONDS)
        os._exit(0)

    def _cancel(self) -> None:
        """Ask the reading loop to stop; interrupt the driver only when it does not return."""
        self._cancelled.set()
        if self._idle.wait(POLITE_CANCEL_SECONDS):
            return
        with self._device_lock:
            if self._device:
                self._device.cancel()

    def _tell_abilities(self, sane: Sane, name: str) -> None:
        device = self._open(sane, name)
        if device is None:
            self._conclude("done", outcome=ScanOutcome.NO_SUCH_DEVICE)
            return
        try:
            self._conclude("abilities", **asdict(abilities_of(device)))
        finally:
            self._rest()

    def _scan(self, sane: Sane, command: dict[str, Any]) -> None:
        """Scan one page and say how it ended before the device is put to rest.

        libsane ends the reading thread of many drivers by asynchronous cancellation, which now
        and then leaves a lock of the C library held: `sane_cancel` or a later call hangs.
        """
        if self._stack and self._stack.command != command:
            self._rest()
        stack, self._stack = self._stack, None
        device = self._device if stack else self._open(sane, command["device"])
        if device is None:
            self._conclude("done", outcome=ScanOutcome.NO_SUCH_DEVICE)
            return
        outcome = ScanOutcome.UNKNOWN
        try:
            if stack:
                fitting, parameters = stack.fitting, device.start()
            else:
                fitting, parameters = self._start(device, command)
            outcome = self._page(device, fitting, parameters)
            if outcome is ScanOutcome.OK and fitting.source.is_feeder:
                self._stack = _Stack(command, fitting, command["hold_seconds"])
            self._conclude("done", outcome=outcome)
        except StatusError as error:
            self._conclude("done", outcome=_outcome(error))
        finally:
            if not self._stack:
                self._rest()

    def _start(self, device: SaneDevice, command: dict[str, Any]) -> tuple[Fitting, Parameters]:
        """Begin a stack; `auto` takes the feeder, and the glass when no sheet lies in it."""
        options, driver = _scan_options(command["options"]), command["driver"]
        if options.paper_source is not PaperSource.AUTO:
            return apply_options(device, options, driver), device.start()
        places = available_sources(device)
        if PaperSource.FEEDER in places:
            fed = replace(options, paper_source=PaperSource.FEEDER)
            try:
                return apply_options(device, fed, driver), device.start()
            except StatusError as error:
                if error.status != Status.NO_DOCS or PaperSource.FLATBED not in places:
                    raise
                device.cancel()
        flat = replace(options, paper_source=PaperSource.FLATBED)
        return apply_options(device, flat, driver), device.start()

    def _rest(self) -> None:
        """Put the device to rest, if one is open."""
        with self._device_lock:
            device, self._device = self._device, None
        self._stack = None
        if device:
            device.cancel()
            device.close()

    def _open(self, sane: Sane, name: str) -> SaneDevice | None:
        try:
            device = sane.open(name)
        except StatusError as error:
            if error.status == Status.INVAL:
                return None
            raise
        with self._device_lock:
            self._device = device
        return device

    def _page(self, device: SaneDevice, fitting: Fitting, parameters: Parameters) -> ScanOutcome:
        if not parameters.last_frame or parameters.format not in FRAME_CHANNELS:
            return ScanOutcome.UNKNOWN
        self._answer("started", **asdict(fitting), **_raster(parameters))
        return self._read(device)

    def _read(self, device: SaneDevice) -> ScanOutcome:
        rows = bytearray()
        reported_at = time.monotonic()
        outcome = ScanOutcome.CANCELLED
        while not self._cancelled.is_set():
            try:
                rows += device.read()
            except StatusError as error:
                if not self._cancelled.is_set():
                    outcome = _outcome(error)
                break
            if time.monotonic() - reported_at >= REPORT_SECONDS:
                self._answer("rows", rows)
                rows = bytearray()
                reported_at = time.monotonic()
        self._answer("rows", rows)
        return outcome

    def _conclude(self, event: str, **values: Any) -> None:
        """Give the last answer to a command; idle first, for the next one may follow at once."""
        self._idle.set()
        self._answer(event, **values)

    def _answer(self, event: str, payload: bytes | bytearray = b"", /, **values: Any) -> None:
        write_answer(self._answers, event, payload, **values)


def _outcome(error: StatusError) -> ScanOutcome:
    return OUTCOMES.get(error.status, ScanOutcome.UNKNOWN)


def _raster(parameters: Parameters) -> dict[str, int]:
    return {
        "width_px": parameters.pixels_per_line,
        "line_bytes": parameters.bytes_per_line,
        "depth": parameters.depth,
        "channels": FRAME_CHANNELS[parameters.format],
        "lines": parameters.lines,
    }


def _scan_options(values: dict[str, Any]) -> ScanOptions:
    area = values["area"]
    return ScanOptions(
        dpi=values["dpi"],
        colour_mode=ColourMode(values["colour_mode"]),
        area=ScanArea(**area) if area else None,
        paper_source=PaperSource(values["paper_source"]),
    )


def main() -> None:
    """Answer the desk over the two pipes."""
    with contextlib.suppress(BrokenPipeError):
        Worker(*own_pipes()).run()


if __name__ == "__main__":
    main()
