"""A number is taken and its slip comes out of a real driver's printer."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from reception_desk.config import PrinterSettings
from reception_desk.devices.printer.simulated import SimulatedThermalPrinter
from reception_desk.errors import DeskError
from reception_desk.records.tickets import TicketInput
from reception_desk.rules.permissions import Role
from reception_desk.services.tickets import call_next
from reception_desk.ui.printers import open_desk_printer
from reception_desk.ui.tasks import Tasks
from reception_desk.ui.ticket_slip import TicketTaken, issue_and_print, print_slip
from reception_desk.ui.workplace import Workplace
from tests.offices import SampleOffice
from tests.ui.desks import workplace


@pytest.fixture
def roll() -> Iterator[SimulatedThermalPrinter]:
    with SimulatedThermalPrinter() as printer:
        yield printer


def with_printer(desk: SampleOffice, tasks: Tasks, roll: SimulatedThermalPrinter) -> Workplace:
    chosen = PrinterSettings(url=roll.url, paper="slip80")
    work = workplace(desk, tasks, printer=open_desk_printer(chosen))
    return replace(work, settings=replace(work.settings, receipt_printer=chosen))


def take(qtbot: QtBot, work: Workplace, asked: TicketInput | None = None) -> TicketTaken:
    taken: list[TicketTaken] = []
    errors: list[Exception] = []
    owner = QObject()
    issue_and_print(work, owner, asked or TicketInput(), taken.append, errors.append)
    qtbot.waitUntil(lambda: bool(taken or errors))
    assert not errors
    return taken[0]


def test_the_slip_is_printed(
    qtbot: QtBot, desk: SampleOffice, tasks: Tasks, roll: SimulatedThermalPrinter
):
    work = with_printer(desk, tasks, roll)
    taken = take(qtbot, work)
    assert (taken.issued.number, taken.is_printing) == ("甲001", True)
    qtbot.waitUntil(lambda: len(roll.slips) == 1)
    print_slip(work, taken.issued)
    qtbot.waitUntil(lambda: len(roll.slips) == 2)


def test_a_number_stands_though_no_paper_came_out(
    qtbot: QtBot, desk: SampleOffice, tasks: Tasks, roll: SimulatedThermalPrinter
):
    roll.pull_cable()
    work = with_printer(desk, tasks, roll)
    failed: list[DeskError] = []
    work.print_desk.failed.connect(lambda _key, error: failed.append(error))
    assert take(qtbot, work).issued.number == "甲001"
    qtbot.waitUntil(lambda: bool(failed))
    called = call_next(desk.database, desk.clerk, None)
    assert called is not None
    assert called.facts.number == "甲001"


def test_without_a_printer_the_number_is_told(qtbot: QtBot, desk: SampleOffice, tasks: Tasks):
    taken = take(qtbot, workplace(desk, tasks), TicketInput(needs_help=True))
    assert (taken.issued.number, taken.issued.ahead, taken.is_printing) == ("甲001", 0, False)


def test_who_may_not_hand_out_numbers_is_told(qtbot: QtBot, desk: SampleOffice, tasks: Tasks):
    work = workplace(desk, tasks, actor=desk.account(Role.AUDITOR))
    errors: list[Exception] = []
    owner = QObject()
    issue_and_print(work, owner, TicketInput(), lambda _: None, errors.append)
    qtbot.waitUntil(lambda: bool(errors))
    assert "取号" in str(errors[0])
