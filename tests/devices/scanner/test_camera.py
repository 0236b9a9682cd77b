"""The whole path of the camera: parent, pipe, worker, OpenCV, and a film in place of a device."""

import os
import signal
import threading
from collections.abc import Iterator
from itertools import chain
from math import dist
from pathlib import Path

import pytest

from reception_desk.config import ScannerSettings
from reception_desk.devices.scanner.camera import CameraPatience, CameraScanner
from reception_desk.devices.scanner.null import NullScanner
from reception_desk.devices.scanner.protocol import LiveScanner, ScanError
from reception_desk.devices.scanner.simulated import SimulatedScanner
from reception_desk.devices.scanner.simulated_camera import LETTERS, CameraTestScanner, write_film
from reception_desk.imaging.decode import decode_frame
from reception_desk.records.camera import CameraPhase, CameraPreview
from reception_desk.records.pages import PageConcern
from reception_desk.records.scanning import ScannedPage, ScanOptions, ScanOutcome
from tests.devices.scanner import films


def nothing(_share: float) -> None:
    """No interest in progress."""


class Watcher:
    """Keeps what a watch shows; a film that ends is a camera that is pulled out."""

    def __init__(self, film: Path) -> None:
        self.scanner = CameraScanner(ScannerSettings(kind="camera", device=str(film)))
        self.previews: list[CameraPreview] = []
        self.pages: list[ScannedPage] = []

    def to_the_end(self) -> ScanOutcome:
        try:
            with pytest.raises(ScanError) as caught:
                self.scanner.watch(self.previews.append, self.pages.append, threading.Event())
        finally:
            self.scanner.close()
        assert "高拍仪" in caught.value.message
        return caught.value.outcome


def camera(device: str | Path, patience: CameraPatience | None = None) -> CameraScanner:
    return CameraScanner(ScannerSettings(kind="camera", device=str(device)), patience=patience)


