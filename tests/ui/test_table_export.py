"""导出 on the screen: filled in, agreed to on the spot, written in the background, or stopped."""

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QLineEdit
from pytestqt.qtbot import QtBot

from reception_desk.app import Desk
from reception_desk.records.actor import Actor
from reception_desk.records.export import ExportKind
from reception_desk.rules.permissions import Action, Role
from reception_desk.services.registration import register_visit
from reception_desk.ui.dialogs.export_form import ExportForm
from reception_desk.ui.pages.register import RegisterPage
from reception_desk.ui.pages.settings.audit_section import AuditSection
from reception_desk.ui.table_export import Exportable, TableExport
from reception_desk.ui.tables.columns import Column
from tests.offices import PASSWORD, SampleOffice, person, visit
from tests.ui.hands import commit
from tests.ui.shell import box, idle, opened

LEFT = Qt.MouseButton.LeftButton


def open_register(qtbot: QtBot, desk: Desk) -> ExportForm:
    page = desk.window.open_page("register")
    assert isinstance(page, RegisterPage)
    idle(qtbot, desk)
    page.table.setColumnHidden(5, True)
    page.export()
    form = box(desk, ExportForm)
    assert isinstance(form, ExportForm)
    return form


def choose_place(desk: Desk, target: Path) -> None:
    chooser = box(desk, QFileDialog)
    assert isinstance(chooser, QFileDialog)
    field = chooser.findChild(QLineEdit)
    assert isinstance(field, QLineEdit)
    field.setText(str(target))
    chooser.accept()


def press(qtbot: QtBot, desk: Desk, form: ExportForm) -> None:
    qtbot.mouseClick(form.press, LEFT)
    idle(qtbot, desk)


def lines(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


def close_boxes(desk: Desk) -> list[str]:
    found = desk.workplace.messages.open_boxes()
    for opened_box in found:
        opened_box.close()
    return [opened_box.windowTitle() for opened_box in found]


def test_a_section_exports_what_is_on_the_screen_with_a_leaders_password(
    qtbot: QtBot, desk: SampleOffice, tmp_path: Path
):
    register_visit(desk.database, desk.clerk, visit(person("张伟")))
    leader = desk.account(Role.BUREAU_LEADER)
    with opened(qtbot, desk, desk.account(Role.SECTION)) as opened_desk:
        form = open_register(qtbot, opened_desk)
        assert "window" not in form.columns.chosen(), "a hidden column was offered as chosen"
        press(qtbot, opened_desk, form)
        assert not opened_desk.window.findChildren(QFileDialog), "nothing was filled in"

        form.kind.setCurrentIndex(form.kind.findData(ExportKind.CSV))
        commit(form.reason, "季度核对")
        commit(form.login, leader.login)
        commit(form.password, "不是这个密码")
        press(qtbot, opened_desk, form)
        assert "不正确" in form.bar.text

        form.password.clear()
        commit(form.password, PASSWORD)
        press(qtbot, opened_desk, form)
        assert form.password.text() == "", "the leader's password stays in the form"
        choose_place(opened_desk, tmp_path / "register.csv")
        idle(qtbot, opened_desk)
        close_boxes(opened_desk)

    notice, titles, row = lines(tmp_path / "register.csv")
    assert f"（{leader.login}）" in notice[0]
    assert titles == ["编号", "时间", "姓名", "人数", "事项", "结果", "状态"]
    assert row[2] == "张*"


def test_a_leader_is_asked_for_no_second_person(qtbot: QtBot, desk: SampleOffice, tmp_path: Path):
    register_visit(desk.database, desk.clerk, visit(person("张伟")))
    with opened(qtbot, desk, desk.account(Role.BUREAU_LEADER)) as opened_desk:
        form = open_register(qtbot, opened_desk)
        assert not form.login.isVisible()
        commit(form.reason, "向县委报告")
        press(qtbot, opened_desk, form)
        choose_place(opened_desk, tmp_path / "register.xlsx")
        idle(qtbot, opened_desk)
        close_boxes(opened_desk)
    assert (tmp_path / "register.xlsx").stat().st_size > 1000


class Endless:
    """Rows without end: only 取消 stops them."""

    def __call__(self) -> Iterator[tuple[Any, ...]]:
        while True:
            yield ("一行",)


def begin_endless(qtbot: QtBot, opened_desk: Desk, target: Path) -> ExportForm:
    wanted = Exportable("长表", (Column("only", "唯一的列"),), ["only"], 9_000_000, Endless())
    form = TableExport(opened_desk.workplace, opened_desk.window, wanted).form
    commit(form.reason, "试一试")
    qtbot.mouseClick(form.press, LEFT)
    choose_place(opened_desk, target)
    return form


def leader_of(desk: SampleOffice) -> Actor:
    return desk.account(Role.BUREAU_LEADER)


def test_a_long_export_is_stopped_and_leaves_nothing(
    qtbot: QtBot, desk: SampleOffice, tmp_path: Path
):
    folder = tmp_path / "out"
    folder.mkdir()
    with opened(qtbot, desk, leader_of(desk)) as opened_desk:
        form = begin_endless(qtbot, opened_desk, folder / "x.csv")
        qtbot.waitUntil(form.progress.isVisible)
        form.progress.cancel_asked.emit()
        idle(qtbot, opened_desk)

        assert "已取消" in form.bar.text
        assert form.press.isEnabled()
        assert list(folder.iterdir()) == []
        form.reject()


def test_closing_the_form_stops_the_export(qtbot: QtBot, desk: SampleOffice, tmp_path: Path):
    folder = tmp_path / "out"
    folder.mkdir()
    with opened(qtbot, desk, leader_of(desk)) as opened_desk:
        form = begin_endless(qtbot, opened_desk, folder / "x.csv")
        qtbot.waitUntil(form.progress.isVisible)
        qtbot.keyClick(form, Qt.Key.Key_Escape)
        idle(qtbot, opened_desk)
        assert list(folder.iterdir()) == []


def test_the_auditor_exports_the_audit_with_its_verdict(
    qtbot: QtBot, desk: SampleOffice, tmp_path: Path
):
    with opened(qtbot, desk, desk.account(Role.AUDITOR)) as opened_desk:
        section = opened_desk.window.settings_page().open_section("audit")
        assert isinstance(section, AuditSection)
        qtbot.mouseClick(section.export_button, LEFT)
        form = box(opened_desk, ExportForm)
        assert isinstance(form, ExportForm)
        form.kind.setCurrentIndex(form.kind.findData(ExportKind.CSV))
        commit(form.reason, "年度审计")
        press(qtbot, opened_desk, form)
        choose_place(opened_desk, tmp_path / "audit.csv")
        idle(qtbot, opened_desk)
        close_boxes(opened_desk)

    notice, titles, first, *_ = lines(tmp_path / "audit.csv")
    assert "校验：各窗口记录完整" in notice[0]
    assert titles[:5] == ["窗口", "第几条", "时间", "操作人", "操作"]
    assert first[4] == "新建账号"
    assert Action.EXPORT_AUDIT.roles == {Role.AUDITOR}
