"""Papers and scans of another window on the pages of this one, with a real centre."""

from dataclasses import dataclass

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPdfWidgets import QPdfView
from pytestqt.qtbot import QtBot

from reception_desk.app import Desk
from reception_desk.config import CentreSettings
from reception_desk.records.document import DocumentKind, DocumentRecord
from reception_desk.records.scanning import ScannedPage
from reception_desk.records.visit import VisitRecord
from reception_desk.rules.units import BUREAU_STREAM, RESTRICTED_STREAM, SHARED_STREAM
from reception_desk.services import printing, scans
from reception_desk.services.papers import issue_paper
from reception_desk.services.registration import register_visit
from reception_desk.sync.files import FileSender
from reception_desk.sync.greeting import greet
from reception_desk.sync.link import CentreLink, keep_secret
from reception_desk.sync.round import run_round
from reception_desk.sync.session import CentreSession
from reception_desk.ui.dialogs.page_view import PageView
from reception_desk.ui.dialogs.paper_preview import PaperPreview
from reception_desk.ui.pages.papers import PapersPage
from reception_desk.ui.pages.register import RegisterPage
from reception_desk.ui.widgets.buttons import Button
from tests.offices import SampleOffice, person, visit
from tests.postgres import CentreDatabase, centre, postgres
from tests.ui.shell import box, idle, opened

__all__ = ["centre", "postgres"]

WITHIN = 20_000
NOWHERE = "host=127.0.0.1 port=1 dbname=centre user=w2 connect_timeout=2"


def drawn() -> bytes:
    """Return a page as a scanner gives it."""
    from PySide6.QtCore import QBuffer

    image = QImage(620, 877, QImage.Format.Format_RGB32)
    image.fill(QColor("#f4e8c8"))
    buffer = QBuffer()
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # pyright: ignore[reportArgumentType, reportCallIssue]
    return bytes(buffer.data().data())


@dataclass(frozen=True)
class Hall:
    """A visit whose papers are at the centre and not on this disk."""

    office: SampleOffice
    link: CentreLink
    visit: VisitRecord
    receipt: DocumentRecord
    image: bytes


@pytest.fixture
def hall(desk: SampleOffice, centre: CentreDatabase) -> Hall:
    link = centre.enrol("A", SHARED_STREAM, RESTRICTED_STREAM, BUREAU_STREAM)
    record = register_visit(desk.database, desk.clerk, visit(person()))
    receipt = issue_paper(
        desk.database, desk.files, desk.clerk, record.visit_id, DocumentKind.RECEIPT, paper="A5"
    )
    image = drawn()
    page = ScannedPage(image, "image/png", 620, 877, 75, is_partial=False, source="test")
    scans.attach_page(
        desk.database, desk.files, desk.clerk, record.visit_id, page, title="来访材料"
    )
    with CentreSession(link) as session:
        greet(desk.database, session)
        run_round(desk.database, session)
        sender = FileSender(desk.database, desk.files, session)
        assert sender.send(lambda _: False)
        assert sender.files_up == 2
    for path in (desk.database.path.parent / "files").rglob("*"):
        if path.is_file():
            path.unlink()
    return Hall(desk, link, record, receipt, image)


def at_window(qtbot: QtBot, hall: Hall, dsn: str = ""):
    keep_secret(hall.office.database.path.parent, hall.link.secret)
    return opened(qtbot, hall.office, centre=CentreSettings(dsn or hall.link.dsn))


def register_of(desk: Desk, qtbot: QtBot, hall: Hall) -> RegisterPage:
    page = desk.window.open_page("register")
    assert isinstance(page, RegisterPage)
    idle(qtbot, desk)
    page.open_visit(hall.visit.visit_id)
    return page


def press(page: RegisterPage, words: str) -> None:
    found = [b for b in page.detail.findChildren(Button) if b.text().startswith(words)]
    assert len(found) == 1
    found[0].click()


def test_a_paper_of_another_window_opens_in_the_register(qtbot: QtBot, hall: Hall):
    with at_window(qtbot, hall) as desk:
        page = register_of(desk, qtbot, hall)
        press(page, "来访回执")
        idle(qtbot, desk)
        preview = box(desk, PaperPreview)
        assert isinstance(preview, PaperPreview)
        document = preview.view.findChild(QPdfDocument) or preview.view.document()
        assert document is not None
        assert document.pageCount() == 1
        assert preview.view.pageMode() is QPdfView.PageMode.MultiPage
        assert page.detail.bar.text == ""
        preview.close()
    assert hall.office.files.has(hall.receipt.sha256)


