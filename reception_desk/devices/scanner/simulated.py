"""Scanners without hardware: a drawn paper for training, and SANE's own test device."""

import tempfile
from dataclasses import replace
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING

from reception_desk.config import ScannerSettings
from reception_desk.devices.scanner.assembly import PageAssembly
from reception_desk.devices.scanner.drawn_paper import drawn_paper
from reception_desk.devices.scanner.protocol import ProgressListener, ScanError
from reception_desk.devices.scanner.sane import Patience, SaneScanner
from reception_desk.imaging.raster import RasterFormat
from reception_desk.records.scanning import (
    ColourMode,
    PaperSource,
    ScannedPage,
    ScannerAbilities,
    ScannerInfo,
    ScanOptions,
    ScanOutcome,
)

if TYPE_CHECKING:
    from PIL.Image import Image

STRIPS = 20
MIDWAY = {
    ScanOutcome.JAMMED,
    ScanOutcome.IO_ERROR,
    ScanOutcome.WORKER_DIED,
    ScanOutcome.TIMED_OUT,
}
"""Faults that come while the paper moves and leave half a page; the others come before it."""

SANE_STATUSES = {
    ScanOutcome.CANCELLED: "SANE_STATUS_CANCELLED",
    ScanOutcome.NO_DOCUMENTS: "SANE_STATUS_NO_DOCS",
    ScanOutcome.JAMMED: "SANE_STATUS_JAMMED",
    ScanOutcome.COVER_OPEN: "SANE_STATUS_COVER_OPEN",
    ScanOutcome.DEVICE_BUSY: "SANE_STATUS_DEVICE_BUSY",
    ScanOutcome.IO_ERROR: "SANE_STATUS_IO_ERROR",
    ScanOutcome.ACCESS_DENIED: "SANE_STATUS_ACCESS_DENIED",
    ScanOutcome.OUT_OF_MEMORY: "SANE_STATUS_NO_MEM",
    ScanOutcome.UNKNOWN: "SANE_STATUS_UNSUPPORTED",
}


class SimulatedScanner:
    """Draws a letter, a new one each time; `fault` makes every scan end that way until unset."""

    def __init__(self, page_seconds: float = 0.0) -> None:
        self.fault: ScanOutcome | None = None
        self._strip_seconds = page_seconds / STRIPS
        self._count = 0

    def list_devices(self) -> list[ScannerInfo]:
        return [ScannerInfo("simulated:0", "接访台", "模拟扫描仪", "simulated")]

    def abilities(self) -> ScannerAbilities:
        return ScannerAbilities(
            sources=(PaperSource.FLATBED,), modes=tuple(ColourMode), limits=(10, 600)
        )

    def scan_page(
        self, options: ScanOptions, on_progress: ProgressListener, cancelled: Event
    ) -> ScannedPage:
        if self.fault and self.fault not in MIDWAY:
            raise ScanError(self.fault)
        self._count += 1
        paper = drawn_paper(options, self._count)
        layout, lines = _raster(paper, options.colour_mode)
        assembly = PageAssembly(layout, paper.height, options.dpi, options, "simulated:0")
        outcome = ScanOutcome.OK
        for strip in range(STRIPS):
            if cancelled.wait(self._strip_seconds):
                outcome = ScanOutcome.CANCELLED
                break
            if self.fault and strip == STRIPS // 2:
                outcome = self.fault
                break
            first, end = (paper.height * part // STRIPS for part in (strip, strip + 1))
            assembly.add(lines[first * layout.line_bytes : end * layout.line_bytes])
            on_progress(assembly.share)
        page = assembly.page(outcome)
        if page is None:
            raise ScanError(outcome)
        if not page.is_partial:
            on_progress(1.0)
        return replace(page, paper_source=PaperSource.FLATBED)

    def close(self) -> None:
        """Nothing is held."""


class SaneTestScanner(SaneScanner):
    """SANE's own `test` backend, found through a private configuration folder.

    `fault` goes through the whole real path: driver, library, worker, pipe.
    """

    def __init__(self, device: str = "test:0", patience: Patience | None = None) -> None:
        self._configuration = tempfile.TemporaryDirectory(prefix="reception-desk-sane-")
        folder = Path(self._configuration.name)
        (folder / "dll.conf").write_text("test\n", encoding="ascii")
        (folder / "test.conf").write_text("number_of_devices 2\n", encoding="ascii")
        super().__init__(
            ScannerSettings(kind="sane", device=device),
            environment={"SANE_CONFIG_DIR": str(folder)},
            patience=patience,
        )
        self.driver_options |= {"test-picture": "Color pattern", "read-delay": 0}
        self.fault = None

    @property
    def fault(self) -> ScanOutcome | None:
        """How the next scans end; None for well."""
        return self._fault

    @fault.setter
    def fault(self, outcome: ScanOutcome | None) -> None:
        self._fault = outcome
        status = SANE_STATUSES[outcome] if outcome else "Default"
        self.driver_options["read-return-value"] = status

    def close(self) -> None:
        super().close()
        self._configuration.cleanup()


def _raster(paper: "Image", mode: ColourMode) -> tuple[RasterFormat, bytes]:
    if mode is ColourMode.COLOUR:
        return RasterFormat(paper.width, paper.width * 3, 8, 3), paper.tobytes()
    if mode is ColourMode.GREY:
        return RasterFormat(paper.width, paper.width, 8, 1), paper.convert("L").tobytes()
    ink = paper.convert("L").point([255] * 160 + [0] * 96, "1")
    return RasterFormat(paper.width, (paper.width + 7) // 8, 1, 1), ink.tobytes()
