"""Small windows: opened, never executed, finished by the keyboard."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtPdfWidgets import QPdfView
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from reception_desk.documents.registration_form import registration_form
from reception_desk.errors import DocumentError
from reception_desk.ui.dialogs.help_sheet import HelpSheet
from reception_desk.ui.dialogs.paper_preview import PaperPreview
from tests.documents.samples import registration_form_data
from tests.ui.accessibility import nameless_controls
from tests.ui.stage import show

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture(scope="module")
def pdf() -> bytes:
    return registration_form(registration_form_data())


def test_the_preview_is_printed_by_one_key(qtbot: QtBot, pdf: bytes):
    page = show(qtbot, QWidget(), width=1000, height=700)
    preview = PaperPreview(page, "来访事项登记单", pdf)
    preview.open()
    qtbot.waitUntil(preview.print_button.hasFocus)
    assert nameless_controls(preview) == []

    with qtbot.waitSignal(preview.print_asked):
        qtbot.keyClick(preview.print_button, Qt.Key.Key_Return)
    assert not preview.isVisible()


def test_the_preview_zooms_from_the_whole_page(qtbot: QtBot, pdf: bytes):
    page = show(qtbot, QWidget(), width=1000, height=700)
    preview = PaperPreview(page, "登记单", pdf)
    preview.open()
    assert preview.view.zoomMode() is QPdfView.ZoomMode.FitInView
    preview.zoom_in.click()
    first = preview.view.zoomFactor()
    preview.zoom_in.click()
    assert preview.view.zoomFactor() == pytest.approx(first * 1.25)
    preview.zoom_out.click()
    assert preview.view.zoomFactor() == pytest.approx(first)
    preview.close()


def test_a_look_alone_has_no_print_button(qtbot: QtBot, pdf: bytes):
    page = show(qtbot, QWidget(), width=1000, height=700)
    preview = PaperPreview(page, "登记单", pdf, can_print=False)
    preview.open()
    assert not preview.print_button.isVisible()
    qtbot.waitUntil(preview.close_button.hasFocus)
    qtbot.keyClick(preview, Qt.Key.Key_Escape)
    assert not preview.isVisible()


def test_what_is_no_pdf_is_told(qtbot: QtBot):
    page = show(qtbot, QWidget())
    with pytest.raises(DocumentError):
        PaperPreview(page, "登记单", b"nothing")


def test_the_help_closes_with_the_key_that_opened_it(qtbot: QtBot):
    page = show(qtbot, QWidget(), width=900, height=600)
    sheet = HelpSheet(page, [("接待", [("F2", "登记新的来访人")])])
    sheet.open()
    assert sheet.width() <= page.width()
    qtbot.keyClick(sheet, Qt.Key.Key_F1)
    assert not sheet.isVisible()
