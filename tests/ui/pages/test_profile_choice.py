"""Profiles at the station: asked of the real device, chosen with 0, told where they fall back."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from reception_desk.devices.scanner.null import NullScanner
from reception_desk.devices.scanner.simulated import SimulatedScanner
from reception_desk.devices.scanner.simulated_escl import EsclTestScanner
from reception_desk.records.pages import PageStep
from reception_desk.records.scan_profiles import PaperSize, ScanProfile
from reception_desk.records.scanning import ColourMode, PaperSource
from reception_desk.records.visit import VisitRecord
from reception_desk.services import scan_profiles
from reception_desk.services.registration import register_visit
from reception_desk.ui.tasks import Tasks
from tests.offices import SampleOffice, person, visit
from tests.ui.logs import LogWatch
from tests.ui.pages.bench import Bench

ZERO, F4 = Qt.Key.Key_0, Qt.Key.Key_F4


@pytest.fixture
def record(desk: SampleOffice) -> VisitRecord:
    return register_visit(desk.database, desk.clerk, visit(person()))


@pytest.fixture
def network() -> Iterator[EsclTestScanner]:
    scanner = EsclTestScanner()
    yield scanner
    scanner.close()


def keep(bench: Bench, *profiles: ScanProfile) -> None:
    scan_profiles.keep_profiles(
        bench.desk.database, bench.desk.administrator, bench.work.settings.scanner, profiles
    )


def names(bench: Bench) -> list[str]:
    box = bench.page.view.profiles
    return [box.itemText(place).split(" · ")[0] for place in range(box.count())]


def test_a_device_with_a_feeder_offers_it_and_reads_both_sides_of_a_stack(
    qtbot: QtBot,
    desk: SampleOffice,
    tasks: Tasks,
    record: VisitRecord,
    network: EsclTestScanner,
    tmp_path: Path,
    logs: LogWatch,
):
    bench = Bench(qtbot, desk, tasks, network, tmp_path)
    bench.open(record)
    assert names(bench) == ["0 普通材料", "0 整叠单面", "0 整叠双面"]
    assert not bench.page.view.feeder.isChecked()

    bench.press(ZERO)
    bench.press(ZERO)
    assert bench.page.view.feeder.isChecked()
    assert "整叠双面" in bench.page.view.bar.text
    network.device.sheets = 2
    bench.press(F4)

    assert bench.station.batch is not None
    assert len(bench.station.batch.pages) == 4
    logs.take("no_documents")
    again = Bench(qtbot, desk, tasks, network, tmp_path)
    again.open(record)
    assert again.page.view.profiles.currentIndex() == 2, "the last choice is remembered"


def test_resolution_colour_size_and_steps_are_those_of_the_profile(
    qtbot: QtBot, desk: SampleOffice, tasks: Tasks, record: VisitRecord, tmp_path: Path
):
    bench = Bench(qtbot, desk, tasks, SimulatedScanner(), tmp_path)
    left_out = frozenset({PageStep.SHEET, PageStep.COLOUR})
    keep(
        bench,
        ScanProfile("小", dpi=150, colour_mode=ColourMode.GREY, paper=PaperSize.A5,
                    left_out=left_out),
        ScanProfile("大"),
    )  # fmt: skip
    bench.open(record)

    bench.press(F4)

    assert bench.station.batch is not None
    (page,) = bench.station.batch.pages.values()
    assert page.dpi == 150
    assert bench.paper().pages[0].treatment.left_out == left_out
    assert page.decisions is not None
    assert page.decisions.colour is None


def test_what_the_device_cannot_do_any_more_is_told_and_replaced(
    qtbot: QtBot, desk: SampleOffice, tasks: Tasks, record: VisitRecord, tmp_path: Path
):
    bench = Bench(qtbot, desk, tasks, SimulatedScanner(), tmp_path)
    both = ScanProfile("双面", PaperSource.DUPLEX, 1200, paper=PaperSize.A5)
    keep(bench, both, ScanProfile("平"))

    bench.open(record)

    assert "没有双面送纸，改用平板" in bench.page.view.bar.text
    assert "没有 1200 dpi，改用 600 dpi" in bench.page.view.bar.text
    assert not bench.page.view.feeder.isChecked()
    bench.press(F4)
    assert bench.shape() == [1]


def test_a_device_with_one_profile_shows_nothing_to_choose(
    qtbot: QtBot, desk: SampleOffice, tasks: Tasks, record: VisitRecord, tmp_path: Path
):
    bench = Bench(qtbot, desk, tasks, SimulatedScanner(), tmp_path)
    bench.open(record)
    assert not bench.page.view.profiles.isVisible()

    bench.press(ZERO)

    assert "只有一个扫描方案" in bench.page.view.bar.text


def test_without_a_device_nothing_is_told_before_it_is_to_scan(
    qtbot: QtBot, desk: SampleOffice, tasks: Tasks, record: VisitRecord, tmp_path: Path
):
    bench = Bench(qtbot, desk, tasks, NullScanner(), tmp_path)

    bench.open(record)
    assert bench.page.view.bar.text == ""
    bench.press(F4)
    assert "找不到扫描仪" in bench.page.view.bar.text


def test_the_keys_of_the_station_work_while_the_profiles_have_the_focus(
    qtbot: QtBot, desk: SampleOffice, tasks: Tasks, record: VisitRecord, network, tmp_path: Path
):
    bench = Bench(qtbot, desk, tasks, network, tmp_path)
    bench.open(record)
    box = bench.page.view.profiles
    box.setFocus()

    qtbot.keyClick(box, ZERO)
    bench.rest()
    assert box.currentIndex() == 1
    qtbot.keyClick(box, Qt.Key.Key_Down)
    bench.rest()

    assert bench.station.profiles.profile.paper_source is PaperSource.DUPLEX
