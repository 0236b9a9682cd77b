"""What is asked of an eSCL scanner: our options, fitted to what the device can do."""

from dataclasses import dataclass

from reception_desk.devices.scanner.changes import SUBSTITUTES, changes_of
from reception_desk.devices.scanner.escl_capabilities import ScannerCapabilities, SourceCapabilities
from reception_desk.devices.scanner.escl_xml import JPEG, MODE_NAMES, PNG
from reception_desk.imaging.page import MILLIMETRES_PER_INCH
from reception_desk.records.scanning import ColourMode, PaperSource, ScanArea, ScanOptions

UNITS_PER_INCH = 300
LONGEST_SHEET = 5100
"""In 1/300 inch: a sheet of 17 inches, more than A3. Feeders say metres, for rolls of paper."""
SOURCE_NAMES = {
    PaperSource.FLATBED: "Platen",
    PaperSource.FEEDER: "Feeder",
    PaperSource.DUPLEX: "Feeder",
}

Box = tuple[int, int, int, int]
"""Left, top, width and height in 1/300 inch, the unit of every eSCL scanner."""

_SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<scan:ScanSettings xmlns:pwg="http://www.pwg.org/schemas/2010/12/sm" \
xmlns:scan="http://schemas.hp.com/imaging/escl/2011/05/03">
<pwg:Version>2.0</pwg:Version>
<pwg:ScanRegions><pwg:ScanRegion>
<pwg:ContentRegionUnits>escl:ThreeHundredthsOfInches</pwg:ContentRegionUnits>
<pwg:XOffset>{left}</pwg:XOffset><pwg:YOffset>{top}</pwg:YOffset>
<pwg:Width>{width}</pwg:Width><pwg:Height>{height}</pwg:Height>
</pwg:ScanRegion></pwg:ScanRegions>
<pwg:InputSource>{source}</pwg:InputSource>
<scan:ColorMode>{mode}</scan:ColorMode>
<pwg:DocumentFormat>{media_type}</pwg:DocumentFormat>
<scan:DocumentFormatExt>{media_type}</scan:DocumentFormatExt>
<scan:XResolution>{dpi}</scan:XResolution><scan:YResolution>{dpi}</scan:YResolution>
{duplex}</scan:ScanSettings>
"""


@dataclass(frozen=True, slots=True)
class ScanRequest:
    """One job as the device can do it; `changes` says in sentences what is not as asked."""

    source: PaperSource
    mode: ColourMode
    media_type: str
    dpi: int
    box: Box
    changes: tuple[str, ...]

    @property
    def width_px(self) -> int:
        return round(self.box[2] / UNITS_PER_INCH * self.dpi)

    @property
    def height_px(self) -> int:
        return round(self.box[3] / UNITS_PER_INCH * self.dpi)

    def settings(self) -> bytes:
        """Return the ScanSettings for POST ScanJobs."""
        left, top, width, height = self.box
        is_duplex = "true" if self.source is PaperSource.DUPLEX else "false"
        return _SETTINGS.format(
            left=left,
            top=top,
            width=width,
            height=height,
            source=SOURCE_NAMES[self.source],
            mode=MODE_NAMES[self.mode],
            media_type=self.media_type,
            dpi=self.dpi,
            duplex=f"<scan:Duplex>{is_duplex}</scan:Duplex>\n" if self.source.is_feeder else "",
        ).encode()


def fitted(wanted: ScanOptions, capabilities: ScannerCapabilities) -> ScanRequest:
    """Return the nearest the device can do to what is wanted; `auto` was settled before."""
    source = _source(wanted.paper_source, capabilities)
    able = capabilities.sources[source]
    mode = next(mode for mode in SUBSTITUTES[wanted.colour_mode] if _can(able, mode))
    dpi = able.nearest_dpi(wanted.dpi)
    box = _box(wanted.area, able)
    if source.is_feeder and wanted.area is None:
        box = (*box[:3], min(box[3], LONGEST_SHEET))
    changes = changes_of(wanted, source, mode, dpi)
    if wanted.area is not None and box != _asked_box(wanted.area):
        changes.append("扫描范围超出扫描仪的限度，已作调整。")
    return ScanRequest(source, mode, _media_type(mode, able), dpi, box, tuple(changes))


def _source(wanted: PaperSource, capabilities: ScannerCapabilities) -> PaperSource:
    """Return the place wanted, one side instead of both, or the first place there is."""
    for source in (wanted, PaperSource.FEEDER if wanted.is_feeder else wanted):
        if source in capabilities.sources:
            return source
    return next(iter(capabilities.sources))


def _can(able: SourceCapabilities, mode: ColourMode) -> bool:
    """JPEG holds no one-bit pages, so lineart needs PNG; every device sends JPEG."""
    has_file = mode is not ColourMode.LINEART or PNG in able.formats
    is_last_resort = able.modes == {ColourMode.LINEART}
    return mode in able.modes and (has_file or is_last_resort)


def _media_type(mode: ColourMode, able: SourceCapabilities) -> str:
    """Grey text without loss where the device can, as pages from other scanners are kept."""
    return PNG if mode is not ColourMode.COLOUR and PNG in able.formats else JPEG


def _box(area: ScanArea | None, able: SourceCapabilities) -> Box:
    if area is None:
        return 0, 0, able.max_width, able.max_height
    left, top, width, height = _asked_box(area)
    width = min(max(width, able.min_width), able.max_width)
    height = min(max(height, able.min_height), able.max_height)
    return (
        min(max(left, 0), able.max_width - width),
        min(max(top, 0), able.max_height - height),
        width,
        height,
    )


def _asked_box(area: ScanArea) -> Box:
    per_millimetre = UNITS_PER_INCH / MILLIMETRES_PER_INCH
    lengths = (area.left, area.top, area.width, area.height)
    left, top, width, height = (round(length * per_millimetre) for length in lengths)
    return left, top, width, height
