"""整叠扫描: sheets send the pages to their visits, the page says so, one key takes it back."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from reception_desk.config import PrinterSettings, ScannerSettings
from reception_desk.devices.printer import Bitmap, open_printer
from reception_desk.devices.printer.ippeve import LoopbackIppPrinter
from reception_desk.devices.scanner.folder import FolderScanner
from reception_desk.models.database import now
from reception_desk.records.scan_batches import ScanBatch
from reception_desk.records.scanning import ScannedPage
from reception_desk.records.separators import SeparatorData, visit_code
from reception_desk.records.visit import VisitRecord
from reception_desk.services import filing, scan_batches, separators
from reception_desk.services.registration import register_visit
from reception_desk.ui.pages.scanning.stack_sorting import StackSorting
from reception_desk.ui.tasks import Tasks
from reception_desk.ui.widgets.buttons import Button
from tests.documents.reading import pdfium_pages
from tests.offices import SampleOffice, person, visit
from tests.scans import separator_page, written_page
from tests.ui.pages.bench import Bench

KEY = Qt.Key
CONTROL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
FIRST, SECOND, THIRD = (written_page(words) for words in ("甲的内容", "乙的内容", "丙的内容"))


@pytest.fixture
def own(desk: SampleOffice) -> VisitRecord:
    return register_visit(desk.database, desk.clerk, visit(person()))


@pytest.fixture
def other(desk: SampleOffice) -> VisitRecord:
    return register_visit(desk.database, desk.clerk, visit(person("李娜")))


@pytest.fixture
def bench(qtbot: QtBot, desk: SampleOffice, tasks: Tasks, tmp_path: Path) -> Iterator[Bench]:
    feeder = tmp_path / "feeder"
    feeder.mkdir()
    scanner = FolderScanner(ScannerSettings(kind="folder", folder=str(feeder)))
    made = Bench(qtbot, desk, tasks, scanner, feeder)
    yield made
    made.rest()


def sheet_of(desk: SampleOffice, record: VisitRecord) -> ScannedPage:
    return separator_page(separators.visit_sheet(desk.database, desk.clerk, record.visit_id))


def batch_of(desk: SampleOffice, record: VisitRecord) -> ScanBatch:
    return scan_batches.open_batch(desk.database, desk.clerk, record.visit_id)


def words_of(bench: Bench) -> list[str]:
    pages = bench.strip.pages
    return [str(pages.index(row, 0).data()) for row in range(pages.rowCount())]


def link(bench: Bench, words: str) -> Button:
    (found,) = (
        button
        for button in bench.page.view.sent_bar.findChildren(Button)
        if button.text() == words and not button.isHidden()
    )
    return found


def test_pages_behind_a_sheet_go_to_its_visit_and_the_page_says_so(
    bench: Bench, desk: SampleOffice, own: VisitRecord, other: VisitRecord
):
    bench.open(own)
    bench.feed(FIRST, sheet_of(desk, other), SECOND, THIRD)

    assert bench.shape() == [1]
    assert len(batch_of(desk, other).pages) == 3
    assert f"第 3–4 页 → {other.provisional_number}。" in bench.page.view.sent_bar.text
    assert bench.page.view.bar.text == ""


def test_one_key_takes_it_back(
    bench: Bench, desk: SampleOffice, own: VisitRecord, other: VisitRecord
):
    bench.open(own)
    bench.feed(FIRST, sheet_of(desk, other), SECOND)

    bench.press(KEY.Key_F11, CONTROL)

    assert bench.shape() == [1, 2]
    assert words_of(bench) == ["第 1 页", "第 2 页，分隔页，不归档", "第 3 页"]
    assert batch_of(desk, other).pages == {}
    assert bench.page.view.sent_bar.text == ""
    assert "已放回 2 页" in bench.page.view.bar.text
    bench.press(KEY.Key_F10, CONTROL)
    assert bench.shape() == [1]


def test_the_visit_is_one_step_away_and_files_what_came(
    bench: Bench, desk: SampleOffice, own: VisitRecord, other: VisitRecord
):
    bench.open(own)
    bench.feed(FIRST, sheet_of(desk, other), SECOND)

    link(bench, f"打开 {other.provisional_number}").click()
    bench.rest()
    assert bench.page.visit is not None
    assert bench.page.visit.visit_id == other.visit_id
    assert "分隔页" in words_of(bench)[0]
    bench.press(KEY.Key_F8)

    (paper,) = filing.papers_of_visit(desk.database, desk.clerk, other.visit_id)
    assert paper.page_count == 1
    bench.press(KEY.Key_F11, CONTROL)
    assert "已经归档，不能放回" in bench.page.view.bar.text


def test_a_stack_needs_no_visit_and_what_is_left_is_given_one(
    bench: Bench, desk: SampleOffice, own: VisitRecord, other: VisitRecord
):
    QTest.keyClick(bench.page, KEY.Key_F4)
    bench.rest()
    assert bench.page.is_stack
    bench.feed(FIRST, sheet_of(desk, own), SECOND, sheet_of(desk, other), THIRD)

    assert bench.shape() == [1]
    assert len(batch_of(desk, own).pages) == 2
    assert "归入来访" in bench.page.view.file_button.text()
    bench.press(KEY.Key_F8)
    assert "请选择这 1 页要归入的来访" in bench.page.choice.bar.text
    assert "1 页未归入" in bench.page.choice.stack_button.text()
    QTest.keyClick(bench.page.choice.table, KEY.Key_Escape)
    bench.rest()
    assert bench.shape() == [1]
    bench.press(KEY.Key_F8)
    bench.page.choice.visit_chosen.emit(own.visit_id)
    bench.rest()

    assert bench.shape() == [2, 1]
    assert separators.waiting_pages(desk.database, desk.clerk) == 0
    bench.press(KEY.Key_Escape)
    assert bench.page.choice.stack_button.text() == "整叠扫描 F4"


def test_a_code_that_leads_nowhere_here_is_told_and_the_pages_stay(
    bench: Bench, desk: SampleOffice, own: VisitRecord, other: VisitRecord
):
    bench.open(own)
    foreign = SeparatorData("", visit_code(other.provisional_number, "0" * 32))

    bench.feed(FIRST, separator_page(foreign), SECOND, THIRD)

    assert bench.shape() == [1, 3]
    assert bench.page.view.sent_bar.text == ""
    assert "第 2 页的码在这里找不到可以归入的来访，其后 2 页" in bench.page.view.bar.text


def test_a_neutral_sheet_parts_papers_and_sends_nothing(bench: Bench, own: VisitRecord):
    bench.open(own)
    bench.feed(FIRST, separator_page(SeparatorData("接待中心")), SECOND)

    assert bench.shape() == [1, 2]
    assert words_of(bench)[1] == "第 2 页，分隔页，不归档"
    bench.strip.setCurrentIndex(bench.strip.pages.index(1, 0))
    bench.press(KEY.Key_F9)
    assert words_of(bench)[1] == "第 2 页，分隔页"


def test_what_was_read_before_is_sorted_only_when_asked_for(
    bench: Bench, desk: SampleOffice, own: VisitRecord, other: VisitRecord
):
    bench.open(own)
    bench.feed(sheet_of(desk, other))
    assert bench.shape() == [1]
    bench.feed(FIRST)
    assert bench.shape() == [2]

    bench.press(KEY.Key_F10, CONTROL)

    assert bench.station.batch is not None
    assert bench.station.batch.pages == {}
    assert len(batch_of(desk, other).pages) == 2


def test_a_batch_left_before_it_was_sorted_is_not_sorted_elsewhere(
    bench: Bench, desk: SampleOffice, own: VisitRecord, other: VisitRecord
):
    bench.open(own)
    sorting = bench.page.sorting
    assert isinstance(sorting, StackSorting)
    bench.station.work.reading_began.emit()
    bench.page.choose_another()
    bench.open(other)

    assert not bench.station.work.is_sorting
    assert bench.page.view.sent_bar.text == ""


def test_sheets_are_printed_in_one_act_from_both_places(
    qtbot: QtBot, desk: SampleOffice, tasks: Tasks, tmp_path: Path
):
    today = register_visit(desk.database, desk.clerk, visit(person(), arrived_at=now()))
    with LoopbackIppPrinter() as machine:
        printer = open_printer(PrinterSettings(url=machine.url), _no_slips)
        scanner = FolderScanner(ScannerSettings(kind="folder", folder=str(tmp_path)))
        bench = Bench(qtbot, desk, tasks, scanner, tmp_path, printer)
        QTest.keyClick(bench.page.choice.table, KEY.Key_P, CONTROL)
        QTest.keyClick(bench.page.choice.table, KEY.Key_P, ALT)
        bench.rest()
        assert bench.page.choice.bar.text == "分隔页已送打印机。"
        bench.open(today)
        bench.press(KEY.Key_P, CONTROL)
        printed = [machine.printed(str(number)) or b"" for number in (1, 2, 3)]

    texts = ["".join(pdfium_pages(pdf)) for pdf in printed]
    assert today.provisional_number in texts[0]
    assert "另一份材料" in texts[1]
    assert printed[2] == printed[0]


def test_without_a_printer_the_page_says_that_the_sheet_was_not_printed(
    bench: Bench, own: VisitRecord
):
    bench.open(own)

    bench.press(KEY.Key_P, CONTROL)

    assert "打印机" in bench.page.view.bar.text
    assert "已送" not in bench.page.view.bar.text


def _no_slips(_pdf: bytes, _width: int) -> Bitmap:
    raise AssertionError("a sheet is no slip")
