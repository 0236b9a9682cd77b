"""全卷 and one paper alone: agreed to on the spot, into a file or onto paper, audited."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from reception_desk.app import Desk
from reception_desk.config import PrinterSettings
from reception_desk.devices.printer.ippeve import LoopbackIppPrinter
from reception_desk.imaging.archive import check_archive
from reception_desk.rules.permissions import Role
from reception_desk.services import filing
from reception_desk.services.registration import register_visit
from reception_desk.ui.dialogs.file_form import FileForm
from reception_desk.ui.dialogs.paper_preview import PaperPreview
from reception_desk.ui.pages.register import RegisterPage
from reception_desk.ui.pages.scanning import ScanningPage
from reception_desk.ui.widgets.buttons import Button
from tests.documents.reading import pdfium_pages, without_space
from tests.offices import PASSWORD, SampleOffice, person, visit
from tests.services.test_single_paper import identity_document
from tests.services.test_whole_file import filed
from tests.ui.hands import commit
from tests.ui.shell import box, idle, opened
from tests.ui.test_table_export import choose_place, close_boxes

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture(scope="module")
def closed_archive(
    set_up_office: SampleOffice, tmp_path_factory: pytest.TempPathFactory
) -> tuple[SampleOffice, str]:
    """A visit with its papers on file, set up once."""
    made = set_up_office.copied_to(tmp_path_factory.mktemp("archive"))
    record = register_visit(made.database, made.clerk, visit(person()))
    filed(made, record.visit_id)
    made.database.close()
    return made, record.visit_id


@pytest.fixture
def desk(closed_archive: tuple[SampleOffice, str], tmp_path: Path) -> Iterator[SampleOffice]:
    """A copy of it for each test."""
    with closed_archive[0].copied(tmp_path) as made:
        yield made


@pytest.fixture
def visit_id(closed_archive: tuple[SampleOffice, str]) -> str:
    return closed_archive[1]


def buttons(page: RegisterPage) -> list[Button]:
    return [each for each in page.detail.findChildren(Button) if "全卷" in each.text()]


def open_form(qtbot: QtBot, desk: Desk, visit_id: str) -> FileForm:
    page = desk.window.open_page("register")
    assert isinstance(page, RegisterPage)
    idle(qtbot, desk)
    page.open_visit(visit_id)
    idle(qtbot, desk)
    (button,) = buttons(page)
    button.click()
    form = box(desk, FileForm)
    assert isinstance(form, FileForm)
    return form


def press(qtbot: QtBot, desk: Desk, form: FileForm) -> None:
    qtbot.mouseClick(form.press, LEFT)
    idle(qtbot, desk)


def told(desk: Desk) -> str:
    words = "".join(each.accessibleDescription() for each in desk.workplace.messages.open_boxes())
    close_boxes(desk)
    return words


def test_a_section_takes_the_file_along_with_a_leaders_password(
    qtbot: QtBot, desk: SampleOffice, visit_id: str, tmp_path: Path
):
    leader = desk.account(Role.BUREAU_LEADER)
    with opened(qtbot, desk, desk.account(Role.SECTION)) as whole:
        form = open_form(qtbot, whole, visit_id)
        press(qtbot, whole, form)
        assert not whole.window.findChildren(QFileDialog), "nothing was filled in"
        commit(form.reason, "县领导阅卷")
        commit(form.login, leader.login)
        commit(form.password, "不是这个密码")
        press(qtbot, whole, form)
        assert "不正确" in form.bar.text
        form.password.clear()
        commit(form.password, PASSWORD)
        press(qtbot, whole, form)
        assert form.password.text() == "", "the leader's password stays in the form"
        choose_place(whole, tmp_path / "file.pdf")
        idle(qtbot, whole)
        close_boxes(whole)

    check_archive((tmp_path / "file.pdf").read_bytes())


def test_it_is_printed_through_the_form_printer(qtbot: QtBot, desk: SampleOffice, visit_id: str):
    with (
        LoopbackIppPrinter() as machine,
        opened(
            qtbot, desk, desk.account(Role.BUREAU_LEADER),
            form_printer=PrinterSettings(url=machine.url),
        ) as whole,
    ):  # fmt: skip
        form = open_form(qtbot, whole, visit_id)
        form.way.setCurrentIndex(1)
        assert form.press.text() == "打印"
        commit(form.reason, "会审")
        press(qtbot, whole, form)
        close_boxes(whole)
        printed = machine.printed("1")

    assert printed is not None
    pages = pdfium_pages(printed)
    assert len(pages) == 4
    assert all("内部资料不得外传" in without_space(page) for page in pages)


def test_a_missing_paper_is_named_when_the_file_is_there(
    qtbot: QtBot, desk: SampleOffice, visit_id: str, tmp_path: Path
):
    petition, _ = filing.papers_of_visit(desk.database, desk.clerk, visit_id)
    desk.files.remove(petition.sha256)
    with opened(qtbot, desk, desk.account(Role.BUREAU_LEADER)) as whole:
        form = open_form(qtbot, whole, visit_id)
        commit(form.reason, "会审")
        press(qtbot, whole, form)
        choose_place(whole, tmp_path / "file.pdf")
        idle(qtbot, whole)

        assert "缺 1 份：申请书（文件取不到）" in told(whole)
    assert (tmp_path / "file.pdf").exists()


def test_a_clerk_who_may_not_export_is_not_offered_it(
    qtbot: QtBot, desk: SampleOffice, visit_id: str
):
    with opened(qtbot, desk) as whole:
        page = whole.window.open_page("register")
        assert isinstance(page, RegisterPage)
        idle(qtbot, whole)
        page.open_visit(visit_id)
        idle(qtbot, whole)

        assert buttons(page) == []


def open_paper(qtbot: QtBot, desk: Desk, visit_id: str, title: str) -> PaperPreview:
    """Open the visit in the register, and the look at one of its papers."""
    page = desk.window.open_page("register")
    assert isinstance(page, RegisterPage)
    idle(qtbot, desk)
    page.open_visit(visit_id)
    idle(qtbot, desk)
    links = page.detail.findChildren(Button)
    (link,) = (each for each in links if each.text().startswith(f"{title}　"))
    link.click()
    idle(qtbot, desk)
    preview = box(desk, PaperPreview)
    assert isinstance(preview, PaperPreview)
    return preview


def test_one_paper_is_printed_alone_by_keys(qtbot: QtBot, desk: SampleOffice, visit_id: str):
    with (
        LoopbackIppPrinter() as machine,
        opened(
            qtbot, desk, desk.account(Role.BUREAU_LEADER),
            form_printer=PrinterSettings(url=machine.url),
        ) as whole,
    ):  # fmt: skip
        preview = open_paper(qtbot, whole, visit_id, "申请书")
        qtbot.waitUntil(preview.print_button.hasFocus)
        qtbot.keyClick(preview, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
        form = box(whole, FileForm)
        assert isinstance(form, FileForm)
        assert form.windowTitle().startswith("申请书 ")
        form.way.setCurrentIndex(1)
        commit(form.reason, "申请人要求复印")
        press(qtbot, whole, form)
        assert "申请书已打印，共 2 页。" in told(whole)
        printed = machine.printed("1")

    assert printed is not None
    pages = pdfium_pages(printed)
    assert len(pages) == 2
    assert all("申请人要求复印" in without_space(page) for page in pages)


def test_an_identity_document_says_where_no_number_was_covered(
    qtbot: QtBot, desk: SampleOffice, visit_id: str, tmp_path: Path
):
    identity_document(desk, visit_id)
    with opened(qtbot, desk, desk.account(Role.BUREAU_LEADER)) as whole:
        open_paper(qtbot, whole, visit_id, "身份证明").print_button.click()
        form = box(whole, FileForm)
        assert isinstance(form, FileForm)
        commit(form.reason, "核对身份")
        press(qtbot, whole, form)
        choose_place(whole, tmp_path / "card.pdf")
        idle(qtbot, whole)

        assert "身份证明已导出，共 1 页。第 1 页没有认出证件号码" in told(whole)
    check_archive((tmp_path / "card.pdf").read_bytes())


def test_a_clerk_who_may_not_export_only_looks(qtbot: QtBot, desk: SampleOffice, visit_id: str):
    with opened(qtbot, desk) as whole:
        preview = open_paper(qtbot, whole, visit_id, "申请书")

        assert not preview.print_button.isVisible()
        qtbot.keyClick(preview, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
        assert preview.isVisible()
        preview.close()


def test_the_station_offers_a_filed_paper_to_the_section_too(
    qtbot: QtBot, desk: SampleOffice, visit_id: str
):
    with opened(qtbot, desk, desk.account(Role.SECTION)) as whole:
        page = whole.window.open_page("scanning")
        assert isinstance(page, ScanningPage)
        page.open_visit(visit_id)
        idle(qtbot, whole)
        (link,) = (
            each for each in page.view.panel.filed.findChildren(Button) if "申请书" in each.text()
        )
        link.click()
        idle(qtbot, whole)
        preview = box(whole, PaperPreview)
        assert isinstance(preview, PaperPreview)
        preview.print_button.click()

        assert box(whole, FileForm).windowTitle().startswith("申请书 ")
