"""设置: what each role sees, and each subject tried as a person does."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot
from sqlalchemy import update

from reception_desk import config
from reception_desk.app import Desk
from reception_desk.devices.printer.simulated import SimulatedThermalPrinter
from reception_desk.devices.scanner.simulated_camera import CameraTestScanner
from reception_desk.devices.scanner.simulated_escl import SimulatedEsclScanner
from reception_desk.devices.scanner.simulated_escl_device import Fault
from reception_desk.models.audit import AuditEntry
from reception_desk.models.database_key import KeySource, obtain, write_private
from reception_desk.records.document import DocumentKind
from reception_desk.records.identifiers import new_id
from reception_desk.records.sync import FileState
from reception_desk.rules.duty_ledger import Reckoning
from reception_desk.rules.permissions import Role
from reception_desk.services import calendar, office
from reception_desk.services.papers import issue_paper
from reception_desk.services.registration import register_visit
from reception_desk.services.standings import bring_up
from reception_desk.sync import enrolment, file_queue, link
from reception_desk.sync.session import CentreSession
from reception_desk.ui import appearance
from reception_desk.ui.offscreen import PETITIONERS
from reception_desk.ui.pages.settings import SettingsPage
from reception_desk.ui.pages.settings.appearance_section import AppearanceSection
from reception_desk.ui.pages.settings.audit_section import AuditSection
from reception_desk.ui.pages.settings.calendar_section import CalendarSection
from reception_desk.ui.pages.settings.centre_section import CentreSection
from reception_desk.ui.pages.settings.devices_section import DevicesSection
from reception_desk.ui.pages.settings.hall_section import HallSection
from reception_desk.ui.text_size import TextSize, current_scale
from reception_desk.ui.tokens import Scheme
from tests.devices.printer.conftest import QUEUE, cups, ipp_machine, ipp_server
from tests.devices.printer.cups import LoopbackCups
from tests.offices import KEY, SampleOffice, person, visit
from tests.postgres import CentreDatabase, centre, postgres
from tests.ui.hands import commit
from tests.ui.logs import LogWatch
from tests.ui.shell import idle, opened

__all__ = ["centre", "cups", "ipp_machine", "ipp_server", "postgres"]

S = TypeVar("S")
LEFT = Qt.MouseButton.LeftButton


def section(desk: Desk, key: str, kind: type[S]) -> S:
    page = desk.window.open_page("settings")
    assert isinstance(page, SettingsPage)
    shown = page.open_section(key)
    assert isinstance(shown, kind)
    return shown


def choose(field, code: str) -> None:
    field.setCurrentIndex(field.findData(code))


@pytest.mark.parametrize(
    ("role", "keys"),
    [
        (Role.RECEPTIONIST, ["board", "centre", "video_sessions", "appearance"]),
        (Role.SECTION, ["centre", "calendar", "video_sessions", "erasure", "appearance"]),
        (Role.BUREAU_LEADER, ["erasure", "appearance"]),
        (Role.ACCUSATION_CLERK, ["video_sessions", "erasure", "appearance"]),
        (Role.AUDITOR, ["audit", "appearance"]),
        (
            Role.ADMINISTRATOR,
            ["hall", "devices", "board", "centre", "calendar", "accounts", "appearance"],
        ),
    ],
)
def test_each_role_sees_what_it_may_do(
    qtbot: QtBot, desk: SampleOffice, role: Role, keys: list[str]
):
    with opened(qtbot, desk, desk.account(role)) as opened_desk:
        page = opened_desk.window.open_page("settings")
        assert isinstance(page, SettingsPage)
        assert page.section_keys() == keys


def test_the_arrows_walk_through_the_subjects(qtbot: QtBot, desk: SampleOffice):
    with opened(qtbot, desk) as opened_desk:
        page = opened_desk.window.open_page("settings")
        assert isinstance(page, SettingsPage)
        assert page.list.hasFocus()
        for title in ("连接", "线路时段", "文字大小"):
            qtbot.keyClick(page.list, Qt.Key.Key_Down)
            titles = [part.text() for part in page.findChildren(QLabel) if part.isVisible()]
            assert title in titles


def test_the_hall_is_kept_and_printed_from_then_on(qtbot: QtBot, desk: SampleOffice):
    with opened(qtbot, desk, desk.administrator) as opened_desk:
        hall = section(opened_desk, "hall", HallSection)
        commit(hall.fields["hall"], "孝昌县来访接待中心")
        commit(hall.fields["phone"], "0712-0000000")
        with qtbot.waitSignal(opened_desk.workplace.changes.settings_changed):
            qtbot.mouseClick(hall.save_button, LEFT)

        card = office.office_card(desk.database)
        assert (card.hall, card.phone) == ("孝昌县来访接待中心", "0712-0000000")
        assert "孝昌县来访接待中心" in opened_desk.window.windowTitle()
        assert "已保存" in hall.bar.text


def test_the_look_changes_at_once_and_is_remembered(
    qtbot: QtBot, desk: SampleOffice, scheme_restored: None
):
    with opened(qtbot, desk) as opened_desk:
        look = section(opened_desk, "appearance", AppearanceSection)
        with qtbot.waitSignal(opened_desk.workplace.changes.text_size_changed):
            look.sizes[TextSize.EXTRA_LARGE].click()
        look.schemes[Scheme.DARK].click()

        assert current_scale() == pytest.approx(2.0)
        kept = appearance.remembered(desk.database)
        assert kept == appearance.Appearance(Scheme.DARK, TextSize.EXTRA_LARGE)


def test_devices_are_written_to_the_settings_file(qtbot: QtBot, desk: SampleOffice):
    home = desk.database.path.parent
    with opened(qtbot, desk, desk.administrator, simulate=True) as opened_desk:
        devices = section(opened_desk, "devices", DevicesSection)
        idle(qtbot, opened_desk)
        choose(devices.reader.kind, "serial")
        devices.reader.port.setEditText("/dev/ttyUSB0")
        choose(devices.scanner.kind, "sane")
        devices.scanner.device.setEditText("test:0")
        devices.form_printer.url.setEditText("ipp://192.0.2.7/ipp/print")
        choose(devices.petitioner.screens, PETITIONERS)
        qtbot.mouseClick(devices.save_button, LEFT)

        kept = config.load(home)
        assert kept.card_reader == config.CardReaderSettings("serial", "/dev/ttyUSB0")
        assert kept.scanner.device == "test:0"
        assert kept.form_printer.url == "ipp://192.0.2.7/ipp/print"
        assert kept.petitioner.screen_name == PETITIONERS
        assert kept.receipt_printer.url == "", "stand-ins are never written down"
        link = next(b for b in devices.bar.findChildren(QPushButton) if b.text() == "现在重新打开")
        with qtbot.waitSignal(opened_desk.window.reopen_asked):
            qtbot.mouseClick(link, LEFT)


def test_a_printer_is_checked_and_prints_a_test_page(qtbot: QtBot, desk: SampleOffice):
    with (
        SimulatedThermalPrinter() as printer,
        opened(qtbot, desk, desk.administrator) as opened_desk,
    ):
        card = section(opened_desk, "devices", DevicesSection).receipt_printer
        assert not card.check_button.isEnabled()
        card.url.setEditText(printer.url)
        card.check_button.click()
        idle(qtbot, opened_desk)
        assert "就绪" in card.bar.text

        card.test_button.click()
        idle(qtbot, opened_desk)
        assert "已打印" in card.bar.text
        assert len(printer.wait_for_slips(1)) == 1


def test_a_printer_that_is_away_is_told_beside_its_address(qtbot: QtBot, desk: SampleOffice):
    with opened(qtbot, desk, desk.administrator) as opened_desk:
        card = section(opened_desk, "devices", DevicesSection).receipt_printer
        card.url.setEditText("escpos-file:/nowhere/lp0")
        card.check_button.click()
        idle(qtbot, opened_desk)
        assert "无法连接" in card.bar.text
        card.url.setEditText("nonsense")
        card.check_button.click()
        idle(qtbot, opened_desk)
        assert "无法识别" in card.bar.text


def test_the_queues_of_the_system_are_offered_and_the_chosen_one_is_asked(
    qtbot: QtBot,
    desk: SampleOffice,
    cups: LoopbackCups,
    ipp_machine: object,
    monkeypatch: pytest.MonkeyPatch,
):
    monkeypatch.setenv("CUPS_SERVER", cups.socket_file)
    with opened(qtbot, desk, desk.administrator) as opened_desk:
        card = section(opened_desk, "devices", DevicesSection).form_printer
        card.url.setEditText("ipp://192.0.2.7/")
        idle(qtbot, opened_desk)
        assert card.chosen().url == "ipp://192.0.2.7/", "a list that arrives overwrites nothing"
        assert [card.url.itemText(row) for row in range(card.url.count())] == [f"system:{QUEUE}"]

        card.url.setCurrentIndex(0)
        card.check_button.click()
        idle(qtbot, opened_desk)
        assert "就绪" in card.bar.text
        card.url.setEditText("system:gone")
        card.check_button.click()
        idle(qtbot, opened_desk)
        assert "没有这个打印队列" in card.bar.text


def test_a_page_is_scanned_to_try_and_shown(qtbot: QtBot, desk: SampleOffice):
    with opened(qtbot, desk, desk.administrator) as opened_desk:
        card = section(opened_desk, "devices", DevicesSection).scanner
        assert not card.try_button.isEnabled()
        choose(card.kind, "simulated")
        choose(card.dpi, "200")
        card.try_button.click()
        idle(qtbot, opened_desk)
        assert "扫描成功" in card.bar.text
        assert card.picture.isVisible()


def test_a_network_scanner_is_found_tried_and_kept_by_its_address(
    qtbot: QtBot, desk: SampleOffice, logs: LogWatch
):
    with (
        SimulatedEsclScanner() as device,
        opened(qtbot, desk, desk.administrator) as opened_desk,
    ):
        devices = section(opened_desk, "devices", DevicesSection)
        card = devices.scanner
        choose(card.kind, "escl")
        assert card.address.isVisible()
        assert not card.device.isVisible()
        card.address.setText(device.url)
        choose(card.dpi, "400")
        card.find_button.click()
        idle(qtbot, opened_desk)
        assert card.bar.text == "找到：接访台 模拟网络扫描仪"
        card.try_button.click()
        idle(qtbot, opened_desk)
        assert card.bar.text.startswith("扫描成功")
        assert "没有 400 dpi，已改用 300 dpi" in card.bar.text
        device.fault = Fault.JAM
        card.try_button.click()
        idle(qtbot, opened_desk)
        assert "卡纸" in card.bar.text
        logs.take("jammed")
        qtbot.mouseClick(devices.save_button, LEFT)

        kept = config.load(desk.database.path.parent).scanner
        assert (kept.kind, kept.device) == ("escl", device.url)


def test_a_camera_is_found_and_tried(qtbot: QtBot, desk: SampleOffice, logs: LogWatch):
    stand_in = CameraTestScanner()
    film = stand_in.list_devices()[0]
    with opened(qtbot, desk, desk.administrator) as opened_desk:
        devices = section(opened_desk, "devices", DevicesSection)
        card = devices.scanner
        choose(card.kind, "camera")
        assert card.device.isVisible()
        assert not card.dpi.isVisible()
        card.device.setEditText(film.name)
        card.find_button.click()
        idle(qtbot, opened_desk)
        assert film.model in card.bar.text
        assert card.device.currentText() == film.name
        card.try_button.click()
        assert "镜头下" in card.bar.text
        idle(qtbot, opened_desk)
        assert card.bar.text.startswith("扫描成功")
        assert card.picture.isVisible()
        card.device.setEditText("/dev/no-such-camera")
        card.try_button.click()
        idle(qtbot, opened_desk)
        assert "找不到高拍仪" in card.bar.text
        qtbot.mouseClick(devices.save_button, LEFT)

        kept = config.load(desk.database.path.parent).scanner
        assert (kept.kind, kept.device) == ("camera", "/dev/no-such-camera")
    stand_in.close()


def test_an_address_that_is_none_is_told(qtbot: QtBot, desk: SampleOffice):
    with opened(qtbot, desk, desk.administrator) as opened_desk:
        card = section(opened_desk, "devices", DevicesSection).scanner
        choose(card.kind, "escl")
        card.address.setText("ftp://192.168.1.20")
        card.find_button.click()
        idle(qtbot, opened_desk)
        assert "不能使用" in card.bar.text


def test_an_empty_folder_has_nothing_to_scan(qtbot: QtBot, desk: SampleOffice, tmp_path: Path):
    with opened(qtbot, desk, desk.administrator) as opened_desk:
        card = section(opened_desk, "devices", DevicesSection).scanner
        choose(card.kind, "folder")
        card.folder.setText(str(tmp_path))
        card.try_button.click()
        idle(qtbot, opened_desk)
        assert "没有可扫描的" in card.bar.text


def test_a_try_of_the_card_reader_says_what_the_port_answers(
    qtbot: QtBot, desk: SampleOffice, logs: LogWatch
):
    with opened(qtbot, desk, desk.administrator) as opened_desk:
        card = section(opened_desk, "devices", DevicesSection).reader
        idle(qtbot, opened_desk)
        choose(card.kind, "serial")
        card.port.setEditText("/dev/there-is-none")
        card.try_button.click()
        idle(qtbot, opened_desk)
        assert "未连接" in card.bar.text
        logs.take("line lost")
        logs.take("disconnected")


def test_a_try_can_be_stopped(qtbot: QtBot, desk: SampleOffice):
    with opened(qtbot, desk, desk.administrator) as opened_desk:
        card = section(opened_desk, "devices", DevicesSection).reader
        idle(qtbot, opened_desk)
        choose(card.kind, "simulated")
        card.try_button.click()
        assert card.try_button.text() == "停止"
        card.try_button.click()
        idle(qtbot, opened_desk)
        assert card.try_button.text() == "试读证件"
        assert card.bar.text == ""


def test_the_reader_in_use_is_watched_not_opened_twice(qtbot: QtBot, desk: SampleOffice):
    simulated = config.CardReaderSettings(kind="simulated")
    config.save(config.Settings(home=desk.database.path.parent, card_reader=simulated))
    with opened(qtbot, desk, desk.administrator, card_reader=simulated) as opened_desk:
        watch = opened_desk.workplace.card_watch
        card = section(opened_desk, "devices", DevicesSection).reader
        idle(qtbot, opened_desk)
        qtbot.waitUntil(lambda: "就绪" in watch.last.sentence, timeout=20_000)
        card.try_button.click()
        assert "就绪" in card.bar.text
        assert opened_desk.workplace.tasks.pending == 0


def test_the_centre_tells_what_waits_and_who_only_looks_cannot_join(
    qtbot: QtBot, desk: SampleOffice
):
    with opened(qtbot, desk, desk.clerk) as opened_desk:
        centre_section = section(opened_desk, "centre", CentreSection)
        words = [part.text() for part in centre_section.findChildren(QLabel)]
        assert "没有设置，本机单独工作" in words
        assert centre_section.join_card is None


def test_a_desk_joins_by_a_pasted_code(qtbot: QtBot, desk: SampleOffice, centre: CentreDatabase):
    told = enrolment.add_desk(centre.dsn, "W1", [1, 10], login=f"desk_{new_id()[-12:]}")
    with opened(qtbot, desk, desk.administrator) as opened_desk:
        centre_section = section(opened_desk, "centre", CentreSection)
        card = centre_section.join_card
        assert card is not None
        card.press.click()
        assert "请粘贴登记码" in card.code.accessibleDescription()

        secret, place = told.code.split("@")
        wrong = "2" if secret[-1] != "2" else "3"
        commit(card.code, f"{secret[:-1]}{wrong}@{place}")
        card.press.click()
        qtbot.waitUntil(lambda: "登记码抄写有误" in centre_section.bar.text)

        card.code.clear()
        commit(card.code, told.code)
        card.press.click()

        qtbot.waitUntil(lambda: "窗口名称“W1”" in centre_section.bar.text)
        assert card.code.text() == ""
    kept = config.load(desk.database.path.parent)
    assert kept.centre.dsn == told.dsn
    joined = link.configured(kept)
    assert joined is not None
    with CentreSession(joined) as session:
        assert session.changes({}) == []


def test_a_key_in_a_file_gets_a_passphrase_at_joining(
    qtbot: QtBot, desk: SampleOffice, centre: CentreDatabase
):
    home = desk.database.path.parent
    write_private(home / "desk.key", KEY.hexadecimal)
    told = enrolment.add_desk(centre.dsn, "W1", [1, 10], login=f"desk_{new_id()[-12:]}")
    with opened(qtbot, desk, desk.administrator) as opened_desk:
        centre_section = section(opened_desk, "centre", CentreSection)
        card = centre_section.join_card
        assert card is not None
        commit(card.code, told.code)
        for words, again, problem in (
            ("短", "", (card.passphrase, "至少 8 个字")),
            ("一间明亮的接访大厅", "一间", (card.repeat, "不一样")),
        ):
            card.passphrase.setText(words)
            card.repeat.setText(again)
            card.press.click()
            assert problem[1] in problem[0].accessibleDescription()
        card.repeat.setText("一间明亮的接访大厅")
        card.press.click()
        qtbot.waitUntil(lambda: "窗口名称“W1”" in centre_section.bar.text)

    assert obtain(home, passphrase="一间明亮的接访大厅") == replace(
        KEY, source=KeySource.PASSPHRASE
    )


def test_a_file_that_does_not_reach_the_centre_is_named(qtbot: QtBot, desk: SampleOffice):
    record = register_visit(desk.database, desk.clerk, visit(person()))
    paper = issue_paper(
        desk.database, desk.files, desk.clerk, record.visit_id, DocumentKind.RECEIPT, paper="A5"
    )
    with opened(qtbot, desk, desk.administrator) as opened_desk:
        shown = section(opened_desk, "centre", CentreSection)
        assert not shown.troubles.isVisible()

        file_queue.mark(desk.database, [paper.sha256], FileState.MISSING, "文件不在本机。")
        shown.refresh()

        assert shown.troubles.text() == f"来访回执 {paper.number}：文件不在本机"
        assert shown.troubles.isVisible()


def test_a_day_is_set_with_a_reason(qtbot: QtBot, desk: SampleOffice):
    with opened(qtbot, desk, desk.administrator) as opened_desk:
        days = section(opened_desk, "calendar", CalendarSection)
        days.view.show_year(calendar.work_calendar(desk.database), 2026)
        day = date(2026, 11, 25)
        qtbot.mouseClick(days.view, LEFT, pos=days.view.spot_of(day))
        assert days.working.isChecked()

        days.resting.click()
        qtbot.mouseClick(days.save_button, LEFT)
        assert not calendar.office_days(desk.database), "no reason was given"

        commit(days.note, "大厅停电检修")
        qtbot.mouseClick(days.save_button, LEFT)
        assert calendar.office_days(desk.database) == ((day, False, "大厅停电检修"),)
        assert "本单位设定" in days.view.accessibleDescription()
        idle(qtbot, opened_desk)
        assert days.bar.text == "已设定。没有期限因此移动。"


def test_a_day_that_moves_running_deadlines_says_how_many(qtbot: QtBot, desk: SampleOffice):
    by = Reckoning(calendar.work_calendar(desk.database))
    register_visit(desk.database, desk.clerk, visit(person()))
    bring_up(desk.database, desk.clerk, by)
    with opened(qtbot, desk, desk.administrator) as opened_desk:
        days = section(opened_desk, "calendar", CalendarSection)
        days.view.show_year(by.calendar, 2026)
        qtbot.mouseClick(days.view, LEFT, pos=days.view.spot_of(date(2026, 12, 8)))
        days.resting.click()
        commit(days.note, "大厅停电检修")
        qtbot.mouseClick(days.save_button, LEFT)
        idle(qtbot, opened_desk)
        assert "1 件事项的 1 个期限移动了" in days.bar.text


def test_the_arrows_walk_through_the_days(qtbot: QtBot, desk: SampleOffice):
    with opened(qtbot, desk, desk.administrator) as opened_desk:
        view = section(opened_desk, "calendar", CalendarSection).view
        view.show_year(calendar.work_calendar(desk.database), 2026)
        view.choose(date(2026, 12, 31))
        for key, day in (
            (Qt.Key.Key_Up, date(2026, 12, 24)),
            (Qt.Key.Key_Left, date(2026, 12, 23)),
            (Qt.Key.Key_Right, date(2026, 12, 24)),
            (Qt.Key.Key_Down, date(2026, 12, 31)),
            (Qt.Key.Key_Right, date(2026, 12, 31)),
        ):
            qtbot.keyClick(view, key)
            assert view.chosen == day


def test_a_year_without_a_notice_is_marked(qtbot: QtBot, desk: SampleOffice):
    with opened(qtbot, desk, desk.administrator) as opened_desk:
        days = section(opened_desk, "calendar", CalendarSection)
        days.go(9)
        assert "暂定" in days.bar.text
        days.go(-9)
        assert days.bar.text == "" or "暂定" in days.bar.text


def test_the_auditor_proves_the_log_whole_and_sees_a_change(qtbot: QtBot, desk: SampleOffice):
    with opened(qtbot, desk, desk.account(Role.AUDITOR)) as opened_desk:
        audit = section(opened_desk, "audit", AuditSection)
        qtbot.mouseClick(audit.check_button, LEFT)
        idle(qtbot, opened_desk)
        assert "完整" in audit.bar.text
        assert not audit.table.isVisible()

        with desk.database.apply() as connection:  # around the triggers, as an intruder would
            connection.execute(
                update(AuditEntry).where(AuditEntry.position == 1).values(action="altered")
            )
        qtbot.mouseClick(audit.check_button, LEFT)
        idle(qtbot, opened_desk)
        assert "不相连" in audit.bar.text
        assert audit.model.rowCount() == 1
