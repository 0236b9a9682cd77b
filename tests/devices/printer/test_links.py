"""Lines that are not a network: a serial port and a device file, both real pseudo-terminals."""

import os
import select
import threading
import tty
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event

import pytest

from reception_desk.config import PrinterSettings
from reception_desk.devices.printer import Pace, follow, open_printer
from reception_desk.devices.printer.links import FileLink, Link, SerialLink, usb_device_file
from reception_desk.devices.printer.paper_roll import Fault, PaperRoll
from reception_desk.devices.printer.thermal import Patience, ThermalPrinter
from reception_desk.records.printing import JobStatus, PrintJob, PrintState

from .conftest import PDF, checkered


@contextmanager
def printer_on_a_terminal(roll: PaperRoll) -> Iterator[str]:
    """Serve a paper roll on a pseudo-terminal; yield the name of its other end."""
    ours, theirs = os.openpty()
    tty.setraw(theirs)
    ears, bell = os.pipe()

    def serve() -> None:
        while ears not in select.select([ours, ears], [], [])[0]:
            answers = roll.feed(os.read(ours, 4096))
            while roll.has_work:
                answers += roll.work()
            os.write(ours, answers)

    thread = threading.Thread(target=serve)
    thread.start()
    try:
        yield os.ttyname(theirs)
    finally:
        os.write(bell, b"!")
        thread.join()
        for end in (ours, theirs, ears, bell):
            os.close(end)


def finish(printer: ThermalPrinter, job: PrintJob) -> JobStatus:
    return follow(printer, job, Event(), lambda _: None, Pace(shortest=0.01, longest=0.05))


@pytest.mark.parametrize(
    "open_link",
    [
        lambda name: SerialLink(name, 115200, 5.0),
        lambda name: FileLink(Path(name), 5.0),
    ],
    ids=["serial", "file"],
)
class TestTwoWay:
    def test_a_slip_is_printed_and_confirmed(self, open_link: Callable[[str], Link]):
        roll = PaperRoll(384)
        with printer_on_a_terminal(roll) as name:
            printer = ThermalPrinter(name, lambda: open_link(name), checkered, 384)

            last = finish(printer, printer.print_pdf(PDF, "号单"))

        assert last.state is PrintState.PRINTED
        assert roll.slips == [checkered(PDF, 384)]

    def test_missing_paper_is_told(self, open_link: Callable[[str], Link]):
        roll = PaperRoll(384)
        roll.faults.add(Fault.PAPER_OUT)
        with printer_on_a_terminal(roll) as name:
            printer = ThermalPrinter(name, lambda: open_link(name), checkered, 384)
            job = printer.print_pdf(PDF, "号单")

            assert printer.status(job).state is PrintState.OUT_OF_PAPER
            printer.cancel(job)

    def test_nothing_said_is_nothing_heard(self, open_link: Callable[[str], Link]):
        with printer_on_a_terminal(PaperRoll(384)) as name:
            link = open_link(name)
            assert link.receive(0.0) == b""
            assert link.receive(0.01) == b""
            link.close()


class TestFullBuffer:
    """Nobody reads the other end."""

    def test_a_file_takes_what_fits_and_then_nothing(self):
        ours, theirs = os.openpty()
        tty.setraw(theirs)
        link = FileLink(Path(os.ttyname(theirs)), 0.05)
        while link.send(b"x" * 4096):
            pass
        assert link.send(b"x") == 0
        link.close()
        os.close(ours)
        os.close(theirs)

    def test_a_serial_port_calls_it_a_broken_line(self):
        ours, theirs = os.openpty()
        link = SerialLink(os.ttyname(theirs), 115200, 0.05)
        with pytest.raises(OSError, match="timeout"):
            while link.send(b"x" * 4096):
                pass
        os.close(ours)
        link.close()
        os.close(theirs)


class TestPlainFile:
    def test_slips_are_collected_and_nothing_is_confirmed(self, tmp_path: Path):
        spool = tmp_path / "slips.bin"
        settings = PrinterSettings(url=f"escpos-file:{spool}", paper="slip58")
        printer = open_printer(settings, checkered)

        for _ in range(2):
            job = printer.print_pdf(PDF, "号单")
            assert printer.status(job).state is PrintState.UNCONFIRMED

        assert spool.stat().st_mode & 0o777 == 0o600

    def test_the_file_prints_on_paper(self, tmp_path: Path):
        spool = tmp_path / "slips.bin"
        printer = ThermalPrinter(
            "file", lambda: FileLink(spool, 1.0), checkered, 384, Patience(answer=0.01)
        )
        printer.print_pdf(PDF, "号单", copies=2)
        roll = PaperRoll(384)
        roll.feed(spool.read_bytes())
        while roll.has_work:
            roll.work()

        assert roll.slips == [checkered(PDF, 384)] * 2


class TestUsb:
    @pytest.fixture
    def devices(self, tmp_path: Path) -> Path:
        """Two printers as Linux shows them."""
        for number, (vendor, product) in enumerate([("04b8", "0e15"), ("0416", "5011")]):
            interface = tmp_path / f"usb1/1-{number}/1-{number}:1.0"
            interface.mkdir(parents=True)
            (interface.parent / "idVendor").write_text(vendor + "\n")
            (interface.parent / "idProduct").write_text(product + "\n")
            shown = tmp_path / f"class/lp{number}"
            shown.mkdir(parents=True)
            (shown / "device").symlink_to(interface)
        return tmp_path / "class"

    def test_a_printer_is_found_by_its_ids(self, devices: Path):
        assert usb_device_file("0416", "5011", devices) == Path("/dev/usb/lp1")
        assert usb_device_file("04B8", "0E15", devices) == Path("/dev/usb/lp0")

    def test_an_unplugged_printer_is_a_broken_line(self, devices: Path):
        with pytest.raises(OSError, match="1234:5678"):
            usb_device_file("1234", "5678", devices)
