"""The two offices' paper is imported on the page, and the year it gives is shown at once."""

from pathlib import Path

import pytest
from openpyxl import load_workbook
from PySide6.QtWidgets import QFileDialog, QLabel, QWidget
from pytestqt.qtbot import QtBot

from reception_desk.rules.permissions import Role
from reception_desk.services.leader_plan import plan_rules
from reception_desk.services.leaders import leaders
from reception_desk.ui.dialogs.leader_paper_form import LeaderPaperForm
from reception_desk.ui.pages.leader_days import LeaderDaysPage
from reception_desk.ui.pages.leader_days.plan_view import PlanView
from reception_desk.ui.tasks import Tasks
from tests.offices import SampleOffice
from tests.sheets import write_book
from tests.ui.accessibility import nameless_controls
from tests.ui.desks import workplace
from tests.ui.stage import show

HEAD = ("领导姓名", "职务", "接访安排", "接访时间", "接访地点")
GOOD = ("何某", "县长", "每月15日", "8:30-11:30", "接访室")


@pytest.fixture
def plan(qtbot: QtBot, desk: SampleOffice, tasks: Tasks) -> PlanView:
    page = LeaderDaysPage(workplace(desk, tasks, actor=desk.account(Role.SECTION)))
    show(qtbot, page, width=1240, height=660)
    page.show_plan()
    page.plan.proposal.year_field.setValue(2026)
    return page.plan


def paper(folder: Path, *rows: tuple[object, ...]) -> Path:
    return write_book(folder / "安排.xlsx", HEAD, *rows)


def words(part: QWidget) -> str:
    return "\n".join(one.text() for one in part.findChildren(QLabel))


def chosen(plan: PlanView, path: Path) -> None:
    """Choose a file in the chooser that is open."""
    chooser = plan._work.messages._window.findChild(QFileDialog)
    assert isinstance(chooser, QFileDialog)
    chooser.fileSelected.emit(str(path))
    chooser.filesSelected.emit([str(path)])
    chooser.reject()


def opened(qtbot: QtBot, plan: PlanView, path: Path) -> LeaderPaperForm:
    before = plan.paper.form
    plan.import_button.click()
    chosen(plan, path)
    qtbot.waitUntil(lambda: plan.paper.form is not before)
    assert plan.paper.form is not None
    return plan.paper.form


def test_a_good_paper_is_imported_and_its_year_shown(
    qtbot: QtBot, plan: PlanView, desk: SampleOffice, tmp_path: Path
):
    form = opened(qtbot, plan, paper(tmp_path, GOOD))
    assert form.press.text() == "导入"
    assert nameless_controls(form) == []
    form.press.click()

    qtbot.waitUntil(plan.proposal.keep_button.isEnabled)
    assert "2026年新增 12 个接访日" in words(plan)
    assert "每月15日　何某" in words(plan)
    assert [one.name for one in leaders(desk.database)] == ["何某"]


def test_wrong_lines_are_listed_and_the_others_kept_only_when_asked(
    qtbot: QtBot, plan: PlanView, desk: SampleOffice, tmp_path: Path
):
    wrong = ("吕某", "副县长", "不定期", "8:30-11:30", "接访室")
    path = paper(tmp_path, wrong, GOOD, (*GOOD[:2], "3月18日", *GOOD[3:]))
    form = opened(qtbot, plan, path)

    assert "第2行：“不定期”不是可用的接访安排" in words(form)
    assert form.press.text() == "只导入其余 2 行"
    form.cancel.click()
    assert plan_rules(desk.database) == ()

    form = opened(qtbot, plan, path)
    form.press.click()
    qtbot.waitUntil(lambda: len(plan_rules(desk.database)) == 2)
    qtbot.waitUntil(plan.proposal.keep_button.isEnabled)
    assert "2026年3月18日　何某" in words(plan)


def test_a_paper_of_another_year_is_warned_of(qtbot: QtBot, plan: PlanView, tmp_path: Path):
    path = paper(tmp_path, GOOD).rename(tmp_path / "2027年安排.xlsx")
    form = opened(qtbot, plan, path)

    assert "表上写的是2027年" in form.bar.text
    assert form.press.isEnabled()


def test_a_file_that_is_no_workbook_is_told_on_the_page(
    qtbot: QtBot, plan: PlanView, tmp_path: Path
):
    path = tmp_path / "安排.xlsx"
    path.write_text("不是表格", encoding="utf-8")
    with qtbot.waitSignal(plan.failed):
        plan.import_button.click()
        chosen(plan, path)
    page = plan.window()
    qtbot.waitUntil(lambda: "不是 Excel 工作簿" in words(page))
    assert plan.paper.form is None


def test_the_template_is_saved_where_the_person_says(qtbot: QtBot, plan: PlanView, tmp_path: Path):
    with qtbot.waitSignal(plan.done):
        plan.template_button.click()
        chosen(plan, tmp_path / "模板.xlsx")

    assert load_workbook(tmp_path / "模板.xlsx").sheetnames == ["年度安排", "怎么填"]
