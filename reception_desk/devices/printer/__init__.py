"""Printers of the desk: sheets by IPP or a system queue, slips by ESC/POS; bytes in, states out."""

from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from urllib.parse import SplitResult, parse_qs, urlsplit

from reception_desk.config import PrinterSettings
from reception_desk.devices.printer.bitmap import Bitmap, Rasteriser, from_grey
from reception_desk.devices.printer.ipp_refusals import PrinterBusyError
from reception_desk.devices.printer.links import (
    FileLink,
    Link,
    NetworkLink,
    SerialLink,
    usb_device_file,
)
from reception_desk.devices.printer.null import NullPrinter
from reception_desk.devices.printer.port import OnStatus, Pace, Printer, follow
from reception_desk.devices.printer.system_queue import MakeSpooler, SystemQueue
from reception_desk.devices.printer.thermal import ThermalPrinter
from reception_desk.errors import DeviceError

__all__ = [
    "SYSTEM_SCHEME",
    "WIDTH_DOTS",
    "Bitmap",
    "OnStatus",
    "Pace",
    "Printer",
    "PrinterBusyError",
    "Rasteriser",
    "follow",
    "from_grey",
    "open_printer",
]

WIDTH_DOTS = {"slip58": 384, "slip80": 576}
"""Printable dots of a slip, 8 a millimetre: 48 mm of 58, 72 mm of 80."""
SYSTEM_SCHEME = "system:"
RAW_PORT = 9100
SERIAL_BAUD = 9600
CONNECT_SECONDS = 5.0
SEND_SECONDS = 10.0


def open_printer(
    settings: PrinterSettings,
    rasterise: Rasteriser,
    make_spooler: MakeSpooler | None = None,
) -> Printer:
    """Return the printer of these settings without talking to it yet.

    `make_spooler` is what the layer with Qt does for `system:NAME` where there is no CUPS.
    Raises `DeviceError` for an address nobody here understands and for paper that the printer
    cannot hold.
    """
    if not settings.url:
        return NullPrinter()
    parts = urlsplit(settings.url)
    if not _is_port_possible(parts):
        raise _not_understood(settings)
    if parts.scheme == "system" and parts.path:
        return _system_queue(settings, make_spooler)
    if parts.scheme == "ipp" and parts.hostname:
        return _ipp_printer(settings, settings.url)
    open_link = _link_opener(parts)
    if open_link is None:
        raise _not_understood(settings)
    if settings.paper not in WIDTH_DOTS:
        raise _wrong_paper(settings, f"请在“设置”中改为 {_or(WIDTH_DOTS)}。")
    return ThermalPrinter(settings.url, open_link, rasterise, WIDTH_DOTS[settings.paper])


def _ipp_printer(settings: PrinterSettings, url: str, socket_file: str = "") -> Printer:
    from reception_desk.devices.printer.ipp import MEDIA, IppPrinter

    if settings.paper not in MEDIA:
        advice = f"请在“设置”中改为 {_or(MEDIA)}；小票打印机请填写 escpos 开头的地址。"
        raise _wrong_paper(settings, advice)
    return IppPrinter(
        url,
        paper=settings.paper,
        tray=settings.tray,
        is_two_sided=settings.is_two_sided,
        socket_file=socket_file,
    )


def _system_queue(settings: PrinterSettings, make_spooler: MakeSpooler | None) -> Printer:
    from reception_desk.devices.printer.cups import cups_server, is_cups_here

    name = settings.url.removeprefix(SYSTEM_SCHEME)
    if is_cups_here():
        server = cups_server()
        return _ipp_printer(settings, server.queue_url(name), server.socket_file)
    if make_spooler is None:
        raise _not_understood(settings)
    return SystemQueue(settings.url, make_spooler(name, settings))


def _link_opener(parts: SplitResult) -> Callable[[], Link] | None:
    """Return what opens the line of an `escpos…` address, or None for any other."""
    if parts.scheme == "escpos" and parts.hostname:
        return partial(
            NetworkLink, parts.hostname, parts.port or RAW_PORT, CONNECT_SECONDS, SEND_SECONDS
        )
    if parts.scheme == "escpos-usb" and parts.netloc.count(":") == 1:
        vendor, product = parts.netloc.split(":")
        return lambda: FileLink(usb_device_file(vendor, product), SEND_SECONDS)
    if parts.scheme == "escpos-serial" and parts.path:
        baud = parse_qs(parts.query).get("baud", [str(SERIAL_BAUD)])[0]
        if baud.isdecimal():
            return partial(SerialLink, parts.path, int(baud), SEND_SECONDS)
    if parts.scheme == "escpos-file" and parts.path:
        return partial(FileLink, Path(parts.path), SEND_SECONDS)
    return None


def _is_port_possible(parts: SplitResult) -> bool:
    if parts.scheme == "escpos-usb":  # the colon parts two ids
        return True
    try:
        return parts.port != 0
    except ValueError:
        return False


def _not_understood(settings: PrinterSettings) -> DeviceError:
    return DeviceError(
        f"打印机地址“{settings.url}”无法识别。", advice="请在“设置”中改正打印机地址。"
    )


def _wrong_paper(settings: PrinterSettings, advice: str) -> DeviceError:
    return DeviceError(f"打印机“{settings.url}”不能用纸“{settings.paper}”。", advice=advice)


def _or(possible: Iterable[str]) -> str:
    return " 或 ".join(possible)
