"""The live picture of a document camera at the station, with a film that OpenCV opens as one."""

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import chain
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from reception_desk.app import Desk
from reception_desk.config import ScannerSettings
from reception_desk.devices.scanner.camera import CameraScanner
from reception_desk.devices.scanner.simulated_camera import write_film
from reception_desk.records.camera import CameraPhase
from reception_desk.records.pages import PageConcern
from reception_desk.records.visit import VisitRecord
from reception_desk.services import scan_batches
from reception_desk.services.registration import register_visit
from reception_desk.ui.pages.scanning import ScanningPage
from reception_desk.ui.pages.scanning.live import LiveNews
from reception_desk.ui.pages.scanning.live_picture import LiveFrame
from reception_desk.ui.pages.scanning.live_words import OPENING, KeptPage, live_words
from reception_desk.ui.tasks import Tasks
from tests.devices.scanner import films
from tests.offices import SampleOffice, person, visit
from tests.ui.accessibility import nameless_controls
from tests.ui.pages.bench import Bench
from tests.ui.shell import idle, opened
from tests.ui.smooth import StallWatch

KEY = Qt.Key
LONG = 200
"""Frames: the camera is never away while a test runs."""


@pytest.fixture(scope="module")
def long_film(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A sheet that lies there for longer than any test looks."""
    path = tmp_path_factory.mktemp("films") / "long.avi"
    return write_film(path, films.lying(films.sheet(1), LONG))


@pytest.fixture(scope="module")
def two_sheets(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two letters laid down one after the other; then the cable is out."""
    table, first, second = films.table(), films.sheet(1), films.sheet(2)
    frames = chain(
        films.lying(table),
        films.laying(table, first),
        films.lying(first),
        films.laying(first, second),
        films.lying(second),
    )
    return write_film(tmp_path_factory.mktemp("films") / "two.avi", frames)


@pytest.fixture
def record(desk: SampleOffice) -> VisitRecord:
    return register_visit(desk.database, desk.clerk, visit(person()))


Station = Callable[[str | Path], "Watched"]


class Watched(Bench):
    """The station with a camera; while it is watched there is always work under way."""

    scanner: CameraScanner

    def wait(self, is_so: Callable[[], bool]) -> None:
        self.qtbot.waitUntil(is_so, timeout=20_000)

    def watch(self, key: Qt.Key = KEY.Key_F4) -> None:
        QTest.keyClick(self.strip if self.strip.isVisible() else self.page, key)
        assert self.station.live.is_on
        assert self.page.view.middle.currentWidget() is self.page.view.live

    def count(self) -> int:
        return len(self.station.batch.pages) if self.station.batch else 0

    @property
    def live(self):
        return self.page.view.live


@pytest.fixture
def station(
    qtbot: QtBot, desk: SampleOffice, tasks: Tasks, record: VisitRecord, tmp_path: Path
) -> Iterator[Station]:
    """Make a station with this camera, the visit open."""
    made: list[Watched] = []

    def make(device: str | Path) -> Watched:
        scanner = CameraScanner(ScannerSettings(kind="camera", device=str(device)))
        bench = Watched(qtbot, desk, tasks, scanner, tmp_path)
        bench.scanner = scanner
        bench.open(record)
        made.append(bench)
        return bench

    yield make
    for bench in made:
        bench.page.close_page()
        bench.rest()
        bench.scanner.close()


def kept(bench: Bench, record: VisitRecord) -> int:
    """Return how many pages the file holds."""
    batch = scan_batches.open_batch(bench.desk.database, bench.desk.clerk, record.visit_id)
    return len(batch.pages)


def test_each_sheet_becomes_a_page_by_itself_and_a_cable_pulled_out_keeps_them(
    station: Station, two_sheets: Path, record: VisitRecord
):
    bench = station(two_sheets)
    said: list[str] = []
    seen: list[CameraPhase] = []
    bench.watch()
    assert bench.live.words == OPENING
    bench.station.live.page_kept.connect(lambda: said.append(str(kept(bench, record))))
    frames = bench.live.view

    def note() -> bool:
        if frames.frame is not None:
            seen.append(frames.frame.phase)
            said.append(bench.live.words)
        return not bench.station.live.is_on

    bench.wait(note)
    bench.rest()

    assert bench.shape() == [2]
    assert {"1", "2"} <= set(said), "each page is in the file when the screen hears of it"
    assert "已拍第 1 页，请换下一张。" in said
    assert CameraPhase.EMPTY in seen
    assert "与高拍仪的通信中断" in bench.page.view.bar.text
    assert "此前扫描的页不受影响" in bench.page.view.bar.text
    bench.qtbot.waitUntil(lambda: bench.strip.is_whole)
    assert bench.page.view.middle.currentWidget() is bench.page.view.picture
    assert bench.page.view.scan_button.text() == "拍摄 F4"
    assert not bench.page.view.feeder.isVisible()


def test_f4_ends_it_and_the_sheet_that_lies_there_is_not_taken_twice(
    station: Station, long_film: Path
):
    bench = station(long_film)
    bench.watch()
    bench.wait(lambda: bench.count() == 1)
    assert bench.page.view.scan_button.text() == "结束拍摄 F4"

    bench.press(KEY.Key_F4)
    assert not bench.station.is_busy
    assert bench.strip.hasFocus()
    bench.watch()
    bench.wait(lambda: "刚才拍过" in bench.live.words)
    bench.press(KEY.Key_F4)

    assert bench.count() == 1


def test_escape_ends_it_and_only_then_leaves_the_visit(station: Station, long_film: Path):
    bench = station(long_film)
    bench.watch()

    bench.press(KEY.Key_Escape)
    assert not bench.station.live.is_on
    assert bench.page.visit is not None
    bench.watch()
    bench.page.view.other_button.click()
    bench.rest()

    assert bench.page.visit is None
    assert bench.scanner.worker_pid is None


@pytest.mark.parametrize("key", [KEY.Key_Space, KEY.Key_Return])
def test_the_shutter_takes_what_lies_there(station: Station, long_film: Path, key: Qt.Key):
    bench = station(long_film)
    bench.watch()
    bench.wait(lambda: bench.count() == 1)

    QTest.keyClick(bench.strip, key)
    bench.wait(lambda: bench.count() == 2)
    bench.live.shutter_button.click()
    bench.wait(lambda: bench.count() == 3)

    bench.wait(lambda: "第 3 页" in bench.live.words)
    bench.press(KEY.Key_F4)
    assert bench.strip.pages.index(1, 0).data().startswith("第 2 页")


def test_a_page_taken_again_takes_the_place_of_the_first(station: Station, long_film: Path):
    bench = station(long_film)
    bench.watch()
    bench.wait(lambda: bench.count() == 1)
    bench.press(KEY.Key_F4)
    old = bench.strip.chosen_id

    bench.watch(KEY.Key_F6)
    bench.wait(lambda: bench.live.words == "重拍第 1 页：把纸放好，再按空格。")
    QTest.keyClick(bench.live, KEY.Key_Space)
    bench.wait(lambda: not bench.station.live.is_on)
    bench.rest()

    first, second = bench.paper().pages
    assert (second.page_id, second.is_removed) == (old, True)
    assert not first.is_removed


def test_meanwhile_pages_are_sorted_and_nothing_is_filed(station: Station, long_film: Path):
    bench = station(long_film)
    bench.watch()
    bench.wait(lambda: bench.count() == 1)

    QTest.keyClick(bench.strip, KEY.Key_1)
    bench.wait(lambda: bench.paper().kind.value == "petition")
    QTest.keyClick(bench.strip, KEY.Key_F8)
    QTest.keyClick(bench.strip, KEY.Key_C)

    assert bench.station.live.is_on
    assert not bench.station.cropping.is_on
    assert not bench.page.view.file_button.isEnabled()
    assert nameless_controls(bench.live) == []
    bench.press(KEY.Key_F4)
    assert bench.count() == 1


@pytest.mark.parametrize(
    ("device", "words"), [("/dev/null", "正在使用中"), ("/dev/no-such-camera", "找不到高拍仪")]
)
def test_a_camera_that_does_not_open_is_told(station: Station, device: str, words: str):
    bench = station(device)

    bench.press(KEY.Key_F4)

    assert words in bench.page.view.bar.text
    assert not bench.station.is_busy


# The whole desk


def is_running(pid: int | None) -> bool:
    """Say whether a process is there; one that ended and was waited for is not."""
    return pid is not None and Path(f"/proc/{pid}").exists()


@contextmanager
def watching(
    qtbot: QtBot, desk: SampleOffice, record: VisitRecord, film: Path
) -> Iterator[tuple[Desk, ScanningPage, CameraScanner]]:
    """Open the whole desk with the camera being watched."""
    settings = ScannerSettings(kind="camera", device=str(film))
    with opened(qtbot, desk, scanner=settings, lock_after_seconds=0) as whole:
        whole.window.scan_for(record.visit_id)
        idle(qtbot, whole)
        page = whole.window.pages.built("scanning")
        assert isinstance(page, ScanningPage)
        scanner = whole.workplace.scanner
        assert isinstance(scanner, CameraScanner)
        target = QApplication.focusWidget()
        assert target is not None
        qtbot.keyClick(target, KEY.Key_F4)
        qtbot.waitUntil(lambda: page.view.live.view.frame is not None, timeout=20_000)
        yield whole, page, scanner


def test_another_page_ends_the_watching_and_lets_the_camera_go(
    qtbot: QtBot, desk: SampleOffice, record: VisitRecord, long_film: Path
):
    with watching(qtbot, desk, record, long_film) as (whole, page, scanner):
        pid = scanner.worker_pid
        assert is_running(pid)
        whole.window.open_page("register")
        idle(qtbot, whole)

        assert not page.station.live.is_on
        assert not is_running(pid)
        assert scanner.worker_pid is None


def test_a_locked_desk_watches_nothing(
    qtbot: QtBot, desk: SampleOffice, record: VisitRecord, long_film: Path
):
    with watching(qtbot, desk, record, long_film) as (whole, page, scanner):
        pid = scanner.worker_pid
        whole.window.lock()
        idle(qtbot, whole)

        assert not page.station.live.is_on
        assert not is_running(pid)


def test_a_window_closed_meanwhile_leaves_no_process(
    qtbot: QtBot, desk: SampleOffice, record: VisitRecord, long_film: Path
):
    with watching(qtbot, desk, record, long_film) as (_whole, _page, scanner):
        pid = scanner.worker_pid
        assert is_running(pid)

    assert not is_running(pid)
    assert os.getpid() != pid


def test_pages_that_come_keep_the_desk_from_locking(
    qtbot: QtBot, desk: SampleOffice, record: VisitRecord, long_film: Path
):
    with watching(qtbot, desk, record, long_film) as (whole, page, _scanner):
        whole.window.input_watch._last = time.monotonic() - 1000
        with qtbot.waitSignal(page.station.live.page_kept, timeout=20_000):
            page.station.live.shoot()

        assert whole.window.input_watch.idle_seconds() < 100


def test_the_screen_never_stands_still_before_a_camera(
    qtbot: QtBot, desk: SampleOffice, record: VisitRecord, long_film: Path, smooth: StallWatch
):
    with watching(qtbot, desk, record, long_film) as (_whole, page, _scanner):
        page.station.live.shoot()
        qtbot.waitUntil(lambda: "已拍第" in page.view.live.words, timeout=20_000)
        frames: set[int] = set()

        def have_come() -> bool:
            frames.add(id(page.view.live.view.frame))
            return len(frames) >= 12

        with smooth.look():
            page.station.live.shoot()
            qtbot.waitUntil(have_come, timeout=20_000)
            qtbot.waitUntil(lambda: page.view.strip.is_whole, timeout=20_000)


# Words, and what is dropped


def test_of_pictures_that_nobody_fetched_only_the_newest_is_shown():
    news = LiveNews()
    frames = [LiveFrame(QImage(), CameraPhase.EMPTY, None) for _ in range(3)]

    assert [news.put_frame(frame) for frame in frames] == [True, False, False]
    news.put_page(KeptPage(1))
    assert not news.put_frame(frames[0])

    assert news.fetch() == (frames[0], [KeptPage(1)])
    assert news.fetch() == (None, [])
    assert news.put_frame(frames[1])


def test_each_phase_has_its_words():
    glare = KeptPage(3, (PageConcern.GLARE.sentence,))
    for last in (None, glare):
        said = {live_words(phase, last).words for phase in CameraPhase}
        assert len(said) == len(CameraPhase)

    assert live_words(CameraPhase.TAKEN, KeptPage(3)).words == "已拍第 3 页，请换下一张。"
    assert live_words(CameraPhase.RETAKE, glare).words.startswith("重拍第 3 页：纸面反光")
