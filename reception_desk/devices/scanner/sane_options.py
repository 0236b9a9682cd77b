"""Our options to those of any SANE driver: names and values differ, so both go by pattern."""

import re
from collections.abc import Iterable, Mapping

from reception_desk.devices.scanner.sane_library import Option, SaneDevice, Unit
from reception_desk.imaging.page import MILLIMETRES_PER_INCH
from reception_desk.records.scanning import ColourMode, PaperSource, ScanArea, ScanOptions

SOURCE = re.compile(r"(doc-|scan-)?source")
MODE = re.compile(r"(scan-)?mode")
DEPTH = re.compile(r"(bit-)?depth")
RESOLUTION = re.compile(r"([xy]-|scan-)?resolution")

SOURCES = {
    PaperSource.FLATBED: re.compile(r"flat.?bed|platen|glass|table|normal", re.IGNORECASE),
    PaperSource.FEEDER: re.compile(r"adf|feeder", re.IGNORECASE),
}
MODES = {
    ColourMode.COLOUR: re.compile(r"colou?r|rgb", re.IGNORECASE),
    ColourMode.GREY: re.compile(r"gr[ae]y", re.IGNORECASE),
    ColourMode.LINEART: re.compile(r"line.?art|binary|black.*white|b/w|mono", re.IGNORECASE),
}
ODD_VALUES = re.compile(
    r"half.?tone|diffusion|dither|infrared|duplex|back|\b(16|48).?bit", re.IGNORECASE
)


def apply_options(
    device: SaneDevice, wanted: ScanOptions, driver_options: Mapping[str, str | float]
) -> int:
    """Set what was asked as near as the device allows; return its resolution in dpi (0: unknown).

    `driver_options` are set first, by their exact names. Raises `StatusError`.
    """
    for name, value in driver_options.items():
        for option in _named(device, re.compile(re.escape(name))):
            device.set(option, value)
    _set_source(device, wanted.paper_source)
    _set_mode(device, wanted.colour_mode)
    dpi = _set_resolution(device, wanted.dpi)
    _set_area(device, wanted.area, dpi)
    return dpi


def plain_choice(
    choices: tuple[str, ...], wanted: re.Pattern[str], known: Iterable[re.Pattern[str]]
) -> str | None:
    """Return the first value that means `wanted` and nothing else: not “Color Lineart” for grey."""
    others = [ODD_VALUES, *(pattern for pattern in known if pattern is not wanted)]
    for choice in choices:
        if wanted.search(choice) and not any(other.search(choice) for other in others):
            return choice
    return None


def nearest(option: Option, wanted: float) -> float:
    """Return the allowed number nearest to `wanted`."""
    if option.numbers:
        return min(option.numbers, key=lambda number: abs(number - wanted))
    if option.limits:
        low, high = option.limits
        return min(max(wanted, low), high)
    return wanted


def _named(device: SaneDevice, name: re.Pattern[str]) -> list[Option]:
    return [option for option in device.options() if name.fullmatch(option.name)]


def _set_source(device: SaneDevice, wanted: PaperSource) -> None:
    for option in _named(device, SOURCE):
        if choice := plain_choice(option.texts, SOURCES[wanted], SOURCES.values()):
            device.set(option, choice)


def _set_mode(device: SaneDevice, wanted: ColourMode) -> None:
    """Some drivers know lineart only as grey with a depth of one bit."""
    depth = 8
    for option in _named(device, MODE):
        choice = plain_choice(option.texts, MODES[wanted], MODES.values())
        if choice is None and wanted is ColourMode.LINEART:
            depth = 1
            choice = plain_choice(option.texts, MODES[ColourMode.GREY], MODES.values())
        if choice:
            device.set(option, choice)
    for option in _named(device, DEPTH):
        if not option.numbers or depth in option.numbers:
            device.set(option, depth)


def _set_resolution(device: SaneDevice, dpi: int) -> int:
    chosen = 0
    for option in _named(device, RESOLUTION):
        device.set(option, nearest(option, dpi))
        chosen = round(device.number(option))
    return chosen


def _set_area(device: SaneDevice, area: ScanArea | None, dpi: int) -> None:
    for edge in ("tl-x", "tl-y", "br-x", "br-y"):
        for option in _named(device, re.compile(edge)):
            if area is not None:
                device.set(option, nearest(option, _position(option, edge, area, dpi)))
            elif option.limits:
                device.set(option, option.limits[edge.startswith("br")])


def _position(option: Option, edge: str, area: ScanArea, dpi: int) -> float:
    millimetres = {
        "tl-x": area.left,
        "tl-y": area.top,
        "br-x": area.left + area.width,
        "br-y": area.top + area.height,
    }[edge]
    if option.unit == Unit.PIXEL:
        return millimetres / MILLIMETRES_PER_INCH * dpi
    return millimetres
