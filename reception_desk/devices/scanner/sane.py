"""Any SANE scanner, driven through the worker process."""

import logging
import re
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any, TypeVar

from reception_desk.config import ScannerSettings
from reception_desk.devices.scanner.assembly import PageAssembly
from reception_desk.devices.scanner.protocol import ProgressListener, ScanError
from reception_desk.devices.scanner.worker_hold import WorkerHold
from reception_desk.imaging.raster import RasterFormat
from reception_desk.imaging.worker_process import Answer, WorkerDiedError, WorkerProcess
from reception_desk.records.scanning import (
    ColourMode,
    PaperSource,
    ScannedPage,
    ScannerAbilities,
    ScannerInfo,
    ScanOptions,
    ScanOutcome,
)

WORKER = "reception_desk.devices.scanner.sane_worker"
POLL_SECONDS = 0.05
LAST_EVENTS = {"devices", "abilities", "done"}
WITHOUT_AFTERMATH = {ScanOutcome.OK, ScanOutcome.NO_SUCH_DEVICE, ScanOutcome.NO_DRIVER}
"""A scan that ends otherwise may leave its driver hanging, so the next one gets a new worker."""
MOVING_NUMBERS = re.compile(
    r"^(airscan:)[ew]\d+:"
    r"|(?<=libusb):\d{3}:\d{3}$"
    r"|^(brother\d:)bus\d+;dev\d+$"
    r"|^((?:utsushi|imagescan):esci:usb:)/sys/devices/.*$"
)

Reply = TypeVar("Reply")

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Patience:
    """Seconds to wait for a list, for the next lines (a lamp may warm up), for a cancel.

    `hold` is how long a feeder is kept ready for the next sheet.
    """

    listing: float = 10.0
    stall: float = 60.0
    cancel: float = 5.0
    hold: float = 30.0


