"""扫描: pages are read beside the clerk's work; drafts are shown, used only when asked for."""

from functools import cache

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot
from sqlalchemy import text

from reception_desk.commands.shots.letters import drawn_letter
from reception_desk.config import ScannerSettings
from reception_desk.imaging.encode import encode_jpeg
from reception_desk.imaging.reading import PageReader
from reception_desk.records.scanning import ScannedPage
from reception_desk.records.text_drafts import DraftField
from reception_desk.records.visit import VisitRecord
from reception_desk.services import scan_batches
from reception_desk.services.page_reading import PageTexts
from reception_desk.services.registration import register_visit
from reception_desk.services.search import search
from reception_desk.ui.dialogs.text_view import TextView
from reception_desk.ui.pages.scanning import ScanningPage
from reception_desk.ui.tasks import Tasks
from reception_desk.ui.widgets.buttons import Button
from tests.offices import SampleOffice, person, visit
from tests.ui.desks import workplace
from tests.ui.shell import opened
from tests.ui.stage import show

DPI = 150
READING_MS = 60_000


@pytest.fixture
def record(desk: SampleOffice) -> VisitRecord:
    """A visit of the letter's writer, whose phone is not known yet."""
    return register_visit(desk.database, desk.clerk, visit(person("王建国", phone=None)))


@cache
def letter() -> ScannedPage:
    paper = drawn_letter(DPI)
    image = encode_jpeg(np.asarray(paper), DPI)
    return ScannedPage(
        image.data, image.media_type, paper.width, paper.height, DPI, False, "test:0"
    )


def add_letter(desk: SampleOffice, record: VisitRecord) -> None:
    batch = scan_batches.open_batch(desk.database, desk.clerk, record.visit_id)
    scan_batches.add_page(desk.database, desk.clerk, batch.batch_id, letter())


@pytest.fixture
def page(
    qtbot: QtBot, desk: SampleOffice, tasks: Tasks, record: VisitRecord, page_reader: PageReader
) -> ScanningPage:
    """The station with the letter, read."""
    add_letter(desk, record)
    work = workplace(desk, tasks, page_texts=PageTexts(desk.database, page_reader))
    page = ScanningPage(work)
    show(qtbot, page, width=1100, height=620)
    page.open_visit(record.visit_id)
    qtbot.waitUntil(lambda: tasks.pending == 0, timeout=READING_MS)
    return page


def words(page: ScanningPage) -> str:
    card = page.view.panel.drafts
    return "\n".join(each.text() for each in card.findChildren(QLabel) if each.isVisible())


def test_what_a_letter_says_stands_beside_what_is_registered(page: ScanningPage):
    told = words(page)

    assert "王建国" in told
    assert "13800001234" in told
    assert "2026-11-20" in told
    assert told.count("与登记一致") == 1
    assert "登记中没有" in told


def test_the_whole_text_opens_with_one_key(page: ScanningPage, qtbot: QtBot):
    QTest.keyClick(page.view.strip, Qt.Key.Key_9)

    (text,) = page.window().findChildren(TextView)
    assert "下游412亩水稻" in text.text.toPlainText()
    assert text.text.isReadOnly()
    QTest.mouseClick(text.close_button, Qt.MouseButton.LeftButton)


def test_a_filed_letter_is_found_by_its_words(
    page: ScanningPage, desk: SampleOffice, record: VisitRecord, qtbot: QtBot
):
    with qtbot.waitSignal(page.station.papers_filed, timeout=READING_MS):
        QTest.keyClick(page.view.strip, Qt.Key.Key_F8)

    (hit,) = search(desk.database, desk.clerk, "村东支渠决口").visits
    assert hit.visit_id == record.visit_id


def test_a_draft_goes_into_the_form_and_is_saved_by_the_clerk_only(
    qtbot: QtBot, desk: SampleOffice, record: VisitRecord
):
    add_letter(desk, record)
    with opened(qtbot, desk, scanner=ScannerSettings(reads_text=True)) as whole:
        whole.window.scan_for(record.visit_id)
        scanning = whole.window.open_page("scanning")
        assert isinstance(scanning, ScanningPage)
        tasks = whole.workplace.tasks
        qtbot.waitUntil(lambda: tasks.pending == 0, timeout=READING_MS)
        links = {
            button.text(): button for button in scanning.view.panel.drafts.findChildren(Button)
        }

        links["补入登记…"].click()

        assert whole.window.pages.current_key() == "reception"
        reception = whole.window.reception()
        tab = reception.correcting._current()
        assert tab is not None
        assert tab.draft.main.phone == "13800001234"
        (change,) = tab.draft.changes()
        assert (change.field, change.after) == (DraftField.PHONE.value, "13800001234")
        with desk.database.read() as session:
            assert session.execute(text("SELECT phone FROM person")).scalars().all() == [None]
