"""扫描: the visit, the pages, single keys, what goes wrong, and the way to the record."""

import io
from collections.abc import Iterator
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from reception_desk.app import Desk
from reception_desk.config import ScannerSettings
from reception_desk.devices.scanner.folder import FolderScanner
from reception_desk.devices.scanner.simulated import SimulatedScanner
from reception_desk.imaging.archive import check_archive
from reception_desk.models.database import now
from reception_desk.records.document import DocumentKind
from reception_desk.records.pages import PageStep
from reception_desk.records.printing import PrintState
from reception_desk.records.scan_batches import PaperKind
from reception_desk.records.scanning import ScanOutcome
from reception_desk.records.visit import VisitRecord
from reception_desk.services import filing, printing, scans
from reception_desk.services.registration import register_visit
from reception_desk.ui.dialogs.page_view import PageView, read_image
from reception_desk.ui.dialogs.paper_preview import PaperPreview
from reception_desk.ui.pages.register import RegisterPage
from reception_desk.ui.pages.scanning import ScanningPage
from reception_desk.ui.pages.scanning.page_strip import RowRole
from reception_desk.ui.tasks import Tasks
from reception_desk.ui.widgets.buttons import Button
from tests.documents.reading import pdfium_pages
from tests.offices import SampleOffice, person, visit
from tests.scans import blank_page, letter_with_a_broken_page, typed_letter, written_page
from tests.telephone_pictures import heic
from tests.ui.hands import type_timed
from tests.ui.pages.bench import Bench
from tests.ui.shell import idle, opened
from tests.ui.smooth import StallWatch

KEY = Qt.Key
ALT, SHIFT = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ShiftModifier
CONTROL, NOTHING = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.NoModifier


@pytest.fixture
def record(desk: SampleOffice) -> VisitRecord:
    return register_visit(desk.database, desk.clerk, visit(person()))


@pytest.fixture
def feeder(tmp_path: Path) -> Path:
    """The folder that stands for a feeder."""
    folder = tmp_path / "feeder"
    folder.mkdir()
    return folder


@pytest.fixture
def bench(qtbot: QtBot, desk: SampleOffice, tasks: Tasks, feeder: Path) -> Iterator[Bench]:
    scanner = FolderScanner(ScannerSettings(kind="folder", folder=str(feeder)))
    made = Bench(qtbot, desk, tasks, scanner, feeder)
    yield made
    made.rest()


def test_without_a_visit_the_page_says_what_to_do_first(bench: Bench):
    assert bench.page.visit is None
    assert not bench.page.choice.choose_button.isEnabled()

    bench.page.choice.number.setText("T-9-1")
    QTest.keyClick(bench.page.choice.number, KEY.Key_Return)

    assert "没有找到" in bench.page.choice.bar.text


def test_a_visit_is_found_by_its_number_and_by_the_code_of_its_receipt(
    bench: Bench, record: VisitRecord
):
    bench.page.take_code(f"{record.provisional_number} 12345678")
    bench.rest()

    assert bench.page.visit is not None
    assert bench.page.visit.visit_id == record.visit_id
    assert record.provisional_number in bench.page.view.who.text()
    assert "张*" in bench.page.view.who.text()
    assert "张伟" not in bench.page.view.who.text()


def test_the_feeder_is_read_until_it_is_empty(bench: Bench, record: VisitRecord):
    bench.open(record)
    bench.feed(written_page(), written_page("第二页的内容"), blank_page())

    assert bench.shape() == [3]
    assert bench.page.view.bar.text == ""
    words = [bench.strip.pages.index(row, 0).data() for row in range(3)]
    assert words == ["第 1 页", "第 2 页", "第 3 页，空白，不归档"]
    bench.qtbot.waitUntil(lambda: bench.strip.is_whole)
    assert not bench.page.view.picture.image.isNull()


def test_single_keys_say_what_the_paper_is(bench: Bench, record: VisitRecord):
    bench.open(record)
    bench.feed(written_page())

    for key, kind in ((KEY.Key_1, PaperKind.PETITION), (KEY.Key_5, PaperKind.JUDGMENT)):
        bench.press(key)
        assert bench.paper().kind is kind
        assert bench.page.view.panel.kinds[kind].isChecked()
    bench.press(KEY.Key_8)
    assert not bench.paper().is_to_return
    assert "原件" in bench.page.view.bar.text
    bench.press(KEY.Key_7)
    bench.press(KEY.Key_8)
    assert (bench.paper().is_original, bench.paper().is_to_return) == (True, True)


