"""文书打印: the list, its live states, preview, print and print again."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from reception_desk.app import Desk
from reception_desk.config import PrinterSettings
from reception_desk.devices.printer.paper_roll import Fault
from reception_desk.devices.printer.simulated import SimulatedThermalPrinter
from reception_desk.documents.reprint import BAND
from reception_desk.documents.sheet import MM
from reception_desk.models.document import Document
from reception_desk.records.document import DocumentKind, DocumentRecord
from reception_desk.services.papers import issue_paper
from reception_desk.services.registration import register_visit
from reception_desk.ui.pages.papers import PapersPage
from tests.offices import SampleOffice, person, visit
from tests.ui.shell import idle, opened


def issue(office: SampleOffice, paper: str = "slip80") -> DocumentRecord:
    """Register a visit and make its receipt, or its form for A4."""
    record = register_visit(office.database, office.clerk, visit(person()))
    kind = DocumentKind.REGISTRATION_FORM if paper == "A4" else DocumentKind.RECEIPT
    return issue_paper(
        office.database, office.files, office.clerk, record.visit_id, kind, paper=paper
    )


def page_of(desk: Desk, qtbot: QtBot) -> PapersPage:
    page = desk.window.open_page("papers")
    assert isinstance(page, PapersPage)
    idle(qtbot, desk)
    return page


def state(page: PapersPage, row: int = 0) -> str:
    return page.model.index(row, 2).data()


def test_an_empty_list_says_what_to_do(qtbot: QtBot, desk: SampleOffice):
    with opened(qtbot, desk) as opened_desk:
        page = page_of(opened_desk, qtbot)
        shown = [words.text() for words in page.findChildren(QLabel) if words.isVisible()]
        assert "还没有文书" in shown
        assert not page.detail.print_button.isEnabled()


def test_a_slip_is_printed_and_its_state_follows(qtbot: QtBot, desk: SampleOffice):
    issue(desk)
    with (
        SimulatedThermalPrinter() as printer,
        opened(qtbot, desk, receipt_printer=PrinterSettings(printer.url, "slip80")) as opened_desk,
    ):
        page = page_of(opened_desk, qtbot)
        assert state(page) == "未打印"
        assert page.detail.print_button.text() == "打印"

        qtbot.mouseClick(page.detail.print_button, Qt.MouseButton.LeftButton)
        qtbot.waitUntil(lambda: state(page) == "已打印", timeout=20_000)
        (first,) = printer.wait_for_slips(1)
        assert page.detail.print_button.text() == "补打"

        qtbot.mouseClick(page.detail.print_button, Qt.MouseButton.LeftButton)
        qtbot.waitUntil(lambda: page.model.index(0, 5).data() == "2 次 · 补打 1", timeout=20_000)
        _, again = printer.wait_for_slips(2)
        mark_dots = BAND / MM * 8
        assert again.height - first.height == pytest.approx(mark_dots, abs=1)
        assert again.data.endswith(first.data[len(first.data) // 2 :]), "only the mark is new"


def test_a_printer_without_paper_says_so_and_goes_on_by_itself(qtbot: QtBot, desk: SampleOffice):
    issue(desk)
    with (
        SimulatedThermalPrinter() as printer,
        opened(qtbot, desk, receipt_printer=PrinterSettings(printer.url, "slip80")) as opened_desk,
    ):
        page = page_of(opened_desk, qtbot)
        printer.add_fault(Fault.PAPER_OUT)
        qtbot.keyClick(opened_desk.window, Qt.Key.Key_F5)
        qtbot.waitUntil(lambda: state(page) == "缺纸", timeout=20_000)
        lamp = opened_desk.window.lamp_row.lamps.lamp("printer")
        qtbot.waitUntil(lambda: "缺纸" in lamp.accessibleName(), timeout=20_000)

        printer.remove_fault(Fault.PAPER_OUT)
        qtbot.waitUntil(lambda: state(page) == "已打印", timeout=30_000)


def test_without_a_printer_the_reason_stands_beside_the_paper(qtbot: QtBot, desk: SampleOffice):
    issue(desk)
    with opened(qtbot, desk) as opened_desk:
        page = page_of(opened_desk, qtbot)
        qtbot.mouseClick(page.detail.print_button, Qt.MouseButton.LeftButton)
        qtbot.waitUntil(lambda: "没有设置打印机" in page.detail.bar.text, timeout=20_000)
        qtbot.waitUntil(lambda: state(page) == "打印失败", timeout=20_000)


def test_enter_opens_the_preview_with_the_focus_on_print(qtbot: QtBot, desk: SampleOffice):
    issue(desk, "A4")
    issue(desk, "A4")
    with opened(qtbot, desk) as opened_desk:
        page = page_of(opened_desk, qtbot)
        qtbot.keyClick(page.table, Qt.Key.Key_Return)
        idle(qtbot, opened_desk)
        preview = page.preview
        assert preview is not None
        assert preview.isVisible()
        qtbot.waitUntil(preview.print_button.hasFocus)
        assert "来访事项登记单" in preview.windowTitle()
        preview.close()

        page.table.setCurrentIndex(page.model.index(1, 0))
        qtbot.keyClick(page.table, Qt.Key.Key_Return)
        qtbot.waitUntil(lambda: preview.isVisible() and preview.print_button.hasFocus())
        assert page.preview is preview, "the preview is kept from paper to paper"
        with qtbot.waitSignal(preview.print_asked):
            qtbot.keyClick(preview.print_button, Qt.Key.Key_Return)
        assert not preview.isVisible()
        idle(qtbot, opened_desk)


def test_the_chosen_paper_stays_when_another_one_comes(qtbot: QtBot, desk: SampleOffice):
    old = issue(desk)
    with opened(qtbot, desk) as opened_desk:
        page = page_of(opened_desk, qtbot)
        assert page.table.current_id() == old.document_id

        new = issue(desk)
        opened_desk.workplace.changes.document_changed.emit(new.document_id)
        qtbot.waitUntil(lambda: page.model.rowCount() == 2, timeout=20_000)
        assert page.table.current_id() == old.document_id


def test_a_paper_older_than_its_visit_is_made_again(qtbot: QtBot, desk: SampleOffice):
    old = issue(desk)
    with desk.database.write() as session:
        session.get_one(Document, old.document_id).is_stale = True
    with opened(qtbot, desk) as opened_desk:
        page = page_of(opened_desk, qtbot)
        assert "修改过" in page.detail.bar.text
        page.detail.remake_asked.emit()
        qtbot.waitUntil(
            lambda: page.table.current_id() not in (None, old.document_id), timeout=20_000
        )
        assert page.detail.bar.text == ""


def test_a_small_picture_of_the_paper_is_shown(qtbot: QtBot, desk: SampleOffice):
    issue(desk, "A4")
    with opened(qtbot, desk) as opened_desk:
        page = page_of(opened_desk, qtbot)
        qtbot.waitUntil(lambda: page.detail.thumbnail.has_picture, timeout=20_000)
