"""What holds for every printer, whatever it speaks."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from threading import Event
from urllib.parse import quote

import pytest

from reception_desk.config import PrinterSettings
from reception_desk.devices.printer import Pace, Printer, follow, open_printer
from reception_desk.devices.printer.ipp import IppPrinter
from reception_desk.devices.printer.ippeve import IppFault, LoopbackIppPrinter
from reception_desk.devices.printer.null import NullPrinter
from reception_desk.devices.printer.paper_roll import Fault
from reception_desk.devices.printer.simulated import SimulatedThermalPrinter
from reception_desk.devices.printer.thermal import ThermalPrinter
from reception_desk.errors import DeviceError
from reception_desk.records.printing import JobStatus, PrinterCondition, PrintJob, PrintState

from .conftest import PDF, QUEUE, checkered

FAST = Pace(shortest=0.01, longest=0.05)


@dataclass
class Bench:
    """A printer, its machine, and the hands to break and mend the machine."""

    printer: Printer
    url: str
    remove_paper: Callable[[], None]
    open_cover: Callable[[], None]
    mend: Callable[[], None]
    heard: list[JobStatus] = field(default_factory=list)

    def follow(self, job: PrintJob, stop: Event | None = None) -> JobStatus:
        return follow(self.printer, job, stop or Event(), self.heard.append, FAST)

    def states(self) -> list[PrintState]:
        return [status.state for status in self.heard]

    def follow_until(self, job: PrintJob, state: PrintState) -> None:
        """Follow, and stop as soon as the state is heard."""
        stop = Event()

        def hear(status: JobStatus) -> None:
            self.heard.append(status)
            if status.state is state:
                stop.set()

        follow(self.printer, job, stop, hear, FAST)
        assert self.states()[-1] is state


def _ipp_bench(machine: LoopbackIppPrinter) -> Bench:
    return Bench(
        open_printer(PrinterSettings(url=machine.url), checkered),
        machine.url,
        remove_paper=lambda: machine.add_fault(IppFault.PAPER_OUT),
        open_cover=lambda: machine.add_fault(IppFault.COVER_OPEN),
        mend=machine.remove_fault,
    )


def _thermal_bench(machine: SimulatedThermalPrinter) -> Bench:
    def mend() -> None:
        machine.remove_fault(Fault.PAPER_OUT)
        machine.remove_fault(Fault.COVER_OPEN)

    return Bench(
        open_printer(PrinterSettings(url=machine.url, paper="slip80"), checkered),
        machine.url,
        remove_paper=lambda: machine.add_fault(Fault.PAPER_OUT),
        open_cover=lambda: machine.add_fault(Fault.COVER_OPEN),
        mend=mend,
    )


def _queue_bench(machine: LoopbackIppPrinter, server: str) -> Bench:
    return replace(
        _ipp_bench(machine),
        printer=open_printer(PrinterSettings(url=f"system:{QUEUE}"), checkered),
        url=f"ipp://{server}/printers/{quote(QUEUE)}",
    )


@pytest.fixture(params=["ipp", "queue", "thermal"])
def bench(request, monkeypatch):
    if request.param == "ipp":
        made = _ipp_bench(request.getfixturevalue("ipp_machine"))
    elif request.param == "queue":
        server = request.getfixturevalue("cups").server
        monkeypatch.setenv("CUPS_SERVER", server)
        made = _queue_bench(request.getfixturevalue("ipp_machine"), server)
    else:
        made = _thermal_bench(request.getfixturevalue("thermal_machine"))
    yield made
    made.printer.close()


class TestEveryPrinter:
    """Run for a real IPP server, for a CUPS queue before it, and for a thermal printer's socket."""

    def test_a_job_is_queued_first_and_printed_last(self, bench: Bench):
        job = bench.printer.print_pdf(PDF, "孝信访〔2026〕1号", on_status=bench.heard.append)

        assert bench.follow(job).state is PrintState.PRINTED
        states = bench.states()
        assert states[0] is PrintState.QUEUED
        on_the_way = {PrintState.QUEUED, PrintState.SENT, PrintState.PRINTING, PrintState.PRINTED}
        assert set(states[1:-1]) <= on_the_way
        assert states[-1] is PrintState.PRINTED

    def test_the_job_tells_where_it_went(self, bench: Bench):
        job = bench.printer.print_pdf(PDF, "登记单", copies=2)

        assert (job.printer, job.title, job.copies) == (bench.url, "登记单", 2)
        assert bench.follow(job).job_id == job.id

    def test_a_job_out_of_paper_waits_and_is_printed_when_paper_is_back(self, bench: Bench):
        bench.remove_paper()
        job = bench.printer.print_pdf(PDF, "登记单")
        bench.follow_until(job, PrintState.OUT_OF_PAPER)
        assert bench.printer.check().condition is PrinterCondition.OUT_OF_PAPER

        bench.mend()

        assert bench.follow(job).state is PrintState.PRINTED
        assert bench.printer.check().condition is PrinterCondition.READY

    def test_an_open_cover_is_called_so(self, bench: Bench):
        bench.open_cover()
        job = bench.printer.print_pdf(PDF, "登记单")
        bench.follow_until(job, PrintState.COVER_OPEN)

        bench.mend()

        assert bench.follow(job).state is PrintState.PRINTED

    def test_a_cancelled_job_ends_as_cancelled_and_the_next_is_printed(self, bench: Bench):
        bench.remove_paper()
        first = bench.printer.print_pdf(PDF, "登记单")
        bench.follow_until(first, PrintState.OUT_OF_PAPER)
        bench.printer.cancel(first)

        bench.mend()

        assert bench.follow(first).state is PrintState.CANCELLED
        second = bench.printer.print_pdf(PDF, "回执")
        assert bench.follow(second).state is PrintState.PRINTED

    def test_a_printed_job_stays_printed_when_it_is_cancelled(self, bench: Bench):
        job = bench.printer.print_pdf(PDF, "登记单")
        bench.follow(job)

        assert bench.printer.cancel(job).state is PrintState.PRINTED

    def test_every_change_is_heard_once(self, bench: Bench):
        job = bench.printer.print_pdf(PDF, "登记单")
        bench.follow(job)

        assert len(bench.heard) == len(set(bench.heard))

    def test_following_ends_when_asked_to(self, bench: Bench):
        bench.remove_paper()
        job = bench.printer.print_pdf(PDF, "登记单")
        stop = Event()
        stop.set()

        assert not bench.follow(job, stop).state.is_final
        bench.mend()
        bench.follow(job)

    def test_following_gives_up_on_a_job_that_never_changes(self, bench: Bench):
        bench.remove_paper()
        job = bench.printer.print_pdf(PDF, "登记单")
        bench.follow_until(job, PrintState.OUT_OF_PAPER)
        pace = Pace(shortest=0.01, unchanged=0.0)

        last = follow(bench.printer, job, Event(), bench.heard.append, pace)

        assert last.state is PrintState.OUT_OF_PAPER
        bench.mend()
        bench.follow(job)

    def test_a_job_without_copies_is_a_mistake_of_the_caller(self, bench: Bench):
        with pytest.raises(ValueError, match="one copy"):
            bench.printer.print_pdf(PDF, "登记单", copies=0)