def test_keys_split_merge_move_turn_remove_and_take_back(bench: Bench, record: VisitRecord):
    bench.open(record)
    bench.feed(written_page(), written_page("第二页的内容"), written_page("第三页的内容"))
    last = bench.strip.chosen_id

    bench.press(KEY.Key_F10)
    assert bench.shape() == [2, 1]
    bench.press(KEY.Key_Up, ALT)
    assert (bench.shape(), bench.strip.chosen_id) == ([3], last)
    bench.press(KEY.Key_Z, CONTROL)
    assert bench.shape() == [2, 1]
    bench.press(KEY.Key_F11)
    assert bench.shape() == [3]
    bench.press(KEY.Key_F7)
    bench.press(KEY.Key_F12)
    treatment = bench.paper().pages[-1].treatment
    assert (treatment.quarter_turns, treatment.left_out) == (1, {PageStep.SHEET})
    image = bench.page.view.picture.image
    assert image.width() > image.height()
    bench.press(KEY.Key_F7, SHIFT)
    assert bench.paper().pages[-1].treatment.quarter_turns == 0
    bench.press(KEY.Key_F9)
    assert bench.paper().pages[-1].is_removed
    bench.press(KEY.Key_Delete)
    assert not bench.paper().pages[-1].is_removed


def test_a_page_dropped_elsewhere_moves_there(bench: Bench, record: VisitRecord):
    bench.open(record)
    bench.feed(written_page(), written_page("第二页的内容"))
    model = bench.strip.pages
    first = model.index(0, 0).data(RowRole).placed.page_id
    data = model.mimeData([model.index(1, 0)])

    model.dropMimeData(data, Qt.DropAction.MoveAction, 0, 0, model.index(-1, -1))
    bench.rest()

    assert [page.page_id for page in bench.paper().pages][1] == first


def test_who_looks_at_another_page_is_not_carried_off_by_those_that_come(
    bench: Bench, record: VisitRecord
):
    bench.open(record)
    bench.feed(written_page(), written_page("第二页的内容"))
    bench.lay(written_page("第三页的内容"))
    bench.page.station.scan()
    first = bench.paper().pages[0].page_id
    bench.strip.choose(first)
    bench.rest()

    assert bench.shape() == [3]
    assert bench.strip.chosen_id == first


def test_a_page_read_again_takes_the_place_of_the_first(bench: Bench, record: VisitRecord):
    bench.open(record)
    bench.feed(written_page(), written_page("第二页的内容"))
    bench.strip.choose(bench.paper().pages[0].page_id)
    bench.lay(written_page("重新扫描的第一页"))

    bench.press(KEY.Key_F6)

    assert [page.is_removed for page in bench.paper().pages] == [False, True, False]
    assert bench.strip.chosen_id == bench.paper().pages[0].page_id


def test_no_paper_and_a_jam_are_told_and_pages_read_are_kept(
    qtbot: QtBot, desk: SampleOffice, tasks: Tasks, record: VisitRecord, feeder: Path
):
    scanner = SimulatedScanner()
    bench = Bench(qtbot, desk, tasks, scanner, feeder)
    bench.open(record)
    scanner.fault = ScanOutcome.NO_DOCUMENTS
    bench.press(KEY.Key_F4)
    assert "请放好纸张" in bench.page.view.bar.text
    scanner.fault = ScanOutcome.JAMMED
    bench.press(KEY.Key_F4)

    assert "卡纸" in bench.page.view.bar.text
    assert bench.shape() == [1]
    assert "不完整" in bench.strip.pages.index(0, 0).data()
    assert bench.page.view.scan_button.isEnabled()


def test_filing_puts_the_papers_on_record_and_begins_anew(bench: Bench, record: VisitRecord):
    bench.open(record)
    bench.feed(written_page(), blank_page())
    bench.press(KEY.Key_1)
    told: list[str] = []
    bench.work.changes.scan_changed.connect(told.append)

    bench.press(KEY.Key_F8)

    (paper,) = filing.papers_of_visit(bench.desk.database, bench.desk.clerk, record.visit_id)
    assert (paper.title, paper.page_count) == ("申请书", 1)
    assert "已归档 1 份材料，共 1 页" in bench.page.view.bar.text
    assert told == [paper.paper_id]
    assert bench.station.batch is not None
    assert bench.station.batch.pages == {}
    bench.page.view.panel.filed_asked.emit(paper)
    bench.rest()
    (preview,) = bench.page.window().findChildren(PaperPreview)
    preview.close()


def buttons(bench: Bench) -> list[str]:
    found = bench.page.view.panel.filed.findChildren(Button)
    return [button.text() for button in found if not button.isHidden()]


