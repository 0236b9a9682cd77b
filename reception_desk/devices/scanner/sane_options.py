"""Our options to those of any SANE driver: names and values differ, so both go by pattern."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from reception_desk.devices.scanner.changes import SUBSTITUTES, changes_of
from reception_desk.devices.scanner.sane_library import Option, OptionTable, Unit
from reception_desk.devices.scanner.sane_sources import available_sources, set_source
from reception_desk.imaging.page import MILLIMETRES_PER_INCH
from reception_desk.records.scanning import (
    ColourMode,
    PaperSource,
    ScanArea,
    ScannerAbilities,
    ScanOptions,
)

MODE = re.compile(r"(scan-)?mode")
DEPTH = re.compile(r"(bit-)?depth")
RESOLUTION = re.compile(r"([xy]-|scan-)?resolution")
MODES = {
    ColourMode.COLOUR: re.compile(r"colou?r|rgb", re.IGNORECASE),
    ColourMode.GREY: re.compile(r"gr[ae]y", re.IGNORECASE),
    ColourMode.LINEART: re.compile(r"line.?art|binary|black.*white|b/w|mono", re.IGNORECASE),
}
ODD_VALUES = re.compile(r"half.?tone|diffusion|dither|infrared|\b(16|48).?bit", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Fitting:
    """What the device took; 0 dpi is unknown. `changes` are sentences about what it did not."""

    dpi: int
    source: PaperSource
    changes: tuple[str, ...]


def apply_options(
    device: OptionTable, wanted: ScanOptions, driver_options: Mapping[str, str | float]
) -> Fitting:
    """Set what was asked as near as the device allows; `auto` was settled before.

    `driver_options` are set first, by their exact names. Raises `StatusError`.
    """
    for name, value in driver_options.items():
        for option in _named(device, re.compile(re.escape(name))):
            device.set(option, value)
    source = set_source(device, wanted.paper_source)
    mode = _set_mode(device, wanted.colour_mode)
    dpi = _set_resolution(device, wanted.dpi)
    _set_area(device, wanted.area, dpi)
    return Fitting(dpi, source, tuple(changes_of(wanted, source, mode, dpi)))


def abilities_of(device: OptionTable) -> ScannerAbilities:
    """Read from the options what the device can do."""
    resolutions = _named(device, RESOLUTION)
    limits = next((option.limits for option in resolutions if option.limits), None)
    numbers = {round(number) for option in resolutions for number in option.numbers}
    return ScannerAbilities(
        sources=available_sources(device),
        modes=tuple(mode for mode in ColourMode if _can(device, mode)),
        resolutions=tuple(sorted(numbers)),
        limits=(round(limits[0]), round(limits[1])) if limits else None,
    )


def plain_choice(choices: tuple[str, ...], wanted: ColourMode) -> str | None:
    """Return the first value that means `wanted` and nothing else: not “Color Lineart” for grey."""
    others = [ODD_VALUES, *(pattern for mode, pattern in MODES.items() if mode is not wanted)]
    for choice in choices:
        if MODES[wanted].search(choice) and not any(other.search(choice) for other in others):
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


def _named(device: OptionTable, name: re.Pattern[str]) -> list[Option]:
    return [option for option in device.options() if name.fullmatch(option.name)]


def _can(device: OptionTable, mode: ColourMode) -> bool:
    is_named = any(plain_choice(option.texts, mode) for option in _named(device, MODE))
    has_one_bit = any(1 in option.numbers for option in _named(device, DEPTH))
    return is_named or (mode is ColourMode.LINEART and has_one_bit)


def _set_mode(device: OptionTable, wanted: ColourMode) -> ColourMode:
    """Set the mode and return the one that stands.

    Some drivers know lineart only as grey with a depth of one bit.
    """
    given = wanted
    for option in _named(device, MODE):
        for mode in SUBSTITUTES[wanted]:
            if choice := plain_choice(option.texts, mode):
                device.set(option, choice)
                given = mode
                break
    depth = 1 if wanted is ColourMode.LINEART and given is ColourMode.GREY else 8
    for option in _named(device, DEPTH):
        if not option.numbers or depth in option.numbers:
            device.set(option, depth)
            given = ColourMode.LINEART if depth == 1 else given
    return given


def _set_resolution(device: OptionTable, dpi: int) -> int:
    chosen = 0
    for option in _named(device, RESOLUTION):
        device.set(option, nearest(option, dpi))
        chosen = round(device.number(option))
    return chosen


def _set_area(device: OptionTable, area: ScanArea | None, dpi: int) -> None:
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
