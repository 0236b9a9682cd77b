"""The child process that drives libsane, so that a crashing or hanging driver ends only itself.

Commands arrive on stdin as JSON lines: `list`, `scan`, `cancel`. Answers leave on stdout as
JSON lines; a `rows` line is followed by as many raw bytes as it says. The process ends when
stdin closes, that is, also when the desk is killed.
"""

import contextlib
import json
import os
import queue
import threading
import time
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
from reception_desk.devices.scanner.sane_options import apply_options
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

    def run(self) -> None:
        """Answer commands until stdin closes."""
        threading.Thread(target=self._listen, name="commands", daemon=True).start()
        sane: Sane | None = None
        while command := self._waiting.get():
            try:
                sane = sane or Sane()
                if command["do"] == "list":
                    self._conclude("devices", devices=sane.devices())
                else:
                    self._scan(sane, command)
            except SaneMissingError:
                self._conclude("done", outcome=ScanOutcome.NO_DRIVER)
            except StatusError as error:
                self._conclude("done", outcome=_outcome(error))
        if sane:
            sane.close()
        self._finished.set()

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

    def _scan(self, sane: Sane, command: dict[str, Any]) -> None:
        """Scan one page and say how it ended before the device is put to rest.

        libsane ends the reading thread of many drivers by asynchronous cancellation, which now
        and then leaves a lock of the C library held: `sane_cancel` or a later call hangs.
        """
        device = self._open(sane, command["device"])
        if device is None:
            self._conclude("done", outcome=ScanOutcome.NO_SUCH_DEVICE)
            return
        try:
            dpi = apply_options(device, _scan_options(command["options"]), command["driver"])
            self._conclude("done", outcome=self._page(device, dpi))
        except StatusError as error:
            self._conclude("done", outcome=_outcome(error))
        finally:
            with self._device_lock:
                self._device = None
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

    def _page(self, device: SaneDevice, dpi: int) -> ScanOutcome:
        parameters = device.start()
        if not parameters.last_frame or parameters.format not in FRAME_CHANNELS:
            return ScanOutcome.UNKNOWN
        self._answer("started", dpi=dpi, **_raster(parameters))
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