def test_an_original_given_back_is_noted_in_one_act_and_taken_back_in_one(
    bench: Bench, record: VisitRecord
):
    bench.open(record)
    bench.feed(written_page())
    for key in (KEY.Key_3, KEY.Key_7, KEY.Key_8, KEY.Key_F8):
        bench.press(key)
    bench.rest()

    def told(words: str) -> None:
        bench.qtbot.waitUntil(lambda: words in buttons(bench))
        (button,) = (
            each
            for each in bench.page.view.panel.filed.findChildren(Button)
            if each.text() == words and not each.isHidden()
        )
        button.click()
        bench.rest()

    today = now().astimezone(ZoneInfo(bench.desk.clerk.desk.zone))
    told("标为已退还")
    assert "证据已退还本人" in bench.page.view.bar.text
    returned = f"证据　1 页 · 原件已退还 {today:%m-%d}"
    bench.qtbot.waitUntil(lambda: returned in buttons(bench))
    told("撤销退还")
    bench.qtbot.waitUntil(lambda: "证据　1 页 · 原件 · 退还" in buttons(bench))


def test_a_copy_cannot_be_given_back(bench: Bench, record: VisitRecord):
    bench.open(record)
    bench.feed(written_page())
    bench.press(KEY.Key_F8)

    assert "标为已退还" not in buttons(bench)


def test_a_batch_left_is_offered_again_as_it_stood(bench: Bench, record: VisitRecord):
    bench.open(record)
    bench.feed(written_page())
    bench.press(KEY.Key_2)

    bench.press(KEY.Key_Escape)
    assert bench.page.visit is None
    row = bench.page.choice.model.rows()[0]
    assert (row[1], row[3]) == (record.provisional_number, "1 页")

    QTest.keyClick(bench.page.choice.table, KEY.Key_Return)
    bench.rest()
    assert bench.paper().kind is PaperKind.IDENTITY


def test_files_are_read_like_scans(bench: Bench, record: VisitRecord, tmp_path):
    bad, letter, good = (tmp_path / name for name in ("1.png", "2.tiff", "3.png"))
    bad.write_bytes(b"no picture")
    letter.write_bytes(letter_with_a_broken_page())
    good.write_bytes(written_page().image)
    bench.open(record)

    bench.station._import([bad])
    bench.rest()
    assert bench.shape() == []
    assert "不能作为图像读取" in bench.page.view.bar.text

    bench.station._import([bad, letter, good])
    bench.rest()
    assert bench.shape() == [3]
    assert bench.page.view.bar.text.startswith("有 2 处没有读入，其余的页都在。")


def test_a_stick_with_pictures_of_a_telephone_and_typed_letters_goes_on_record(
    bench: Bench, record: VisitRecord, feeder: Path
):
    telephone, typed = heic(Image.open(io.BytesIO(written_page().image))), typed_letter()
    (feeder / "1.heic").write_bytes(telephone)
    (feeder / "2.pdf").write_bytes(typed)
    bench.open(record)

    bench.feed()

    assert bench.shape() == [2]
    assert bench.page.view.bar.text == ""
    bench.qtbot.waitUntil(lambda: bench.strip.is_whole)
    assert not bench.page.view.picture.image.isNull()
    bench.press(KEY.Key_3)
    bench.press(KEY.Key_F8)
    (paper,) = filing.papers_of_visit(bench.desk.database, bench.desk.clerk, record.visit_id)
    check_archive(bench.desk.files.get(paper.sha256))
    pages = scans.pages_of_visit(bench.desk.database, bench.desk.clerk, record.visit_id)
    assert [page.media_type for page in pages] == ["image/heic", "application/pdf"]
    kept = [bench.desk.files.get(page.sha256) for page in pages]
    assert kept[0] == telephone
    assert "请求支付土地流转费" in "".join(pdfium_pages(kept[1]))
    assert all(not read_image(each).isNull() for each in kept)


def test_a_page_is_looked_at_closely(bench: Bench, record: VisitRecord):
    bench.open(record)
    bench.feed(written_page())

    bench.press(KEY.Key_Return)

    (view,) = bench.page.window().findChildren(PageView)
    view.close()


def test_the_list_is_printed_in_one_key(bench: Bench, record: VisitRecord):
    bench.open(record)
    bench.press(KEY.Key_F5)
    assert "还没有收到材料" in bench.page.view.bar.text
    bench.feed(written_page())
    bench.press(KEY.Key_1)
    bench.press(KEY.Key_F8)

    bench.press(KEY.Key_F5)

    (paper,) = printing.documents_of_visit(bench.desk.database, bench.desk.clerk, record.visit_id)
    assert (paper.kind, paper.title) == (DocumentKind.MATERIALS_LIST, "材料接收清单")
    assert paper.state == PrintState.FAILED, "there is no printer here, and the paper says so"


