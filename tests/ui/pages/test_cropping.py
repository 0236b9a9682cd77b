"""Corners set by hand: keys and mouse, what is refused, and that it is one act like any other."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from random import Random

import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, QRectF, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from reception_desk.commands.bench.sample_pages import Ground, Writing, sample_page
from reception_desk.config import ScannerSettings
from reception_desk.devices.scanner.folder import FolderScanner
from reception_desk.imaging.encode import encode_png
from reception_desk.records.pages import Corners, PageStep, SheetFinding
from reception_desk.records.scan_batches import Treatment
from reception_desk.records.scanning import ScannedPage
from reception_desk.records.visit import VisitRecord
from reception_desk.rules.cropping import CropTrouble, whole
from reception_desk.services import filing, page_treatment, scan_batches
from reception_desk.services.registration import register_visit
from reception_desk.ui.pages.scanning.crop_paint import Lens
from reception_desk.ui.pages.scanning.crop_picture import FAST, NAMES, CropPicture
from reception_desk.ui.tasks import Tasks
from tests.offices import SampleOffice, person, visit
from tests.scans import broken_page
from tests.ui.accessibility import nameless_controls
from tests.ui.pages.bench import Bench
from tests.ui.smooth import StallWatch
from tests.ui.stage import show

KEY = Qt.Key
SHIFT, CONTROL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier
NOTHING = Qt.KeyboardModifier.NoModifier
SIZE = (1000, 1400)
SHEET: Corners = ((100.0, 120.0), (900.0, 110.0), (910.0, 1290.0), (90.0, 1300.0))


@pytest.fixture
def picture(qtbot: QtBot) -> CropPicture:
    made = CropPicture()
    show(qtbot, made, width=532, height=732)
    image = QImage(*SIZE, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    made.show_page(image, SIZE, 0, SHEET)
    made.setFocus()
    return made


def test_arrows_move_the_chosen_corner_by_pixels_of_the_screen(picture: CropPicture):
    QTest.keyClick(picture, KEY.Key_Right)
    QTest.keyClick(picture, KEY.Key_Down, SHIFT)

    assert picture.corners[0] == pytest.approx((100 + 2, 120 + 2 * FAST), abs=0.1)
    assert picture.corners[1:] == SHEET[1:]
    assert NAMES[0] in picture.accessibleDescription()


def test_tab_goes_from_corner_to_corner_and_stays_in_the_picture(picture: CropPicture):
    for number in (1, 2, 3, 0):
        QTest.keyClick(picture, KEY.Key_Tab)
        assert picture.chosen == number
        assert NAMES[number] in picture.accessibleDescription()
    QTest.keyClick(picture, KEY.Key_Backtab)

    assert picture.chosen == 3
    assert picture.hasFocus()


def test_a_corner_is_dragged_and_stays_in_the_picture(picture: CropPicture):
    place = picture.place_of(SHEET[2]).toPoint()
    QTest.mousePress(picture, Qt.MouseButton.LeftButton, pos=place + QPoint(9, -9))
    QTest.mouseMove(picture, place + QPoint(-41, -59))
    assert picture.chosen == 2
    assert picture.corners[2] == pytest.approx((810, 1190), abs=3)

    QTest.mouseMove(picture, place + QPoint(4000, 4000))
    QTest.mouseRelease(picture, Qt.MouseButton.LeftButton, pos=place)
    QTest.mouseMove(picture, place)

    assert picture.corners[2] == (999, 1399)


def test_a_press_beside_every_handle_moves_none(picture: CropPicture):
    middle = picture.rect().center()
    QTest.mousePress(picture, Qt.MouseButton.LeftButton, pos=middle)
    QTest.mouseMove(picture, middle + QPoint(50, 50))
    QTest.mouseRelease(picture, Qt.MouseButton.LeftButton, pos=middle)

    assert picture.corners == SHEET


def test_moves_are_taken_back_one_by_one(picture: CropPicture):
    for key in (KEY.Key_Right, KEY.Key_Up):
        QTest.keyClick(picture, key)
    after_one = (102.0, 120.0)

    picture.undo()
    assert picture.corners[0] == pytest.approx(after_one, abs=0.1)
    picture.undo()
    picture.undo()
    assert picture.corners == SHEET


def test_crossed_corners_are_trouble(picture: CropPicture):
    for _ in range(45):
        QTest.keyClick(picture, KEY.Key_Right, SHIFT)

    assert picture.trouble is CropTrouble.CROSSED


@given(st.data())
def test_the_magnifier_is_in_the_widget_and_never_over_its_corner(data: st.DataObject):
    wide, high = data.draw(st.integers(200, 1400)), data.draw(st.integers(200, 900))
    left, right = sorted(data.draw(st.tuples(*[st.integers(0, wide)] * 2)))
    top, bottom = sorted(data.draw(st.tuples(*[st.integers(0, high)] * 2)))
    everything, sheet = QRectF(0, 0, wide, high), QRectF(left, top, right - left, bottom - top)

    for place in (sheet.topLeft(), sheet.topRight(), sheet.bottomRight(), sheet.bottomLeft()):
        lens = Lens(everything, everything, sheet, place)
        assert everything.contains(lens.frame)
        assert not lens.frame.contains(place)


# On the page


@cache
def photographed(seed: int = 7) -> ScannedPage:
    """Return a letter under a camera, drawn once."""
    pixels = sample_page(Random(seed), Writing.LETTER, Ground.CAMERA, 75).pixels
    image = encode_png(pixels, 75)
    height, width = pixels.shape[:2]
    return ScannedPage(image.data, image.media_type, width, height, 75, False, "test:0")


@pytest.fixture(scope="module")
def closed_station(
    set_up_office: SampleOffice, tmp_path_factory: pytest.TempPathFactory
) -> tuple[SampleOffice, VisitRecord]:
    """A visit with two photographed pages, read and worked on once."""
    made = set_up_office.copied_to(tmp_path_factory.mktemp("station"))
    record = register_visit(made.database, made.clerk, visit(person()))
    batch = scan_batches.open_batch(made.database, made.clerk, record.visit_id)
    for page in (photographed(7), photographed(8)):
        batch = scan_batches.add_page(made.database, made.clerk, batch.batch_id, page)
    for placed in page_treatment.untreated(batch):
        page_treatment.treat_page(made.database, made.clerk, batch.batch_id, placed.page_id)
    made.database.close()
    return made, record


@pytest.fixture
def desk(
    closed_station: tuple[SampleOffice, VisitRecord], tmp_path: Path
) -> Iterator[SampleOffice]:
    """A copy of it for each test."""
    with closed_station[0].copied(tmp_path) as made:
        yield made


@pytest.fixture
def record(closed_station: tuple[SampleOffice, VisitRecord]) -> VisitRecord:
    return closed_station[1]


@pytest.fixture
def bench(
    qtbot: QtBot, desk: SampleOffice, tasks: Tasks, tmp_path: Path, record: VisitRecord
) -> Iterator[Bench]:
    """The station at the last of the two pages."""
    folder = tmp_path / "feeder"
    folder.mkdir()
    scanner = FolderScanner(ScannerSettings(kind="folder", folder=str(folder)))
    made = Bench(qtbot, desk, tasks, scanner, folder)
    made.page.view.feeder.setChecked(True)
    made.open(record)
    made.press(KEY.Key_End)
    assert made.strip.chosen_id == made.paper().pages[-1].page_id
    yield made
    made.rest()


def crop(bench: Bench) -> CropPicture:
    bench.press(KEY.Key_C)
    picture = bench.page.view.crop.picture
    assert bench.page.view.middle.currentWidget() is bench.page.view.crop
    assert picture.hasFocus()
    return picture


def press(bench: Bench, *keys: Qt.Key, held: Qt.KeyboardModifier = NOTHING) -> None:
    for key in keys:
        QTest.keyClick(bench.page.view.crop.picture, key, held)
    bench.rest()


def treatment(bench: Bench, number: int = -1) -> Treatment:
    return bench.paper().pages[number].treatment


def test_the_page_is_made_anew_at_the_corners_that_were_set(bench: Bench):
    page_id = bench.strip.chosen_id
    picture = crop(bench)
    found = picture.corners
    press(bench, KEY.Key_Tab, KEY.Key_Left, held=SHIFT)  # back to the last corner
    moved = picture.corners

    press(bench, KEY.Key_Return)

    assert bench.page.view.middle.currentWidget() is bench.page.view.picture
    assert bench.strip.hasFocus()
    assert treatment(bench).corners == moved != found
    assert bench.station.batch is not None
    decisions = bench.station.batch.pages[page_id].decisions
    assert decisions is not None
    assert (decisions.sheet.finding, decisions.sheet.corners) == (SheetFinding.GIVEN, moved)
    shown = bench.page.view.picture.image
    assert (shown.width(), shown.height()) == decisions.size
    bench.press(KEY.Key_Z, CONTROL)
    assert treatment(bench) == Treatment()


def test_escape_and_an_unmoved_enter_leave_all_as_it_was(bench: Bench):
    before = bench.paper()

    crop(bench)
    press(bench, KEY.Key_Right, KEY.Key_Escape)
    assert bench.page.visit is not None
    crop(bench)
    press(bench, KEY.Key_Return)

    assert bench.paper() == before
    assert not bench.station.is_busy


def test_one_key_returns_to_what_the_machine_finds(bench: Bench):
    crop(bench)
    press(bench, KEY.Key_Down, KEY.Key_Return)
    bench.press(KEY.Key_F12)
    assert treatment(bench).left_out == {PageStep.SHEET}
    assert treatment(bench).corners is not None

    crop(bench)
    press(bench, KEY.Key_Backspace)

    assert treatment(bench) == Treatment()


def test_corners_that_are_no_page_are_refused_with_a_sentence(bench: Bench):
    crop(bench)
    press(bench, *[KEY.Key_Right] * 60, held=SHIFT)
    assert "交叉" in bench.page.view.crop.words
    assert not bench.page.view.crop.apply_button.isEnabled()

    press(bench, KEY.Key_Return)
    assert bench.station.cropping.is_on
    bench.press(KEY.Key_Z, CONTROL)
    press(bench, *[KEY.Key_Left] * 60, held=SHIFT)

    assert bench.page.view.crop.apply_button.isEnabled()
    assert treatment(bench) == Treatment()
    press(bench, KEY.Key_Escape)


def test_a_turned_page_is_shown_turned_and_cut_at_the_same_place(bench: Bench):
    picture = crop(bench)
    upright = picture.corners
    press(bench, KEY.Key_Right, KEY.Key_Return)
    corners = treatment(bench).corners
    bench.press(KEY.Key_F7)

    picture = crop(bench)
    assert picture.corners[1][1] == pytest.approx(upright[0][0], abs=5)
    press(bench, KEY.Key_Tab, KEY.Key_Down, KEY.Key_Up, KEY.Key_Return)

    after = treatment(bench).corners
    assert corners is not None
    assert after is not None
    flat = [number for corner in after for number in corner]
    assert flat == pytest.approx([number for corner in corners for number in corner], abs=0.01)


def test_another_page_or_an_act_on_this_one_ends_it(bench: Bench):
    first = bench.paper().pages[0].page_id
    crop(bench)
    bench.strip.choose(first)
    bench.rest()
    assert not bench.station.cropping.is_on

    crop(bench)
    bench.press(KEY.Key_F7)
    assert not bench.station.cropping.is_on
    assert bench.paper().pages[0].treatment == Treatment(1)


def test_meanwhile_nothing_is_scanned_or_filed(bench: Bench):
    crop(bench)

    press(bench, KEY.Key_F8, KEY.Key_F4)

    assert bench.station.cropping.is_on
    assert not bench.page.view.file_button.isEnabled()
    assert bench.shape() == [2]
    press(bench, KEY.Key_Escape)


def test_the_screen_never_stands_still_while_corners_are_set(bench: Bench, smooth: StallWatch):
    crop(bench)  # what is heavy is imported once
    press(bench, KEY.Key_Escape)

    with smooth.look():
        crop(bench)
        press(bench, KEY.Key_Right, KEY.Key_Tab, KEY.Key_Down, KEY.Key_Return)

    assert treatment(bench).corners is not None


def test_what_is_filed_is_the_page_so_cut(bench: Bench, record: VisitRecord):
    crop(bench)
    press(bench, *[KEY.Key_Down] * 20, held=SHIFT)
    press(bench, KEY.Key_Return)
    assert bench.station.batch is not None
    made = bench.station.batch.pages[bench.strip.chosen_id].decisions

    bench.press(KEY.Key_F8)

    (paper,) = filing.papers_of_visit(bench.desk.database, bench.desk.clerk, record.visit_id)
    pdf = pypdfium2.PdfDocument(bench.desk.files.get(paper.sha256))
    width, height = pdf[1].get_size()
    assert made is not None
    assert width / height == pytest.approx(made.size[0] / made.size[1], abs=0.01)
    assert width / height > 0.8


@pytest.mark.qt_log_ignore("Unsupported marker type", extend=True)
def test_a_page_that_cannot_be_opened_is_told(bench: Bench):
    assert bench.station.batch is not None
    scan_batches.add_page(
        bench.desk.database, bench.desk.clerk, bench.station.batch.batch_id, broken_page()
    )
    bench.station.work.reload()
    bench.rest()
    bench.press(KEY.Key_End)

    bench.press(KEY.Key_C)

    assert not bench.station.is_busy
    assert "损坏" in bench.page.view.bar.text


def test_every_control_has_a_name(bench: Bench):
    crop(bench)

    assert nameless_controls(bench.page.view.crop) == []
    assert bench.page.view.crop.picture.corners != whole((1, 1))
    press(bench, KEY.Key_Escape)
