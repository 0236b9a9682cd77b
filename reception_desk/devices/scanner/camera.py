"""A document camera (高拍仪, USB video class), watched by a worker process.

A film that OpenCV opens can stand in for it, for training and tests.
"""

import logging
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from reception_desk.config import ScannerSettings
from reception_desk.devices.scanner.camera_places import KIND, camera_named, cameras
from reception_desk.devices.scanner.protocol import (
    PageListener,
    PreviewListener,
    ProgressListener,
    ScanError,
)
from reception_desk.devices.scanner.worker_hold import WorkerHold
from reception_desk.imaging.worker_process import Answer, WorkerDiedError, WorkerProcess
from reception_desk.records.camera import CameraPhase, CameraPreview
from reception_desk.records.pages import corners_of
from reception_desk.records.scanning import (
    ColourMode,
    PaperSource,
    ScannedPage,
    ScannerAbilities,
    ScannerInfo,
    ScanOptions,
    ScanOutcome,
)

WORKER = "reception_desk.devices.scanner.camera_worker"
CAMERA_WORD = "高拍仪"
QUIET = {"OPENCV_LOG_LEVEL": "SILENT", "OPENCV_FFMPEG_LOGLEVEL": "-8"}
POLL_SECONDS = 0.05
LAST_EVENTS = {"abilities", "done"}

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class CameraPatience:
    """Seconds to wait for the first sign of a camera, the next one, a stop, and for a sheet."""

    first: float = 20.0
    stall: float = 15.0
    stop: float = 5.0
    sheet: float = 60.0


@dataclass(frozen=True, slots=True)
class _Watch:
    """Who listens to a watch, and what ends it; `wanted` pages, or 0 for no end by itself."""

    on_preview: PreviewListener
    on_page: PageListener
    is_over: Callable[[], bool]
    shutter: threading.Event | None = None
    wanted: int = 0


