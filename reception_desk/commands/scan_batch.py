"""The pages of one `desk scan`: each on the disk before the next one is asked for."""

import json
import os
import sys
from pathlib import Path
from threading import Event
from typing import Any

from reception_desk.devices.scanner import ScanError, Scanner
from reception_desk.errors import DeskError
from reception_desk.records.scanning import PaperSource, ScannedPage, ScanOptions, ScanOutcome

REPORT = "scan.json"
EXIT_CODES = {
    ScanOutcome.NO_DOCUMENTS: 10,
    ScanOutcome.JAMMED: 11,
    ScanOutcome.COVER_OPEN: 12,
    ScanOutcome.DEVICE_BUSY: 13,
    ScanOutcome.NO_SUCH_DEVICE: 14,
    ScanOutcome.NO_DRIVER: 15,
    ScanOutcome.IO_ERROR: 16,
    ScanOutcome.ACCESS_DENIED: 17,
    ScanOutcome.OUT_OF_MEMORY: 18,
    ScanOutcome.WORKER_DIED: 19,
    ScanOutcome.TIMED_OUT: 20,
    ScanOutcome.UNSUPPORTED_FILE: 21,
    ScanOutcome.UNKNOWN: 22,
    ScanOutcome.CANCELLED: 130,
}
"""Scripts know these numbers: one is never given another meaning."""
SUFFIXES = {
    "image/jpeg": "jpg",
    "image/png": "png",
    "image/heic": "heic",
    "image/avif": "avif",
    "application/pdf": "pdf",
}


class Batch:
    """Pages and troubles so far; the report is written with each page, so that none is lost."""

    def __init__(self, folder: Path, *, is_quiet: bool) -> None:
        self._folder = folder
        self._is_quiet = is_quiet
        self._pages: list[dict[str, Any]] = []
        self._troubles: list[dict[str, str]] = []

    @property
    def exit_code(self) -> int:
        """Return 0, or the code of the last trouble."""
        if not self._troubles:
            return 0
        return EXIT_CODES[ScanOutcome(self._troubles[-1]["outcome"])]

    def scan(
        self, scanner: Scanner, options: ScanOptions, wanted: int | None, cancelled: Event
    ) -> None:
        """Scan `wanted` pages: 0 is all there are, None one from a glass and all from elsewhere.

        A file that cannot be read is told and passed over; any other trouble ends the batch.
        Raises `DeskError` when a page cannot be written.
        """
        is_going_on = True
        while is_going_on:
            try:
                page = scanner.scan_page(options, self._tell_progress, cancelled)
            except ScanError as error:
                is_end = error.outcome is ScanOutcome.NO_DOCUMENTS and not wanted and self._pages
                if not is_end:
                    self._refuse(error.outcome, str(error))
                is_going_on = error.outcome is ScanOutcome.UNSUPPORTED_FILE
                continue
            self._keep(page)
            is_one = wanted is None and page.paper_source is PaperSource.FLATBED
            is_going_on = not page.is_partial and not is_one and len(self._pages) != wanted

    def report_text(self) -> str:
        """Return the pages and troubles as JSON."""
        report = {"pages": self._pages, "troubles": self._troubles}
        return json.dumps(report, ensure_ascii=False, indent=2)

    def _keep(self, page: ScannedPage) -> None:
        number = len(self._pages) + 1
        name = f"{number:04d}.{SUFFIXES[page.media_type]}"
        self._write(name, page.image)
        self._pages.append(
            {
                "file": name,
                "source": page.source,
                "paper_source": page.paper_source,
                "width": page.width_px,
                "height": page.height_px,
                "dpi": page.dpi,
                "is_partial": page.is_partial,
                "changes": list(page.changes),
            }
        )
        self._write_report()
        if not self._is_quiet:
            sys.stdout.write(f"{name}  {page.width_px}×{page.height_px}  {page.source}\n")
            sys.stdout.flush()
        for change in page.changes:
            self._say(f"第 {number} 页：{change}")
        if problem := page.outcome.problem(has_part=True):
            self._refuse(page.outcome, f"{problem.message}{problem.saved}{problem.advice}")

    def _refuse(self, outcome: ScanOutcome, sentence: str) -> None:
        self._troubles.append({"outcome": outcome.value, "problem": sentence})
        self._write_report()
        self._say(sentence)

    def _tell_progress(self, share: float) -> None:
        """Show the share of a page on a terminal; a log file gets none of it."""
        if sys.stderr.isatty():
            end = "\n" if share == 1 else ""
            sys.stderr.write(f"\r第 {len(self._pages) + 1} 页 {share:4.0%}{end}")
            sys.stderr.flush()

    def _say(self, sentence: str) -> None:
        sys.stderr.write(f"{sentence}\n")
        sys.stderr.flush()

    def _write_report(self) -> None:
        self._write(REPORT, f"{self.report_text()}\n".encode())

    def _write(self, name: str, data: bytes) -> None:
        """Write a file whole and to the disk; raises `DeskError`."""
        path = self._folder / name
        part = path.with_suffix(".part")
        try:
            with part.open("wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            part.replace(path)
        except OSError as error:
            part.unlink(missing_ok=True)
            raise DeskError(
                f"不能写入“{path}”：{error.strerror}。",
                saved=f"此前的 {len(self._pages)} 页已存好。",
                advice="请检查磁盘空间和权限。",
            ) from error