@pytest.fixture(scope="module")
def still_film(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_film(
        tmp_path_factory.mktemp("film") / "still.avi", films.lying(films.sheet(1), 24)
    )


@pytest.fixture
def still_camera(still_film: Path) -> Iterator[CameraScanner]:
    scanner = camera(still_film)
    yield scanner
    scanner.close()


def test_each_new_sheet_is_taken_once_while_hands_come_and_go(tmp_path: Path):
    table, first, second = films.table(), films.sheet(1), films.sheet(2)
    frames = chain(
        films.lying(table),
        films.laying(table, first),
        films.lying(first),
        films.laying(first, first),
        films.lying(first),
        films.laying(first, second),
        films.lying(second),
        films.laying(second, table),
        films.lying(table),
    )
    watcher = Watcher(write_film(tmp_path / "film.avi", frames))

    outcome = watcher.to_the_end()

    assert outcome is ScanOutcome.IO_ERROR
    assert len(watcher.pages) == 2
    for page, picture in zip(watcher.pages, (first, second), strict=True):
        pixels = decode_frame(page.image).pixels
        assert pixels.shape == picture.shape == (page.height_px, page.width_px, 3)
        assert abs(pixels.astype(int) - picture).mean() < 4
        assert page.changes == ()
    assert {CameraPhase.EMPTY, CameraPhase.TAKEN} <= {each.phase for each in watcher.previews}
    assert decode_frame(watcher.previews[0].image).pixels.shape[0] == watcher.previews[0].height_px
    bare = {CameraPhase.EMPTY, CameraPhase.MOVING}
    assert all(each.corners is None for each in watcher.previews if each.phase in bare)


def test_the_outline_of_the_sheet_comes_with_the_preview(still_film: Path):
    watcher = Watcher(still_film)
    watcher.to_the_end()

    preview = watcher.previews[-1]
    assert preview.corners is not None
    scale = preview.height_px / films.sheet(1).shape[0]
    truth = films.corners(1)
    assert all(
        dist(seen, (x * scale, y * scale)) < 3
        for seen, (x, y) in zip(preview.corners, truth, strict=True)
    )


def test_the_same_sheet_laid_down_again_is_not_taken_again(tmp_path: Path):
    table, first, again = films.table(), films.sheet(1), films.sheet(1, place=5)
    frames = chain(
        films.lying(first),
        films.laying(first, table),
        films.lying(table),
        films.laying(table, again),
        films.lying(again),
    )
    watcher = Watcher(write_film(tmp_path / "film.avi", frames))

    watcher.to_the_end()

    assert len(watcher.pages) == 1


@pytest.mark.parametrize(
    ("spoil", "concern"),
    [(films.with_lamp, PageConcern.GLARE), (films.out_of_focus, PageConcern.BLURRED)],
)
def test_a_page_that_cannot_be_read_is_said_so_and_taken_again(tmp_path, spoil, concern):
    good = films.sheet(1)
    bad = spoil(good)
    frames = chain(films.lying(bad), films.laying(bad, good), films.lying(good))
    watcher = Watcher(write_film(tmp_path / "film.avi", frames))

    watcher.to_the_end()

    assert [page.changes for page in watcher.pages] == [(concern.sentence,), ()]


def test_the_drawn_camera_gives_its_letters_and_then_starts_again():
    scanner = CameraTestScanner()
    pages: list[ScannedPage] = []

    with pytest.raises(ScanError):
        scanner.watch(lambda _preview: None, pages.append, threading.Event())
    again = scanner.scan_page(ScanOptions(), nothing, threading.Event())
    scanner.close()

    assert [page.changes for page in pages] == [()] * LETTERS
    assert again.image == pages[0].image


def test_the_shutter_takes_what_lies_there_at_once(still_film: Path):
    watcher = Watcher(still_film)
    shutter, cancelled = threading.Event(), threading.Event()

    def ask_twice(page: ScannedPage) -> None:
        watcher.pages.append(page)
        if len(watcher.pages) < 3:
            shutter.set()
        else:
            cancelled.set()

    watcher.scanner.watch(watcher.previews.append, ask_twice, cancelled, shutter=shutter)
    watcher.scanner.close()

    assert len(watcher.pages) == 3


def test_a_watch_that_is_over_ends_and_the_camera_works_on(still_camera: CameraScanner):
    cancelled = threading.Event()

    still_camera.watch(lambda _preview: cancelled.set(), lambda _page: None, cancelled)
    first = still_camera.worker_pid

    page = still_camera.scan_page(ScanOptions(), nothing, threading.Event())
    assert page.outcome is ScanOutcome.OK
    assert still_camera.worker_pid == first


def test_a_camera_let_go_is_held_by_no_process_and_works_on(still_camera: CameraScanner):
    first = still_camera.scan_page(ScanOptions(), nothing, threading.Event())
    pid = still_camera.worker_pid
    assert isinstance(still_camera, LiveScanner)

    still_camera.let_go()

    assert still_camera.worker_pid is None
    assert not Path(f"/proc/{pid}").exists()
    again = still_camera.scan_page(ScanOptions(), nothing, threading.Event())
    assert again.image == first.image, "the sheet that lies there is new to who knows of none"


def test_only_a_camera_can_be_watched():
    assert not isinstance(SimulatedScanner(), LiveScanner)
    assert not isinstance(NullScanner(), LiveScanner)


def test_no_new_sheet_in_time_is_told(still_film: Path):
    scanner = camera(still_film, CameraPatience(sheet=0.0))

    with pytest.raises(ScanError) as caught:
        scanner.scan_page(ScanOptions(), nothing, threading.Event())
    assert scanner.worker_pid is None

    assert caught.value.outcome is ScanOutcome.NO_DOCUMENTS
    scanner.close()


def test_the_camera_is_asked_for_its_sizes(still_camera: CameraScanner):
    height, width = films.sheet(1).shape[:2]

    assert still_camera.abilities().picture_sizes == ((width, height),)


@pytest.mark.parametrize(
    ("device", "outcome"),
    [
        ("/dev/no-such-camera", ScanOutcome.NO_SUCH_DEVICE),
        ("没有这台", ScanOutcome.NO_SUCH_DEVICE),
        ("/dev/null", ScanOutcome.DEVICE_BUSY),
    ],
)
def test_a_camera_that_does_not_open_is_told_with_its_reason(device: str, outcome: ScanOutcome):
    scanner = camera(device)

    with pytest.raises(ScanError) as caught:
        scanner.scan_page(ScanOptions(), nothing, threading.Event())
    with pytest.raises(ScanError) as asked:
        scanner.abilities()

    assert caught.value.outcome is asked.value.outcome is outcome
    assert "高拍仪" in caught.value.message
    scanner.close()


def test_a_file_that_is_no_film_is_refused(tmp_path: Path):
    path = tmp_path / "film.avi"
    path.write_bytes(b"no film at all")
    scanner = camera(path)

    with pytest.raises(ScanError) as caught:
        scanner.scan_page(ScanOptions(), nothing, threading.Event())

    assert caught.value.outcome is ScanOutcome.UNSUPPORTED_FILE
    scanner.close()


def test_a_killed_worker_is_told_and_replaced(still_camera: CameraScanner):
    def kill(_preview: CameraPreview) -> None:
        if still_camera.worker_pid:
            os.kill(still_camera.worker_pid, signal.SIGKILL)

    with pytest.raises(ScanError) as caught:
        still_camera.watch(kill, lambda _page: None, threading.Event())

    assert caught.value.outcome is ScanOutcome.WORKER_DIED
    page = still_camera.scan_page(ScanOptions(), nothing, threading.Event())
    assert page.outcome is ScanOutcome.OK


def test_a_camera_that_hangs_is_given_up(still_film: Path):
    scanner = camera(still_film, CameraPatience(stall=0.5))

    def hang(_preview: CameraPreview) -> None:
        if scanner.worker_pid:
            os.kill(scanner.worker_pid, signal.SIGSTOP)

    with pytest.raises(ScanError) as caught:
        scanner.watch(hang, lambda _page: None, threading.Event())

    assert caught.value.outcome is ScanOutcome.TIMED_OUT
    scanner.close()


def test_a_second_call_at_the_same_time_is_told_the_camera_is_busy(still_camera: CameraScanner):
    cancelled = threading.Event()
    seen: list[ScanOutcome] = []

    def ask_again(_preview: CameraPreview) -> None:
        with pytest.raises(ScanError) as caught:
            still_camera.abilities()
        seen.append(caught.value.outcome)
        cancelled.set()

    still_camera.watch(ask_again, lambda _page: None, cancelled)

    assert seen[0] is ScanOutcome.DEVICE_BUSY


def test_a_listener_that_fails_leaves_no_watch_running(still_camera: CameraScanner):
    def fail(_preview: CameraPreview) -> None:
        raise LookupError("a bug in the page")

    with pytest.raises(LookupError):
        still_camera.watch(fail, lambda _page: None, threading.Event())

    assert still_camera.worker_pid is None
