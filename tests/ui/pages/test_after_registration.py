"""Scanning for a registered visit, with a network scanner on this machine, and from files."""

from pathlib import Path

from pytestqt.qtbot import QtBot

from reception_desk.config import ScannerSettings
from reception_desk.devices.scanner.simulated_escl import SimulatedEsclScanner
from reception_desk.devices.scanner.simulated_escl_device import Fault
from reception_desk.services import scans
from reception_desk.services.registration import register_visit
from tests.offices import SampleOffice, person, visit
from tests.scans import letter_with_a_broken_page
from tests.ui.logs import LogWatch
from tests.ui.shell import idle, opened


def test_pages_are_kept_and_what_happened_is_told(qtbot: QtBot, desk: SampleOffice, logs: LogWatch):
    with SimulatedEsclScanner() as device:
        settings = ScannerSettings(kind="escl", device=device.url, dpi=400)
        with opened(qtbot, desk, scanner=settings) as opened_desk:
            reception = opened_desk.window.reception()
            registered = register_visit(desk.database, desk.clerk, visit(person()))
            reception.after.show_visit(registered)
            view = reception.registered

            view.scan_button.click()
            idle(qtbot, opened_desk)
            assert view.bar.text == "第 1 页已存入。扫描仪没有 400 dpi，已改用 300 dpi。"

            device.fault = Fault.CUT
            view.scan_button.click()
            idle(qtbot, opened_desk)
            logs.take("ended early")
            assert view.bar.text.startswith("与扫描仪的通信中断。已读到的部分存为不完整页")

            device.fault = Fault.COVER_OPEN
            view.scan_button.click()
            idle(qtbot, opened_desk)
            logs.take("brought nothing")
            assert view.bar.text.startswith("扫描仪盖板没有合上。")

    pages = scans.pages_of_visit(desk.database, desk.clerk, registered.visit_id)
    assert [page.is_partial for page in pages] == [False, True]


def test_a_file_is_attached_but_for_the_page_that_cannot_be_read(
    qtbot: QtBot, desk: SampleOffice, tmp_path: Path
):
    file = tmp_path / "letter.tiff"
    file.write_bytes(letter_with_a_broken_page())
    with opened(qtbot, desk) as opened_desk:
        reception = opened_desk.window.reception()
        registered = register_visit(desk.database, desk.clerk, visit(person()))
        reception.after.show_visit(registered)

        reception.after._import([file])
        idle(qtbot, opened_desk)

        words = reception.registered.bar.text
        assert "第 2 页" in words
        assert "其余 2 页已保存" in words
    pages = scans.pages_of_visit(desk.database, desk.clerk, registered.visit_id)
    assert [page.height for page in pages] == [10, 30]