class SaneScanner:
    """One desk's scanner.

    The worker starts with the first call and is used again until a scan ends early.
    """

    def __init__(
        self,
        settings: ScannerSettings,
        *,
        environment: Mapping[str, str] | None = None,
        patience: Patience | None = None,
    ) -> None:
        self.driver_options: dict[str, str | float] = {}
        self._wanted = settings.device
        self._device = ""
        self.environment = dict(environment or {})
        self._patience = patience or Patience()
        self._hold = WorkerHold(WORKER, self.environment)

    @property
    def worker_pid(self) -> int | None:
        """The process to look at when a driver misbehaves; None while none runs."""
        return self._hold.pid

    def list_devices(self) -> list[ScannerInfo]:
        with self._hold.exclusive() as worker:
            return self._list(worker)

    def abilities(self) -> ScannerAbilities:
        with self._hold.exclusive() as worker:
            return self._of_device(worker, self._ask_abilities)

    def scan_page(
        self, options: ScanOptions, on_progress: ProgressListener, cancelled: threading.Event
    ) -> ScannedPage:
        if cancelled.is_set():
            raise ScanError(ScanOutcome.CANCELLED)

        def scan(worker: WorkerProcess) -> ScannedPage:
            return self._scan(worker, options, on_progress, cancelled)

        with self._hold.exclusive() as worker:
            return self._of_device(worker, scan)

    def close(self) -> None:
        self._hold.close()

    def _of_device(self, worker: WorkerProcess, ask: Callable[[WorkerProcess], Reply]) -> Reply:
        """Ask the device, and once more under the name it has now when it is not there."""
        if not self._device:
            is_driver_name = ":" in self._wanted
            self._device = self._wanted if is_driver_name else self._find(worker)
        try:
            return ask(worker)
        except ScanError as error:
            if error.outcome is not ScanOutcome.NO_SUCH_DEVICE:
                raise
            self._device = self._find(worker)
        return ask(worker)

    def _list(self, worker: WorkerProcess) -> list[ScannerInfo]:
        for answer in self._answers(worker, {"do": "list"}, self._patience.listing):
            if answer.event == "devices":
                return [
                    ScannerInfo(found["name"], found["vendor"], found["model"], found["type"])
                    for found in answer.values["devices"]
                ]
            raise ScanError(ScanOutcome(answer.values["outcome"]))
        return []

    def _ask_abilities(self, worker: WorkerProcess) -> ScannerAbilities:
        command = {"do": "abilities", "device": self._device}
        for answer in self._answers(worker, command, self._patience.listing):
            if answer.event == "abilities":
                return _abilities(answer.values)
            raise ScanError(ScanOutcome(answer.values["outcome"]))
        return ScannerAbilities()

    def _find(self, worker: WorkerProcess) -> str:
        device = matching_device(self._list(worker), self._wanted)
        if device is None:
            raise ScanError(ScanOutcome.NO_SUCH_DEVICE)
        return device.name

    def _scan(
        self,
        worker: WorkerProcess,
        options: ScanOptions,
        on_progress: ProgressListener,
        cancelled: threading.Event,
    ) -> ScannedPage:
        command = {
            "do": "scan",
            "device": self._device,
            "options": asdict(options),
            "driver": self.driver_options,
            "hold_seconds": self._patience.hold,
        }
        started: dict[str, Any] = {}
        assembly: PageAssembly | None = None
        outcome = ScanOutcome.UNKNOWN
        for answer in self._answers(worker, command, self._patience.stall, cancelled):
            if answer.event == "started":
                started = answer.values
                assembly = _assembly(started, options, self._device)
            elif answer.event == "done":
                outcome = ScanOutcome(answer.values["outcome"])
            elif assembly and answer.payload:
                assembly.add(answer.payload)
                on_progress(assembly.share)
            if assembly and assembly.is_too_large:
                self._hold.drop()
                raise ScanError(ScanOutcome.OUT_OF_MEMORY)
        if outcome not in WITHOUT_AFTERMATH:
            worker.dismiss()
        page = assembly.page(outcome) if assembly else None
        if page is None:
            failure = ScanOutcome.IO_ERROR if outcome is ScanOutcome.OK else outcome
            logger.warning("scan on %s brought nothing: %s", self._device, failure)
            raise ScanError(failure)
        if page.is_partial:
            logger.warning("scan on %s ended early: %s", self._device, page.outcome)
        else:
            on_progress(1.0)
        source, changes = PaperSource(started["source"]), tuple(started["changes"])
        return replace(page, paper_source=source, changes=changes)

    def _answers(
        self,
        worker: WorkerProcess,
        command: Mapping[str, Any],
        stall: float,
        cancelled: threading.Event | None = None,
    ) -> Iterator[Answer]:
        """Yield the answers to one command; the last is one of `LAST_EVENTS`.

        A worker that dies or stays silent beyond its deadline is ended, and the last answer
        says so in its place.
        """
        try:
            worker.send(command)
            deadline = time.monotonic() + stall
            is_cancelling = False
            while time.monotonic() < deadline:
                if cancelled and cancelled.is_set() and not is_cancelling:
                    is_cancelling = True
                    deadline = time.monotonic() + self._patience.cancel
                    worker.send({"do": "cancel"})
                answer = worker.receive(POLL_SECONDS)
                if answer is None:
                    continue
                yield answer
                if answer.event in LAST_EVENTS:
                    return
                if not is_cancelling:
                    deadline = time.monotonic() + stall
            outcome = ScanOutcome.CANCELLED if is_cancelling else ScanOutcome.TIMED_OUT
        except WorkerDiedError:
            outcome = ScanOutcome.WORKER_DIED
        logger.warning("scan worker given up: %s", outcome)
        worker.kill()
        yield Answer("done", {"outcome": outcome}, b"")


def matching_device(devices: Sequence[ScannerInfo], wanted: str) -> ScannerInfo | None:
    """Return the device meant by a name kept in the settings; no name means the first device.

    Numbers in driver names move when another device is switched off or a cable is plugged
    anew, so the name without them counts too, and so do vendor and model.
    """
    if not wanted:
        return next(iter(devices), None)
    views: tuple[Callable[[ScannerInfo], bool], ...] = (
        lambda device: device.name == wanted,
        lambda device: lasting_name(device.name) == lasting_name(wanted),
        lambda device: f"{device.vendor} {device.model}" == wanted,
    )
    return next((device for is_meant in views for device in devices if is_meant(device)), None)


def lasting_name(name: str) -> str:
    """Return a driver's name without bus and list numbers."""
    return MOVING_NUMBERS.sub(r"\1\2\3", name)


def _assembly(started: Mapping[str, Any], options: ScanOptions, source: str) -> PageAssembly:
    layout = RasterFormat(
        started["width_px"], started["line_bytes"], started["depth"], started["channels"]
    )
    return PageAssembly(layout, started["lines"], started["dpi"], options, source)


def _abilities(values: Mapping[str, Any]) -> ScannerAbilities:
    limits = values["limits"]
    return ScannerAbilities(
        sources=tuple(map(PaperSource, values["sources"])),
        modes=tuple(map(ColourMode, values["modes"])),
        resolutions=tuple(values["resolutions"]),
        limits=(limits[0], limits[1]) if limits else None,
    )
