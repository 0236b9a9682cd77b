from collections.abc import Callable
from threading import Event

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reception_desk.devices.printer import Pace, follow
from reception_desk.devices.printer.bitmap import Bitmap
from reception_desk.devices.printer.links import Link, NetworkLink
from reception_desk.devices.printer.paper_roll import Fault, PaperRoll
from reception_desk.devices.printer.simulated import SimulatedThermalPrinter
from reception_desk.devices.printer.thermal import Patience, ThermalPrinter
from reception_desk.errors import DeviceError
from reception_desk.records.printing import JobStatus, PrinterCondition, PrintJob, PrintState

from .conftest import PDF, checkered

SHORT = Patience(answer=0.2, confirmation=0.0)
FAST = Pace(shortest=0.005, longest=0.02)


def network(port: int) -> Callable[[], Link]:
    return lambda: NetworkLink("127.0.0.1", port, 2.0, 0.2)


def printer_at(port: int, patience: Patience | None = None) -> ThermalPrinter:
    return ThermalPrinter("escpos://127.0.0.1", network(port), checkered, 576, patience)


def finish(printer: ThermalPrinter, job: PrintJob, heard: list[JobStatus] | None = None):
    return follow(printer, job, Event(), (heard if heard is not None else []).append, FAST)


class NarrowLink:
    """An in-memory line to a paper roll that takes so many bytes until it is let go on."""

    def __init__(self, roll: PaperRoll, room: int) -> None:
        self.roll = roll
        self.room = room
        self.is_broken = False
        self._answers = b""

    def send(self, data: bytes) -> int:
        if self.is_broken:
            raise ConnectionResetError
        taken = data[: self.room]
        self.room -= len(taken)
        self._answers += self.roll.feed(taken)
        return len(taken)

    def receive(self, seconds: float) -> bytes:
        if self.is_broken:
            raise ConnectionResetError
        while self.roll.has_work:
            self._answers += self.roll.work()
        answers, self._answers = self._answers, b""
        return answers

    def close(self) -> None:
        self.room = 0


class TestOnTheWire:
    def test_the_slip_is_the_picture_that_was_drawn(self, thermal_machine):
        printer = printer_at(thermal_machine.port)

        finish(printer, printer.print_pdf(PDF, "号单"))

        assert thermal_machine.wait_for_slips(1) == (checkered(PDF, 576),)

    def test_every_copy_is_cut_off_and_counted(self, thermal_machine):
        printer = printer_at(thermal_machine.port)

        last = finish(printer, printer.print_pdf(PDF, "号单", copies=3))

        assert last.pages_done == 3
        assert thermal_machine.wait_for_slips(3) == (checkered(PDF, 576),) * 3

    def test_a_slow_printer_is_printing_before_it_has_printed(self):
        with SimulatedThermalPrinter(seconds_per_command=60.0) as machine:
            printer = printer_at(machine.port)
            heard: list[JobStatus] = []
            job = printer.print_pdf(PDF, "号单", on_status=heard.append)
            machine.set_pace(0.0)
            finish(printer, job, heard)

        states = [status.state for status in heard]
        life = [PrintState.QUEUED, PrintState.PRINTING, PrintState.PRINTED]
        assert list(dict.fromkeys(states)) == life

    def test_a_printer_without_paper_gets_nothing_until_it_has_some(self, thermal_machine):
        thermal_machine.add_fault(Fault.PAPER_OUT)
        printer = printer_at(thermal_machine.port)

        job = printer.print_pdf(PDF, "号单")

        assert printer.status(job).state is PrintState.OUT_OF_PAPER
        thermal_machine.remove_fault(Fault.PAPER_OUT)
        assert finish(printer, job).state is PrintState.PRINTED

    def test_a_cancelled_slip_that_waits_is_never_printed(self, thermal_machine):
        thermal_machine.add_fault(Fault.PAPER_OUT)
        printer = printer_at(thermal_machine.port)
        first = printer.print_pdf(PDF, "号单")
        second = printer.print_pdf(PDF, "回执")

        assert printer.cancel(second).state is PrintState.CANCELLED

        thermal_machine.remove_fault(Fault.PAPER_OUT)
        assert finish(printer, first).state is PrintState.PRINTED
        assert len(thermal_machine.wait_for_slips(1)) == 1

    def test_a_pulled_cable_leaves_the_slip_unsent_until_it_is_back(self, thermal_machine):
        thermal_machine.add_fault(Fault.PAPER_OUT)
        printer = printer_at(thermal_machine.port)
        job = printer.print_pdf(PDF, "号单")

        thermal_machine.pull_cable()
        assert printer.status(job).state is PrintState.UNREACHABLE
        assert printer.check().condition is PrinterCondition.UNREACHABLE
        thermal_machine.remove_fault(Fault.PAPER_OUT)
        thermal_machine.plug_in()

        assert finish(printer, job).state is PrintState.PRINTED

    def test_a_cable_pulled_behind_the_slip_leaves_it_unconfirmed(self):
        with SimulatedThermalPrinter(seconds_per_command=60.0) as machine:
            printer = printer_at(machine.port)
            job = printer.print_pdf(PDF, "号单")
            assert printer.status(job).state is PrintState.PRINTING

            machine.pull_cable()

            assert printer.status(job).state is PrintState.UNCONFIRMED

    def test_the_line_is_free_for_others_between_slips(self, thermal_machine):
        window_1, window_2 = printer_at(thermal_machine.port), printer_at(thermal_machine.port)

        for printer in (window_1, window_2, window_1):
            finish(printer, printer.print_pdf(PDF, "号单"))

        assert len(thermal_machine.wait_for_slips(3)) == 3

    def test_low_paper_is_told_and_prints(self, thermal_machine):
        thermal_machine.add_fault(Fault.PAPER_LOW)
        printer = printer_at(thermal_machine.port)

        assert printer.check().condition is PrinterCondition.PAPER_LOW
        assert finish(printer, printer.print_pdf(PDF, "号单")).state is PrintState.PRINTED

    def test_a_jammed_cutter_is_told(self, thermal_machine):
        thermal_machine.add_fault(Fault.CUTTER_JAM)
        printer = printer_at(thermal_machine.port)

        job = printer.print_pdf(PDF, "号单")

        assert printer.status(job).state is PrintState.JAMMED
        printer.close()

    def test_a_printer_that_never_answers_still_gets_the_slip(self, silent_port):
        printer = printer_at(silent_port, SHORT)
        heard: list[JobStatus] = []

        job = printer.print_pdf(PDF, "号单", on_status=heard.append)

        assert [status.state for status in heard] == [PrintState.QUEUED, PrintState.UNCONFIRMED]
        assert printer.status(job).state is PrintState.UNCONFIRMED
        assert printer.check().condition is PrinterCondition.UNKNOWN

    def test_a_slip_that_is_not_confirmed_in_time_is_unconfirmed(self):
        with SimulatedThermalPrinter(seconds_per_command=60.0) as machine:
            printer = printer_at(machine.port, Patience(answer=5.0, confirmation=0.0))

            job = printer.print_pdf(PDF, "号单")

            assert finish(printer, job).state is PrintState.UNCONFIRMED

    def test_a_printer_that_is_switched_off_takes_nothing(self, closed_port):
        with pytest.raises(DeviceError, match="无法连接"):
            printer_at(closed_port).print_pdf(PDF, "号单")

    def test_what_the_drawing_raises_goes_through_and_nothing_is_sent(self, thermal_machine):
        def refuse(_pdf: bytes, _width: int) -> Bitmap:
            raise DeviceError("无法绘制。")

        printer = ThermalPrinter("x", network(thermal_machine.port), refuse, 576)

        with pytest.raises(DeviceError, match="无法绘制"):
            printer.print_pdf(PDF, "号单")
        assert thermal_machine.slips == ()


