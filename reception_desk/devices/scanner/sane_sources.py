"""Glass, feeder and both sides, as the drivers of SANE name them.

Most have one option for the place; its values also say the sides (“ADF Duplex”). Others have a
switch for the sides beside it, some have sheets pulled in and no option for the place at all.
"""

import re
from collections.abc import Iterator

from reception_desk.devices.scanner.sane_library import Option, OptionTable, ValueType
from reception_desk.records.scanning import PaperSource

SOURCE = re.compile(r"(doc(ument)?-|scan-|paper-)?source", re.IGNORECASE)
SIDES = re.compile(
    r"adf-mode|((adf|scan|enable)-)?(duplex|sides)|(two|double)-?sided", re.IGNORECASE
)
BOTH_SIDES = re.compile(r"duplex|\b(2|two|double).?sided|both.?sides", re.IGNORECASE)
ONE_SIDE = re.compile(r"simplex|\b(1|one|single).?sided|front", re.IGNORECASE)
GLASS = re.compile(r"flat.?bed|platen|glass|table|^normal$|^fb$", re.IGNORECASE)
FEEDER = re.compile(r"\badf|feeder|^dp$", re.IGNORECASE)
"""“DP” is the document processor of Kyocera."""
ODD_PLACES = re.compile(r"\b(back|rear|card|transparen|tma|film|negative|slide)", re.IGNORECASE)
BOUND_AT_TOP = re.compile(r"\btop\b", re.IGNORECASE)
"""Sheets turned over their upper edge; letters are turned over their left one."""

CHOSEN_FOR = {
    PaperSource.FLATBED: (PaperSource.FLATBED, PaperSource.FEEDER, PaperSource.DUPLEX),
    PaperSource.FEEDER: (PaperSource.FEEDER, PaperSource.DUPLEX, PaperSource.FLATBED),
    PaperSource.DUPLEX: (PaperSource.DUPLEX, PaperSource.FEEDER, PaperSource.FLATBED),
}


def place_of(value: str) -> PaperSource | None:
    """Return what a value of the option for the place means, None for odd places."""
    if ODD_PLACES.search(value):
        return None
    if BOTH_SIDES.search(value):
        return PaperSource.DUPLEX
    is_glass, is_feeder = bool(GLASS.search(value)), bool(FEEDER.search(value))
    if is_glass == is_feeder:
        return None
    return PaperSource.FLATBED if is_glass else PaperSource.FEEDER


def available_sources(device: OptionTable) -> tuple[PaperSource, ...]:
    """Return the places the driver names; none for a device with one place only."""
    found = {place for option in _matching(device, SOURCE) for place in _places(option)}
    if any(_can_both(option) for option in _matching(device, SIDES)):
        found |= {PaperSource.FEEDER, PaperSource.DUPLEX}
    if PaperSource.DUPLEX in found:
        found.add(PaperSource.FEEDER)
    return tuple(place for place in PaperSource if place in found)


def set_source(device: OptionTable, wanted: PaperSource) -> PaperSource:
    """Set place and sides as near to `wanted` as the driver has it; return what stands.

    Raises `StatusError`.
    """
    given = _set_place(device, wanted)
    is_both = given is PaperSource.DUPLEX
    for option in _matching(device, SIDES):
        if wanted is PaperSource.DUPLEX and given is not PaperSource.FLATBED and _can_both(option):
            device.set(option, _value(option, BOTH_SIDES, switch=1))
            is_both = True
        elif not is_both and _can_both(option):
            device.set(option, _value(option, ONE_SIDE, switch=0))
    if given.is_feeder:
        return PaperSource.DUPLEX if is_both else PaperSource.FEEDER
    return given


def _set_place(device: OptionTable, wanted: PaperSource) -> PaperSource:
    """A device with one place only is taken to be what is wanted, with one side."""
    options = [option for option in _matching(device, SOURCE) if any(_places(option))]
    if not options:
        return PaperSource.FEEDER if wanted.is_feeder else wanted
    given = wanted
    for option in options:
        places = _places(option)
        given = next(place for place in CHOSEN_FOR[wanted] if place in places)
        device.set(option, places[given])
    return given


def _places(option: Option) -> dict[PaperSource, str]:
    """Return the value for each place an option names: the first, but none bound at the top."""
    places: dict[PaperSource, str] = {}
    for text in sorted(option.texts, key=lambda text: bool(BOUND_AT_TOP.search(text))):
        place = place_of(text)
        if place:
            places.setdefault(place, text)
    return places


def _can_both(option: Option) -> bool:
    if option.type is ValueType.BOOL:
        return True
    return any(map(BOTH_SIDES.search, option.texts)) and any(map(ONE_SIDE.search, option.texts))


def _value(option: Option, meaning: re.Pattern[str], *, switch: int) -> str | int:
    if option.type is ValueType.BOOL:
        return switch
    return next(text for text in option.texts if meaning.search(text))


def _matching(device: OptionTable, name: re.Pattern[str]) -> Iterator[Option]:
    """Return the options at this moment; setting one may add others."""
    return iter([option for option in device.options() if name.fullmatch(option.name)])