def test_a_scan_of_another_window_opens_in_the_register(qtbot: QtBot, hall: Hall):
    with at_window(qtbot, hall) as desk:
        page = register_of(desk, qtbot, hall)
        press(page, "来访材料 第 1 页")
        idle(qtbot, desk)
        shown = box(desk, PageView)
        assert isinstance(shown, PageView)
        picture = shown.picture.pixmap()
        assert picture.height() <= shown.height()
        assert picture.toImage().pixelColor(9, 9) == QColor("#f4e8c8")
        shown.zoom_in.click()
        assert shown.picture.pixmap().width() > picture.width()
        shown.zoom_out.click()
        shown.zoom_out.click()
        assert shown.picture.pixmap().width() < picture.width()
        qtbot.keyClick(shown, Qt.Key.Key_Escape)


def test_with_the_centre_away_the_page_says_what_to_do(qtbot: QtBot, hall: Hall):
    with at_window(qtbot, hall, NOWHERE) as desk:
        page = register_of(desk, qtbot, hall)
        press(page, "来访回执")
        qtbot.waitUntil(lambda: page.detail.bar.text != "", timeout=WITHIN)
        assert "现在也连接不上中心" in page.detail.bar.text
        assert "网络恢复后再打开" in page.detail.bar.text
        idle(qtbot, desk)


def test_the_list_of_papers_fetches_the_picture_and_the_preview(qtbot: QtBot, hall: Hall):
    with at_window(qtbot, hall) as desk:
        page = desk.window.open_page("papers")
        assert isinstance(page, PapersPage)
        qtbot.waitUntil(lambda: page.detail.thumbnail.has_picture, timeout=WITHIN)
        page.detail.preview_button.click()
        qtbot.waitUntil(lambda: page.preview is not None, timeout=WITHIN)
        box(desk, PaperPreview).close()
        idle(qtbot, desk)


def test_a_picture_that_cannot_come_says_why(qtbot: QtBot, hall: Hall):
    with at_window(qtbot, hall, NOWHERE) as desk:
        page = desk.window.open_page("papers")
        assert isinstance(page, PapersPage)
        thumbnail = page.detail.thumbnail
        qtbot.waitUntil(lambda: "连接不上中心" in thumbnail.accessibleDescription(), timeout=WITHIN)
        assert not thumbnail.has_picture
        idle(qtbot, desk)


def test_a_paper_of_another_window_is_printed_here(qtbot: QtBot, hall: Hall):
    """Without a printer the job fails, but not for want of the file."""
    with at_window(qtbot, hall) as desk:
        page = desk.window.open_page("papers")
        assert isinstance(page, PapersPage)
        idle(qtbot, desk)
        page.detail.print_button.click()
        idle(qtbot, desk)
        assert hall.office.files.has(hall.receipt.sha256)
        told = printing.documents_of_visit(
            hall.office.database, hall.office.clerk, hall.visit.visit_id
        )
        assert "没有设置打印机" in (told[0].printer_reason or "")


def test_a_scan_that_is_no_picture_is_told(qtbot: QtBot, hall: Hall):
    with at_window(qtbot, hall) as desk:
        page = register_of(desk, qtbot, hall)
        broken = ScannedPage(b"no picture", "image/png", 1, 1, 75, is_partial=False, source="t")
        record = scans.attach_page(
            hall.office.database,
            hall.office.files,
            hall.office.clerk,
            hall.visit.visit_id,
            broken,
            title="来访材料",
        )
        page.detail.page_asked.emit(record)
        qtbot.waitUntil(lambda: "扫描件无法显示" in page.detail.bar.text, timeout=WITHIN)
        idle(qtbot, desk)


def test_a_scan_of_the_visit_opens_at_the_desk(qtbot: QtBot, hall: Hall):
    with at_window(qtbot, hall) as desk:
        reception = desk.window.reception()
        reception.after.show_visit(hall.visit)
        found = [b for b in reception.registered.findChildren(Button) if b.text() == "查看"]
        found[0].click()
        idle(qtbot, desk)
        box(desk, PageView).close()