@pytest.fixture(params=["ipp", "queue", "thermal", "none"])
def absent(request, closed_port, monkeypatch) -> Printer:
    if request.param == "queue":
        monkeypatch.setenv("CUPS_SERVER", f"127.0.0.1:{closed_port}")
        return open_printer(PrinterSettings(url="system:HP"), checkered)
    if request.param == "ipp":
        return open_printer(PrinterSettings(url=f"ipp://127.0.0.1:{closed_port}/"), checkered)
    if request.param == "thermal":
        settings = PrinterSettings(url=f"escpos://127.0.0.1:{closed_port}", paper="slip58")
        return open_printer(settings, checkered)
    return open_printer(PrinterSettings(), checkered)


class TestAbsentPrinter:
    """A printer that is switched off, or that nobody has set."""

    def test_printing_fails_with_what_is_saved_and_what_to_do(self, absent: Printer):
        with pytest.raises(DeviceError) as caught:
            absent.print_pdf(PDF, "登记单")

        assert caught.value.saved
        assert caught.value.advice

    def test_its_condition_is_an_answer_not_an_error(self, absent: Printer):
        condition = absent.check().condition

        assert condition in {PrinterCondition.UNREACHABLE, PrinterCondition.NOT_CONFIGURED}
        assert not condition.can_print

    def test_a_job_of_yesterday_has_a_state(self, absent: Printer):
        job = PrintJob("17", "ipp://elsewhere/", "登记单", 1)

        expected = {PrintState.UNREACHABLE, PrintState.UNCONFIRMED}
        assert absent.status(job).state in expected
        assert absent.cancel(job).state in expected
        absent.close()


class TestOpenPrinter:
    """From settings to a printer."""

    def test_kinds_of_addresses(self):
        def kind(url: str, paper: str) -> type:
            return type(open_printer(PrinterSettings(url=url, paper=paper), checkered))

        assert kind("", "A4") is NullPrinter
        assert kind("ipp://printer.local/ipp/print", "A5") is IppPrinter
        for url in (
            "escpos://10.0.0.9",
            "escpos-usb://0416:5011",
            "escpos-serial:/dev/ttyS0?baud=19200",
            "escpos-serial:COM3",
            "escpos-file:/dev/usb/lp0",
        ):
            assert kind(url, "slip58") is ThermalPrinter

    @pytest.mark.parametrize(
        "url",
        [
            "lp0",
            "ipp:///x",
            "system:",
            "escpos-usb://0416",
            "ipp://host:printer/",
            "escpos://h:0",
        ],
    )
    def test_an_address_nobody_understands_is_refused(self, url: str):
        with pytest.raises(DeviceError, match="无法识别"):
            open_printer(PrinterSettings(url=url), checkered)

    @pytest.mark.parametrize(
        ("url", "paper"), [("ipp://host/", "slip80"), ("escpos://host", "A4"), ("ipp://h/", "B5")]
    )
    def test_paper_the_printer_cannot_hold_is_refused(self, url: str, paper: str):
        with pytest.raises(DeviceError, match="不能用纸"):
            open_printer(PrinterSettings(url=url, paper=paper), checkered)
