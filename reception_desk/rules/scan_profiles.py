"""Which ways to scan a device can do, and what stands in for one that it cannot do any more."""

from dataclasses import dataclass, replace

from reception_desk.records.scan_profiles import ScanProfile
from reception_desk.records.scanning import ColourMode, PaperSource, ScannerAbilities

USUAL_DPI = (150, 200, 300, 400, 600)
_INSTEAD = {
    PaperSource.DUPLEX: (PaperSource.FEEDER, PaperSource.AUTO, PaperSource.FLATBED),
    PaperSource.FEEDER: (PaperSource.DUPLEX, PaperSource.AUTO, PaperSource.FLATBED),
    PaperSource.FLATBED: (PaperSource.AUTO, PaperSource.FEEDER, PaperSource.DUPLEX),
    PaperSource.AUTO: (PaperSource.FLATBED, PaperSource.FEEDER, PaperSource.DUPLEX),
}
_RICHER = {
    ColourMode.LINEART: (ColourMode.GREY, ColourMode.COLOUR),
    ColourMode.GREY: (ColourMode.COLOUR, ColourMode.LINEART),
    ColourMode.COLOUR: (ColourMode.GREY, ColourMode.LINEART),
}
"""What loses least: more colour than asked for before less."""


@dataclass(frozen=True, slots=True)
class Fitted:
    """A profile that the device can do, with a sentence for each thing that was changed."""

    profile: ScanProfile
    changes: tuple[str, ...] = ()


def resolutions(abilities: ScannerAbilities) -> tuple[int, ...]:
    """Return the dpi to choose from; none where the device does not speak of it."""
    if abilities.limits is not None:
        least, most = abilities.limits
        return tuple(dpi for dpi in USUAL_DPI if least <= dpi <= most) or (most,)
    usual = tuple(dpi for dpi in USUAL_DPI if dpi in abilities.resolutions)
    return usual or tuple(sorted(abilities.resolutions))


def standard(abilities: ScannerAbilities, dpi: int) -> tuple[ScanProfile, ...]:
    """Return the profiles of a device that has none of its own: what it says it can do."""
    profiles = [ScanProfile("普通材料", PaperSource.FLATBED, dpi)]
    if PaperSource.FEEDER in abilities.sources:
        profiles.append(ScanProfile("整叠单面", PaperSource.FEEDER, dpi))
    if PaperSource.DUPLEX in abilities.sources:
        profiles.append(ScanProfile("整叠双面", PaperSource.DUPLEX, dpi))
    return tuple(fitted(profile, abilities).profile for profile in profiles)


def fitted(profile: ScanProfile, abilities: ScannerAbilities) -> Fitted:
    """Return what the device can do of a profile; what it does not speak of stays as asked."""
    changes: list[str] = []
    source, mode, dpi = profile.paper_source, profile.colour_mode, profile.dpi
    if abilities.sources and source not in abilities.sources:
        source = next(each for each in _INSTEAD[source] if each in abilities.sources)
        changes.append(f"没有{profile.paper_source.label}，改用{source.label}")
    if abilities.modes and mode not in abilities.modes:
        mode = next(each for each in _RICHER[mode] if each in abilities.modes)
        changes.append(f"不能扫{profile.colour_mode.label}，改用{mode.label}")
    offered = resolutions(abilities)
    if offered and dpi not in offered:
        dpi = min(offered, key=lambda each: (abs(each - dpi), -each))
        changes.append(f"没有 {profile.dpi} dpi，改用 {dpi} dpi")
    fit = replace(profile, paper_source=source, colour_mode=mode, dpi=dpi)
    return Fitted(fit, tuple(f"这台设备{change}。" for change in changes))
