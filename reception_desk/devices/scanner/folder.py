"""Pages from a file, or from a folder that another program fills."""

import os
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from threading import Event

from reception_desk.config import ScannerSettings
from reception_desk.devices.scanner.page_file import PageFile, reading_disk
from reception_desk.devices.scanner.protocol import ProgressListener, ScanError
from reception_desk.devices.scanner.settling import FileState, SettlingFiles
from reception_desk.devices.scanner.taken_files import TakenFiles
from reception_desk.records.scanning import (
    PAGE_FILES,
    ScannedPage,
    ScannerAbilities,
    ScannerInfo,
    ScanOptions,
    ScanOutcome,
)

POLL_SECONDS = 0.1


@dataclass(frozen=True, slots=True)
class FolderPatience:
    """Seconds without a change until a file is whole, and how long one that changes is awaited."""

    settle: float = 1.0
    writing: float = 60.0


class FolderScanner:
    """Gives the oldest file not yet taken, one page a call; files are never moved or changed.

    A file or a page that cannot be read is reported once and then passed over. A file counts as
    taken when the next page is asked for or the scanner is closed: a desk that is killed before
    is offered it again, and none is lost.
    """

    def __init__(
        self,
        settings: ScannerSettings,
        *,
        home: Path | None = None,
        patience: FolderPatience | None = None,
    ) -> None:
        self._place = Path(settings.folder)
        self._patience = patience or FolderPatience()
        self._settling = SettlingFiles(self._patience.settle)
        self._taken = TakenFiles(home)
        self._passed: set[FileState] = set()
        self._open: _OpenFile | None = None

    def list_devices(self) -> list[ScannerInfo]:
        if not self._has_place():
            return []
        return [ScannerInfo(str(self._place), "", self._place.name, "folder")]

    def abilities(self) -> ScannerAbilities:
        """Nothing can be chosen: the files are as they are."""
        return ScannerAbilities()

    def scan_page(
        self,
        options: ScanOptions,  # noqa: ARG002 - the file decides
        on_progress: ProgressListener,
        cancelled: Event,
    ) -> ScannedPage:
        """Return the next page as the file holds it; `options` have no bearing on it."""
        if cancelled.is_set():
            raise ScanError(ScanOutcome.CANCELLED)
        if not self._has_place():
            raise ScanError(ScanOutcome.NO_SUCH_DEVICE, "设置中的图像文件夹不存在。")
        if self._open and self._open.is_at_end:
            self._let_go()
        while self._open is None:
            self._open = self._opened(self._next_file(cancelled))
        page = self._open.next_page()
        on_progress(1.0)
        return page

    def close(self) -> None:
        """Drop the pages of a file that is half delivered: it is offered anew."""
        self._let_go()

    def _has_place(self) -> bool:
        return self._place != Path() and self._place.exists()

    def _let_go(self) -> None:
        """Remember the open file if all its pages were delivered, and close it."""
        file, self._open = self._open, None
        if file:
            file.pages.close()
            if file.is_at_end:
                self._taken.add(file.state, file.pages.data)
            else:
                self._passed.discard(file.state)

    def _opened(self, state: FileState) -> "_OpenFile | None":
        """Open a file, which is passed over from now on; None when it was taken earlier."""
        self._passed.add(state)
        pages = PageFile(state[0])
        if self._taken.has_content(state[0], pages.data):
            pages.close()
            return None
        return _OpenFile(state, pages)

    def _next_file(self, cancelled: Event) -> FileState:
        """Return the oldest file that is whole; wait while there are only unfinished ones."""
        started = time.monotonic()
        while True:
            waiting = [each for each in self._files() if not self._is_taken(each)]
            if not waiting:
                raise ScanError(ScanOutcome.NO_DOCUMENTS)
            now = time.monotonic()
            if whole := self._settling.whole(waiting, seen_at=now, clock=time.time()):
                return whole[0]
            if now - started > self._patience.writing:
                raise ScanError(ScanOutcome.NO_DOCUMENTS, "有文件还在写入，写完后再取。")
            if cancelled.wait(POLL_SECONDS):
                raise ScanError(ScanOutcome.CANCELLED)

    def _is_taken(self, state: FileState) -> bool:
        return state in self._passed or self._taken.has_state(state)

    def _files(self) -> list[FileState]:
        with reading_disk():
            if self._place.is_file():
                return [_state(self._place)]
            with os.scandir(self._place) as entries:
                return [
                    _state(entry)
                    for entry in entries
                    if entry.name.lower().endswith(PAGE_FILES)
                    and not entry.name.startswith(".")
                    and entry.is_file()
                ]


def pages_of_file(path: Path, unread: list[ScanError]) -> Iterator[ScannedPage]:
    """Yield each page of a file that can be read; why another could not is added to `unread`."""
    try:
        file = PageFile(path)
    except ScanError as error:
        unread.append(error)
        return
    try:
        for number in range(file.count):
            try:
                page = file.page(number)
            except ScanError as error:
                unread.append(error)
            else:
                yield page
    finally:
        file.close()


class _OpenFile:
    """A file on its way, and the page that comes next."""

    def __init__(self, state: FileState, pages: PageFile) -> None:
        self.state = state
        self.pages = pages
        self._next = 0

    @property
    def is_at_end(self) -> bool:
        return self._next >= self.pages.count

    def next_page(self) -> ScannedPage:
        number, self._next = self._next, self._next + 1
        return self.pages.page(number)


def _state(file: Path | os.DirEntry[str]) -> FileState:
    status = file.stat()
    return Path(file), status.st_mtime_ns, status.st_size