class TestClearing:
    """Cancelling what already lies in the printer."""

    def test_the_slip_is_dropped_and_the_others_are_printed_again(self):
        with SimulatedThermalPrinter(seconds_per_command=60.0) as machine:
            printer = printer_at(machine.port)
            first = printer.print_pdf(PDF, "号单")
            second = printer.print_pdf(PDF, "回执")

            assert printer.cancel(first).state is PrintState.CANCELLED

            machine.set_pace(0.0)
            assert finish(printer, second).state is PrintState.PRINTED
            assert machine.wait_for_slips(1)[-1] == checkered(PDF, 576)

    def test_a_printer_that_does_not_say_so_has_not_cancelled(self):
        with SimulatedThermalPrinter(seconds_per_command=60.0) as machine:
            printer = printer_at(machine.port, Patience(answer=0.2, confirmation=60.0))
            job = printer.print_pdf(PDF, "号单")
            machine.add_fault(Fault.SILENT)

            assert printer.cancel(job).state is PrintState.PRINTING

            printer.close()

    def test_a_cable_pulled_before_cancelling_leaves_it_unconfirmed(self):
        with SimulatedThermalPrinter(seconds_per_command=60.0) as machine:
            printer = printer_at(machine.port)
            job = printer.print_pdf(PDF, "号单")
            machine.pull_cable()

            assert printer.cancel(job).state is PrintState.UNCONFIRMED


class TestNarrowLine:
    """A printer whose buffer is full in the middle of things."""

    @given(st.integers(0, 12_000))
    def test_a_full_buffer_waits_and_goes_on_where_it_stopped(self, room: int):
        roll = PaperRoll(576)
        link = NarrowLink(roll, room)
        printer = ThermalPrinter("x", lambda: link, checkered, 576, Patience(answer=0.01))

        job = printer.print_pdf(PDF, "号单")
        link.room = 1_000_000

        assert finish(printer, job).state is PrintState.PRINTED
        assert roll.slips == [checkered(PDF, 576)]

    def test_neither_asked_nor_cancelled_in_the_middle_of_a_picture(self):
        link = NarrowLink(PaperRoll(576), 3000)
        printer = ThermalPrinter("x", lambda: link, checkered, 576, SHORT)
        job = printer.print_pdf(PDF, "号单")

        assert printer.check().condition is PrinterCondition.UNKNOWN
        assert printer.cancel(job).state is PrintState.UNKNOWN
        printer.close()

    def test_a_slip_cut_off_in_the_middle_has_failed(self):
        link = NarrowLink(PaperRoll(576), 3000)
        printer = ThermalPrinter("x", lambda: link, checkered, 576, SHORT)
        job = printer.print_pdf(PDF, "号单")
        assert printer.status(job).state is PrintState.UNKNOWN

        link.is_broken = True

        assert printer.status(job).state is PrintState.FAILED