class CameraScanner:
    """One desk's camera; the worker starts with the first call and keeps the camera open."""

    def __init__(
        self, settings: ScannerSettings, *, patience: CameraPatience | None = None
    ) -> None:
        self._wanted = settings.device
        self._patience = patience or CameraPatience()
        self._hold = WorkerHold(WORKER, QUIET, CAMERA_WORD)

    @property
    def worker_pid(self) -> int | None:
        """The process to look at when a camera misbehaves; None while none runs."""
        return self._hold.pid

    def list_devices(self) -> list[ScannerInfo]:
        """A film is listed by its name."""
        if Path(self._wanted).is_file():
            return [ScannerInfo(self._wanted, "", Path(self._wanted).name, KIND)]
        return cameras()

    def abilities(self) -> ScannerAbilities:
        """Ask the camera for its sizes; colour is all it knows."""
        with self._hold.exclusive() as worker:
            command = {"do": "abilities", "device": self._device()}
            for answer in self._answers(worker, command, lambda: False):
                if answer.event == "abilities":
                    return ScannerAbilities(
                        sources=(PaperSource.FLATBED,),
                        modes=(ColourMode.COLOUR,),
                        picture_sizes=tuple((size[0], size[1]) for size in answer.values["sizes"]),
                    )
                if answer.event == "done":
                    raise _error(answer)
        raise ScanError(ScanOutcome.UNKNOWN, device=CAMERA_WORD)

    def scan_page(
        self,
        options: ScanOptions,  # noqa: ARG002 - a camera takes what it sees
        on_progress: ProgressListener,
        cancelled: threading.Event,
    ) -> ScannedPage:
        """Return the next new sheet that lies still; `no_documents` when none comes."""
        pages: list[ScannedPage] = []
        deadline = time.monotonic() + self._patience.sheet

        def is_over() -> bool:
            return cancelled.is_set() or time.monotonic() >= deadline

        def tell(_preview: CameraPreview) -> None:
            on_progress(0.0)

        self._watch(_Watch(tell, pages.append, is_over, wanted=1))
        if not pages:
            is_stopped = cancelled.is_set()
            outcome = ScanOutcome.CANCELLED if is_stopped else ScanOutcome.NO_DOCUMENTS
            raise ScanError(outcome, device=CAMERA_WORD)
        on_progress(1.0)
        return pages[0]

    def watch(
        self,
        on_preview: PreviewListener,
        on_page: PageListener,
        cancelled: threading.Event,
        shutter: threading.Event | None = None,
    ) -> None:
        """Show what the camera sees and take each new sheet that lies still, until `cancelled`.

        Setting `shutter` takes a picture at once; it is cleared when that is on its way. Both
        listeners are called on this thread. Raises `ScanError` when the camera is away, in use or
        falls silent; pages given before are safe.
        """
        self._watch(_Watch(on_preview, on_page, cancelled.is_set, shutter))

    def let_go(self) -> None:
        """End the worker; the next call starts one, which remembers no sheet taken before."""
        self._hold.close()

    def close(self) -> None:
        self.let_go()

    def _watch(self, watch: "_Watch") -> None:
        if watch.is_over():
            return
        with self._hold.exclusive() as worker:
            device = self._device()
            command = {"do": "watch", "device": device, "pages": watch.wanted}
            for answer in self._answers(worker, command, watch.is_over, watch.shutter):
                if answer.event == "preview":
                    watch.on_preview(_preview(answer))
                    with suppress(WorkerDiedError):
                        worker.send({"do": "seen"})
                elif answer.event == "page":
                    watch.on_page(_page(answer, device))
                elif answer.values["outcome"] not in {ScanOutcome.OK, ScanOutcome.CANCELLED}:
                    raise _error(answer)

    def _device(self) -> str:
        if Path(self._wanted).is_file() or self._wanted.isdigit():
            return self._wanted
        camera = camera_named(cameras(), self._wanted)
        if camera is None and not self._wanted.startswith("/dev/"):
            raise ScanError(ScanOutcome.NO_SUCH_DEVICE, device=CAMERA_WORD)
        return camera.name if camera else self._wanted

    def _answers(
        self,
        worker: WorkerProcess,
        command: Mapping[str, Any],
        is_over: Callable[[], bool],
        shutter: threading.Event | None = None,
    ) -> Iterator[Answer]:
        """Yield the answers to one command; the last is one of `LAST_EVENTS`.

        A worker that dies or stays silent beyond its deadline is ended, and the last answer
        says so in its place.
        """
        try:
            worker.send(command)
            deadline = time.monotonic() + self._patience.first
            is_stopping = False
            while time.monotonic() < deadline:
                if not is_stopping and is_over():
                    is_stopping = True
                    deadline = time.monotonic() + self._patience.stop
                    worker.send({"do": "stop"})
                if shutter and shutter.is_set():
                    shutter.clear()
                    worker.send({"do": "shoot"})
                answer = worker.receive(POLL_SECONDS)
                if answer is None:
                    continue
                yield answer
                if answer.event in LAST_EVENTS:
                    return
                if not is_stopping:
                    deadline = time.monotonic() + self._patience.stall
            outcome = ScanOutcome.CANCELLED if is_stopping else ScanOutcome.TIMED_OUT
        except WorkerDiedError:
            outcome = ScanOutcome.WORKER_DIED
        logger.warning("camera worker given up: %s", outcome)
        worker.kill()
        yield Answer("done", {"outcome": outcome}, b"")


def _error(answer: Answer) -> ScanError:
    return ScanError(ScanOutcome(answer.values["outcome"]), device=CAMERA_WORD)


def _preview(answer: Answer) -> CameraPreview:
    values = answer.values
    corners = values["corners"]
    return CameraPreview(
        image=answer.payload,
        width_px=values["width_px"],
        height_px=values["height_px"],
        phase=CameraPhase(values["phase"]),
        corners=corners_of(corners) if corners else None,
    )


def _page(answer: Answer, device: str) -> ScannedPage:
    """A camera does not know how large the sheet is: no dpi."""
    values = answer.values
    return ScannedPage(
        image=answer.payload,
        media_type="image/jpeg",
        width_px=values["width_px"],
        height_px=values["height_px"],
        dpi=0,
        is_partial=False,
        source=Path(device).name,
        changes=tuple(values["changes"]),
        paper_source=PaperSource.FLATBED,
    )
