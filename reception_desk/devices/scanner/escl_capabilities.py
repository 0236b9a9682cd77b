"""What an eSCL scanner says it can do (Mopria eSCL 2.97, ScannerCapabilities)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from reception_desk.devices.scanner.escl_xml import (
    MODE_NAMES,
    EsclSyntaxError,
    number_of,
    read_xml,
    text_of,
    texts_of,
)
from reception_desk.records.scanning import ColourMode, PaperSource, ScannerAbilities

SOURCES = {
    PaperSource.FLATBED: ("PlatenInputCaps",),
    PaperSource.FEEDER: ("AdfSimplexInputCaps", "AdfDuplexInputCaps"),
    PaperSource.DUPLEX: ("AdfDuplexInputCaps",),
}
"""Some feeders name only what they can do on both sides; one side they can do as well."""
HIGHEST_DPI = 9600


@dataclass(frozen=True, slots=True)
class SourceCapabilities:
    """One place for paper; lengths in 1/300 inch.

    Either `resolutions` names the dpi there are, or `limits` says least, most and step.
    """

    min_width: int
    min_height: int
    max_width: int
    max_height: int
    resolutions: tuple[int, ...]
    limits: tuple[int, int, int] | None
    modes: frozenset[ColourMode]
    formats: frozenset[str]

    def nearest_dpi(self, wanted: int) -> int:
        """Return the resolution next to the one wanted."""
        if self.limits:
            least, most, step = self.limits
            steps = round((min(max(wanted, least), most) - least) / step)
            return min(least + steps * step, most)
        return min(self.resolutions, key=lambda dpi: abs(dpi - wanted))


@dataclass(frozen=True, slots=True)
class ScannerCapabilities:
    """The device by its name and its places for paper, at least one."""

    model: str
    sources: Mapping[PaperSource, SourceCapabilities]

    def abilities(self) -> ScannerAbilities:
        """Return what any of the places can do."""
        places = self.sources.values()
        limits = next((place.limits for place in places if place.limits), None)
        modes = frozenset[ColourMode]().union(*(place.modes for place in places))
        return ScannerAbilities(
            sources=tuple(self.sources),
            modes=tuple(mode for mode in ColourMode if mode in modes),
            resolutions=tuple(sorted({dpi for place in places for dpi in place.resolutions})),
            limits=limits and limits[:2],
        )


def read_capabilities(data: bytes) -> ScannerCapabilities:
    """Raises `EsclSyntaxError` when no place for paper is described well enough to scan from."""
    tree = read_xml(data, "ScannerCapabilities")
    sources = {
        source: found
        for source, names in SOURCES.items()
        if (found := _first_source(tree, names)) is not None
    }
    if not sources:
        raise EsclSyntaxError("no paper source")
    return ScannerCapabilities(text_of(tree, "MakeAndModel") or text_of(tree, "ModelName"), sources)


def _first_source(tree: Element, names: tuple[str, ...]) -> SourceCapabilities | None:
    described = (_source(tree, element) for name in names for element in tree.iter(name))
    return next((source for source in described if source is not None), None)


def _source(tree: Element, element: Element) -> SourceCapabilities | None:
    profiles = list(_profiles(tree, element))
    said_modes = {name for profile in profiles for name in texts_of(profile, "ColorMode")}
    source = SourceCapabilities(
        min_width=number_of(element, "MinWidth"),
        min_height=number_of(element, "MinHeight"),
        max_width=number_of(element, "MaxWidth"),
        max_height=number_of(element, "MaxHeight"),
        resolutions=tuple(sorted({dpi for each in profiles for dpi in _resolutions(each)})),
        limits=next(filter(None, map(_limits, profiles)), None),
        modes=frozenset(mode for mode, name in MODE_NAMES.items() if name in said_modes),
        formats=frozenset(
            media_type.lower()
            for profile in profiles
            for name in ("DocumentFormat", "DocumentFormatExt")
            for media_type in texts_of(profile, name)
        ),
    )
    has_area = source.max_width and source.max_height
    has_resolution = source.resolutions or source.limits
    return source if has_area and has_resolution and source.modes else None


def _profiles(tree: Element, source: Element) -> Iterator[Element]:
    """Yield the profiles of a source; one may only refer to another by its name."""
    named = {profile.get("name"): profile for profile in tree.iter("SettingProfile")}
    for profile in source.iter("SettingProfile"):
        yield named.get(profile.get("ref"), profile) if profile.get("ref") else profile


def _resolutions(profile: Element) -> Iterator[int]:
    """Yield the resolutions that are alike in both directions: others would distort a page."""
    for resolution in profile.iter("DiscreteResolution"):
        dpi = number_of(resolution, "XResolution")
        if 0 < dpi <= HIGHEST_DPI and dpi == number_of(resolution, "YResolution"):
            yield dpi


def _limits(profile: Element) -> tuple[int, int, int] | None:
    for span in (*profile.iter("XResolutionRange"), *profile.iter("ResolutionRange")):
        least, most = number_of(span, "Min"), number_of(span, "Max")
        if 0 < least <= most <= HIGHEST_DPI and not any(_resolutions(profile)):
            return least, most, number_of(span, "Step") or 1
    return None
