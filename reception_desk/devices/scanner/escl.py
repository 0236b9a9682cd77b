"""A scanner on the network that speaks eSCL (AirScan), with no driver between."""

import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from http import HTTPStatus
from threading import Event, Lock

from reception_desk.config import ScannerSettings
from reception_desk.devices.scanner.escl_address import read_address
from reception_desk.devices.scanner.escl_capabilities import ScannerCapabilities, read_capabilities
from reception_desk.devices.scanner.escl_exchange import EsclAwayError, EsclExchange, Patience
from reception_desk.devices.scanner.escl_page import page_of_document
from reception_desk.devices.scanner.escl_request import ScanRequest, fitted
from reception_desk.devices.scanner.escl_status import ScannerStatus, read_status
from reception_desk.devices.scanner.escl_xml import EsclSyntaxError
from reception_desk.devices.scanner.protocol import ProgressListener, ScanError
from reception_desk.imaging.decode import MAX_BYTES, MAX_PIXELS
from reception_desk.records.scanning import (
    ColourMode,
    PaperSource,
    ScannedPage,
    ScannerAbilities,
    ScannerInfo,
    ScanOptions,
    ScanOutcome,
)

FORBIDDEN = {HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN}
OCCUPIED = {HTTPStatus.SERVICE_UNAVAILABLE, HTTPStatus.CONFLICT}
AT_AN_END = {HTTPStatus.NOT_FOUND, HTTPStatus.GONE}
NOT_YET = {ScanOutcome.DEVICE_BUSY, ScanOutcome.NO_DOCUMENTS}
"""Within a job some feeders say empty with their last sheet still on the rollers."""
PIXELS_PER_BYTE = 10
"""What a page of writing shrinks to as JPEG, when the device does not say the size."""

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Job:
    """A job at the device; `options` are those it was asked with."""

    path: str
    request: ScanRequest
    options: ScanOptions


