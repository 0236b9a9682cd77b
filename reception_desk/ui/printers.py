"""The printers and queues of this machine, with what only Qt can do loaded where it is needed."""

from reception_desk.config import PrinterSettings
from reception_desk.devices.printer import Bitmap, Printer, open_printer
from reception_desk.devices.printer.cups import cups_queue_names, is_cups_here
from reception_desk.devices.printer.system_queue import Spooler


def open_desk_printer(settings: PrinterSettings) -> Printer:
    """Return the printer without talking to it yet; raises `DeviceError` as `open_printer`."""
    return open_printer(settings, _slip_bitmap, _spooler)


def system_queue_names() -> list[str]:
    """Ask the system for its print queues; may take seconds where printers are far away."""
    if is_cups_here():
        return cups_queue_names()
    from reception_desk.ui.system_spooler import queue_names

    return queue_names()


def _slip_bitmap(pdf: bytes, width_dots: int) -> Bitmap:
    from reception_desk.ui.rasterise import slip_bitmap

    return slip_bitmap(pdf, width_dots)


def _spooler(name: str, settings: PrinterSettings) -> Spooler:
    from reception_desk.ui.system_spooler import SystemSpooler

    return SystemSpooler(name, settings)
