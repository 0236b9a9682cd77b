"""What was handed in, on the page of a matter: listed, reached and opened by the keyboard."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from sqlalchemy import select, text

from reception_desk.models.matter import VisitMatter
from reception_desk.rules.permissions import Role
from reception_desk.services import scans
from reception_desk.ui.dialogs.page_view import PageView
from reception_desk.ui.dialogs.paper_preview import PaperPreview
from reception_desk.ui.pages.matters import MattersPage
from reception_desk.ui.pages.matters.scans_card import MOST_ROWS
from tests.offices import SampleOffice
from tests.scans import written_page
from tests.services.test_confidentiality import PAGE
from tests.services.test_steps import registered
from tests.services.test_whole_file import filed
from tests.ui.accessibility import nameless_controls
from tests.ui.pages.test_matters import ALT, open_matter, rest, texts
from tests.ui.shell import box, opened


@pytest.fixture
def matter_id(desk: SampleOffice) -> str:
    return registered(desk)


def visit_of(desk: SampleOffice, matter_id: str) -> str:
    with desk.database.read() as session:
        found = select(VisitMatter.visit_id).where(VisitMatter.matter_id == matter_id)
        return session.scalars(found).one()


def lines(page: MattersPage) -> list[tuple[object, ...]]:
    return [tuple(row[:3]) for row in page.matter.scans.model.rows()]


def looks(desk: SampleOffice) -> list[tuple[str, str]]:
    with desk.database.read() as session:
        rows = session.execute(
            text("SELECT subject_table, reason FROM audit_entry WHERE action = 'view_scan'")
        )
        return [(table, reason) for table, reason in rows]


def test_the_papers_are_listed_and_enter_opens_one_audited(
    qtbot: QtBot, desk: SampleOffice, matter_id: str
):
    filed(desk, visit_of(desk, matter_id))
    with opened(qtbot, desk, desk.account(Role.SECTION)) as shown:
        page = open_matter(qtbot, shown, matter_id)
        assert lines(page) == [("申请书", 2, "复印件"), ("证据", 1, "原件")]
        assert "2 份" in texts(page.matter.scans)
        assert nameless_controls(page.matter.scans) == []
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_3, ALT)
        table = page.matter.scans.table
        assert table.hasFocus()
        qtbot.keyClick(table, Qt.Key.Key_Down)
        qtbot.keyClick(table, Qt.Key.Key_Return)
        rest(qtbot, shown)
        preview = box(shown, PaperPreview)
        assert preview.windowTitle() == "证据"
        assert looks(desk) == [("filed_paper", "办理")]
        preview.close()
        shown.window.activateWindow()
        qtbot.waitUntil(shown.window.isActiveWindow)
        qtbot.keyClick(table, Qt.Key.Key_Escape)
        rest(qtbot, shown)
        assert page.overview.isVisible()


def test_a_page_that_was_not_filed_is_there_too(qtbot: QtBot, desk: SampleOffice, matter_id: str):
    visit_id, letter = visit_of(desk, matter_id), written_page("来信的内容")
    scans.attach_page(desk.database, desk.files, desk.clerk, visit_id, letter, title="来信")
    with opened(qtbot, desk, desk.account(Role.SECTION)) as shown:
        page = open_matter(qtbot, shown, matter_id)
        assert lines(page) == [("来信 第 1 页", 1, "未归档")]
        page.matter.scans.table.opened.emit(page.matter.scans.table.current_id())
        rest(qtbot, shown)
        assert "来信" in box(shown, PageView).windowTitle()
        assert looks(desk) == [("scanned_page", "办理")]


def test_without_any_the_card_says_where_they_come_from(
    qtbot: QtBot, desk: SampleOffice, matter_id: str
):
    with opened(qtbot, desk, desk.account(Role.SECTION)) as shown:
        page = open_matter(qtbot, shown, matter_id)
        assert "还没有材料" in texts(page.matter.scans)
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_3, ALT)
        assert not page.matter.scans.table.isVisible()


def test_many_are_scrolled_to_and_the_chosen_stays_chosen(
    qtbot: QtBot, desk: SampleOffice, matter_id: str
):
    visit_id = visit_of(desk, matter_id)
    for number in range(MOST_ROWS + 3):
        title = f"材料 {number}"
        scans.attach_page(desk.database, desk.files, desk.clerk, visit_id, PAGE, title=title)
    with opened(qtbot, desk, desk.account(Role.SECTION)) as shown:
        page = open_matter(qtbot, shown, matter_id)
        table = page.matter.scans.table
        assert table.height() < table.verticalHeader().length()
        table.selectRow(4)
        chosen = table.current_id()
        page.matter.follow(matter_id)
        rest(qtbot, shown)
        assert table.current_id() == chosen