class EsclScanner:
    """One desk's scanner.

    A job of the feeder stays open from page to page until the device says that no sheet is left;
    every other job is deleted at once, for some devices take no new one before.

    Raises `DeskError` when the settings hold no address, or one that is none.
    """

    def __init__(
        self,
        settings: ScannerSettings,
        *,
        patience: Patience | None = None,
        limit_bytes: int = MAX_BYTES,
    ) -> None:
        self._patience = patience or Patience()
        self._limit_bytes = limit_bytes
        self._address = read_address(settings.device)
        self._exchange = EsclExchange(self._address, self._patience)
        self._capabilities: ScannerCapabilities | None = None
        self._job: _Job | None = None
        self._lock = Lock()

    def list_devices(self) -> list[ScannerInfo]:
        with self._exclusive():
            try:
                model = self._ask_capabilities().model
            except EsclAwayError:
                return []
        return [ScannerInfo(str(self._address), "", model or self._address.host, "eSCL")]

    def abilities(self) -> ScannerAbilities:
        with self._exclusive():
            self._capabilities = self._capabilities or self._ask_capabilities()
            return self._capabilities.abilities()

    def scan_page(
        self, options: ScanOptions, on_progress: ProgressListener, cancelled: Event
    ) -> ScannedPage:
        if cancelled.is_set():
            raise ScanError(ScanOutcome.CANCELLED)
        with self._exclusive():
            try:
                page = self._next_page(options, on_progress, cancelled)
            except ScanError as error:
                logger.warning("scan on %s brought nothing: %s", self._address, error.outcome)
                raise
            if page.is_partial:
                logger.warning("scan on %s ended early: %s", self._address, page.outcome)
                self._drop_job()
        if not page.is_partial:
            on_progress(1.0)
        return page

    def close(self) -> None:
        with self._lock:
            self._drop_job()

    @contextmanager
    def _exclusive(self) -> Iterator[None]:
        """Hold the scanner for one call; a call that breaks off leaves no job at the device."""
        if not self._lock.acquire(blocking=False):
            raise ScanError(ScanOutcome.DEVICE_BUSY)
        try:
            yield
        except BaseException:
            self._capabilities = None
            self._drop_job()
            raise
        finally:
            self._lock.release()

    def _next_page(
        self, options: ScanOptions, on_progress: ProgressListener, cancelled: Event
    ) -> ScannedPage:
        if self._job and self._job.options != options:
            self._drop_job()
        if self._job:
            if page := self._load(self._job, on_progress, cancelled):
                return page
            self._drop_job()
            if options.paper_source is PaperSource.AUTO:
                raise ScanError(ScanOutcome.NO_DOCUMENTS)
        self._job = self._start(options, cancelled)
        page = self._load(self._job, on_progress, cancelled)
        if page is None:
            raise ScanError(ScanOutcome.NO_DOCUMENTS)
        if self._job.request.source is PaperSource.FLATBED:
            self._drop_job()
        return page

    def _start(self, options: ScanOptions, cancelled: Event) -> _Job:
        """POST a job; a device that is busy is asked again for a while."""
        self._capabilities = self._capabilities or self._ask_capabilities()
        request = fitted(self._settled(options, self._capabilities), self._capabilities)
        if request.width_px * request.height_px > MAX_PIXELS:
            raise ScanError(ScanOutcome.OUT_OF_MEMORY)
        deadline = time.monotonic() + self._patience.busy
        while True:
            path = f"{self._address.root}/ScanJobs"
            answer = self._exchange.ask("POST", path, request.settings())
            if HTTPStatus.OK <= answer.status < HTTPStatus.MULTIPLE_CHOICES:
                job = self._address.job_path(answer.location)
                if not job:
                    raise ScanError(ScanOutcome.UNKNOWN, "扫描仪没有说明任务在哪里。")
                return _Job(job, request, options)
            outcome = self._refusal(answer.status, request.source)
            if outcome is not ScanOutcome.DEVICE_BUSY:
                raise ScanError(outcome)
            self._wait(answer.status, deadline, cancelled)

    def _settled(self, options: ScanOptions, able: ScannerCapabilities) -> ScanOptions:
        """Choose the feeder for `auto` unless it is empty or the device does not speak of it."""
        if options.paper_source is not PaperSource.AUTO:
            return options
        status = self._status() if PaperSource.FEEDER in able.sources else None
        is_empty = status is None or status.is_feeder_empty or not status.feeder_state
        source = PaperSource.FLATBED if is_empty else PaperSource.FEEDER
        return replace(options, paper_source=source)

    def _load(
        self, job: _Job, on_progress: ProgressListener, cancelled: Event
    ) -> ScannedPage | None:
        """Return the job's next page, or None when it has no more."""
        channels = 3 if job.request.mode is ColourMode.COLOUR else 1
        likely = job.request.width_px * job.request.height_px * channels // PIXELS_PER_BYTE + 1

        def tell(received: int, total: int) -> None:
            on_progress(min(received / (total or likely), 0.99))

        deadline = time.monotonic() + self._patience.stall
        while True:
            path = f"{job.path}/NextDocument"
            answer = self._exchange.document(path, cancelled, self._limit_bytes, tell)
            if answer.status == HTTPStatus.OK:
                source = str(self._address)
                return page_of_document(answer.body, answer.outcome, job.request, source)
            if answer.status in AT_AN_END:
                self._look_why_it_ended(job)
                return None
            outcome = self._refusal(answer.status, job.request.source)
            if outcome not in NOT_YET:
                raise ScanError(outcome)
            self._wait(answer.status, deadline, cancelled)

    def _look_why_it_ended(self, job: _Job) -> None:
        """Raise unless the job ended because all its sheets are read."""
        status = self._status()
        if status is None:
            return
        if status.was_cancelled(job.path):
            raise ScanError(ScanOutcome.CANCELLED)
        trouble = status.trouble(job.request.source)
        if trouble and trouble is not ScanOutcome.NO_DOCUMENTS:
            raise ScanError(trouble)

    def _wait(self, code: int, deadline: float, cancelled: Event) -> None:
        """Wait a moment before the next try; raise `device_busy` when there is none left."""
        if code != HTTPStatus.SERVICE_UNAVAILABLE or time.monotonic() >= deadline:
            raise ScanError(ScanOutcome.DEVICE_BUSY)
        if cancelled.wait(self._patience.pause):
            raise ScanError(ScanOutcome.CANCELLED)

    def _refusal(self, code: int, source: PaperSource) -> ScanOutcome:
        """Say why the device refused: by its own status where it explains, else by the code."""
        if code in FORBIDDEN:
            return ScanOutcome.ACCESS_DENIED
        status = self._status()
        logger.info("scanner %s refused with %d: %s", self._address, code, status)
        trouble = status.trouble(source) if status else None
        if trouble:
            return trouble
        is_busy = code in OCCUPIED or (status is not None and status.is_busy)
        return ScanOutcome.DEVICE_BUSY if is_busy else ScanOutcome.UNKNOWN

    def _ask_capabilities(self) -> ScannerCapabilities:
        answer = self._exchange.message(f"{self._address.root}/ScannerCapabilities")
        if HTTPStatus.MULTIPLE_CHOICES <= answer.status < HTTPStatus.BAD_REQUEST:
            raise ScanError(ScanOutcome.NO_SUCH_DEVICE, "这个地址要求改用另一个地址（如 https）。")
        if answer.status in FORBIDDEN | OCCUPIED:
            raise ScanError(self._refusal(answer.status, PaperSource.FLATBED))
        try:
            return read_capabilities(answer.body)
        except EsclSyntaxError as error:
            logger.warning("no eSCL scanner at %s: %s", self._address, error)
            raise ScanError(
                ScanOutcome.NO_SUCH_DEVICE, "这个地址的应答不是 eSCL 扫描仪的应答。"
            ) from None

    def _status(self) -> ScannerStatus | None:
        """Return what the device says of itself, if it does; it is asked only to explain."""
        try:
            return read_status(self._exchange.message(f"{self._address.root}/ScannerStatus").body)
        except (ScanError, EsclSyntaxError) as error:
            logger.info("no status from %s: %s", self._address, error)
            return None

    def _drop_job(self) -> None:
        job, self._job = self._job, None
        if job:
            try:
                self._exchange.ask("DELETE", job.path)
            except ScanError as error:
                logger.info("a job at %s was not deleted: %s", self._address, error.outcome)
