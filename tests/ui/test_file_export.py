"""全卷 on the screen: agreed to on the spot, into a file or onto paper, told what is missing."""

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
from reception_desk.ui.pages.register import RegisterPage
from reception_desk.ui.widgets.buttons import Button
from tests.documents.reading import pdfium_pages, without_space
from tests.offices import PASSWORD, SampleOffice, person, visit
from tests.services.test_whole_file import filed
from tests.ui.hands import commit
from tests.ui.shell import box, idle, opened
from tests.ui.test_table_export import choose_place, close_boxes

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def visit_id(desk: SampleOffice) -> str:
    record = register_visit(desk.database, desk.clerk, visit(person()))
    filed(desk, record.visit_id)
    return record.visit_id


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
