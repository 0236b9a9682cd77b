"""What stands behind the simulated eSCL server: glass, feeder, jobs and troubles on demand."""

import threading
from dataclasses import dataclass
from enum import StrEnum
from http import HTTPStatus
from typing import cast

from reception_desk.devices.scanner.drawn_paper import drawn_paper
from reception_desk.devices.scanner.escl_request import UNITS_PER_INCH, Box
from reception_desk.devices.scanner.escl_xml import PNG, number_of, read_xml, text_of
from reception_desk.devices.scanner.simulated_escl_texts import (
    NOT_ESCL,
    capabilities_text,
    status_text,
)
from reception_desk.imaging.encode import encode_jpeg, encode_png
from reception_desk.imaging.page import MILLIMETRES_PER_INCH
from reception_desk.records.scanning import ScanArea, ScanOptions


class Fault(StrEnum):
    """What goes wrong from now on."""

    BUSY = "busy"
    NO_PAPER = "no_paper"
    JAM = "jam"
    COVER_OPEN = "cover_open"
    CANCELLED_AT_DEVICE = "cancelled_at_device"
    FORBIDDEN = "forbidden"
    REFUSED = "refused"
    SILENT = "silent"
    NOT_YET = "not_yet"
    CUT = "cut"
    STALLED = "stalled"
    DRIPPING = "dripping"
    UNSIZED = "unsized"
    NO_IMAGE = "no_image"
    TOO_LARGE = "too_large"
    SHORT = "short"
    TALL_HEAD = "tall_head"
    WEB_PAGE = "web_page"
    BROKEN_XML = "broken_xml"
    ENTITIES = "entities"
    NO_LOCATION = "no_location"


REFUSALS = {
    Fault.BUSY: HTTPStatus.SERVICE_UNAVAILABLE,
    Fault.COVER_OPEN: HTTPStatus.CONFLICT,
    Fault.FORBIDDEN: HTTPStatus.FORBIDDEN,
    Fault.REFUSED: HTTPStatus.INTERNAL_SERVER_ERROR,
}
NO_NEXT = {
    Fault.JAM: HTTPStatus.SERVICE_UNAVAILABLE,
    Fault.NO_PAPER: HTTPStatus.NOT_FOUND,
    Fault.CANCELLED_AT_DEVICE: HTTPStatus.GONE,
}
FEEDER_STATES = {
    Fault.JAM: "ScannerAdfJam",
    Fault.COVER_OPEN: "ScannerAdfDoorOpen",
    Fault.NO_PAPER: "ScannerAdfEmpty",
}


@dataclass(frozen=True, slots=True)
class AskedJob:
    """What a client asked for."""

    source: str
    mode: str
    media_type: str
    dpi: int
    box: Box
    is_duplex: bool


class EsclDevice:
    """Glass and feeder with `sheets` of two sides, one job at a time, as the real ones have it.

    `asked` keeps what clients wanted. Its methods are called from the server's threads.
    """

    def __init__(self, sheets: int = 0) -> None:
        self.sheets = sheets
        self.fault: Fault | None = None
        self.asked: list[AskedJob] = []
        self.open_job = ""
        self.let_go = threading.Event()
        """Set when a connection that is held has to end: the job is gone, or the device."""
        self._waiting = 0
        self._lock = threading.Lock()

    def capabilities(self) -> str:
        """Return ScannerCapabilities, or what a fault puts in its place."""
        return NOT_ESCL.get(self.fault or "") or capabilities_text()

    def begin(self, settings: bytes) -> tuple[HTTPStatus, str]:
        """Take a job and return its name, or say why not."""
        tree = read_xml(settings, "ScanSettings")
        box = tuple(number_of(tree, name) for name in ("XOffset", "YOffset", "Width", "Height"))
        job = AskedJob(
            text_of(tree, "InputSource"),
            text_of(tree, "ColorMode"),
            text_of(tree, "DocumentFormatExt") or text_of(tree, "DocumentFormat"),
            number_of(tree, "XResolution"),
            cast("Box", box),
            text_of(tree, "Duplex") == "true",
        )
        with self._lock:
            if self.fault and self.fault in REFUSALS:
                return REFUSALS[self.fault], ""
            if self.open_job:
                return HTTPStatus.SERVICE_UNAVAILABLE, ""
            if job.source == "Feeder" and not self.sheets:
                return HTTPStatus.CONFLICT, ""
            self.let_go.clear()
            self.asked.append(job)
            self.open_job = f"job-{len(self.asked)}"
            sides = 2 if job.is_duplex else 1
            self._waiting = self.sheets * sides if job.source == "Feeder" else 1
            return HTTPStatus.CREATED, self.open_job

    def next_page(self, job: str) -> tuple[HTTPStatus, bytes]:
        """Return the next page of the open job, or the answer in its place."""
        if self.fault and self.fault in NO_NEXT:
            return NO_NEXT[self.fault], b""
        if self.fault is Fault.NOT_YET:
            self.fault = None
            return HTTPStatus.SERVICE_UNAVAILABLE, b""
        with self._lock:
            if job != self.open_job or not self._waiting:
                return HTTPStatus.NOT_FOUND, b""
            self._waiting -= 1
            asked = self.asked[-1]
            if asked.source == "Feeder" and not (asked.is_duplex and self._waiting % 2):
                self.sheets -= 1
        return HTTPStatus.OK, self._document(asked)

    def end(self, job: str) -> HTTPStatus:
        """Delete a job."""
        with self._lock:
            if job != self.open_job:
                return HTTPStatus.NOT_FOUND
            self.open_job = ""
            self._waiting = 0
        self.let_go.set()
        return HTTPStatus.OK

    def status(self) -> str:
        """Return ScannerStatus."""
        loaded = "ScannerAdfLoaded" if self.sheets else "ScannerAdfEmpty"
        feeder = FEEDER_STATES.get(self.fault, loaded) if self.fault else loaded
        is_busy = self._waiting or self.fault is Fault.BUSY
        is_cancelled = self.fault is Fault.CANCELLED_AT_DEVICE
        job_state = "Canceled" if is_cancelled else "Processing"
        return status_text("Processing" if is_busy else "Idle", feeder, self.open_job, job_state)

    def _document(self, job: AskedJob) -> bytes:
        if self.fault is Fault.NO_IMAGE:
            return b"%PDF-1.7\n% a page as PDF is no picture\n"
        to_millimetres = MILLIMETRES_PER_INCH / UNITS_PER_INCH
        left, top, width, height = (length * to_millimetres for length in job.box)
        if self.fault is Fault.SHORT:
            height *= 2 / 3
        area = ScanArea(left, top, width, height)
        document = _drawn(job, ScanOptions(dpi=job.dpi, area=area), len(self.asked))
        return _with_taller_head(document) if self.fault is Fault.TALL_HEAD else document


def _drawn(job: AskedJob, options: ScanOptions, number: int) -> bytes:
    import numpy as np

    paper = drawn_paper(options, number)
    if job.mode == "BlackAndWhite1":
        pixels = np.asarray(paper.convert("L")) > 160
    else:
        pixels = np.asarray(paper if job.mode == "RGB24" else paper.convert("L"))
    encode = encode_png if job.media_type == PNG else encode_jpeg
    return encode(pixels, job.dpi).data


def _with_taller_head(jpeg: bytes) -> bytes:
    """Let the frame header promise half as many lines again (ITU-T T.81 B.2.2)."""
    place = jpeg.index(b"\xff\xc0") + 5
    height = int.from_bytes(jpeg[place : place + 2]) * 3 // 2
    return jpeg[:place] + height.to_bytes(2) + jpeg[place + 2 :]
