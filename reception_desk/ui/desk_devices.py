"""The devices of this desk, opened when somebody signs in and closed when they leave."""

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtWidgets import QWidget

from reception_desk.config import CardReaderSettings, PrinterSettings, ScannerSettings, Settings
from reception_desk.devices.card_reader import CardReader, open_reader
from reception_desk.devices.scanner import Scanner, open_scanner
from reception_desk.errors import DeskError
from reception_desk.ui.print_desk import PrintQueue
from reception_desk.ui.printers import open_desk_printer

if TYPE_CHECKING:
    from reception_desk.devices.card_reader.simulated import Simulator

PAPERS: tuple[str, ...] = ("A4", "A5", "slip80", "slip58")
NO_PRINTER = "none"

D = TypeVar("D")


@dataclass(frozen=True)
class DeskDevices:
    """What stands at this desk.

    `queues` has a printer for every kind of paper, `simulator` is there when the reader is one,
    `troubles` holds by lamp what the settings name wrongly: the desk opens all the same.
    """

    settings: Settings
    reader: CardReader
    scanner: Scanner
    queues: dict[str, PrintQueue]
    simulator: "Simulator | None"
    troubles: dict[str, DeskError]
    _stack: ExitStack

    def extras(self) -> dict[str, Callable[[], QWidget]]:
        """Return what a lamp shows beyond its report: the sample cards of a simulated reader."""
        if self.simulator is None:
            return {}
        from reception_desk.ui.card_tray import CardTray

        return {"card_reader": partial(CardTray, self.simulator)}

    def close(self) -> None:
        """Let go of every device; the loops that use them have ended before."""
        self.reader.close()
        self.scanner.close()
        for queue in self.queues.values():
            queue.printer.close()
        self._stack.close()


def open_devices(settings: Settings, *, simulate: bool) -> DeskDevices:
    """Open what the settings name, or stand-ins for reader, scanner and slip printer."""
    troubles: dict[str, DeskError] = {}
    with ExitStack() as stack:
        if simulate:
            settings = _simulated(settings, stack)
        reader = _opened(open_reader, settings.card_reader, CardReaderSettings(), troubles)
        return DeskDevices(
            settings,
            reader,
            _opened(
                partial(open_scanner, home=settings.home),
                settings.scanner,
                ScannerSettings(),
                troubles,
            ),
            open_queues(settings, troubles),
            getattr(reader, "simulator", None),
            troubles,
            stack.pop_all(),
        )


def _simulated(settings: Settings, stack: ExitStack) -> Settings:
    from reception_desk.devices.printer.simulated import SimulatedThermalPrinter

    printer = stack.enter_context(SimulatedThermalPrinter())
    return replace(
        settings,
        card_reader=CardReaderSettings(kind="simulated"),
        scanner=ScannerSettings(kind="simulated"),
        receipt_printer=PrinterSettings(url=printer.url, paper="slip80"),
    )


_LAMPS = {
    CardReaderSettings: "card_reader",
    ScannerSettings: "scanner",
    PrinterSettings: "printer",
}
S = TypeVar("S", CardReaderSettings, ScannerSettings, PrinterSettings)


def _opened(
    open_device: Callable[[S], D], chosen: S, nothing: S, troubles: dict[str, DeskError]
) -> D:
    try:
        return open_device(chosen)
    except DeskError as error:
        troubles[_LAMPS[type(chosen)]] = error
        return open_device(nothing)


def open_queues(settings: Settings, troubles: dict[str, DeskError]) -> dict[str, PrintQueue]:
    """Return a queue for every paper; papers of another desk meet one that says so."""

    def open_queue(chosen: PrinterSettings) -> PrintQueue:
        return PrintQueue(chosen.url or NO_PRINTER, open_desk_printer(chosen))

    queues = dict.fromkeys(PAPERS, open_queue(PrinterSettings()))
    for chosen in (settings.receipt_printer, settings.form_printer):
        if chosen.url:
            queues[chosen.paper] = _opened(open_queue, chosen, PrinterSettings(), troubles)
    return queues