@pytest.fixture
def station(
    qtbot: QtBot, desk: SampleOffice, record: VisitRecord
) -> Iterator[tuple[Desk, ScanningPage]]:
    """The whole desk at the station, a visit chosen from the register."""
    with opened(qtbot, desk, simulate=True) as whole:
        whole.window.scan_for(record.visit_id)
        idle(qtbot, whole)
        page = whole.window.pages.built("scanning")
        assert isinstance(page, ScanningPage)
        yield whole, page


def press(qtbot: QtBot, whole: Desk, key: Qt.Key, held: Qt.KeyboardModifier = NOTHING) -> None:
    """Press a key where the focus is, as a person does."""
    focus = QApplication.focusWidget()
    assert focus is not None
    qtbot.keyClick(focus, key, held)
    whole.window._bursts._end()  # a character is held until it cannot be a card reader's
    idle(qtbot, whole)


def test_the_keys_of_the_window_are_the_stations_while_it_is_in_sight(
    qtbot: QtBot, station: tuple[Desk, ScanningPage]
):
    whole, page = station
    for key in (KEY.Key_F4, KEY.Key_F4, KEY.Key_F10):
        press(qtbot, whole, key)
    assert page.station.batch is not None
    assert len(page.station.batch.arrangement.papers) == 2
    assert QApplication.focusWidget() is page.view.strip

    press(qtbot, whole, KEY.Key_Z, CONTROL)
    assert len(page.station.batch.arrangement.papers) == 1
    press(qtbot, whole, KEY.Key_3)
    assert page.view.panel.kinds[PaperKind.EVIDENCE].isChecked()
    press(qtbot, whole, KEY.Key_F8)
    assert "已归档 1 份材料，共 2 页" in page.view.bar.text
    assert QApplication.focusWidget() is page.view.scan_button
    press(qtbot, whole, KEY.Key_F5)
    assert whole.window.pages.current_key() == "scanning"


def test_the_screen_never_stands_still(
    qtbot: QtBot, desk: SampleOffice, record: VisitRecord, feeder: Path, smooth: StallWatch
):
    sheets = ScannerSettings(kind="folder", folder=str(feeder))
    for number in range(4):
        image = written_page(f"第{number}份的内容").image
        (feeder / f"{number}.png").write_bytes(image)
    with opened(qtbot, desk, scanner=sheets) as whole:
        whole.window.scan_for(record.visit_id)
        idle(qtbot, whole)
        page = whole.window.pages.built("scanning")
        assert isinstance(page, ScanningPage)
        press(qtbot, whole, KEY.Key_F4)  # what is heavy is imported once
        page.view.feeder.setChecked(True)
        with smooth.look():
            for key in (KEY.Key_F4, KEY.Key_F7, KEY.Key_Up, KEY.Key_3, KEY.Key_F10, KEY.Key_F8):
                press(qtbot, whole, key)

        assert page.station.batch is not None
        assert page.station.batch.pages == {}


def test_from_the_register_the_station_is_one_step_away(
    qtbot: QtBot, station: tuple[Desk, ScanningPage], record: VisitRecord
):
    whole, page = station
    page.choose_another()
    register = whole.window.open_page("register")
    assert isinstance(register, RegisterPage)
    idle(qtbot, whole)
    register.open_visit(record.visit_id)

    register.detail.scan_button.click()
    idle(qtbot, whole)

    assert whole.window.pages.current_key() == "scanning"
    assert page.visit is not None
    assert page.visit.visit_id == record.visit_id


def test_from_a_registered_visit_the_station_is_one_press_away(
    qtbot: QtBot, station: tuple[Desk, ScanningPage], record: VisitRecord
):
    whole, page = station
    page.choose_another()
    reception = whole.window.reception()
    reception.day.visit_chosen.emit(record.visit_id)
    idle(qtbot, whole)

    reception.registered.station_button.click()
    idle(qtbot, whole)

    assert whole.window.pages.current_key() == "scanning"
    assert page.visit is not None
    assert page.visit.visit_id == record.visit_id


def test_a_receipt_scanned_at_the_station_opens_its_visit(
    qtbot: QtBot, station: tuple[Desk, ScanningPage], record: VisitRecord
):
    whole, page = station
    page.choose_another()
    idle(qtbot, whole)

    type_timed(f"{record.provisional_number}\n", gap_ms=5)
    idle(qtbot, whole)

    assert page.visit is not None
    assert page.visit.visit_id == record.visit_id
    assert whole.window.pages.current_key() == "scanning"
