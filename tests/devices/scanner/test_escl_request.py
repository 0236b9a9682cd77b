"""Our options, fitted to devices that can do less."""

import pytest

from reception_desk.devices.scanner.escl_capabilities import ScannerCapabilities, SourceCapabilities
from reception_desk.devices.scanner.escl_request import fitted
from reception_desk.devices.scanner.escl_xml import number_of, read_xml, text_of
from reception_desk.records.scanning import ColourMode, PaperSource, ScanArea, ScanOptions

ALL_MODES = frozenset(ColourMode)
BOTH = frozenset({"image/jpeg", "image/png"})
JPEG_ONLY = frozenset({"image/jpeg", "application/pdf"})


def able(
    modes: frozenset[ColourMode] = ALL_MODES,
    formats: frozenset[str] = BOTH,
    max_height: int = 3508,
    source: PaperSource = PaperSource.FLATBED,
) -> ScannerCapabilities:
    place = SourceCapabilities(16, 16, 2550, max_height, (150, 300), None, modes, formats)
    return ScannerCapabilities("Hall", {source: place})


@pytest.mark.parametrize(
    ("wanted", "modes", "formats", "chosen", "media_type"),
    [
        (ColourMode.COLOUR, ALL_MODES, BOTH, ColourMode.COLOUR, "image/jpeg"),
        (ColourMode.GREY, ALL_MODES, BOTH, ColourMode.GREY, "image/png"),
        (ColourMode.GREY, ALL_MODES, JPEG_ONLY, ColourMode.GREY, "image/jpeg"),
        (ColourMode.LINEART, ALL_MODES, BOTH, ColourMode.LINEART, "image/png"),
        (ColourMode.LINEART, ALL_MODES, JPEG_ONLY, ColourMode.GREY, "image/jpeg"),
        (ColourMode.COLOUR, {ColourMode.GREY}, JPEG_ONLY, ColourMode.GREY, "image/jpeg"),
        (ColourMode.GREY, {ColourMode.COLOUR}, BOTH, ColourMode.COLOUR, "image/jpeg"),
        (ColourMode.GREY, {ColourMode.LINEART}, JPEG_ONLY, ColourMode.LINEART, "image/jpeg"),
    ],
)
def test_the_nearest_mode_is_asked_for_in_a_file_that_holds_it(
    wanted: ColourMode,
    modes: frozenset[ColourMode],
    formats: frozenset[str],
    chosen: ColourMode,
    media_type: str,
):
    request = fitted(ScanOptions(colour_mode=wanted), able(frozenset(modes), formats))

    assert (request.mode, request.media_type) == (chosen, media_type)
    assert bool(request.changes) == (chosen is not wanted)


def test_every_change_is_told_in_a_sentence():
    wanted = ScanOptions(
        dpi=600,
        colour_mode=ColourMode.COLOUR,
        area=ScanArea(0, 0, 300, 420),
        paper_source=PaperSource.FEEDER,
    )

    request = fitted(wanted, able(frozenset({ColourMode.GREY})))

    assert request.changes == (
        "扫描仪没有送纸器，已改用平板。",
        "扫描仪不能扫彩色，已改为灰度。",
        "扫描仪没有 600 dpi，已改用 300 dpi。",
        "扫描范围超出扫描仪的限度，已作调整。",
    )


@pytest.mark.parametrize(
    ("area", "box"),
    [
        (None, (0, 0, 2550, 3508)),
        (ScanArea(25.4, 50.8, 25.4, 12.7), (300, 600, 300, 150)),
        (ScanArea(0, 0, 1000, 1000), (0, 0, 2550, 3508)),
        (ScanArea(200, 0, 50.8, 25.4), (1950, 0, 600, 300)),
        (ScanArea(0, 0, 0, 0), (0, 0, 16, 16)),
    ],
)
def test_the_area_stays_on_the_glass(area: ScanArea | None, box: tuple[int, ...]):
    assert fitted(ScanOptions(area=area), able()).box == box


def test_a_feeder_for_rolls_is_asked_for_a_sheet():
    options = ScanOptions(paper_source=PaperSource.FEEDER)

    request = fitted(options, able(max_height=60_000, source=PaperSource.FEEDER))

    assert request.box[3] == 5100


def test_the_settings_say_what_is_asked():
    options = ScanOptions(dpi=150, area=ScanArea(25.4, 0, 25.4, 50.8))

    tree = read_xml(fitted(options, able()).settings(), "ScanSettings")

    names = ("XOffset", "YOffset", "Width", "Height", "XResolution", "YResolution")
    assert [number_of(tree, name) for name in names] == [300, 0, 300, 600, 150, 150]
    assert (text_of(tree, "InputSource"), text_of(tree, "ColorMode")) == ("Platen", "RGB24")
