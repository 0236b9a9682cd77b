"""文书打印: the groups of the list, and many papers printed one after the other."""

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from reception_desk.config import PrinterSettings
from reception_desk.devices.printer.ippeve import LoopbackIppPrinter
from reception_desk.devices.printer.paper_roll import Fault
from reception_desk.devices.printer.simulated import SimulatedThermalPrinter
from reception_desk.ui.pages.papers import PapersPage
from reception_desk.ui.pages.papers.print_groups import PrintGroup
from tests.offices import SampleOffice
from tests.ui.pages.test_papers import issue, page_of
from tests.ui.shell import idle, opened

LEFT = Qt.MouseButton.LeftButton


def press_all(qtbot: QtBot, page: PapersPage) -> None:
    qtbot.mouseClick(page.batch_button, LEFT)


def states(page: PapersPage) -> list[str]:
    return [page.model.index(row, 2).data() for row in range(page.model.rowCount())]


def test_a_day_s_papers_come_out_one_after_the_other(qtbot: QtBot, desk: SampleOffice):
    for _ in range(3):
        issue(desk, "A4")
    with (
        LoopbackIppPrinter() as machine,
        opened(qtbot, desk, form_printer=PrinterSettings(machine.url)) as shown,
    ):
        page = page_of(shown, qtbot)
        assert page.batch_button.text() == "打印这 3 份"
        with qtbot.waitSignal(page.batch.ended, timeout=60_000) as ended:
            press_all(qtbot, page)
            assert page.progress.isVisible()
            assert not page.batch_button.isEnabled()
        idle(qtbot, shown)
        qtbot.waitUntil(lambda: states(page) == ["已打印"] * 3, timeout=10_000)
        assert machine.printed("3") is not None
        assert ended.args == ["打印了 3 份。", True]
        assert not page.progress.isVisible()


def test_cancelled_the_rest_is_not_sent(qtbot: QtBot, desk: SampleOffice):
    for _ in range(3):
        issue(desk, "A4")
    with (
        LoopbackIppPrinter() as machine,
        opened(qtbot, desk, form_printer=PrinterSettings(machine.url)) as shown,
    ):
        page = page_of(shown, qtbot)
        with qtbot.waitSignal(page.batch.ended, timeout=60_000):
            press_all(qtbot, page)
            page.batch.cancel()
        idle(qtbot, shown)
        assert "已取消。打印了 1 份。其余 2 份没有送出。" in page.bar.text
        assert machine.printed("2") is None


def test_a_printer_that_is_away_stops_the_rest(qtbot: QtBot, desk: SampleOffice):
    for _ in range(2):
        issue(desk, "A4")
    with opened(qtbot, desk, form_printer=PrinterSettings("ipp://127.0.0.1:9/none")) as shown:
        page = page_of(shown, qtbot)
        with qtbot.waitSignal(page.batch.ended, timeout=60_000):
            press_all(qtbot, page)
        idle(qtbot, shown)
        assert "没有打出" in page.bar.text
        assert "其余 2 份没有送出" in page.bar.text
        page.groups.choose(PrintGroup.FAILED)
        qtbot.waitUntil(lambda: page.model.rowCount() == 1)


def test_a_printer_without_paper_is_waited_for(qtbot: QtBot, desk: SampleOffice):
    for _ in range(2):
        issue(desk)
    with (
        SimulatedThermalPrinter() as printer,
        opened(qtbot, desk, receipt_printer=PrinterSettings(printer.url, "slip80")) as shown,
    ):
        page = page_of(shown, qtbot)
        printer.add_fault(Fault.PAPER_OUT)
        with qtbot.waitSignal(page.batch.ended, timeout=60_000):
            press_all(qtbot, page)
            qtbot.waitUntil(lambda: "缺纸" in states(page), timeout=20_000)
            printer.remove_fault(Fault.PAPER_OUT)
        assert page.bar.text == "打印了 2 份。"


@pytest.mark.parametrize(
    ("key", "group", "count"),
    [("1", PrintGroup.ALL, 1), ("2", PrintGroup.TO_PRINT, 1), ("4", PrintGroup.PRINTED, 0)],
)
def test_groups_are_chosen_with_alt_and_a_digit(
    qtbot: QtBot, desk: SampleOffice, key: str, group: PrintGroup, count: int
):
    issue(desk)
    with opened(qtbot, desk) as shown:
        page = page_of(shown, qtbot)
        qtbot.keyClick(page.table, key, Qt.KeyboardModifier.AltModifier)
        assert page.groups.group is group
        assert page.model.rowCount() == count


def test_an_empty_group_says_where_the_others_are(qtbot: QtBot, desk: SampleOffice):
    issue(desk)
    with opened(qtbot, desk) as shown:
        page = page_of(shown, qtbot)
        page.groups.choose(PrintGroup.PRINTED)
        assert not page.batch_button.isEnabled()
        assert page.batch_button.text() == "没有要打印的"
